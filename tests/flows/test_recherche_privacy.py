"""What the register says of people never reaches a snapshot, a mention, an anomaly or a log; nor a hidden address."""

import json
import logging
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.registers import recherche_cleaning
from schemas.errors import FetchFailed
from schemas.found import Known
from tests.flows.recherche_population import CANARY, HIDDEN, LEADERS, NO_WORD, PERSON, SCHOOL, SHY, Unit
from tests.flows.recherche_runs import NOBODY, harvested, read, told, units
from tests.flows.recherche_server import Register

EVERYONE = Known(
    tuple(one.siren for one in LEADERS), (("Coop", "13"), ("La Coopé des P'tits B", "16"), ("Babillage 3", ""))
)
STREET = "RUE DU MOULIN"
KNOWN = recherche_cleaning._UNIT | recherche_cleaning._ESTABLISHMENT | set(recherche_cleaning._COUNTS)
KEPT_TOO = set(
    "siege complements matching_etablissements est_siege est_ess est_association liste_enseignes"
    " identifiant_association".split()
)
ADDRESS = ("adresse", "code_postal", "libelle_voie", "type_voie", "numero_voie")


def test_the_canary_is_in_every_answer_and_nowhere_in_what_is_kept(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    heard: list[str] = []

    def overheard(n: int, asked: object, said: dict[str, Any]) -> dict[str, Any]:
        heard.append(json.dumps(said))
        return said

    with Register(spoil=overheard) as register:
        body = harvested(register, EVERYONE)
    reading = read(body)
    assert len(heard) > 15 and all(CANARY in words for words in heard)
    assert CANARY.encode() not in body
    assert CANARY not in repr(reading.tables) and CANARY not in repr(reading.doubts) and CANARY not in caplog.text


def test_people_that_come_unasked_for_are_not_kept_either() -> None:
    """A service that forgot `minimal`."""

    def generous(n: int, asked: dict[str, str], said: dict[str, Any]) -> dict[str, Any]:
        more = register.search({name: value for name, value in asked.items() if name not in ("minimal", "include")})
        assert not more["results"] or "dirigeants" in more["results"][0]
        return more

    with Register(spoil=generous) as register:  # type: ignore[arg-type]
        body = harvested(register, EVERYONE)
    assert CANARY.encode() not in body and b"dirigeants" not in body and b"finances" not in body and b"tva" not in body


def keys(said: object) -> set[str]:
    if isinstance(said, dict):
        return {*said, *(name for value in said.values() for name in keys(value))}
    return {name for one in said for name in keys(one)} if isinstance(said, list) else set()


def test_only_keys_that_we_know_are_kept() -> None:
    with Register() as register:
        kept = keys([answer["reponse"] for answer in told(register, EVERYONE)["reponses"]])
    assert kept <= KNOWN | KEPT_TOO | {"results", "total_results", "page"}
    assert not kept & {"dirigeants", "finances", "tva", "elus", "latitude", "representants"}


@pytest.mark.parametrize(("one", "hidden"), [(HIDDEN, (0, 1)), (SHY, (1,))])
def test_what_asked_not_to_be_disclosed_keeps_its_commune_only(one: Unit, hidden: tuple[int, ...]) -> None:
    with Register() as register:
        unit = units(told(register))[one.siren]
    for place in [unit["siege"], *unit["matching_etablissements"]]:
        masked = place["siret"] in {one.siret(number) for number in hidden}
        assert masked == (not any(name in place for name in ADDRESS))
        assert place["commune"] and place["libelle_commune"]


def test_the_street_of_a_hidden_establishment_is_dropped_even_when_the_service_shows_it() -> None:
    """It hides a unit's addresses, but may show those of an establishment that objected alone."""

    def shown(n: int, asked: object, said: dict[str, Any]) -> dict[str, Any]:
        hidden = re.compile(rf'("(?:{"|".join(ADDRESS)})"): "[^"]*NON-DIFFUSIBLE[^"]*"')
        return json.loads(hidden.sub(r'\1: "12 RUE DU SECRET"', json.dumps(said)))  # type: ignore[no-any-return]

    with Register((HIDDEN, SHY), shown) as register:
        body = harvested(register)
    assert b"SECRET" not in body and body.count(STREET.encode()) == 2  # the head office that objects to nothing, twice


def test_a_unit_that_does_not_say_whether_it_may_be_disclosed_is_hidden() -> None:
    def silent(n: int, asked: object, said: dict[str, Any]) -> dict[str, Any]:
        for unit in said["results"]:
            unit["statut_diffusion"] = None
        return said

    with Register((NO_WORD, SCHOOL, SHY), silent) as register:
        assert STREET.encode() not in harvested(register)


def test_sole_traders_leave_a_count_and_no_number() -> None:
    with Register((PERSON,)) as register:
        body = harvested(register, Known(noms=(("Coop", "13"),)))
    assert PERSON.siren.encode() not in body and b'"personnes_physiques": 1' in body


def test_a_unit_whose_category_is_not_told_may_be_a_person_and_is_not_kept() -> None:
    def untold(n: int, asked: dict[str, str], said: dict[str, Any]) -> dict[str, Any]:
        for unit in said["results"]:
            unit["nature_juridique"] = None
        return said

    with Register((SCHOOL,), untold) as register:  # type: ignore[arg-type]
        assert SCHOOL.nom.encode() not in harvested(register, Known((SCHOOL.siren,)))


def fault(why: str) -> FetchFailed:
    return FetchFailed(why)


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9)
JSON = SCALARS | st.lists(SCALARS, max_size=3) | st.dictionaries(st.text(max_size=5), SCALARS, max_size=3)
NAMES = st.sampled_from(sorted(KNOWN | {"siege", "complements", "matching_etablissements", "dirigeants", "est_ess"}))
LEAST = {"q": SCHOOL.siren, "minimal": "true", "include": "siege,complements,matching_etablissements"}
HEARD = json.dumps(Register((SCHOOL,)).search(LEAST)["results"][0])


@settings(max_examples=60)
@given(
    st.dictionaries(NAMES | st.text(max_size=5), JSON, max_size=4), st.sampled_from(["unit", "siege", "complements"])
)
def test_whatever_comes_is_cut_to_known_keys_or_refused(more: dict[str, Any], where: str) -> None:
    unit = json.loads(HEARD)
    (unit if where == "unit" else unit[where]).update(more)
    try:
        kept = recherche_cleaning.unit(unit, fault)
    except FetchFailed as error:
        assert CANARY not in str(error)
        return
    json.dumps(kept, ensure_ascii=False).encode()
    assert keys(kept) <= KNOWN | KEPT_TOO


SOMEBODY: tuple[tuple[dict[str, Any], dict[str, Any]], ...] = (
    ({"nom_commercial": "CRECHE X MADAME EXEMPLE LUCIE"}, {"nom_commercial": "CRECHE X"}),
    ({"nom_commercial": "MME EXEMPLE JEANNE"}, {}),
    ({"liste_enseignes": ["MADAME EXEMPLE JEANNE", "LA RUCHE"]}, {"liste_enseignes": ["LA RUCHE"]}),
    ({"adresse": "CHEZ M EXEMPLE PAUL 12 RUE DES LILAS"}, {"adresse": "12 RUE DES LILAS"}),
    ({"adresse": "M EXEMPLE LUC 4 RUE DES LILAS"}, {"adresse": "4 RUE DES LILAS"}),
    ({"adresse": "CHEZ EXEMPLE 12 RUE DES LILAS"}, {"adresse": "12 RUE DES LILAS"}),
    ({"complement_adresse": "CHEZ EXEMPLE", "adresse": "CHEZ EXEMPLE LE BOURG"}, {"adresse": "LE BOURG"}),
    ({"complement_adresse": "M EXEMPLE LUC", "adresse": "M EXEMPLE LUC LE BOURG"}, {"adresse": "LE BOURG"}),
    ({"adresse": "12 RUE MADAME 75006 PARIS"}, {"adresse": "12 RUE MADAME 75006 PARIS"}),
    ({"complement_adresse": "BAT B", "adresse": "BAT B 1 RUE X"}, {"complement_adresse": "BAT B", "adresse": "BAT B 1 RUE X"}),
)  # fmt: skip


@pytest.mark.parametrize(("said", "kept"), SOMEBODY)
def test_somebody_named_in_a_sign_or_an_address_is_not_kept(said: dict[str, Any], kept: dict[str, Any]) -> None:
    place = {
        **json.loads(HEARD)["siege"],
        "complement_adresse": "",
        "nom_commercial": "",
        "liste_enseignes": [],
        **said,
    }
    found = recherche_cleaning.establishment(place, False, fault)
    assert {name: found[name] for name in ("complement_adresse", *said) if name in found} == kept


@pytest.mark.parametrize("name", ["nom_complet", "nom_raison_sociale", "sigle"])
def test_somebody_named_in_the_name_of_a_unit_is_not_kept(name: str) -> None:
    assert name not in recherche_cleaning.unit({**json.loads(HEARD), name: "MADAME EXEMPLE MARIE"}, fault)


def test_nobody_known_asks_nobody() -> None:
    with Register(()) as register:
        told(register, NOBODY)
    assert not any("q" in asked for asked in register.asked)
