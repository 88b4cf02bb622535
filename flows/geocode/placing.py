"""Address -> place: a commune, a point, and the evidence for both.

The commune comes first, from the gazetteer. A street's or a door's point is published only when it is proved;
otherwise the commune's centre is, and says so. What people decided wins over every provider; then come the answers
that were kept, a BAN service, the embedded street index, and the gazetteer.
"""

from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

import pandas as pd

from flows.geocode import doubts as codes
from flows.geocode.answers import Answers
from flows.geocode.by_hand import ByHand
from flows.geocode.case import Case, case_of
from flows.geocode.cells import CODES, PLACED, POINT, carried, codes_of, dated
from flows.geocode.declared import Declared
from flows.geocode.doubts import anomaly, outage
from flows.geocode.plain import Plain, plain
from flows.geocode.proofs import proofs_of
from flows.geocode.queue import Doubted, queue, sentence
from flows.geocode.resting import Behind, resting
from flows.geocode.rounds import investigate
from flows.geocode.settle import settled
from schemas.records import Anomaly, PointProof, Proofs, Row
from sources.communes import Commune

__all__ = ["Located", "geocode"]


_ABOUT = ("id", "nom", "sources", "adresse", "code_postal", "commune", "adresse_source")
_READ = (*_ABOUT, *CODES, *POINT)
_placed_cells = itemgetter(*PLACED)


class Located(NamedTuple):
    """The same rows, in the same order, with commune, codes and point; what is in doubt; what people are asked."""

    places: pd.DataFrame
    anomalies: list[Anomaly]
    review: pd.DataFrame
    proofs: Proofs
    """Where points and codes come from, when that is not the gazetteer."""


def geocode(
    places: pd.DataFrame,
    previous: pd.DataFrame,
    as_of: str,
    chain: Sequence[Answers] = (),
    by_hand: ByHand | None = None,
    ban_url: str = "",
    behind: Behind | None = None,
) -> Located:
    """Places a whole table.

    `places` and `previous` (the last release, or no row) have the columns of `etablissements`, all text. A street is
    looked for through `chain`, in its order, until one knows it. `as_of` (ISO) dates what is found now; a point that
    was already there keeps its day, and an address that has not changed its point. `ban_url` is
    the page of the addresses' source, for proofs; '' when none are wanted. `behind` spares looking again at what rests
    (`resting`): with it or without, the same comes out.
    """
    hand = by_hand or ByHand((), as_of)
    before = {row["id"]: row for row in _rows(previous)}
    cases = [_case(row, before.get(row["id"], {}), hand) for row in _rows(places)]
    if behind and chain:
        for case in cases:
            case.resting = resting(case, behind, chain[0], hand)
    for answers in chain:
        investigate([case for case in cases if not (case.carried or case.resting)], answers)
    made = _Made()
    for case in _given_up(cases):
        decided = any(hand.evidence(case.row, case.declared_code))
        at_a_glance = None if decided else plain(case, ban_url)
        if at_a_glance:
            made.add_plain(case.row["id"], at_a_glance)
        else:
            made.add(case, _placed(case, hand, as_of), hand, ban_url)
    return made.located(places)


def _given_up(cases: list[Case]) -> Iterator[Case]:
    """The cases in their order, each kept no longer than it is looked at: a large run has a row and answers in each."""
    cases.reverse()
    while cases:
        yield cases.pop()


class _Made:
    """What becomes of all places, one after the other."""

    def __init__(self) -> None:
        self._cells: list[tuple[str, ...]] = []
        self._told: list[Anomaly] = []
        self._waiting: list[Row] = []
        self._doubted: list[Doubted] = []
        self._proofs: dict[tuple[str, str], PointProof] = {}

    def add(self, case: Case, one: "_Placed", hand: ByHand, ban_url: str) -> None:
        """A place with its point. `ban_url`: see `geocode`."""
        row = one.row
        self._cells.append(_placed_cells(row))
        self._told += [anomaly(code, row, valeur) for code, valeur in one.told]
        if row["geo_statut"] == "en_attente":
            self._waiting.append(row)
        if one.doubted:
            self._doubted.append(one.doubted)
        if ban_url:
            proofs = proofs_of(row, case, *hand.evidence(case.row, case.declared_code), ban_url)
            for column, proof in proofs.items():
                self._proofs[row["id"], column] = proof

    def add_plain(self, id_: str, one: Plain) -> None:
        """A place with its point, of which there is nothing to tell."""
        self._cells.append(one.cells)
        if one.proof:
            self._proofs[id_, "longitude"] = self._proofs[id_, "latitude"] = one.proof

    def located(self, places: pd.DataFrame) -> Located:
        """The table of places, as `add` met them, and the rest."""
        columns = zip(*self._cells, strict=True) if self._cells else ((),) * len(PLACED)
        cells = {name: pd.array(list(each), dtype="str") for name, each in zip(PLACED, columns, strict=True)}
        frame = places.astype(str).assign(**cells)
        return Located(frame, self._told + outage(self._waiting), queue(self._doubted), self._proofs)


class _Placed(NamedTuple):
    """A row with its place, the doubts to tell (code and value), and the question to a person if there is one."""

    row: Row
    told: list[tuple[str, str]]
    doubted: Doubted | None


def _rows(frame: pd.DataFrame) -> list[Row]:
    """What this step reads of each row, of the columns that are there."""
    columns = [name for name in _READ if name in frame]
    cells = (frame[name].astype(str).to_numpy(object).tolist() for name in columns)
    return [dict(zip(columns, row, strict=True)) for row in zip(*cells, strict=True)]


def _case(row: Row, former: Row, hand: ByHand) -> Case:
    """A row in the commune that it declares, or in the one that a person decided on."""
    case = case_of(row, former)
    case.declared_code = case.commune.code_insee if case.commune else ""
    commune, doubts = hand.commune(row, case.declared_code)
    case.told += doubts
    case.place = Declared(commune) if commune else case.place
    case.carried = carried(row, former) and (commune is None or commune.code_insee == row["code_insee"])
    return case


def _placed(case: Case, hand: ByHand, as_of: str) -> _Placed:
    row, commune = case.row, case.commune
    if case.resting and commune:
        return _Placed({**row, **codes_of(commune), **{column: case.former[column] for column in POINT}}, [], None)
    if case.carried:
        automatic, code = {column: row[column] for column in POINT}, ""
    else:
        automatic, code = settled(case, as_of)
        row = {**row, **(codes_of(commune) if commune else dict.fromkeys(CODES, ""))}
    known = case.carried or case.finding is not None or not case.street
    cells, decided, doubts = hand.point(case.row, case.declared_code, commune, automatic, known)
    placed = {**row, **(cells if decided else dated(cells, row, case.former))}
    told = [*_of_commune(case), *case.told, *doubts]
    if not code or decided:
        return _Placed(placed, told, None)
    valeur = _valeur(code, case)
    if code not in codes.FOR_REVIEW:
        return _Placed(placed, [*told, (code, valeur)], None)
    candidats = case.finding.candidats if case.finding else ()
    question = sentence(code, placed, valeur)
    return _Placed(
        placed, [*told, (code, valeur)], Doubted(case.row, case.declared_code, automatic, code, question, candidats)
    )


def _of_commune(case: Case) -> list[tuple[str, str]]:
    """The doubt about a commune that name and postcode tell only nearly."""
    commune: Commune | None = case.commune
    if commune is None or not case.place.doubtful or case.carried:
        return []
    by_name = commune.methode == "nom_seul"
    code = codes.COMMUNE_SANS_CODE_POSTAL if by_name else codes.COMMUNE_A_VERIFIER
    return [(code, f"{commune.nom} ({commune.code_insee})")]


def _valeur(code: str, case: Case) -> str:
    """What is at stake in a doubt: the town, the proposal, or the address."""
    if code in (codes.COMMUNE_INCONNUE, codes.COMMUNE_SANS_POINT):
        return case.commune.nom if case.commune else case.row["commune"]
    if code == codes.COMMUNE_AMBIGUE:
        return ", ".join(f"{one.nom} ({one.code_insee})" for one in case.place.homonymes)
    match = _stake(case)
    return match or case.row["adresse"]


def _stake(case: Case) -> str:
    candidats = case.finding.candidats if case.finding else ()
    conflict = case.finding is not None and case.finding.doute == codes.CONFLIT_COMMUNE
    telling = [one for one in candidats if not (conflict and one.agrees)]
    return telling[0].match.libelle if telling else ""
