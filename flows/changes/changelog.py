"""CHANGELOG.md: what one release changes, in plain French then in plain English; those before it by their numbers."""

from collections import Counter
from collections.abc import Mapping

from flows.catalogue.manifest import Manifest
from flows.changes.change import CAUSES, Change, counts, told
from flows.changes.plain import Tongue
from flows.changes.plain import numbers as in_words
from flows.changes.unnamed import unnamed
from flows.changes.words import TABLE_WORDS, line, one, rows, safe
from schemas.tables import TABLES, rows_of

_WORDS = 2000  # characters of what a gate found that are told
_MOST = 500  # rows of one table that are told one by one
_HEADS = {
    "ajoute": ("Arrivées", "New"),
    "retire": ("Départs", "Gone"),
    "modifie": ("Changements", "Changed"),
}


def changelog(manifest: Manifest) -> str:
    """The whole text of CHANGELOG.md of a release, in Markdown. It tells no withdrawn contact and no name withdrawn on request."""
    titles = {row["id"]: row["titre"] for row in rows_of(manifest.tables["sources"])}
    french, english = (_told(manifest, tongue, titles) for tongue in ("fr", "en"))
    return (
        f"# Changements de la version {manifest.version}\n\n{french}{_earlier(manifest, 'fr')}"
        f"\n---\n\n# Changes of release {manifest.version}\n\n{english}{_earlier(manifest, 'en')}"
    )


def _told(manifest: Manifest, tongue: Tongue, titles: Mapping[str, str]) -> str:
    again = _reissued(manifest, tongue)
    if not manifest.previous:
        return again + _first(manifest, tongue) + _stale(manifest, tongue, titles)
    shown = told(manifest.changes)
    parts = [again, _since(manifest, tongue), _stale(manifest, tongue, titles), _causes(shown, tongue)]
    for nature, head in _HEADS.items():
        mine = [change for change in shown if change.nature == nature and change.table != "retraits"]
        if mine:
            parts.append(f"## {one(tongue, head)}\n\n" + _tables(mine, tongue, titles))
    return "".join([*parts, _unnamed(manifest, tongue, titles)])


def _reissued(manifest: Manifest, tongue: Tongue) -> str:
    """That it replaces another one, and nothing of what was asked."""
    how = manifest.made.get("reissue")
    if not isinstance(how, Mapping):
        return ""
    said = (
        "Cette version remplace la version {replaces}, le {date}, à la demande d'une personne ou d'une structure.",
        "This release replaces release {replaces}, on {date}, at the request of a person or a structure.",
    )
    return one(tongue, said).format(**how) + "\n\n"


def _unnamed(manifest: Manifest, tongue: Tongue, titles: Mapping[str, str]) -> str:
    """Rows that stay, not confirmed, and that their source names no more since it is read again."""
    mine = list(unnamed(manifest))
    head = one(tongue, ("Plus cités, gardés sans confirmation", "No longer named, kept without confirmation"))
    return f"## {head}\n\n" + _tables(mine, tongue, titles) if mine else ""


def _first(manifest: Manifest, tongue: Tongue) -> str:
    numbers = "".join(
        f"- {one(tongue, TABLE_WORDS[table])}{one(tongue, (' :', ':'))} {len(manifest.tables[table])}\n"
        for table in TABLES
        if table in TABLE_WORDS and table != "retraits"
    )
    said = ("Première version, du {}. Lignes par sorte :", "First release, of {}. Rows of each kind:")
    return f"{one(tongue, said).format(manifest.date)}\n\n{numbers}\n"


def _since(manifest: Manifest, tongue: Tongue) -> str:
    said = (
        "Du {date}, depuis la version {before} : {numbers}. Le détail, case par "
        "case, est dans `changements.csv` et `changements.json`.",
        "Of {date}, since release {before}: {numbers}. `changements.csv` and "
        "`changements.json` tell them cell by cell.",
    )
    told_in = in_words(counts(manifest.changes), tongue)
    return one(tongue, said).format(date=manifest.date, before=manifest.previous, numbers=told_in) + "\n\n"


def _stale(manifest: Manifest, tongue: Tongue, titles: Mapping[str, str]) -> str:
    """Sources whose last state stands in."""
    kept = [r for r in rows_of(manifest.tables["sources"]) if r["statut"] not in ("ok", "inchangee")]
    why = _held(manifest, tongue)
    stale, held = [r for r in kept if r["id"] not in why], [r for r in kept if r["id"] in why]
    colon = one(tongue, (" :", ":"))
    never = one(tongue, ("jamais lue", "never read"))
    said = one(tongue, ("état du {} repris", "its state of {} is kept"))
    head = one(tongue, ("Sources qui n'ont pas été lues cette fois", "Sources that were not read this time"))
    listed = "".join(
        f"- {safe(titles[r['id']])}{colon} {said.format(r['recupere_le']) if r['recupere_le'] else never}\n"
        for r in stale
    )
    other = one(tongue, ("Sources lues, mais non retenues", "Sources read, but not taken in"))
    told_of = "".join(
        f"- {safe(titles[r['id']])}{colon} {said.format(r['recupere_le'])}. {why[r['id']]}\n" for r in held
    )
    first = f"## {head}\n\n{listed}\n" if stale else ""
    return first + (f"## {other}\n\n{told_of}\n" if held else "")


def _held(manifest: Manifest, tongue: Tongue) -> dict[str, str]:
    """The sources that were read and that their gates hold, with what these found."""
    doubts = rows_of(manifest.tables["anomalies"])
    found = {row["source"]: "" for row in doubts if row["code"] == "source_retenue"}
    for gate in manifest.gates:
        if gate.ruling == "retenue" and gate.source:
            words = one(tongue, (gate.message_fr, gate.message_en))
            words = words.removeprefix(one(tongue, (f"{gate.source} : ", f"{gate.source}: ")))
            words = safe(words, _WORDS)
            found[gate.source] = f"{found.get(gate.source, '')} {words}".strip()
    return found


def _causes(shown: list[Change], tongue: Tongue) -> str:
    """How many rows each cause touched."""
    touched = Counter(cause for _, _, cause in {(c.table, c.cle, c.cause) for c in shown if c.cause in CAUSES})
    head = one(tongue, ("Pourquoi (lignes par cause)", "Why (rows of each cause)"))
    colon = one(tongue, (" :", ":"))
    lines = "".join(f"- {one(tongue, CAUSES[code])}{colon} {touched[code]}\n" for code in CAUSES if touched[code])
    return f"## {head}\n\n{lines}\n" if lines else ""


def _tables(changes: list[Change], tongue: Tongue, titles: Mapping[str, str]) -> str:
    """The rows of each table, one line each; of very many, the first ones and how many more."""
    out = ""
    for table in dict.fromkeys(change.table for change in changes):
        mine = rows(change for change in changes if change.table == table)
        out += f"### {one(tongue, TABLE_WORDS[table]).capitalize()} ({len(mine)})\n\n"
        out += "".join(f"- {line(row, tongue, titles)}\n" for row in mine[:_MOST])
        if len(mine) > _MOST:
            more = one(tongue, ("et {} autres : voir `changements.csv`", "and {} more: see `changements.csv`"))
            out += f"- {more.format(len(mine) - _MOST)}\n"
        out += "\n"
    return out


def _earlier(manifest: Manifest, tongue: Tongue) -> str:
    """The releases before by their numbers: each has its own changelog."""
    if not manifest.earlier:
        return ""
    said = (
        "## Versions précédentes\n\n| version | date | arrivées | parties | changées |\n",
        "## Releases before\n\n| release | date | new | gone | changed |\n",
    )
    return (
        one(tongue, said)
        + "| --- | --- | --- | --- | --- |\n"
        + "".join(_row(entry, tongue) for entry in manifest.earlier)
    )


def _row(entry: Mapping[str, object], tongue: Tongue) -> str:
    numbers = entry.get("changes")
    told_there = numbers if isinstance(numbers, Mapping) else {}
    gone = entry.get("withdrawn")
    said = one(tongue, (" (retirée le {} : {})", " (withdrawn on {}: {})"))
    mark = said.format(gone.get("date", ""), safe(str(gone.get("reason", "")))) if isinstance(gone, Mapping) else ""
    cells = (f"{entry['version']}{mark}", entry["date"], *(told_there.get(nature, "") for nature in _HEADS))
    return "| " + " | ".join(str(cell) for cell in cells) + " |\n"
