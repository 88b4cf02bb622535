"""The street index as a geocoder: what it answers to a question, and where it looks."""

import csv
import gzip
import random
import sqlite3
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.geocode.index import Index
from flows.geocode.judge import judge
from flows.geocode.match import Answer, Match, Provider, Question
from flows.geocode.streets import doors, is_door
from schemas.errors import UsageError
from sources.communes import commune_of, same_commune
from tests.flows.ban_csv import Ban, found, in_taden, index_of

MAIRIES = Path(__file__).parents[1] / "data" / "mairies.csv.gz"


def doors_of(matches: tuple[Match, ...]) -> list[tuple[str, str]]:
    return [(match.numero, match.voie) for match in matches]


def test_a_door_that_the_index_has_is_found_with_the_ban_s_own_id_and_point(tmp_path: Path) -> None:
    index = index_of(tmp_path, Ban("11", rep="bis", lon="-2.030123", lat="48.480456"), Ban("7"))
    assert found(index, in_taden("11 bis rue du Port")) == (
        Match(
            fournisseur="index",
            libelle="11bis Rue du Port 22100 Taden",
            type="housenumber",
            code_insee="22339",
            voie="Rue du Port",
            numero="11bis",
            code_postal="22100",
            commune="Taden",
            id="22339_0123_00011_bis",
            score=1.0,
            longitude=-2.030123,
            latitude=48.480456,
        ),
    )


def test_a_street_without_the_number_asked_is_found_as_a_street(tmp_path: Path) -> None:
    rows = [Ban("1", lon="-2.031"), Ban("3", lon="-2.032"), Ban("5", lon="-2.039")]
    (match,) = found(index_of(tmp_path, *rows), in_taden("12 Rue du Port"))
    assert (match.type, match.numero, match.id, match.libelle) == (
        "street", "", "22339_0123", "Rue du Port 22100 Taden",
    )  # fmt: skip
    assert (match.longitude, match.latitude) == (-2.032, 48.48)


@pytest.mark.parametrize(
    ("line", "numero"),
    [
        ("11 bis Rue du Port", "11bis"),
        ("11bis Rue du Port", "11bis"),
        ("11 BIS, RUE DU PORT", "11bis"),
        ("11B Rue du Port", "11b"),
        ("11 b rue du port", "11b"),
        ("11 ter Rue du Port", ""),
        ("11 Rue du Port", "11"),
        ("1 Rue du Port", ""),
        ("48-50 Rue du Port", "48"),
        ("46-50 Rue du Port", "50"),
        ("Rue du Port", ""),
    ],
)
def test_the_number_is_the_one_that_is_asked(tmp_path: Path, line: str, numero: str) -> None:
    rows = [Ban("11"), Ban("11", rep="b"), Ban("11", rep="bis"), Ban("48"), Ban("50"), Ban("111")]
    assert doors_of(found(index_of(tmp_path, *rows), in_taden(line))) == [(numero, "Rue du Port")]


def test_bis_and_b_are_one_repetition_when_the_street_has_but_one_of_them(tmp_path: Path) -> None:
    index = index_of(tmp_path, Ban("11", rep="b"), Ban("13", rep="BIS"))
    assert doors_of(found(index, in_taden("11 bis Rue du Port"))) == [("11b", "Rue du Port")]
    assert doors_of(found(index, in_taden("13 B Rue du Port"))) == [("13bis", "Rue du Port")]


def test_a_repetition_that_nobody_can_ask_for_is_nobody_s_door(tmp_path: Path) -> None:
    index = index_of(tmp_path, Ban("1", rep="2"), Ban("3", rep="a1"), Ban("5", rep="bis a"), Ban("9"))
    for line in ("12 Rue du Port", "3 A Rue du Port", "5 bis Rue du Port", "3 Rue du Port"):
        assert doors_of(found(index, in_taden(line))) == [("", "Rue du Port")]


@pytest.mark.parametrize(
    ("line", "door", "voie"),
    [
        ("8 Mai 1945", "", "8 Mai 1945"),
        ("3 8 Mai 1945", "3", "8 Mai 1945"),
        ("Place du 8 Mai 1945", "", "Place du 8 Mai 1945"),
        ("8 Place du 8 Mai 1945", "8", "Place du 8 Mai 1945"),
    ],
)
def test_the_number_in_a_street_s_name_is_no_door(tmp_path: Path, line: str, door: str, voie: str) -> None:
    names = [("8 Mai 1945", "0001", "3"), ("Place du 8 Mai 1945", "0002", "8"), ("Rue du Port", "0003", "8")]
    index = index_of(tmp_path, *(Ban(number, name, voie_id=id_) for name, id_, number in names))
    matches = found(index, in_taden(line))
    assert doors_of(matches) == [(door, voie)] and matches[0].score == 1


@pytest.mark.parametrize(
    ("line", "voie"),
    [
        ("3 av. foch", "Avenue Foch"),
        ("3 RUE DE LA FONTAINE", "Rue des Fontaines"),
        ("3 Rue Jaurès Jean", "Rue Jean Jaurès"),
        ("3 Boulevard Jean Jaurès", "Rue Jean Jaurès"),
        ("3 Rue Victor Hgo", "Rue Victor Hugo"),
        ("3 rue de l'ile saint-denis", "Rue de l’Île-St-Denis"),
        ("3 GRANDE RUE", "Grande Rue"),
        ("3 Rue Grande", "Rue Grande"),
        ('3 Rue du "Bout; du Monde"', 'Rue du "Bout; du Monde"'),
    ],
)
def test_a_street_is_found_in_another_writing(tmp_path: Path, line: str, voie: str) -> None:
    names = ["Avenue Foch", "Rue des Fontaines", "Rue Jean Jaurès", "Rue Victor Hugo", "Rue de l’Île-St-Denis",
             "Grande Rue", "Rue Grande", 'Rue du "Bout; du Monde"']  # fmt: skip
    index = index_of(tmp_path, *(Ban("3", name, voie_id=f"{n:04d}") for n, name in enumerate(names)))
    assert doors_of(found(index, in_taden(line)))[0] == ("3", voie)


def test_a_street_that_is_nowhere_near_is_not_found(tmp_path: Path) -> None:
    index = index_of(tmp_path, Ban("3"))
    for line in ("3 Avenue des Champs Élysées", "3 Boulevard Rt", "", "?", "3"):
        assert found(index, in_taden(line)) == ()


def test_the_score_is_how_alike_the_names_are_and_ranks_them(tmp_path: Path) -> None:
    rows = [Ban("3", name, voie_id=f"{n:04d}") for n, name in enumerate(["Rue Delisy", "Rue Delazy", "Route Delizy"])]
    matches = found(index_of(tmp_path, *rows), in_taden("3 Rue Delizy"))
    scores = [match.score or 0 for match in matches]
    assert len(matches) == 3 and scores == sorted(scores, reverse=True) and 0.7 < scores[-1] <= scores[0] < 1


def test_all_the_streets_of_one_name_are_told_those_with_the_number_first(tmp_path: Path) -> None:
    homonyms = [Ban("1", "Rue de l'Église", voie_id=f"{n:04d}", nom_ancienne_commune=f"Ancienne {n}") for n in range(4)]
    matches = found(
        index_of(tmp_path, *homonyms, Ban("9", "Rue Église", voie_id="0009")), in_taden("9 rue de l'eglise")
    )
    assert [match.id for match in matches] == ["22339_0009_00009", *(f"22339_{n:04d}" for n in range(4))]


def test_never_more_than_five_are_told(tmp_path: Path) -> None:
    homonyms = [Ban(str(n), "Rue de l'Église", voie_id=f"{n:04d}") for n in range(1, 9)]
    matches = found(index_of(tmp_path, *homonyms), in_taden("8 Rue de l'Église"))
    assert len(matches) == 5 and matches[0].numero == "8"


PARIS = Ban("4", "Rue Bichat", "", "75010", "75110", "Paris 10e Arrondissement", "2.365", "48.871")
MONTREUIL = Ban("4", "Rue Bichat", "", "93100", "93048", "Montreuil", "2.44", "48.86")
AJACCIO = Ban("4", "Cours Napoléon", "", "20000", "2A004", "Ajaccio", "8.737", "41.922")
DINAN = Ban("4", "Rue du Port", "", "22100", "22050", "Dinan", "-2.045", "48.455")


def test_only_the_commune_that_is_named_is_looked_in(tmp_path: Path) -> None:
    index = index_of(tmp_path, Ban("3"), DINAN)
    assert [match.code_insee for match in found(index, in_taden("4 Rue du Port"))] == ["22339"]


def test_a_city_of_arrondissements_is_all_of_them(tmp_path: Path) -> None:
    index = index_of(tmp_path, PARIS, PARIS._replace(code_insee="75111", code_postal="75011"), MONTREUIL)
    codes = [match.code_insee for match in found(index, Question("4 Rue Bichat", "75010", "Paris", "75056", "75056"))]
    assert codes == ["75110", "75111"]
    only = found(index, Question("4 Rue Bichat", "75010", "Paris", "75111", "75111"))
    assert [match.code_insee for match in only] == ["75111"]


def test_a_corsican_code_has_a_letter(tmp_path: Path) -> None:
    (match,) = found(index_of(tmp_path, AJACCIO), AJACCIO.asked)
    assert (match.code_insee, match.id) == ("2A004", "2A004_0123_00004")


def test_a_commune_absorbed_since_the_file_was_made_is_part_of_the_present_one(tmp_path: Path) -> None:
    gone = Ban("4", "Le Bourg", "", "01260", "01059", "Brénaz", "5.737", "45.95")
    index = index_of(tmp_path, Ban("4", "Le Bourg"), gone)
    (match,) = found(index, Question("4 Le Bourg", "01260", "Arvière-en-Valromey", "01453", "01453"))
    assert match.code_insee == "01059"


def test_without_a_commune_to_look_in_those_of_the_postcode_and_those_that_touch_are(tmp_path: Path) -> None:
    near = Ban("4", "Rue du Port", "", "22490", "22190", "Pleslin-Trigavou", "-2.05", "48.53")
    far = Ban("4", "Rue du Port", "", "22000", "22278", "Saint-Brieuc", "-2.76", "48.51")
    apart = Ban("4", "Rue du Port", "", "22980", "22315", "Saint-Maudez", "-2.18", "48.45")
    index = index_of(tmp_path, Ban("3"), DINAN, far, near, apart)
    matches = found(index, Question("4 Rue du Port", "22100", "Taden", "", "22339"))
    assert [(m.code_insee, m.numero) for m in matches] == [("22339", ""), ("22050", "4"), ("22190", "4")]
    by_postcode = found(index, Question("4 Rue du Port", "22000", "", "", ""))
    assert [match.code_insee for match in by_postcode] == ["22278"]


def test_a_near_name_at_home_stands_beside_the_very_name_next_door(tmp_path: Path) -> None:
    index = index_of(tmp_path, Ban("3", "Rue du Fort"), DINAN)
    matches = found(index, Question("4 Rue du Port", "22100", "Taden", "", "22339"))
    assert [(match.code_insee, match.voie) for match in matches] == [("22050", "Rue du Port"), ("22339", "Rue du Fort")]


def test_another_street_whose_name_ends_alike_is_not_told(tmp_path: Path) -> None:
    index = index_of(tmp_path, Ban("3", "Rue du Grand et Large Port"), Ban("3", "Quai du Port", voie_id="0002"))
    assert doors_of(found(index, in_taden("3 Boulevard du Port"))) == [("3", "Quai du Port")]


def test_communes_that_are_forgotten_are_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.geocode.index.store._KEPT", 1)
    rows = [Ban("4", "Rue du Fort"), DINAN, PARIS]
    questions = [row.asked._replace(adresse=f"4 {name}") for row in rows for name in ("Rue du Font", "Rue Richat")]
    with Index(index_of(tmp_path, *rows)) as provider:
        replies = provider(questions).matches
        assert [doors_of(replies[question]) for question in questions if replies[question]] == [
            [("4", "Rue du Fort")], [("4", "Rue du Port")], [("4", "Rue Bichat")],
        ]  # fmt: skip
        assert provider(questions[::-1]).matches == replies


def test_what_lies_outside_the_index_is_not_answered_which_is_never_not_found(tmp_path: Path) -> None:
    lyon, absent = (
        Question("1 Rue X", "69006", "Lyon", "69386", "69386"),
        Question("1 Rue X", "", "Y", "22001", "22001"),
    )
    nowhere = Question("1 Rue X", "", "", "", "")
    with Index(index_of(tmp_path, Ban("3"))) as provider:
        replies = provider([lyon, absent, nowhere, Ban("3").asked])
    assert replies.matches.keys() == {absent, Ban("3").asked} and replies.matches[absent] == ()
    assert "69" in replies.panne and "adresses-" in replies.panne


def test_an_index_that_breaks_while_it_is_asked_answers_no_more_and_says_so(tmp_path: Path) -> None:
    index = index_of(tmp_path, *(Ban(str(n), f"Rue {n}", voie_id=f"{n:04d}") for n in range(1, 3_000)))
    whole = index.read_bytes()
    with Index(index) as provider:
        index.write_bytes(whole[:8192] + b"\xff" * (len(whole) - 8192))
        replies = provider([Ban("3", "Rue 3").asked])
    assert not replies.matches and "Build it again" in replies.panne


def test_the_index_is_a_provider_that_says_who_it_is(tmp_path: Path) -> None:
    with Index(index_of(tmp_path, Ban("3"))) as index:
        provider: Provider = index
        assert provider.fournisseur == "index"
        assert (provider([]).matches, provider([]).panne) == ({}, "")


@pytest.mark.parametrize("content", [b"", b"id;numero\n", b"SQLite format 3\x00" + b"\x00" * 100])
def test_a_file_that_is_no_index_is_refused_with_what_to_do(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.sqlite").write_bytes(content)
    with pytest.raises(UsageError, match=r"x\.sqlite is no street index.*build it again"):
        Index(tmp_path / "x.sqlite")


@pytest.mark.parametrize("place", ["absent.sqlite", "."])
def test_no_file_at_all_is_refused_and_none_is_made(tmp_path: Path, place: str) -> None:
    with pytest.raises(UsageError, match="build it again"):
        Index(tmp_path / place)
    assert list(tmp_path.iterdir()) == []


def test_another_database_or_an_index_of_another_version_is_refused(tmp_path: Path) -> None:
    index = index_of(tmp_path, Ban("3"))
    for change, why in (("'9' WHERE cle = 'format'", "format 9"), ("'x' WHERE cle = 'contenu'", "something else")):
        database = sqlite3.connect(index)
        database.execute(f"UPDATE meta SET valeur = {change}")
        database.commit()
        database.close()
        with pytest.raises(UsageError, match=why):
            Index(index)


@cache
def street_names() -> tuple[str, ...]:
    with gzip.open(MAIRIES, "rt", encoding="utf-8") as file:
        names = {row["voie"] for row in csv.DictReader(file) if any(map(str.isalpha, row["voie"]))}
    # "F route de …" is a slip of the register: after a number its letter is a repetition.
    return tuple(sorted(name for name in names if doors(f"1 {name}") == {"1"}))


TOWNS = [("22339", "22100", "Taden"), ("22050", "22100", "Dinan"), ("2A004", "20000", "Ajaccio"),
         ("75110", "75010", "Paris 10e Arrondissement"), ("69386", "69006", "Lyon 6e Arrondissement"),
         ("97415", "97411", "Saint-Paul")]  # fmt: skip


@st.composite
def rows(draw: st.DrawFn) -> Ban:
    """Any address of a few towns, on a street that is a street of France."""
    code, postcode, town = draw(st.sampled_from(TOWNS))
    name = draw(st.sampled_from(street_names()))
    number, again = draw(st.integers(1, 9_999)), draw(st.sampled_from(["", "", "bis", "TER", "a", "b", "quater"]))
    commune = commune_of(code)
    assert commune is not None
    lon, lat = (float(at) + draw(st.integers(-900, 900)) / 1e5 for at in (commune.longitude, commune.latitude))
    id_ = f"{street_names().index(name) % 7000:04d}"
    return Ban(str(number), name, again, postcode, code, town, f"{lon:.6f}", f"{lat:.6f}", voie_id=id_)


files = st.lists(rows(), min_size=1, max_size=40)


def answers(index: Path, questions: list[Question]) -> dict[Question, tuple[Match, ...]]:
    with Index(index) as provider:
        return dict(provider(questions).matches)


@settings(max_examples=60, deadline=None)
@given(files)
def test_any_row_of_any_file_is_found_again_by_its_own_address(
    tmp_path_factory: pytest.TempPathFactory, file: list[Ban]
) -> None:
    index = index_of(tmp_path_factory.mktemp("index"), *file)
    for question, matches in answers(index, [row.asked for row in file]).items():
        assert any(match.type == "housenumber" for match in matches), question
    for question, matches in answers(index, [row.asked for row in file]).items():
        mine = [row for row in file if row.asked == question]
        assert {(row.cle, float(row.lon), float(row.lat)) for row in mine} & {
            (match.id, match.longitude, match.latitude) for match in matches
        }
        assert all(is_door(match.numero, question.adresse) for match in matches if match.numero)


@settings(max_examples=60, deadline=None)
@given(files, st.lists(rows(), max_size=10), st.sampled_from(["", "75056", "69123"]))
def test_what_comes_out_always_lies_inside_the_commune_that_is_asked(
    tmp_path_factory: pytest.TempPathFactory, file: list[Ban], others: list[Ban], city: str
) -> None:
    index = index_of(tmp_path_factory.mktemp("index"), *file)
    questions = [row.asked._replace(citycode=city or row.code_insee) for row in file + others]
    for question, matches in answers(index, questions).items():
        commune = commune_of(question.citycode)
        assert commune is not None and all(same_commune(commune.code_insee, match.code_insee) for match in matches)
        assert len(matches) <= 5 and [m.score for m in matches] == sorted((m.score for m in matches), reverse=True)  # type: ignore[type-var]


@settings(max_examples=30, deadline=None)
@given(files, st.integers(0, 99))
def test_the_order_and_the_company_of_questions_change_no_answer(
    tmp_path_factory: pytest.TempPathFactory, file: list[Ban], seed: int
) -> None:
    index = index_of(tmp_path_factory.mktemp("index"), *file)
    questions = [row.asked._replace(citycode=code) for row in file for code in ("", row.code_insee)]
    shuffled = random.Random(seed).sample(questions, len(questions))
    assert answers(index, questions) == answers(index, shuffled)
    assert all(answers(index, [one]) == {one: answers(index, questions)[one]} for one in questions[:3])


def test_a_door_that_is_found_is_accepted_by_the_judge(tmp_path: Path) -> None:
    commune = commune_of("22339")
    assert commune is not None
    matches = found(index_of(tmp_path, Ban("11", rep="bis"), DINAN), in_taden("11 Bis Rue du Port"))
    accepted = judge("11 Bis Rue du Port", commune, Answer(matches, "2026-11-22")).accepted
    assert accepted is not None and accepted.door and accepted.match.id == "22339_0123_00011_bis"
