"""What is new in a release, in one sentence for portals and readers."""

from collections import Counter
from collections.abc import Mapping

from flows.catalogue.manifest import Manifest
from flows.changes.change import rows_by_table

_NATURES = (
    ("ajoute", "ajoutée(s)", "added"),
    ("retire", "retirée(s)", "removed"),
    ("modifie", "modifiée(s)", "changed"),
)
_TOLD = ("etablissements", "gestionnaires", "reseaux", "initiatives")


def version_notes(manifest: Manifest) -> tuple[str, str]:
    """In French and in English: what it replaces, and how many rows of each table that people read came, went or changed."""
    before, (fr, en) = replaced(manifest), _since(manifest)
    if before:
        fr += f" Remplace {before}, sans des données dont le retrait a été demandé."
        en += f" Replaces {before}, without data that somebody asked to be withdrawn."
    return fr, en


def replaced(manifest: Manifest) -> str:
    """The version that this one was issued anew for after an erasure request; '' for an ordinary release."""
    told = manifest.made.get("reissue")
    if isinstance(told, Mapping):
        return str(told["replaces"])
    name, again, _ = manifest.version.partition("-r")
    return name if again else ""


def _since(manifest: Manifest) -> tuple[str, str]:
    if not manifest.previous:
        return "Première version.", "First release."
    counts = Counter(rows_by_table(manifest.changes))
    fr, en = [], []
    for table in _TOLD:
        here = [(counts[table, nature], word_fr, word_en) for nature, word_fr, word_en in _NATURES]
        if any(count for count, _, _ in here):
            fr.append(f"{table} : " + ", ".join(f"{n} {word}" for n, word, _ in here if n))
            en.append(f"{table}: " + ", ".join(f"{n} {word}" for n, _, word in here if n))
    return (
        f"Depuis {manifest.previous}. " + (" ; ".join(fr) or "Ni lieu ni coopérative n'a changé") + ".",
        f"Since {manifest.previous}. " + ("; ".join(en) or "No place nor cooperative changed") + ".",
    )
