"""Five sources on loopback make one release; with any of them down the others publish, and nobody named is ever written."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

import sources
from flows import changes, shelf, validate
from flows.outcome import Outcome
from schemas.errors import Refused, UsageError
from schemas.records import Row
from tests.flows.caf_server import Portal, country
from tests.flows.five_sources import (
    CAF,
    GEOCODER,
    KINDS,
    LIST,
    LIVE,
    PLANTED,
    RECHERCHE,
    REGISTERS,
    SIRENE,
    World,
    is_kept,
)
from tests.flows.five_sources_companies import (
    AL,
    BOTTINES,
    CABANE,
    CLOSED,
    COMPANIES,
    E2S,
    HIDDEN,
    KALEIDE,
    LUTINS,
    MICROSCOP,
    NUAGES,
    closing,
)
from tests.flows.hearing import but_for_the_words, heard
from tests.flows.runs import ROOT, published, row_of, rows, run, saved, tree
from tests.flows.sirene_cases import UNITS
from tests.pages.markups import MARKUPS, MEMBERS

pytestmark = pytest.mark.every_source

DAY, LATER, BACK = "2026-11-26", "2026-12-03", "2026-12-10"
NAMED = ("etablissements", "gestionnaires")
SUBJECTS = (*NAMED, "reseaux", "adhesions", "initiatives", "territoires", "identifiants")
BOTH = "recherche_entreprises|sirene"


@pytest.fixture(scope="module")
def _world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with World(tmp_path_factory.mktemp("world")) as world:
        yield world


@pytest.fixture(scope="module")
def command(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple["subprocess.Popen[str]", Path]]:
    """The real command in a world of its own: it takes its time between two requests, so it runs beside the other tests."""
    output = tmp_path_factory.mktemp("command") / "output"
    large = {id_: [row for row in rows if is_kept(row) or "numepci" in row] for id_, rows in country().items()}
    with World(output.parent / "world") as world, Portal(tables=large) as portal:
        page = saved(output.parent, MARKUPS["h3_p"](MEMBERS))
        asked = ("release", "--direct", "--json", "--as-of", DAY, "--output", output, "--page", f"{LIST}={page}")
        env = {**os.environ, **world.settings(), "CRECHES_CAF": portal.address}
        run = [sys.executable, "-m", "flows", *map(str, asked)]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        with subprocess.Popen(run, cwd=ROOT, env=env, text=True, **pipes) as process:
            yield process, output
            process.kill()


@pytest.fixture(scope="module")
def _first(_world: World, command: object, tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("first") / "output"
    with pytest.MonkeyPatch.context() as monkeypatch:
        _world.reached(monkeypatch)
        result = run(output, DAY, offline=False)
    assert (result.result, result.exit_code, result.stale) == ("published", 0, {})
    return output


@pytest.fixture(scope="module")
def _silent(_world: World, _first: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Outcome]:
    output = Path(shutil.copytree(_first, tmp_path_factory.mktemp("silent") / "output"))
    wipe(output)
    with pytest.MonkeyPatch.context() as monkeypatch:
        _world.reached(monkeypatch)
        monkeypatch.setitem(_world.faults, RECHERCHE, "en_panne")
        return output, go(output, LATER)


@pytest.fixture
def world(
    _world: World, _first: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> Iterator[World]:
    """Everything up, reached by this process; whatever a test does, nobody is written, logged or left behind."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    _world.reached(monkeypatch)
    yield _world
    _world.faults.clear()
    if _world.companies is not COMPANIES:
        _world.live(COMPANIES)
    assert list(temporary.iterdir()) == []
    assert found_people(tmp_path) == [] and not any(word in caplog.text for word in PLANTED)


@pytest.fixture
def output(world: World, _first: Path, tmp_path: Path) -> Path:
    """A shelf with the release of DAY, made with everything up."""
    return Path(shutil.copytree(_first, tmp_path / "output"))


@pytest.fixture
def silent(world: World, _silent: tuple[Path, Outcome], tmp_path: Path) -> tuple[Path, Outcome]:
    """That shelf after a run, of LATER, that had no answer of the first register and none in the archive; and its outcome."""
    return Path(shutil.copytree(_silent[0], tmp_path / "output")), _silent[1]


def found_people(folder: Path) -> list[str]:
    """Files that hold a word which stands for somebody, in their bytes or in their name."""
    held = ((name, name.encode() + body) for name, body in tree(folder).items())
    return [name for name, body in held if any(word.encode() in body for word in PLANTED)]


def wipe(output: Path) -> None:
    """No archived answer is left."""
    shutil.rmtree(output / "snapshots")


def difference(before: Path, after: Path, *tables: str) -> list[changes.Change]:
    """What changed between two releases, days of sight apart."""
    found = changes.compare(shelf.last(before).tables, shelf.last(after).tables)
    return [change for change in found if change.table in (tables or SUBJECTS)]


def lost(before: Path, after: Path) -> list[changes.Change]:
    """Rows and values that are no more, and ids that are others."""
    gone = [one for one in difference(before, after) if one.nature == "retire" or (one.champ and not one.apres)]
    return gone + difference(before, after, "identifiants", "retraits")


def told(output: Path, code: str) -> list[Row]:
    return [row for row in rows(output, "anomalies") if row["code"] == code]


def source_row(output: Path, id_: str) -> tuple[str, str, str]:
    """(state, day, age) of a source."""
    (row,) = [row for row in rows(output, "sources") if row["id"] == id_]
    return row["statut"], row["recupere_le"], row["age_jours"]


def proof_of(output: Path, nom: str, champ: str, table: str = "gestionnaires") -> Row:
    id_ = row_of(output, nom, table)["id"]
    (row,) = [row for row in rows(output, "provenance") if (row["id"], row["champ"]) == (id_, champ)]
    return row


def whole(output: Path) -> bool:
    """Whether a release is valid as written, foreign keys included; no run publishes one before it has proved that itself."""
    return validate.validate_written(output / "latest") == []


def go(output: Path, day: str) -> Outcome:
    return run(output, day, offline=False)


# Everything is up


def test_one_release_is_made_of_five_sources_and_the_embedded_sheet(output: Path) -> None:
    state = {row["id"]: (row["statut"], row["nb_enregistrements"] != "0") for row in rows(output, "sources")}
    assert state.keys() == {*sources.pages(), "ban", "communes"} and {*LIVE, "curation", "pope"} == {*sources.pages()}
    assert set(state.values()) == {("ok", True)}
    assert whole(output)


def test_every_row_leads_to_rows_that_are_there(output: Path) -> None:
    ids = {table: {row["id"] for row in rows(output, table)} for table in (*NAMED, "reseaux", "initiatives", "sources")}
    assert {row["gestionnaire_id"] for row in rows(output, "etablissements")} <= ids["gestionnaires"]
    assert {row["gestionnaire_id"] for row in rows(output, "adhesions")} <= ids["gestionnaires"]
    assert {row["id"] for row in rows(output, "provenance")} <= set(chain.from_iterable(ids.values()))
    cited = {one for table in NAMED for row in rows(output, table) for one in row["sources"].split("|")}
    assert cited == {LIST, "curation", RECHERCHE, SIRENE}
    assert {row["source"] for row in rows(output, "territoires")} == {CAF, "communes"}


@pytest.mark.parametrize(
    ("nom", "known", "siren", "forme", "preuve"),
    [
        ("E2S Scop Petite Enfance", f"{LIST}|curation|{BOTH}", E2S.siren, "SCOP_SARL", "registre"),
        ("Les crèches de AL", f"{LIST}|curation|{BOTH}", AL.siren, "SCOP_SARL", "registre"),
        ("Bottines et Botillons Services", f"{LIST}|{BOTH}", BOTTINES.siren, "SCOP_SA", "registre"),
        ("MicroScop", f"curation|{BOTH}", MICROSCOP.siren, "SCOP_SARL", "registre"),
        ("Run enfance", f"curation|{BOTH}", "300000072", "SCIC_SARL", "page"),
        ("Les Nuages", BOTH, NUAGES.siren, "COOP_AUTRE", "registre"),
        ("Cabane et Compagnie", BOTH, CABANE.siren, "COOP_AUTRE", "registre"),
        ("Kaléide", "curation", "", "SCIC", "page"),
        ("AGAPI", f"{LIST}|curation", "", "COOP_AUTRE", "reseau"),
        ("Au Nid'Ô", LIST, "", "INCONNU", "reseau"),
    ],
)
def test_each_operator_is_one_row_with_all_who_name_it_its_siren_and_the_proof_of_its_form(
    output: Path, nom: str, known: str, siren: str, forme: str, preuve: str
) -> None:
    row = row_of(output, nom, "gestionnaires")
    assert (row["sources"], row["siren"], row["forme"], row["forme_preuve"]) == (known, siren, forme, preuve)


def test_no_code_of_the_register_asserts_a_scic(output: Path) -> None:
    forms = {(row["categorie_juridique"], row["forme"], row["forme_preuve"]) for row in rows(output, "gestionnaires")}
    assert {forme for code, forme, _ in forms if code in ("5460", "5560")} == {"SCIC_SARL", "COOP_AUTRE"}
    assert not any(forme.startswith("SCIC") and preuve == "registre" for _, forme, preuve in forms)


def test_what_no_source_proves_or_what_has_long_closed_stays_out(output: Path) -> None:
    known = {row["siren"] for row in rows(output, "gestionnaires")}
    assert not {KALEIDE.siren, LUTINS.siren, CLOSED.siren} & known
    (doubt,) = [row for row in told(output, "candidat_non_prouve") if LUTINS.siren in row["message_fr"]]
    assert "5710" in doubt["message_en"] and doubt["gravite"] == "info"
    assert {row["source"] for row in told(output, "rapprochement_possible")} == {
        "curation"
    }  # KALEIDE: a person must say


def test_an_establishment_that_was_closed_before_we_knew_it_is_no_place(output: Path) -> None:
    assert AL.siret(3) not in {row["siret"] for row in rows(output, "etablissements")}


def test_what_hides_its_address_has_its_commune_only(output: Path) -> None:
    place = row_of(output, "La Lanterne Discrete")
    assert (place["siret"], place["commune"], place["adresse"], place["code_postal"]) == (
        HIDDEN.siret(1), "Lille", "", "",
    )  # fmt: skip
    assert b"SECRETE" not in b"".join(tree(output / "latest").values()).upper()


def test_an_operator_of_another_activity_is_found_by_its_nursery_in_the_stock(output: Path) -> None:
    assert row_of(output, "La Cabane des Canuts")["siret"] == CABANE.siret(2)
    assert row_of(output, "Cabane et Compagnie")["nature_lieu"] == "siege"


def test_registers_that_disagree_are_told_with_the_id_of_the_row(output: Path) -> None:
    bottines = row_of(output, "Bottines et Botillons Services", "gestionnaires")
    (doubt,) = [row for row in told(output, "valeurs_divergentes") if row["id"] == bottines["id"]]
    assert (doubt["champ"], doubt["source"], doubt["valeur"]) == ("annee_creation", SIRENE, "2003")
    assert bottines["annee_creation"] == "2005"


def test_what_a_source_doubts_of_its_own_reference_is_told_of_the_published_row(output: Path) -> None:
    doubted = {(row["code"], row["id"]) for row in rows(output, "anomalies")}
    assert ("diffusion_partielle", row_of(output, "La Lanterne Discrete")["id"]) in doubted
    assert ("homonyme", row_of(output, "Mêli-Mêlo")["id"]) in doubted


def test_territories_have_the_rate_of_the_caf_and_what_cooperatives_bring_there(output: Path) -> None:
    (roncq,) = [row for row in rows(output, "territoires") if (row["niveau"], row["code"]) == ("commune", "59508")]
    assert roncq["taux_couverture"] and roncq["millesime"] == "2023" and int(roncq["nb_gestionnaires"]) == 2
    (france,) = [row for row in rows(output, "territoires") if row["niveau"] == "pays"]
    assert france["taux_couverture"] == "60.9" and int(france["nb_etablissements"]) > 30


def test_each_value_that_is_read_has_one_proof(output: Path) -> None:
    made = {"id", "gestionnaire_id", "sources", "source_url", "taille"}
    proved = [(row["id"], row["champ"]) for row in rows(output, "provenance")]
    assert len(proved) == len({*proved})
    for table in NAMED:
        for row in rows(output, table):
            read = {name for name, cell in row.items() if cell and not name.startswith(("date_", "geo_"))} - made
            silent = {name for name in read if row[name] in ("inconnu", "INCONNU")}
            assert {(row["id"], name) for name in read - silent} <= {*proved}, row["nom"]


def test_every_reference_of_what_is_published_leads_to_its_id(output: Path) -> None:
    known = {(row["source"], row["reference"]): row["id"] for row in rows(output, "identifiants")}
    e2s = row_of(output, "E2S Scop Petite Enfance", "gestionnaires")["id"]
    assert {known[one] for one in ((RECHERCHE, E2S.siren), (SIRENE, E2S.siren))} == {e2s}
    assert known["curation", "e2s-scop-petite-enfance"] == e2s


@pytest.mark.parametrize("offline", [False, True])
def test_a_second_run_of_the_day_changes_nothing_with_the_network_or_without(output: Path, offline: bool) -> None:
    before = published(output)
    result = run(output, DAY, offline=offline)
    assert (result.result, result.exit_code, result.stale) == ("unchanged", 0, {})
    assert published(output) == before


# One of them is down


@pytest.mark.parametrize("who", LIVE)
def test_the_archived_answer_of_a_source_that_is_down_stands_in_dated(
    output: Path, _first: Path, world: World, who: str
) -> None:
    world.faults[who] = "en_panne"
    result = go(output, LATER)
    assert (result.result, result.exit_code, [*result.stale]) == ("partial", 4, [who])
    assert source_row(output, who) == ("perimee", DAY, "7")
    assert {source_row(output, other) for other in LIVE if other != who} == {("ok", LATER, "0")}
    changed = {(one.nature, one.champ, one.apres) for one in difference(_first, output)}
    assert changed == ({("modifie", "statut", "non_confirme")} if who == LIST else set())
    assert [row["source"] for row in told(output, "source_perimee")] == [who]


def test_each_source_in_its_turn_is_carried_forward_without_archive_and_confirmed_when_it_is_back(
    silent: tuple[Path, Outcome], _first: Path, world: World
) -> None:
    output, result = silent
    days = (DAY, LATER, BACK, "2026-12-17", "2026-12-24")
    for who, before, day in zip((RECHERCHE, LIST, SIRENE, CAF), days, days[1:], strict=False):
        if who != RECHERCHE:
            wipe(output)
            world.faults = {who: "en_panne"}
            result = go(output, day)
        assert (result.result, result.exit_code, [*result.stale]) == ("partial", 4, [who])
        assert lost(_first, output) == []
        embedded = who == LIST  # a page at least is always there
        assert source_row(output, who) == (("perimee", "2026-11-22", "18") if embedded else ("perimee", before, "7"))
        assert {source_row(output, other) for other in LIVE if other != who} == {("ok", day, "0")}
        (word,) = told(output, "source_perimee" if embedded else "source_reprise")
        assert word["source"] == who and (embedded or before in word["message_fr"])
    world.faults = {}
    assert go(output, "2026-12-31").exit_code == 0
    assert difference(_first, output) == []


def test_others_go_on_while_what_is_carried_forward_keeps_the_day_it_was_read(
    silent: tuple[Path, Outcome], world: World
) -> None:
    output, _ = silent
    world.faults |= {RECHERCHE: "en_panne"}
    world.live(closing(AL, 2, "2026-12-01"))
    assert go(output, BACK).result == "partial"
    place = row_of(output, "Les Pirates de Cité Marine")
    assert (place["statut"], place["date_fermeture"], place["siret"]) == ("ferme", "2026-12-01", AL.siret(2))
    sigle = proof_of(output, "E2S Scop Petite Enfance", "sigle")
    assert (sigle["source"], sigle["regle"], sigle["date"]) == (RECHERCHE, "reprise", DAY)
    (seen,) = [r for r in rows(output, "identifiants") if (r["source"], r["reference"]) == (RECHERCHE, E2S.siren)]
    assert seen["date_derniere_vue"] == DAY and source_row(output, RECHERCHE) == ("perimee", DAY, "14")
    assert rows(output, "retraits") == []


@pytest.mark.parametrize("kind", KINDS)
def test_registers_that_all_fail_are_heard_alike_in_whatever_way(output: Path, world: World, kind: str) -> None:
    """The next test follows one of those ways through whole runs."""
    wipe(output)
    world.faults |= dict.fromkeys(REGISTERS, kind)
    made = heard(output, LATER)
    assert {one.source.id: (one.statut, bool(one.why)) for one in made.missing} == dict.fromkeys(
        REGISTERS, ("perimee", True)
    )
    assert not kept_answers(output)
    world.faults |= dict.fromkeys(REGISTERS, "du_html")
    assert but_for_the_words(made) == but_for_the_words(heard(output, LATER))


def test_registers_that_all_fail_in_one_way_are_all_carried_forward(output: Path, _first: Path, world: World) -> None:
    wipe(output)
    world.faults |= dict.fromkeys(REGISTERS, "du_html")
    result = go(output, LATER)
    assert (result.result, result.exit_code, {*result.stale}) == ("partial", 4, {*REGISTERS})
    assert lost(_first, output) == []
    assert {source_row(output, who) for who in REGISTERS} == {("perimee", DAY, "7")}
    again = go(output, BACK)
    assert (again.result, again.exit_code) == ("unchanged", 4)
    assert not kept_answers(output)


def kept_answers(output: Path) -> set[str]:
    """The registers of which an answer is kept: none, when they answered wrongly."""
    return {path.name for path in (output / "snapshots").iterdir()} & {*REGISTERS}


def test_a_first_run_that_cannot_have_a_register_publishes_without_it_and_says_so(world: World, tmp_path: Path) -> None:
    output = tmp_path / "new" / "output"
    world.faults[RECHERCHE] = "en_panne"
    result = go(output, DAY)
    assert (result.result, result.exit_code, [*result.stale]) == ("partial", 4, [RECHERCHE])
    assert source_row(output, RECHERCHE) == ("cassee", "", "")
    assert [row["source"] for row in told(output, "source_jamais_lue")] == [RECHERCHE]
    assert row_of(output, "E2S Scop Petite Enfance", "gestionnaires")["sources"] == f"{LIST}|curation|{SIRENE}"


def test_damaged_files_of_the_curation_refuse_the_run_and_publish_nothing(
    output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shutil.copytree(sources.FOLDER / "curation", tmp_path / "curation")
    shutil.copytree(sources.SNAPSHOTS, tmp_path / "snapshots")
    lines = (folder / "gestionnaires.csv").read_text().splitlines()
    (folder / "gestionnaires.csv").write_text("\n".join([*lines[:3], f"{lines[3]},one cell more"]))
    monkeypatch.setattr(sources, "SNAPSHOTS", tmp_path / "snapshots")
    before = published(output)
    with pytest.raises(UsageError, match=r"gestionnaires\.csv, line 4"):
        go(output, LATER)
    assert published(output) == before


def test_without_the_geocoder_known_points_serve_and_an_older_release_is_better_than_centres(
    output: Path, world: World
) -> None:
    before = published(output)
    world.faults[GEOCODER] = "en_panne"
    assert (go(output, LATER).result, published(output)) == ("unchanged", before)
    shutil.rmtree(output / "cache")
    with pytest.raises(Refused, match="the geocoder did not answer"):
        go(output, BACK)
    assert published(output) == before


# Nobody


def test_people_were_in_every_answer_and_are_nowhere(_first: Path, world: World) -> None:
    assert world.persons > 40
    assert PLANTED[0].encode() in world.stock[f"{UNITS}.parquet"]
    assert {path.name for path in _first.iterdir()} >= {"snapshots", "releases", "review", "cache", "latest"}
    assert found_people(_first) == []


def test_the_command_itself_makes_the_release_and_names_nobody(
    command: tuple["subprocess.Popen[str]", Path], world: World
) -> None:
    process, output = command
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    result = json.loads(out)
    assert (result["result"], result["stale"]) == ("published", {})
    assert result["rows"]["etablissements"] == len(rows(output, "etablissements")) > 30 and whole(output)
    assert not any(word in out + err for word in PLANTED) and found_people(output) == []
