"""Style, scripts and outlines that pages use, all from the site itself; Leaflet comes from the package that ships it."""

import importlib.resources
import json
import shutil
from pathlib import Path

from flows.site import rows
from flows.site.shown import Shown

FOLDER = "ressources"
OWN = (
    *("site.css", "icone.svg", "departements.json"),
    *("recherche.js", "adresse.js", "tableau.js", "telecharger.js", "liste.js", "grappes.js", "bulle.js"),
    *("fond.js", "alentours.js", "carte.js"),
)
_LEAFLET = ("leaflet.js", "leaflet.css", "images/layers.png", "images/layers-2x.png", "images/marker-icon.png")
"""Of Leaflet 1.9.4; the pictures are those that its style names."""


def write(draft: Path, about: Shown) -> None:
    """Copies them, and writes the nurseries as scripts read them. Raises OSError."""
    target = draft / FOLDER
    target.mkdir(parents=True)
    here = Path(__file__).parent
    for name in OWN:
        shutil.copyfile(here / name, target / name)
    shipped = importlib.resources.files("js_lib_leaflet") / "static" / "js_lib_leaflet"
    for name in _LEAFLET:
        (target / name).parent.mkdir(exist_ok=True)
        (target / name).write_bytes((shipped / name).read_bytes())
    (target / rows.NAME).write_bytes(rows.document(about))
    for name in (rows.NAME, "departements.json"):
        text = (target / name).read_text(encoding="utf-8")
        (target / f"{name}.js").write_text(_as_script(name, text), encoding="ascii")


def _as_script(name: str, text: str) -> str:
    """Data as a script that gives them: a page that is opened as a file may run one, but may not fetch.

    They stand in it as the text of a string, in ASCII: nothing in them can be taken for code.
    """
    return f"window.creches.recus[{json.dumps(name)}] = JSON.parse({json.dumps(text)});\n"
