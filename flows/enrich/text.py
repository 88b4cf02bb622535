"""What the registers said, for a person, on a terminal of 100 columns."""

from textwrap import wrap
from typing import Any

_WIDTH = 100
_NAME, _SIREN, _FORM, _PROOF = 32, 9, 24, 18
_SURE = {"ecarte": "set aside by the curation", "forme_non_prouvee": "no source proves that it is a cooperative"}
_NEXT = "next: creches release --offline uses these answers"
_ANSWER = ", creches review answers the questions"
Told = dict[str, Any]


def readable(document: Told) -> str:
    """The whole report."""
    parts = [_heard(document), _table(document["gestionnaires"]), _not_found(document["gestionnaires"])]
    parts += [_questions(document["questions"]), _candidates(document["candidats"], document["questions"])]
    parts += [_doubts(document["doutes"]), [_NEXT + (_ANSWER if document["questions"] else "")]]
    return "\n\n".join("\n".join(lines) for lines in parts if lines)


def _wrapped(first: str, text: str, indent: str = "    ") -> list[str]:
    return wrap(text, _WIDTH, initial_indent=first, subsequent_indent=indent, break_long_words=False) or [first]


def _heard(document: Told) -> list[str]:
    lines = []
    for one in document["registres"]:
        counts = f"{one['gestionnaires']} operators, {one['etablissements']} establishments"
        told = f"{counts}; {one['bytes']:,} bytes archived, sha256 {one['sha256'][:12]}"
        lines += _wrapped("", f"{one['source']}, asked on {document['as_of']}: {told}")
    return lines + [line for id_, why in document["en_panne"].items() for line in _wrapped("", f"{id_} failed: {why}")]


def _table(rows: list[Told]) -> list[str]:
    found = [row for row in rows if row["trouve"]]
    head = f"  {'operator (+ new)':{_NAME}} {'siren':{_SIREN}} {'form':{_FORM}} {'proof':{_PROOF}} {'places':6} ?"
    return [head, *map(_line, found)] if found else ["no operator that enters was found"]


def _line(row: Told) -> str:
    siren = row["siren_au_registre"][0] if row["siren_au_registre"] else "-"
    others = len(row["siren_au_registre"]) - 1
    new, name = "" if row["avant"] else "+", row["nom"] + (f" (+{others} SIREN)" if others > 0 else "")
    form, proof = (_change(row, column) for column in ("forme", "forme_preuve"))
    open_ = sum(place["etat"] != "ferme" for place in row["etablissements"])
    asks = str(len(row["questions"]) or "-")
    return f"{new:1} {_cut(name):{_NAME}} {siren:{_SIREN}} {form:{_FORM}} {proof:{_PROOF}} {open_:>6} {asks}"


def _change(row: Told, column: str) -> str:
    before, after = (row["avant"] or {}).get(column, ""), row["apres"][column]
    return f"{before} -> {after}" if before and before != after else after


def _cut(text: str) -> str:
    return text if len(text) <= _NAME else f"{text[: _NAME - 1]}…"


def _not_found(rows: list[Told]) -> list[str]:
    lost = [f"{row['nom']} ({row['id']})" for row in rows if not row["trouve"]]
    return [f"not found: {len(lost)}", *(line for one in lost for line in _wrapped("  ", one))] if lost else []


def _questions(questions: list[Told]) -> list[str]:
    """Two rows that may be one, for a person."""
    lines = [f"questions: {len(questions)}"] if questions else []
    for one in questions:
        sides = [_side(one, letter) for letter in "ab"]
        lines += _wrapped("  ", f"{one['cas']} {one['table']}: {' / '.join(sides)}. {one['question']}")
    return lines


def _side(question: Told, letter: str) -> str:
    where = " ".join(filter(None, (question[f"code_postal_{letter}"], question[f"commune_{letter}"])))
    about = ", ".join(filter(None, (question[f"source_{letter}"], where)))
    return f"{question[f'nom_{letter}']} ({about})"


def _candidates(candidates: list[Told], questions: list[Told]) -> list[str]:
    """Those that call themselves social, or that a question is about; the others only share a word with an operator."""
    asked = {one[f"id_{letter}"] for one in questions for letter in "ab"}
    shown = [one for one in candidates if one["est_ess"] == "true" or one["id"] in asked]
    lines = [f"stay out: {len(candidates)}"] if candidates else []
    for one in shown:
        about = ", ".join(filter(None, (one["siren"], one["commune"], f"category {one['categorie_juridique']}")))
        lines += _wrapped("  ", f"{one['nom']} ({about}): {_SURE[one['motif']]}")
    others = len(candidates) - len(shown)
    return lines + ([f"  {others} more, found by a name alike: see --json"] if others else [])


def _doubts(doubts: list[Told]) -> list[str]:
    told = [
        f"{one['source']}: {one['message_en']} {one['valeur']}".strip() for one in doubts if one["gravite"] != "info"
    ]
    return ["doubts", *(line for one in told for line in _wrapped("  ", one))] if told else []
