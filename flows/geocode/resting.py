"""Which places rest: nothing that their point was found by has changed, so that nothing need be judged again (decision 22)."""

from collections.abc import Mapping

from flows.geocode.answers import Answers
from flows.geocode.by_hand import ByHand
from flows.geocode.case import Case
from flows.geocode.cells import kept

Behind = Mapping[tuple[str, str], str]
"""The digest of the answer behind each point of the last release, by id and day of the point."""
_SURE = {"geo_statut": "auto", "geo_precision": "numero", "geo_qualite": "11"}
"""The very number in the very street: no answer is finer, and none beyond the commune is looked for."""


def resting(case: Case, behind: Behind, answers: Answers, hand: ByHand) -> str:
    """The digest of the answer that still proves a case's point; '' for one that must be looked at.

    It rests when address, postcode and commune are the last release's, nobody decided about it, and the only match of a
    fresh answer is, letter by letter, the one that gave its point: that one can neither move nor refine it.
    """
    known = _known(case, behind)
    if not known or case.commune is None or any(hand.evidence(case.row, case.declared_code)):
        return ""
    stands = kept(case.row, case.former, case.commune) is not None
    return known if stands and answers.only(case.inside) == known else ""


def _known(case: Case, behind: Behind) -> str:
    """The digest behind a point that is sure, of an address written as it was; '' for any other."""
    row, former = case.row, case.former
    if case.carried or case.told or case.place.doubtful or not row["adresse"] or not former:
        return ""
    same = row["adresse"] == former["adresse"] and row["code_postal"] == former["code_postal"]
    sure = same and all(former[name] == cell for name, cell in _SURE.items())
    return behind.get((former["id"], former["geo_date"]), "") if sure else ""
