"""A list is whole or it is not used: split when too large, read again when it changed, refused when it does not add up."""

from collections.abc import Callable, Mapping

import pytest

from flows.registers.recherche_asking import Asker
from flows.registers.recherche_pages import CERTAIN, Whole, whole
from flows.registers.recherche_query import Query, departements
from flows.service import Service
from flows.visit import Form, Reply
from schemas.errors import FetchFailed
from tests.flows.geocode_service import AGENT, Trouble
from tests.flows.recherche_population import CARE, Site, Unit
from tests.flows.recherche_runs import DAY, Watch
from tests.flows.recherche_server import Register, Said

WHERE = ("75", "92", "93", "94")


def crowd(count: int, natures: tuple[str, ...] = ("9220",), where: tuple[str, ...] = WHERE) -> list[Unit]:
    """Units of one establishment, spread over some départements; every tenth has another next door."""
    return [
        Unit(
            f"{30000000 + n}",
            f"CRECHE {n}",
            natures[n % len(natures)],
            (Site(where[n % len(where)]), *([Site(where[(n + 1) % len(where)])] if n % 10 == 0 else [])),
        )
        for n in range(count)
    ]


def query(where: tuple[str, ...] = WHERE, natures: tuple[str, ...] = ("9220",)) -> Query:
    return Query("categories", "", (CARE,), natures, "A", False, where)


def asked_of(register: Register, question: Query, service: Service | None = None) -> Whole:
    asker = Asker(service or Service(AGENT, register.address), lambda: f"{DAY}T10:00:00+00:00", Watch().pace())
    return whole(asker.ask, asker.fault, question)


class Inside(Service):
    """The service without a line to it: thousands of pages in a second."""

    def __init__(self, register: Register) -> None:
        super().__init__(AGENT, "register.example")
        self._register = register

    def ask(self, url: str, seconds: float, form: Form | None = None) -> Reply:
        answer = self._register.answer(url.removeprefix("https://register.example"))
        return Reply(answer.status, dict(answer.headers), answer.body)


def refused(register: Register, question: Query) -> str:
    with pytest.raises(FetchFailed) as caught:
        asked_of(register, question)
    return str(caught.value)


def once(at: Callable[[Mapping[str, str]], bool], change: Callable[[Said], Said]) -> Callable[..., Said]:
    """A fault that happens the first time that a question fits."""
    left = [change]

    def spoil(n: int, asked: Mapping[str, str], said: Said) -> Said:
        return left.pop()(said) if left and at(asked) else said

    return spoil


def everywhere(asked: Mapping[str, str]) -> bool:
    return "," in asked["departement"]


def test_a_list_of_several_pages_is_read_to_its_end() -> None:
    with Register(crowd(130)) as register:
        found = asked_of(register, query())
    assert (len(found.sirens), found.announced, len(found.answers)) == (130, 130, 6)
    assert [answer.page for answer in found.answers] == [1, 2, 3, 4, 5, 6]


def test_an_empty_list_is_whole() -> None:
    with Register(()) as register:
        assert asked_of(register, query()).sirens == frozenset()


def test_more_than_ten_thousand_units_are_read_by_departement_each_counted_once() -> None:
    where = departements()[:96]
    register = Register(crowd(10_300, where=where))
    found = asked_of(register, query(where), Inside(register))
    assert found.announced == 10_000  # as the service cuts it
    assert len(found.sirens) == 10_300
    assert sum(len(answer.sirens) for answer in found.answers) == 10_300 + 1030
    assert all(int(asked["page"]) * 25 <= 10_000 for asked in register.asked)
    assert {asked["departement"] for asked in register.asked[1:]} == set(where)


def test_a_departement_too_large_is_read_by_legal_category(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.registers.recherche_pages.CERTAIN", 40)
    with Register(crowd(150, ("9220", "9230"), ("75", "92", "93"))) as register:
        found = asked_of(register, query(("75", "92", "93"), ("9220", "9230")))
    assert len(found.sirens) == 150
    assert ("75", "9220") in {(asked["departement"], asked["nature_juridique"]) for asked in register.asked}


def test_a_part_that_cannot_be_cut_further_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.registers.recherche_pages.CERTAIN", 40)
    with Register(crowd(100, where=("75",))) as register:
        why = refused(register, query(("75",)))
    assert "departement=75" in why or "nature_juridique=9220" in why
    assert "announces 100 units" in why


def test_a_total_is_taken_at_its_word_only_as_far_as_it_is_exact() -> None:
    assert CERTAIN <= 3000


def test_a_list_that_changed_while_it_was_read_is_read_again_from_its_start() -> None:
    shorter = once(lambda asked: asked["page"] == "3", lambda said: said | {"total_results": 129})
    with Register(crowd(130), shorter) as register:
        found = asked_of(register, query())
    assert len(found.sirens) == 130
    assert [asked["page"] for asked in register.asked] == list("123456123456")


def test_units_that_slip_from_page_to_page_are_caught_by_departement() -> None:
    """The service sorts by size alone: units of one size may come in another order on each page."""

    def shuffled(n: int, asked: Mapping[str, str], said: Said) -> Said:
        if everywhere(asked) and asked["page"] == "2":
            said["results"][0] = register.search({**asked, "page": "1"})["results"][0]
        return said

    with Register(crowd(80), shuffled) as register:
        found = asked_of(register, query())
    assert len(found.sirens) == 80
    assert {asked["departement"] for asked in register.asked} == {"75,92,93,94", *WHERE}


FAULTS: dict[str, tuple[Callable[[Said], Said], str]] = {
    "a page twice": (lambda said: said | {"results": [said["results"][0], *said["results"][1:-1], said["results"][0]]}, "name"),
    "a page lost": (lambda said: said | {"results": []}, "holds 0 units"),
    "a unit lost": (lambda said: said | {"results": said["results"][1:]}, "units, of"),
    "a total that lies": (lambda said: said | {"total_results": 26, "total_pages": 2}, "holds"),
    "no end": (lambda said: said | {"total_results": said["total_results"] + 1}, ""),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_list_that_never_adds_up_is_refused_after_one_more_reading_and_its_parts(fault: str) -> None:
    change, why = FAULTS[fault]
    with Register(crowd(20, where=("75",)), lambda n, asked, said: change(said)) as register:
        told = refused(register, query(("75",)))
    assert why in told and "last good ones stay" in told
    assert len(register.asked) <= 4


def test_a_list_that_changes_for_ever_is_refused() -> None:
    def changing(n: int, asked: Mapping[str, str], said: Said) -> Said:
        return said | {"total_results": said["total_results"] - n % 2}

    with Register(crowd(130, where=("75",)), changing) as register:
        assert "changed while it was read" in refused(register, query(("75",)))
    assert len(register.asked) == 12


def test_parts_must_hold_as_many_units_as_the_whole_announces() -> None:
    """Else a département whose answer lost its units would be taken for one that has none."""

    def lossy(n: int, asked: Mapping[str, str], said: Said) -> Said:
        if everywhere(asked) and asked["page"] == "2":
            return said | {"results": []}
        lost = asked["departement"] == "93"
        return said | {"results": [], "total_results": 0, "total_pages": 0} if lost else said

    with Register(crowd(80), lossy) as register:
        why = refused(register, query())
    assert "4 parts hold 64 units together, it announces 80" in why


def test_not_even_one_unit_of_an_exact_total_may_be_missing_from_the_parts() -> None:
    one_more = {"total_results": 81, "total_pages": 4}
    with Register(crowd(80), lambda n, asked, said: said | one_more if everywhere(asked) else said) as register:
        assert "hold 80 units together, it announces 81" in refused(register, query())


def test_parts_of_an_estimated_total_must_hold_most_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.registers.recherche_pages.CERTAIN", 40)
    nearly = {"total_results": 82, "total_pages": 4}
    for told, passes in ((nearly, True), ({"total_results": 100, "total_pages": 4}, False)):
        with Register(
            crowd(80), lambda n, asked, said, told=told: said | told if everywhere(asked) else said
        ) as register:  # type: ignore[misc]
            if passes:
                assert len(asked_of(register, query()).sirens) == 80
            else:
                assert "hold 80 units together, it announces 100" in refused(register, query())


def test_a_unit_told_differently_by_two_parts_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.registers.recherche_pages.CERTAIN", 40)

    def renamed(n: int, asked: Mapping[str, str], said: Said) -> Said:
        for unit in said["results"]:
            unit["nom_raison_sociale"] += asked["departement"]
        return said

    with Register(crowd(80), renamed) as register:
        assert "tells a unit otherwise" in refused(register, query())


@pytest.mark.parametrize(
    ("lost", "named"),
    [
        ("activite_principale", "activite_principale"),
        ("nature_juridique", "nature_juridique"),
        ("etat_administratif", "etat_administratif"),
        ("est_ess", "est_ess"),
        ("departement", "departement"),
    ],
)
def test_a_filter_that_the_service_ignores_in_silence_is_noticed(lost: str, named: str) -> None:
    strangers = [
        Unit("40000001", "CRECHE A", "9220", (Site("75", "70.10Z"),), ape="70.10Z"),
        Unit("40000002", "CRECHE B", "9230", (Site("75"),)),
        Unit("40000003", "CRECHE C", "9220", (Site("75"),), etat="C"),
        Unit("40000004", "CRECHE D", "9220", (Site("75"),), ess=False),
        Unit("40000005", "CRECHE E", "9220", (Site("13"),)),
    ]

    def deaf(n: int, asked: Mapping[str, str], said: Said) -> Said:
        return register.search({name: value for name, value in asked.items() if name != lost})

    question = Query("ess", "", (CARE,), ("9220",), "A", True, ("75",))
    with Register([*crowd(3, where=("75",)), *strangers], deaf) as register:
        why = refused(register, question)
    assert f"does not satisfy the filter {named}" in why
    assert not any(one.siren in why for one in strangers)


def test_a_number_that_is_answered_by_another_unit_is_noticed() -> None:
    with Register(
        crowd(2), lambda n, asked, said: register.search({"q": crowd(2)[1].siren, **_paged(asked)})
    ) as register:
        assert "the filter siren" in refused(register, Query("siren", q=crowd(2)[0].siren))


def test_a_page_of_more_units_than_were_asked_for_is_refused() -> None:
    with Register(crowd(30), lambda n, asked, said: said | {"results": said["results"] * 2}) as register:
        assert "more units than a page may" in refused(register, Query("nom", "creche"))


def _paged(asked: Mapping[str, str]) -> dict[str, str]:
    return {name: asked[name] for name in ("page", "per_page", "minimal", "include")}


@pytest.mark.parametrize("wrong", [{"page": 2}, {"per_page": 10}, {"total_pages": 9}])
def test_an_answer_to_another_page_is_refused(wrong: Said) -> None:
    with Register(crowd(3), lambda n, asked, said: said | wrong) as register:
        assert "another page" in refused(register, query())


def test_a_trouble_in_the_middle_loses_nothing() -> None:
    def troubled(n: int, asked: Mapping[str, str], said: Said) -> Said | Trouble:
        return Trouble(503) if n in (2, 5) else said

    with Register(crowd(130), troubled) as register:
        assert len(asked_of(register, query()).sirens) == 130
