"""Points through whole releases: found, decided by people, in doubt, hostile, or not to be had."""

import csv
import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import sources
from flows import clock
from flows.geocode.cache import Known, read_cache
from flows.geocode.corrections import read_corrections, replaced, write_corrections
from flows.geocode.match import Question
from flows.geocode.proofs import digest
from flows.outcome import Outcome
from flows.queue_file import QUEUE, read_queue
from schemas.errors import Refused
from schemas.records import Row
from schemas.tables import TABLES
from tests.commands import Creches
from tests.flows.geocode_decisions import AT_THE_CENTRE, BY_HAND, EVIDENCE
from tests.flows.geocode_service import Service, Trouble
from tests.flows.opened import texts
from tests.flows.runs import DAY, pages_only, published, row_of, rows, run_page, tree, versions
from tests.pages.markups import MARKUPS, MEMBERS

PANTIN = next(member.nom for member in MEMBERS if "Pantin" in (member.ville, member.town))
LYON = next(member.nom for member in MEMBERS if "69006" in (member.code_postal, *member.line.split()))
DELIZY = Question("41 Rue Delizy", "93500", "Pantin", "93055", "93055")
BAN_PAGE = "https://adresse.data.gouv.fr/base-adresse-nationale/"
NEXT = "2026-11-29"
WHY = ("--reason", "Vu sur place.", "--evidence", EVIDENCE, "--role", "mainteneur")

Go = Callable[..., Outcome]


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with Service() as service:
        yield service


@pytest.fixture(scope="module")
def _online(service: Service, tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("points") / "output"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CRECHES_GEOCODER", service.address)
        patch.setattr(sources, "pages", pages_only)
        assert run_page(output, MARKUPS["h3_p"](MEMBERS), offline=False).result == "published"
    return output


@pytest.fixture(scope="module")
def _of_the_ban(_online: Path, service: Service, tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = from_the_ban(_online, tmp_path_factory.mktemp("ban") / "output")
    write_corrections(output.parent / "corrections.csv", [])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CRECHES_GEOCODE_CORRECTIONS", str(output.parent / "corrections.csv"))
        patch.setenv("CRECHES_GEOCODER", service.address)
        patch.setattr(sources, "pages", pages_only)
        assert run_page(output, MARKUPS["h3_p"](MEMBERS)).result == "published"
    return output


@pytest.fixture
def of_the_ban(_of_the_ban: Path, tmp_path: Path, corrections: Path) -> Path:
    """A shelf with one release, made offline of the same answers, from the BAN itself."""
    return Path(shutil.copytree(_of_the_ban, tmp_path / "ban" / "output"))


@pytest.fixture
def corrections(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of decisions of a test."""
    path = tmp_path / "corrections.csv"
    write_corrections(path, [])
    monkeypatch.setenv("CRECHES_GEOCODE_CORRECTIONS", str(path))
    monkeypatch.setattr(clock, "today", lambda: DAY)
    return path


@pytest.fixture
def output(_online: Path, tmp_path: Path, corrections: Path) -> Path:
    """A shelf with one release whose addresses were asked for on loopback, and what was answered."""
    return Path(shutil.copytree(_online, tmp_path / "output"))


@pytest.fixture
def go(service: Service, monkeypatch: pytest.MonkeyPatch) -> Go:
    """A run whose member list is saved by hand and whose geocoder, if it is asked, is the service."""

    def run(output: Path, day: str = NEXT, online: bool = False, address: str = "") -> Outcome:
        monkeypatch.setenv("CRECHES_GEOCODER", address or service.address)
        monkeypatch.setattr("flows.geocode.remote.TRIES", 1)
        return run_page(output, MARKUPS["h3_p"](MEMBERS), day, offline=not online)

    return run


def proof(output: Path, nom: str, champ: str = "latitude") -> Row:
    id_ = row_of(output, nom)["id"]
    (found,) = [row for row in rows(output, "provenance") if (row["id"], row["champ"]) == (id_, champ)]
    return found


def listed(output: Path) -> dict[str, Row]:
    return {row["id"]: row for row in rows(output, "sources")}


def told(output: Path) -> list[str]:
    return [row["code"] for row in rows(output, "anomalies")]


def from_the_ban(output: Path, to: Path) -> Path:
    """An empty shelf that has heard the same answers from the BAN itself."""
    (to / "cache").mkdir(parents=True)
    heard = (output / "cache" / "geocodes.csv").read_text()
    (to / "cache" / "geocodes.csv").write_text(heard.replace(",addok,", ",ban,"))
    return to


def test_a_door_found_by_a_service_names_its_source_and_the_answer_behind_it(output: Path) -> None:
    row, found = row_of(output, PANTIN), proof(output, PANTIN)
    assert (row["geo_source"], row["geo_precision"], row["longitude"]) == ("addok", "numero", "2.4098")
    assert (found["source"], found["source_url"], found["regle"]) == ("ban", sources.load("ban").url, "geocodee")
    answer = Known(read_cache(output / "cache" / "geocodes.csv")).answer(DELIZY.cle)
    assert answer is not None and found["snapshot"] == digest(answer)
    assert found["valeur_source"] == "41 Rue Delizy 93500 Pantin"
    assert (listed(output)["ban"]["licence"], listed(output)["ban"]["statut"]) == ("Licence Ouverte 2.0", "ok")
    assert "geocode_corrections" not in listed(output)


def test_a_door_of_the_ban_names_the_page_of_its_address(of_the_ban: Path) -> None:
    ours = of_the_ban
    row, found = row_of(ours, PANTIN), proof(ours, PANTIN)
    assert (row["geo_source"], found["source_url"]) == ("ban", BAN_PAGE + row["geo_id"])
    answer = Known(read_cache(ours / "cache" / "geocodes.csv")).answer(DELIZY.cle)
    assert answer is not None and found["snapshot"] == digest(answer) and found["date"] == DAY


def test_what_was_answered_once_makes_the_same_release_offline_byte_for_byte(
    output: Path, of_the_ban: Path, go: Go, tmp_path: Path
) -> None:
    again = from_the_ban(output, tmp_path / "again" / "output")
    assert go(again, DAY).result == "published"
    assert published(again) == published(of_the_ban)
    assert [go(one, NEXT).result for one in (again, of_the_ban)] == ["unchanged"] * 2


@pytest.mark.parametrize("online", [False, True])
def test_a_second_run_is_unchanged_and_asks_nothing_again(output: Path, go: Go, service: Service, online: bool) -> None:
    before, asked = published(output), len(service.asked)
    assert go(output, online=online).result == "unchanged"
    assert published(output) == before and len(service.asked) == asked


def test_a_point_that_is_kept_without_its_answer_keeps_the_digest_of_that_answer(output: Path, go: Go) -> None:
    before = proof(output, PANTIN)
    shutil.rmtree(output / "cache")
    go(output)
    assert row_of(output, PANTIN)["geo_precision"] == "numero" and proof(output, PANTIN) == before


def test_the_conflict_is_published_at_the_declared_commune_and_asked_of_people(output: Path) -> None:
    row = row_of(output, LYON)
    assert (row["code_insee"], row["commune"], row["geo_precision"], row["geo_statut"]) == (
        "69386",
        "Lyon",
        "commune",
        "revue",
    )
    assert "conflit_commune" in told(output) and proof(output, LYON)["source"] == "communes"
    (asked,) = read_queue(output / "review" / QUEUE).to_dict("records")
    assert (asked["id"], asked["candidat_1_code_insee"], asked["suggestion"]) == (row["id"], "69266", "candidat_1")


@pytest.mark.parametrize("online", [False, True])
def test_a_point_decided_by_a_person_is_published_with_its_evidence_and_the_release_verifies(
    output: Path, corrections: Path, creches: Creches, go: Go, online: bool
) -> None:
    (cas,) = read_queue(output / "review" / QUEUE)["cas"]
    before = replaced(row_of(output, LYON))
    assert creches("review", "apply", cas, "--decide", "point:4.8621,45.7702", *WHY, "--output", output).code == 0
    assert go(output, online=online).result == "published"
    row, found = row_of(output, LYON), proof(output, LYON, "longitude")
    assert [row[name] for name in ("geo_source", "geo_statut", "longitude", "latitude", "geo_date")] == [
        "manuel",
        "manuel",
        "4.8621",
        "45.7702",
        DAY,
    ]
    sha256 = hashlib.sha256(corrections.read_bytes()).hexdigest()
    assert (found["source"], found["source_url"], found["snapshot"]) == ("geocode_corrections", EVIDENCE, sha256)
    assert listed(output)["geocode_corrections"]["sha256"] == sha256
    assert (found["regle"], found["date"], found["valeur_source"]) == ("corrigee", DAY, before)
    assert proof(output, LYON, "code_insee")["source"] == "communes"
    assert listed(output)["geocode_corrections"]["classe"] == "curation"
    assert "correction_geo_appliquee" in told(output) and read_queue(output / "review" / QUEUE).empty
    assert creches("verify", output / "latest", "--json").document["result"] == "valid"
    assert go(output, "2026-12-06", online=online).result == "unchanged"


@pytest.mark.parametrize("online", [False, True])
def test_a_commune_decided_by_a_person_is_published_and_its_door_is_looked_for(
    output: Path, corrections: Path, creches: Creches, go: Go, online: bool
) -> None:
    (cas,) = read_queue(output / "review" / QUEUE)["cas"]
    assert creches("review", "apply", cas, "--decide", "candidat_1", *WHY, "--output", output).code == 0
    assert go(output, online=online).result == "published"
    row = row_of(output, LYON)
    assert (row["code_insee"], row["commune"], row["code_postal"]) == ("69266", "Villeurbanne", "69006")
    assert row["geo_precision"] == ("numero" if online else "commune")
    assert "correction_geo_appliquee" in told(output) and "conflit_commune" not in told(output)
    commune, point = proof(output, LYON, "code_insee"), proof(output, LYON)
    sha256 = hashlib.sha256(corrections.read_bytes()).hexdigest()
    assert (commune["source"], commune["source_url"], commune["snapshot"]) == ("geocode_corrections", EVIDENCE, sha256)
    assert (commune["regle"], commune["valeur_source"]) == ("corrigee", "69006 Lyon")
    assert point["source"] == ("ban" if online else "communes") and "geocode_corrections" in listed(output)
    assert creches("verify", output / "latest").code == 0


def test_a_decision_that_is_taken_out_gives_the_place_back(output: Path, corrections: Path, go: Go) -> None:
    before = row_of(output, LYON)
    one = replace(BY_HAND, adresse=before["adresse"], code_postal="69006", commune="Lyon", code_insee="69386")
    write_corrections(corrections, [replace(one, longitude="4.8621", latitude="45.7702", geo_libelle="Vu")])
    assert go(output).result == "published" and row_of(output, LYON)["geo_statut"] == "manuel"
    write_corrections(corrections, [])
    assert go(output, "2026-12-06").result == "published"
    changed = {name for name, value in row_of(output, LYON).items() if value != before[name]}
    assert changed <= {"date_maj", "date_derniere_vue", "geo_date"}
    assert "geocode_corrections" not in listed(output)


def test_a_decision_about_no_address_is_reported_under_its_own_source(
    output: Path, corrections: Path, go: Go, creches: Creches
) -> None:
    write_corrections(corrections, [replace(AT_THE_CENTRE, adresse="999 Rue Delizy")])
    assert go(output).result == "published"
    (row,) = [row for row in rows(output, "anomalies") if row["code"] == "correction_geo_sans_objet"]
    assert (row["source"], row["id"]) == ("geocode_corrections", "") and "999 Rue Delizy" in row["message_fr"]
    assert "geocode_corrections" in listed(output) and creches("verify", output / "latest").code == 0


def test_a_damaged_file_of_decisions_stops_a_release_and_leaves_the_last_one(
    output: Path, corrections: Path, creches: Creches
) -> None:
    before = tree(output)
    corrections.write_text("not,ours\n")
    ended = creches("release", "--direct", "--offline", "--as-of", NEXT, "--output", output)
    assert ended.code == 2 and str(corrections) in ended.err
    assert tree(output) == before


def test_decisions_written_and_not_applied_outlive_a_release(output: Path, go: Go) -> None:
    path = output / "review" / QUEUE
    frame = read_queue(path).assign(decision="candidat_1", raison="À voir.")
    frame.to_csv(path, index=False)
    go(output)
    assert read_queue(path)[["decision", "raison"]].to_numpy().tolist() == [["candidat_1", "À voir."]]


def test_a_dry_run_neither_asks_people_nor_forgets_what_they_wrote(output: Path, tmp_path: Path) -> None:
    before = tree(output)
    run_page(output, MARKUPS["h3_p"](MEMBERS), NEXT, dry_run=True)
    assert tree(output) == before
    assert read_corrections(tmp_path / "corrections.csv") == []


# A geocoder is a stranger.

BINARY = (".gpkg", ".sqlite")  # whose pages hold every byte; the other formats hold the same cells
HOSTILE = (
    '=HYPERLINK("http://x.example","41 Rue Delizy")',
    "41 Rue <script>alert(1)</script> Delizy",
    "\x1b\x07@SUM(A1)",
)


def answer_of(voie: str, text: str) -> Trouble:
    """Every question is answered with 41 of a street in Pantin, told in hostile words."""
    said = {"label": text, "id": text, "city": text, "name": text, "street": voie, "housenumber": "41"}
    properties = {**said, "type": "housenumber", "citycode": "93055", "postcode": "93500", "score": 0.9}
    feature = {"geometry": {"type": "Point", "coordinates": [2.4098, 48.8981]}, "properties": properties}
    return Trouble(200, json.dumps({"features": [feature]}).encode())


@pytest.mark.parametrize(
    ("voie", "precision", "text"),
    [
        ("Rue Delizy", "numero", HOSTILE[0]),
        ("Rue Delizy", "numero", HOSTILE[1]),
        ("Avenue Delizy", "commune", HOSTILE[2]),
    ],
    ids=["formula", "tag", "control"],
)
def test_no_word_of_a_hostile_geocoder_reaches_a_release_the_queue_or_a_message(
    corrections: Path, tmp_path: Path, go: Go, voie: str, precision: str, text: str
) -> None:
    output = tmp_path / "output"
    with Service(always=answer_of(voie, text)) as stranger:
        result = go(output, DAY, online=True, address=stranger.address)
    assert (result.result, row_of(output, PANTIN)["geo_precision"]) == ("published", precision)
    opened = [
        text for name, text in texts(output).items() if not name.startswith("snapshots/") and not name.endswith(BINARY)
    ]
    assert not any(
        bad in one for one in (*opened, *result.review) for bad in ("HYPERLINK", "<script", "SUM(A1)", "\x1b")
    )
    assert not [cell for cell in cells_of(output) if cell.startswith(("=", "+", "@")) and not cell[1:].isdecimal()]
    assert len(read_queue(output / "review" / QUEUE)) == (precision == "commune")


def cells_of(output: Path) -> Iterator[str]:
    """Every cell of what is published and of the queue."""
    for path in [*(output / "latest" / f"{table}.csv" for table in TABLES), output / "review" / QUEUE]:
        with path.open(encoding="utf-8", newline="") as file:
            yield from (cell for line in csv.reader(file) for cell in line)


# A geocoder may be down.


def test_a_geocoder_that_is_down_on_a_first_run_refuses_the_release_and_nothing_is_published(
    corrections: Path, tmp_path: Path, go: Go
) -> None:
    output = tmp_path / "output"
    with Service(always=Trouble(503)) as down, pytest.raises(Refused, match="6 of 6 addresses wait") as refusal:
        go(output, DAY, online=True, address=down.address)
    assert refusal.value.exit_code == 3 and tree(output) == {}
    assert "creches release --offline" in str(refusal.value)
    assert go(output, DAY).result == "published"


def test_a_geocoder_that_is_down_later_leaves_the_last_release_standing(output: Path, go: Go) -> None:
    shutil.rmtree(output / "cache")
    before = tree(output)
    with Service(always=Trouble(503)) as down, pytest.raises(Refused, match="addresses wait"):
        go(output, online=True, address=down.address)
    assert tree(output) == before and versions(output) == ["2026.11.22"]


def test_a_geocoder_that_is_down_when_everything_is_known_stops_nothing(output: Path, go: Go) -> None:
    with Service(always=Trouble(503)) as down:
        assert go(output, online=True, address=down.address).result == "unchanged"
    assert down.asked == []
