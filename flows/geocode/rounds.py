"""The rounds of questions over a whole table: in the commune first, then across its border where that may matter."""

from collections.abc import Iterable, Sequence

from flows.geocode import doubts as codes
from flows.geocode.answers import Answers
from flows.geocode.case import Case
from flows.geocode.cells import kept
from flows.geocode.judge import Candidate, Finding, judge, next_door
from flows.geocode.match import Question
from flows.geocode.streets import doors


def investigate(cases: Iterable[Case], answers: Answers) -> None:
    """Sets what is found of each case that is still open, and whether it waits for an answer."""
    open_ = [case for case in cases if case.street and _open(case)]
    placed = [case for case in open_ if case.commune]
    answers.ask(case.inside for case in placed if not _rests(case, answers))
    wider = [case for case in placed if _inside(case, answers)]
    answers.ask(case.beyond for case in wider)
    for case in wider:
        _beyond(case, answers)
    _among_homonyms([case for case in open_ if case.place.homonymes], answers)


def _open(case: Case) -> bool:
    """Nothing found yet, or only that a provider does not know the street."""
    return case.finding is None or case.finding.doute == codes.VOIE_NON_TROUVEE


def _rests(case: Case, answers: Answers) -> bool:
    """Whether a point of the last release is recent enough not to be asked for, though its answer was not kept."""
    if not case.former:
        return False
    known = answers.answer(case.inside)
    last = kept(case.row, case.former, case.commune) if known is None and case.commune else None
    return last is not None and answers.fresh(last["geo_date"])


def _inside(case: Case, answers: Answers) -> bool:
    """Notes what is found in the commune; true when a look beyond its border is needed to be sure of it."""
    finding = _judged(case, case.inside, answers)
    if finding is None:
        return False
    if (
        finding.accepted and finding.accepted.door and not case.place.doubtful
    ):  # neither wider nor held: the very number
        case.finding = finding
        return False
    if _needs_wider(case, finding):
        return True
    _note(case, _held(case, finding))
    return False


def _held(case: Case, finding: Finding) -> Finding:
    """Where name and postcode agree only nearly, a street proves little: only the very number settles the commune."""
    found = finding.accepted
    if found is None or found.door or not case.place.doubtful:
        return finding
    return Finding(finding.trouve_le, codes.POINT_A_REVOIR, candidats=finding.candidats)


def _needs_wider(case: Case, finding: Finding) -> bool:
    """A number that the commune does not have may stand across its border; so may a street of a doubtful commune."""
    if not case.inside.citycode or not doors(case.street) or finding.doute == codes.CONFLIT_COMMUNE:
        return False
    found = finding.accepted
    return found is None or not found.door or case.place.doubtful


def _beyond(case: Case, answers: Answers) -> None:
    """Notes what was found in the commune, unless the very number stands next door in another."""
    inside, beyond = _judged(case, case.inside, answers), answers.answer(case.beyond)
    case.waits = case.waits or (beyond is None and answers.waits(case.beyond))
    if inside is None or beyond is None or case.commune is None:
        return
    postcode = case.row["code_postal"]
    strangers = next_door(case.street, postcode, case.commune, beyond)
    if inside.accepted and inside.accepted.door:  # only the declared postcode speaks against a door that is there
        strangers = tuple(one for one in strangers if one.match.code_postal == postcode)
    conflict = Finding(beyond.trouve_le, codes.CONFLIT_COMMUNE, candidats=(*strangers[:2], *inside.candidats))
    _note(case, conflict if strangers else _held(case, inside))


def _among_homonyms(cases: Sequence[Case], answers: Answers) -> None:
    """Of an address whose town may be several: where its street is, for a person to choose."""
    answers.ask(case.within(commune) for case in cases for commune in case.place.homonymes)
    for case in cases:
        found: list[Candidate] = []
        for commune in case.place.homonymes:
            answer = answers.answer(case.within(commune))
            accepted = judge(case.street, commune, answer).accepted if answer else None
            found += [accepted] if accepted else []
        if found:
            case.finding = Finding("", codes.COMMUNE_AMBIGUE, candidats=tuple(found))


def _judged(case: Case, question: Question, answers: Answers) -> Finding | None:
    answer = answers.answer(question)
    if answer is None:
        case.waits = case.waits or answers.waits(question)
        return None
    return judge(case.street, case.commune, answer, case.row["code_postal"]) if case.commune else None


def _note(case: Case, finding: Finding) -> None:
    """A provider that does not know the street takes nothing back of what another found."""
    if case.finding is None or finding.doute != codes.VOIE_NON_TROUVEE:
        case.finding = finding
