"""What scripts of the list are given: sentences, rows in one file, and no way to do harm."""

import json
import re
from pathlib import Path

import pytest

from flows.site import assets, rows
from flows.site.shown import Shown
from flows.site.words import TONGUES
from tests.flows.site.list_read import read, with_place

ASSETS = Path(assets.__file__).parent
SCRIPTS = sorted(ASSETS.glob("*.js"))


def test_scripts_find_the_folders_of_the_site(about: Shown) -> None:
    found = {tongue: read(about, tongue).xpath("//*[@id='liste']")[0] for tongue in TONGUES}
    assert [one.get("data-ressources") for one in found.values()] == ["ressources/", "../ressources/"]
    assert [one.get("data-fiches") for one in found.values()] == ["creche/", "creche/"]


def test_scripts_are_told_every_sentence_and_every_code_in_both_languages(about: Shown) -> None:
    said = {tongue: json.loads(read(about, tongue).xpath("//*[@id='liste']")[0].get("data-mots")) for tongue in TONGUES}
    assert said["fr"].keys() == said["en"].keys()
    code = "\n".join(path.read_text(encoding="utf-8") for path in SCRIPTS)
    used = set(re.findall(r"\bmots\.(\w+)", code)) - {"every", "filter", "length", "map", "some"}
    assert used <= said["fr"].keys()
    assert {row["categorie"] for row in about.places.values()} == said["fr"]["categorie"].keys()
    assert list(said["fr"]["position"]) == sorted(["numero", "voie", "lieu_dit", "commune", "aucune"])


def test_the_file_of_scripts_holds_the_same_nurseries_in_the_same_order(about: Shown, site_folder: Path) -> None:
    told = json.loads((site_folder / "ressources" / "creches.json").read_bytes())
    lines = [dict(zip(told["colonnes"], line, strict=True)) for line in told["lignes"]]
    assert [one["id"] for one in lines] == [row["id"] for row in rows.ordered(about)]
    for line in lines:
        row = about.places[line["id"]]
        assert all(line[name] == row[name] for name in ("nom", "commune", "departement", "statut", "capacite"))
        assert [line["longitude"], line["latitude"]] == [float(row["longitude"]), float(row["latitude"])]
        name, form, _ = told["gestionnaires"][line["gestionnaire"]]
        assert (name, form) == (about.operators[row["gestionnaire_id"]]["nom"], rows.form_of(about, row))


def test_the_file_of_scripts_holds_what_else_people_search_by(about: Shown) -> None:
    told = json.loads(
        rows.document(with_place(about, id="cc-aaaaaaaa", nom="", code_postal="97400", itinerante="true"))
    )
    first = dict(zip(told["colonnes"], told["lignes"][0], strict=True))
    assert (first["code_postal"], first["itinerante"]) == ("97400", "true")
    assert told["regions"]["38"] == "Auvergne-Rhône-Alpes"


def test_networks_and_other_names_of_an_operator_find_its_nurseries(about: Shown) -> None:
    told = json.loads(rows.document(about))
    assert [more for name, _, more in told["gestionnaires"] if name == "Les crèches de AL"] == [
        "A l'Abord'Ages Coop Petite Enfance"
    ]


def test_a_missing_point_is_null_and_an_unknown_operator_is_nobody(about: Shown) -> None:
    bare = with_place(
        about, id="cc-aaaaaaaa", nom="", longitude="", latitude="", geo_rayon_m="", gestionnaire_id="cg-zzzzzzzz"
    )
    told = json.loads(rows.document(bare))
    line = dict(zip(told["colonnes"], told["lignes"][0], strict=True))
    assert [line[name] for name in ("longitude", "latitude", "geo_rayon_m", "gestionnaire")] == [None, None, None, -1]


def test_files_opened_without_a_server_find_the_same_data_in_a_script(site_folder: Path) -> None:
    for name in ("creches.json", "departements.json"):
        script = (site_folder / "ressources" / f"{name}.js").read_text(encoding="ascii")
        start = f'window.creches.recus["{name}"] = JSON.parse('
        assert script.startswith(start)
        kept = json.loads(script.removeprefix(start).removesuffix(");\n"))
        assert kept == (site_folder / "ressources" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Crèche L'Étoile", "creche l etoile"),
        ("Œuf de PÂQUES", "oeuf de paques"),
        ("  Saint-Denis (93) ", "saint denis 93"),
        ("Méli-Mélo", "meli melo"),
        ("", ""),
        ("–", ""),
    ],
)
def test_words_fold_as_people_type_them(text: str, folded: str) -> None:
    assert rows.folded(text) == folded


def test_leaflet_and_the_pictures_that_its_style_names_come_with_the_site(site_folder: Path) -> None:
    style = (site_folder / "ressources" / "leaflet.css").read_text(encoding="utf-8")
    named = set(re.findall(r"url\((images/[^)]+)\)", style))
    assert named
    assert all((site_folder / "ressources" / name).is_file() for name in {*named, "leaflet.js"})


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_scripts_write_texts_and_never_html(path: Path) -> None:
    code = path.read_text(encoding="utf-8")
    assert "'use strict'" in code
    assert path.name in assets.OWN
    assert len(code.splitlines()) <= 200
    for way in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "Function(",
        "srcdoc",
        ".style.",
    ):
        assert way not in code, way


def test_only_the_map_of_the_ign_may_bring_images_from_elsewhere(about: Shown) -> None:
    policy = read(about).xpath("//meta[@http-equiv='Content-Security-Policy']")[0].get("content")
    assert "img-src 'self' https://data.geopf.fr;" in policy
    assert "script-src 'self';" in policy
    assert "connect-src 'self';" in policy
