"""What the list takes out of tables, and what it leaves: pure functions, and the files beside the releases."""

import gzip
import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from flows import shelf
from flows.changes import Change
from flows.cli import erasure
from flows.erasure import private, refusals
from flows.erasure.apply import without_refused
from flows.erasure.changes import redacted
from flows.erasure.erased import erased_of
from flows.erasure.needles import holds, needles
from flows.erasure.refusals import Refusals, asked, refusal
from flows.erasure.request import lines_of, of_id, of_siren
from schemas.errors import UsageError
from schemas.tables import Tables, conform, rows_of
from tests.flows.erasing import DAY, LATER, SALT, empty_list, walk_with
from tests.flows.runs import versions

SIREN = "732829320"


@pytest.fixture
def tables(output: Path) -> Tables:
    """The six members, the first operator with a SIREN."""
    found = shelf.tables_of(output, versions(output)[0])
    operators = found["gestionnaires"].copy()
    operators.loc[0, "siren"] = SIREN
    return {**found, "gestionnaires": operators}


def refusing(portee: str, champ: str, value: str) -> Refusals:
    return asked([refusal(portee, champ, value, SALT, LATER)])


def with_row(tables: Tables, table: str, number: int, **cells: str) -> Tables:
    """One more row, like another but for some cells."""
    row = (rows_of(tables[table]) or [{}])[number] | cells
    return {**tables, table: conform([*rows_of(tables[table]), row], table)}


def test_an_empty_list_changes_nothing(tables: Tables) -> None:
    made, count = without_refused(tables, Refusals())
    assert made is tables and count == 0


def test_who_is_not_named_stays_as_it_was(tables: Tables) -> None:
    made, count = without_refused(tables, refusing("structure", "siren", "552 100 554"))
    assert made is tables and count == 0


def test_a_siren_takes_the_operator_and_all_its_places(tables: Tables) -> None:
    operator = rows_of(tables["gestionnaires"])[0]["id"]
    places = {row["id"] for row in rows_of(tables["etablissements"]) if row["gestionnaire_id"] == operator}
    made, count = without_refused(tables, refusing("structure", "siren", "732 829 320"))
    assert count and {row["id"] for row in rows_of(made["retraits"])} == places | {operator}
    for table in made.keys() - {"retraits"}:
        assert not [row for row in rows_of(made[table]) if (places | {operator}) & set(row.values())]


def test_done_twice_it_does_nothing_more(tables: Tables) -> None:
    listed = refusing("structure", "siren", SIREN)
    once, _ = without_refused(tables, listed)
    again, count = without_refused(once, listed)
    assert count == 0 and all(again[table].equals(once[table]) for table in once)


def test_what_was_never_published_has_no_tombstone(tables: Tables) -> None:
    made, _ = without_refused(tables, refusing("structure", "siren", SIREN), {})
    assert made["retraits"].empty


def test_partners_figures_and_doubts_about_it_leave(tables: Tables) -> None:
    row = rows_of(tables["gestionnaires"])[0]
    tables = with_row(tables, "partenariats", 0, partenaire=row["nom"].upper())
    tables = with_row(tables, "chiffres", 0, sujet_type="gestionnaire", sujet_id=row["id"])
    tables = with_row(tables, "anomalies", 0, id="", message_en=f"Somebody should look at {row['nom']}.")
    made, _ = without_refused(tables, refusing("structure", "id", row["id"]))
    for table in ("partenariats", "chiffres", "anomalies"):
        told = json.dumps(rows_of(made[table]), ensure_ascii=False)
        assert row["id"] not in told and not holds(needles([row["nom"].lower()]), told)


def test_a_neighbour_at_the_same_address_and_a_homonym_elsewhere_stay(tables: Tables) -> None:
    gone = next(row for row in rows_of(tables["etablissements"]) if row["adresse"])
    tables = with_row(tables, "gestionnaires", 0, id="cg-22222222", nom="Autre", siren="", telephone="", autres_noms="")
    same = {"id": "cc-22222222", "gestionnaire_id": "cg-22222222", "telephone": "", "autres_noms": ""}
    rows = [*rows_of(tables["etablissements"]), {**gone, **same, "nom": "Au même endroit"}]
    rows.append(
        {**gone, **same, "id": "cc-33333333", "commune": "Ailleurs", "adresse": "", "adresse_source": "Ailleurs"}
    )
    tables = {**tables, "etablissements": conform(rows, "etablissements")}
    made, _ = without_refused(tables, refusing("structure", "nom+commune", f"{gone['nom']} {gone['commune']}"))
    left = {row["id"]: row for row in rows_of(made["etablissements"])}
    assert gone["id"] not in left
    assert left["cc-22222222"]["adresse"] == gone["adresse"] and left["cc-33333333"]["nom"] == gone["nom"]


def test_what_was_fused_into_it_and_already_withdrawn_loses_its_name_too(tables: Tables) -> None:
    gone = rows_of(tables["etablissements"])[0]["id"]
    old = {"id": "cc-22222222", "nom": "Ancien nom", "date": DAY, "motif": "fusionne", "remplace_par": gone}
    tables = {**tables, "retraits": conform([old], "retraits")}
    made, _ = without_refused(tables, refusing("structure", "id", gone))
    assert {row["nom"] for row in rows_of(made["retraits"])} == {"(retiré à sa demande)"}
    assert "cc-22222222" in set(made["retraits"]["id"])


def test_a_row_whose_very_name_is_refused_cannot_stay(tables: Tables) -> None:
    row = rows_of(tables["etablissements"])[0]
    made, _ = without_refused(tables, refusing("valeur", "nom", row["nom"].upper()))
    assert row["id"] not in set(made["etablissements"]["id"])


def test_a_request_by_id_tells_all_that_the_structure_is_told_by_and_takes_a_lone_operator_along(
    tables: Tables,
) -> None:
    place = rows_of(tables["etablissements"])[0]
    told = {(champ, value) for _, champ, value in of_id(place["id"], [tables])}
    assert {("id", place["id"]), ("id", place["gestionnaire_id"])} <= told
    assert {"id", "reference", "nom+commune"} <= {champ for champ, _ in told}


def test_a_place_of_an_operator_with_others_leaves_alone(tables: Tables) -> None:
    place = rows_of(tables["etablissements"])[0]
    tables = with_row(tables, "etablissements", 0, id="cc-22222222", nom="Une autre")
    told = {value for _, champ, value in of_id(place["id"], [tables]) if champ == "id"}
    assert told == {place["id"]}


def test_lines_share_a_salt_so_that_a_value_is_digested_once(tables: Tables) -> None:
    first = lines_of(of_siren(SIREN, [tables]), Refusals(), LATER)
    second = lines_of([("valeur", "telephone", "0320000014")], asked(first), LATER)
    assert len({line.sel for line in (*first, *second)}) == 1
    assert len({line.empreinte for line in first}) == len(first) > 3


@pytest.mark.parametrize("text", ["03 20 00 00 14", "+33320000014", "0033 (0)3.20.00.00.14", "03-20-00-00-14"])
def test_a_phone_is_one_however_it_is_written(text: str) -> None:
    assert refusing("valeur", "telephone", "+33320000014").day_of("valeur", "telephone", text) == LATER
    assert holds(needles([], ["320000014"]), f"Appeler le {text}, merci")


@pytest.mark.parametrize("text", ["03 20 00 00 145", "93200001", "Les Écureuilles rousses", "ecureuilsroux"])
def test_what_only_resembles_it_is_left(text: str) -> None:
    assert not holds(needles(["ecureuils roux"], ["320000014"]), text)


GOOD = f"pbkdf2_sha256$5000${'a' * 64},{SALT},valeur,telephone,2026-12-01,"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (GOOD.replace("telephone", "forme"), "line 3: champ is none"),
        (GOOD.replace("valeur", "tout"), "line 3: portee is none"),
        (GOOD.replace(SALT, "sel"), "line 3: sel is not"),
        (GOOD.replace("aaaa", "0320", 1).replace("a" * 60, "x"), "line 3: empreinte is not"),
        (GOOD.replace("$5000$", "$9000000$"), "line 3: empreinte has more than"),
        (GOOD.replace("2026-12-01", "hier"), "line 3: demande_le is no day"),
        (GOOD + "06 39 98 00 01", "line 3: note holds a contact"),
        (GOOD + ",", "line 3 has 7 cells"),
        (GOOD, "line 3: a valeur by its telephone has two decisions, the other on line 2"),
    ],
)
def test_a_bad_line_is_refused_by_its_number_and_never_repeated(line: str, told: str, tmp_path: Path) -> None:
    path = empty_list(tmp_path)
    path.write_text(path.read_text() + GOOD + "\n" + line + "\n")
    with pytest.raises(UsageError) as error:
        refusals.read(path)
    assert told in str(error.value) and "39 98" not in str(error.value)


def test_a_list_that_is_not_there_is_no_empty_list(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="refusals"):
        refusals.read(tmp_path / "none.csv")


def test_the_project_s_own_list_can_be_read() -> None:
    assert refusals.read(Path(refusals.__file__).parents[2] / "sources" / "refus.csv").lines is not None


def test_changes_tell_no_old_value(tables: Tables) -> None:
    row = next(row for row in rows_of(tables["etablissements"]) if row["telephone"])
    erased = erased_of(tables, refusing("valeur", "telephone", row["telephone"]))
    told = [
        Change("etablissements", row["id"], row["nom"], "modifie", "telephone", row["telephone"], "+33100000000"),
        Change("etablissements", row["id"], row["nom"], "modifie", "telephone", "", row["telephone"]),
        Change("etablissements", row["id"], row["nom"], "modifie", "commune", "Lens", "Lille"),
    ]
    assert [(one.avant, one.apres) for one in redacted(told, erased)] == [("", "+33100000000"), ("Lens", "Lille")]


def test_private_files_lose_their_rows_or_leave(tmp_path: Path) -> None:
    every = needles(["14 rue des noisetiers"], ["320000014"])
    files = {
        "cache/geocodes.csv": "requete,n\n14 rue des noisetiers 59100,1\n3 rue des tilleuls,2\n",
        "review/anomalies.csv": 'message,n\n"14, rue des\nNoisetiers",1\nautre,2\n',
        "snapshots/page/20261122T000000Z-0123456789ab.html": "<p>03&nbsp;20 00 00 14</p>",
        "snapshots/page/20261122T000000Z-0123456789ab.html.json": "{}",
        "snapshots/page/20261129T000000Z-0123456789ab.html": "<p>rien</p>",
        "runs/20261122T000000000Z-aaaa/journal.jsonl": "{}",
        "runs/20261122T000000000Z-aaaa/report.json": '{"review": ["14 rue des noisetiers"]}',
        "runs/20261129T000000000Z-aaaa/journal.jsonl": "{}",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    archive = tmp_path / "records" / "2026.11.22.json.gz"
    archive.parent.mkdir()
    archive.write_bytes(gzip.compress(json.dumps({"telephone": "0320000014"}).encode()))
    names = private.found(tmp_path, every)
    private.cleaned(tmp_path, names, every)
    assert len(names) == 5 and private.found(tmp_path, every) == []
    assert (tmp_path / "cache/geocodes.csv").read_text() == "requete,n\n3 rue des tilleuls,2\n"
    assert (tmp_path / "review/anomalies.csv").read_text() == "message,n\nautre,2\n"
    assert [path.name for path in (tmp_path / "snapshots/page").iterdir()] == ["20261129T000000Z-0123456789ab.html"]
    assert [path.name for path in (tmp_path / "runs").iterdir()] == ["20261129T000000000Z-aaaa"]


@pytest.fixture
def command() -> typer.Typer:
    app = typer.Typer()
    app.command()(erasure.erase)
    return app


def test_the_command_reads_a_value_from_standard_input(
    command: typer.Typer, output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk_with(monkeypatch, empty_list(tmp_path))
    asked_for = ["--value", "telephone=-", "--dry-run", "--json", "--as-of", LATER, "--output", str(output)]
    told = CliRunner().invoke(command, asked_for, input="04 78 26 56 02\n")
    report = json.loads(told.stdout)
    assert report["result"] == "dry-run" and report["lines"] == 1 and "4 78" not in told.stdout
    assert [one["version"] for one in report["releases"]] == ["2026.11.22-r1"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "one request at a time"),
        (["--id", "cc-22222222", "--siren", SIREN], "one request at a time"),
        (["--siren", SIREN], "--dry-run"),
        (["--siren", SIREN, "--dry-run", "--as-of", "demain"], "is not a day"),
    ],
)
def test_a_call_that_cannot_be_understood_is_refused(
    command: typer.Typer, arguments: list[str], told: str, tmp_path: Path
) -> None:
    result = CliRunner().invoke(command, [*arguments, "--output", str(tmp_path / "out")])
    assert isinstance(result.exception, UsageError) and told in str(result.exception)
