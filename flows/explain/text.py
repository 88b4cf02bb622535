"""An explanation for a person, on a terminal of 100 columns."""

from itertools import pairwise
from textwrap import wrap
from typing import Any

from flows.explain.rules import READ

_WIDTH = 100
_COLUMN, _RULE = 20, 16  # of the name of a column; of how it was read
_INDENT = " " * (2 + _COLUMN + _RULE)
_KIND = {
    "etablissements": "établissement",
    "gestionnaires": "gestionnaire",
    "reseaux": "réseau",
    "initiatives": "initiative",
}
_LINKS = {
    "gestionnaire": "Operator",
    "etablissements": "Places",
    "reseaux": "Networks",
    "membres": "Members",
    "partenaires": "Partners",
    "chiffres": "Figures",
}
_DIGEST = 12  # characters of a sha256 that are shown

Told = dict[str, Any]
Read = tuple[str, str, str, str]
"""Where a value was read: source, page, day, digest."""


def listed(document: Told) -> str:
    """The rows to choose from."""
    lines = [
        f"{len(document['candidats'])} rows go by that name in release {document['version']}: explain one by its id"
    ]
    for row in document["candidats"]:
        about = ", ".join(filter(None, (_KIND[row["table"]], row["commune"], row["statut"])))
        lines += _wrapped(f"  {row['id']}  ", f"{row['nom']} ({about})")
    return "\n".join(lines)


def readable(document: Told) -> str:
    """The whole explanation."""
    head = f"{document['nom'] or document['id']} - {document['id']}, {_KIND[document['table']]}"
    parts = [[f"{head}, release {document['version']}"]]
    if document["result"] == "explained":
        read = _read(document["valeurs"])
        parts += [
            _values(document["valeurs"], read),
            _emptied(document["vides"]),
            _places_read(document["valeurs"], read),
        ]
        parts += [_rules(document["valeurs"]), _doubts(document["doutes"]), _links(document["liens"])]
        parts += [_references(document), _unread(document["releases_non_lues"])]
    else:
        parts += [_gone(document), _references(document)]
    return "\n\n".join("\n".join(lines) for lines in parts if lines)


def _wrapped(first: str, text: str, indent: str = "") -> list[str]:
    """A text in lines of at most 100 columns, a word that is longer left whole; below the first one it is indented."""
    after = indent or " " * len(first)
    options = {"break_long_words": False, "break_on_hyphens": False}
    return wrap(text, _WIDTH, initial_indent=first, subsequent_indent=after, **options) or [first.rstrip()]  # type: ignore[arg-type]


def _read(values: list[Told]) -> dict[Read, int]:
    """Each place where something was read, numbered in the order met."""
    places = dict.fromkeys(_place(one) for one in values if one["source"])
    return {place: number for number, place in enumerate(places, 1)}


def _place(one: Told) -> Read:
    return one["source"], one["source_url"], one["date"], one["snapshot"]


def _values(values: list[Told], read: dict[Read, int]) -> list[str]:
    lines = []
    for one, after in pairwise([*values, {}]):
        how = f"[{read[_place(one)]}] {one['regle']}" if one["source"] else "made"
        lines += _wrapped(f"  {one['champ']:{_COLUMN}}{how:{_RULE}}", one["valeur"], _INDENT)
        below = _notes(after) if after else []
        for note in (note for note in _notes(one) if note not in below):  # told once, below the last that it is about
            lines += _wrapped(f"{_INDENT}  ", note)
    return lines


def _notes(one: Told) -> list[str]:
    """What stands below a value: its rule where that is not one of the general ones, and all that is told of it."""
    notes = [] if one["regle_en_mots"] == READ.get(one["regle"]) else [one["regle_en_mots"]]
    notes += [f'read as "{one["valeur_source"]}"'] if one["valeur_source"] else []
    notes += [_before(one["avant"])] if one["avant"] else []
    return notes + [f'{o["source"]} says "{o["valeur"]}" instead ({o["gravite"]})' for o in one["ailleurs"]]


def _before(one: Told) -> str:
    value = f'"{one["valeur"]}"' if one["valeur"] else "another"
    return f"was {value} up to {one['version']}" + (f": {one['cause']}" if one["cause"] else "")


def _emptied(values: list[Told]) -> list[str]:
    lines = [line for one in values for line in _wrapped(f"  {one['champ']:{_COLUMN}}", _before(one["avant"]))]
    return ["No longer published", *lines] if lines else []


def _places_read(values: list[Told], read: dict[Read, int]) -> list[str]:
    titles = {one["source"]: one["source_titre"] for one in values}
    lines = []
    for (source, url, day, digest), number in read.items():
        seen = f"{day}, sha256 {digest[:_DIGEST]}" if digest else day
        title = f" ({titles[source]})" if titles[source] else ""
        lines += _wrapped(f"  [{number}] ", f"{source}{title}, {seen}, {url}")
    return ["Read at", *lines] if lines else []


def _rules(values: list[Told]) -> list[str]:
    used = {one["regle"] for one in values}
    lines = [line for rule, words in READ.items() if rule in used for line in _wrapped(f"  {rule:12}", words)]
    return ["Rules", *lines] if lines else []


def _doubts(doubts: list[Told]) -> list[str]:
    lines = ["Doubts" if doubts else "Doubts: none"]
    for one in doubts:
        champ = f", {one['champ']}" if one["champ"] else ""
        lines += _wrapped(
            "  ", f"{one['gravite']}: {one['message_en']} ({one['code']}{champ}, {one['source']})", "    "
        )
    return lines


def _links(links: dict[str, list[Told]]) -> list[str]:
    lines = []
    for name, rows in links.items():
        lines.append(_LINKS[name])
        lines += [line for row in rows for line in _wrapped("  ", " | ".join(filter(None, row.values())), "    ")]
    return lines


def _references(document: Told) -> list[str]:
    lines = []
    for one in document["references"]:
        other = f"{one['id']}: " if one["id"] != document["id"] else ""
        known = f'{one["source"]} "{one["reference"]}"' if one["source"] else "an id that led here"
        days = f", {one['date_premiere_vue']} to {one['date_derniere_vue']}" if one["date_premiere_vue"] else ""
        leads = f", now {one['remplace_par']}" if one["remplace_par"] else ""
        lines += _wrapped("  ", f"{other}{known}{days}{leads}", "    ")
    return ["Known by", *lines] if lines else []


def _unread(versions: list[str]) -> list[str]:
    return (
        _wrapped("", f"Not looked into, their files are missing or damaged: {', '.join(versions)}") if versions else []
    )


def _gone(document: Told) -> list[str]:
    stone = document["retrait"]
    lines = []
    if stone:
        last = f", last published in {stone['derniere_release']}" if stone["derniere_release"] else ""
        lines.append(f"  withdrawn on {stone['date']} ({stone['motif']}){last}")
    if document["remplace_par"]:
        lines.append(f"  replaced by {document['remplace_par']}: creches explain {document['remplace_par']}")
    return lines
