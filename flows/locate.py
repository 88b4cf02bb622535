"""`creches geocode`: one address or a whole table, cleaned and placed as a release places its own."""

import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple, Self

import pandas as pd

from flows import clock, places, settings
from flows.geocode.answers import Answers
from flows.geocode.by_hand import ByHand
from flows.geocode.chain import CHOICES, Choice
from flows.geocode.corrections import read_corrections
from flows.geocode.declared import declared
from flows.geocode.placing import Located, geocode
from flows.geocode.queue import OF_EACH, PROPOSED
from flows.geocode.streets import doors
from flows.geocode.streets import words as street_words_of
from flows.normalise.addresses import address
from flows.normalise.privacy import without_contacts, without_people
from schemas.errors import UsageError
from schemas.records import Row
from sources.commune_spelling import key
from sources.communes import resolve
from sources.reading.one_line import parse_line

_LONGEST_TOWN = 8  # words
_MOST = (500, 40, 120)  # characters of a street line, a postcode and a town
_PLAIN = re.compile(r"(?:\d{1,5} )?(?:[^\W\d_]+(?:[ '-]|$)){0,12}")
_HANGING = frozenset("a au aux d de des du en et l la le les sous sur".split())
_NONE = pd.DataFrame({"id": []}, dtype=str)


class Asked(NamedTuple):
    """An address as it is given; text, '' for what is not."""

    adresse: str
    code_postal: str
    commune: str


class Placer:
    """Places addresses, batch after batch, through some answers and the decisions of people."""

    def __init__(self, answers: Sequence[Answers], as_of: str, hand: ByHand) -> None:
        self.answers = answers
        self._as_of = as_of
        self._hand = hand

    @classmethod
    def of(cls, choice: Choice, output: Path, offline: bool = False) -> Self:
        """By one choice of provider. Raises UsageError when what is chosen is not there."""
        day = clock.today()
        hand = ByHand(read_corrections(settings.load().corrections_path), day)
        return cls(places.answers_of(choice, day, output, offline), day, hand)

    @property
    def panne(self) -> str:
        """Why some addresses wait; '' when none does."""
        return next((one.panne for one in self.answers if one.panne), "")

    def place(self, asked: Sequence[Asked]) -> Located:
        """The addresses, in their order, as rows of etablissements: id is the place in the list, from 0."""
        rows = [_cleaned(one) for one in asked]
        columns = ("adresse", "code_postal", "commune", "adresse_source", "nom", "sources")
        frame = pd.DataFrame(rows, columns=list(columns), dtype=str)
        return geocode(
            frame.assign(id=[str(n) for n in range(len(rows))]), _NONE, self._as_of, self.answers, self._hand
        )


def _cleaned(asked: Asked) -> Row:
    """The parts of an address as a release cleans them; an address on one line is taken apart first."""
    asked = Asked(*(_withheld(cell, most) for cell, most in zip(asked, _MOST, strict=True)))
    whole = " ".join(asked)
    if not asked.code_postal.strip() and not asked.commune.strip():
        asked = _apart(asked.adresse)
    parts = address(asked.adresse, _postcode(asked), asked.commune)
    known = declared(parts.code_postal, asked.commune.strip()).commune is not None
    town = asked.commune.strip() if known else parts.commune
    nom = ", ".join(filter(None, (parts.adresse, f"{parts.code_postal} {town}".strip())))
    about = {"adresse": parts.adresse, "code_postal": parts.code_postal, "commune": town}
    return {**about, "adresse_source": whole.strip(), "nom": nom or whole.strip(), "sources": ""}


def _withheld(cell: str, most: int) -> str:
    """A cell without phones, mailboxes and people, which are no part of a place; no longer than a place may be."""
    text = cell[:most]
    return text if _PLAIN.fullmatch(text) else without_people(without_contacts(text))


def _postcode(asked: Asked) -> str:
    """The postcode; one that a spreadsheet cut to four digits gets its zero back where the commune is there."""
    text = asked.code_postal.strip().removesuffix(".0")
    if len(text) == 4 and text.isdecimal() and resolve(f"0{text}", asked.commune) is not None:
        return f"0{text}"
    return text


def _apart(line: str) -> Asked:
    """An address on one line: by its postcode; without one, by the comma before its town, or by the town's name."""
    found = parse_line(line)
    if found:
        return Asked(found.rue, found.code_postal, found.commune)
    street, comma, town = line.rpartition(",")
    if comma and _is_town(town):
        return Asked(street, "", town.strip())
    words = line.split()
    for start in range(max(1, len(words) - _LONGEST_TOWN), len(words)):
        street, town = " ".join(words[:start]), " ".join(words[start:])
        if _is_town(town) and _is_street(street):
            return Asked(street, "", town)
    return Asked("", "", line) if _is_town(line) else Asked(line, "", "")


def _is_street(text: str) -> bool:
    """Whether words are a whole street: "3 rue de" before Nantes is only the beginning of one."""
    kind, name = street_words_of(text)
    said = key(text).split()
    return bool(name) and said[-1] not in _HANGING and (bool(doors(text)) or bool(kind)) and name != kind


def _is_town(text: str) -> bool:
    found = declared("", text.strip())
    return bool(found.commune or found.homonymes)


def one(text: str, placer: Placer) -> tuple[dict[str, Any], int]:
    """One address as a document, and the exit code: 0 placed, 4 a person must look, 5 the service does not answer."""
    found = placer.place([Asked(text, "", "")])
    row = {
        str(k): str(v) for k, v in found.places.iloc[0].items() if k not in ("id", "nom", "sources", "adresse_source")
    }
    doubts = [{"code": a.code, "message_fr": a.message_fr, "message_en": a.message_en} for a in found.anomalies]
    document = {"question": text, **row, "doutes": doubts, "candidats": _candidates(found), "panne": placer.panne}
    return document, {"en_attente": 5, "revue": 4}.get(row["geo_statut"], 0)


def _candidates(found: Located) -> list[dict[str, str]]:
    """What may be chosen from, when a person must look."""
    rows = found.review.to_dict("records")
    told = [{k: str(row[f"candidat_{n}_{k}"]) for k in OF_EACH} for row in rows for n in range(1, PROPOSED + 1)]
    return [one for one in told if one["libelle"]]


def choice_of(provider: str) -> Choice:
    """The provider that was named. Raises UsageError when there is none of that name."""
    if provider not in CHOICES:
        raise UsageError(f"--provider {provider!r} is none of {', '.join(CHOICES)}.")
    return provider


def print_one(text: str, choice: Choice, output: Path, offline: bool, as_json: bool, table: bool = False) -> int:
    """Prints one address and gives the exit code. Raises UsageError for an empty one, or one given beside a table."""
    if table:
        raise UsageError("Give an address or --csv IN OUT, not both.")
    if not text.strip():
        raise UsageError('Give an address, such as: creches geocode "41 rue Delizy, 93500 Pantin".')
    placer = Placer.of(choice, output, offline)
    document, code = one(text, placer)
    places.keep(placer.answers, output)
    print(json.dumps(document, ensure_ascii=False, indent=2) if as_json else _readable(document))
    if document["panne"]:
        print(f"creches: {document['panne']}", file=sys.stderr)
    return code


def _readable(told: dict[str, Any]) -> str:
    where = f"{told['latitude']}, {told['longitude']}" if told["latitude"] else "none"
    evidence = [told["geo_libelle"], told["geo_source"], told["geo_id"]]
    lines = [
        told["question"],
        f"  read as   {', '.join(filter(None, (told['adresse'], told['code_postal'], told['commune'])))}",
        f"  commune   {told['commune']} ({told['code_insee']})" if told["code_insee"] else "  commune   unknown",
        f"  point     {where} ({told['geo_precision']}, class {told['geo_qualite'] or '-'}, within {told['geo_rayon_m'] or '-'} m)",
        f"  evidence  {' | '.join(filter(None, evidence)) or 'none'}",
        *(
            [f"  street    {told['geo_similarite']} % alike, score {told['geo_score'] or '-'}"]
            if told["geo_similarite"]
            else []
        ),
        f"  state     {told['geo_statut']}, {told['geo_date'] or 'no day'}",
    ]
    lines += [f"  doubt     {doubt['message_en']}" for doubt in told["doutes"]]
    lines += [f"  maybe     {c['libelle']} ({c['source']}, class {c['classe']}) {c['lien']}" for c in told["candidats"]]
    return "\n".join(lines)
