"""`creches enrich`: the registers asked about the operators we know, on loopback; before and after, and what stays out."""

import dataclasses
import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import sources
from flows import release, shelf
from flows.caller import Caller
from flows.enrich import enriched
from flows.enrich.text import readable
from flows.options import Options
from flows.rebuild import steps
from schemas.errors import Locked, Refused, UsageError
from schemas.records import Row
from tests.commands import Creches
from tests.flows import test_explain as shelved
from tests.flows.geocode_service import Trouble
from tests.flows.recherche_population import CANARY, FAR, MICROSCOP, SCIC, Unit, population
from tests.flows.recherche_server import Register, Said
from tests.flows.runs import kept, tree

ID = "recherche_entreprises"
BEFORE, DAY = "2026.11.15", "2026-11-22"
UNITS = population(cooperatives=12, others=10, ess=3)
MEMBER = "Micro-crèches en Scop"
MET, LOST, UNSURE = "cg-bbbbbbbb", "cg-cccccccc", "cg-dddddddd"

Document = dict[str, Any]
pytestmark = pytest.mark.every_source  # each test says which there are


def operator(id_: str, nom: str, **more: str) -> Row:
    """An operator of the last release."""
    days = dict.fromkeys(("date_premiere_vue", "date_derniere_vue", "date_maj"), "2026-11-15")
    about = {
        "forme": "INCONNU",
        "forme_preuve": "aucune",
        "sources": shelved.LIST,
        "source_url": "https://x.example.fr/",
    }
    return {"id": id_, "nom": nom, **about, **days, **more}


OPERATORS = (
    operator(MET, MEMBER, siren=MICROSCOP.siren),
    operator(LOST, "Les Ouistitis", commune_siege="Roncq"),
    operator(UNSURE, "Run enfance", commune_siege="Saint-Paul"),
)


def known_operators(output: Path) -> None:
    """Puts a release of these operators and one place of each on the shelf."""
    place = {**shelved.PLACE_ROW, "date_derniere_vue": "2026-11-15", "date_maj": "2026-11-15", "telephone": ""}
    where = {MET: ("Abscon", "59"), LOST: ("Roncq", "59"), UNSURE: ("Saint-Paul", "974")}
    rows = [
        {
            **place,
            "id": f"cc-{id_[3:]}",
            "nom": f"Lieu {id_[3:]}",
            "gestionnaire_id": id_,
            "commune": town,
            "departement": code,
        }
        for id_, (town, code) in where.items()
    ]
    seen = {"date_premiere_vue": "2026-11-15", "date_derniere_vue": "2026-11-15", "source": shelved.LIST}
    named = [{"id": row["id"], "reference": row["nom"], **seen} for row in (*OPERATORS, *rows)]
    proofs = [
        shelved.proof(champ, words=row[champ], id_=row["id"])
        for row in (*OPERATORS, *rows)
        for champ in ("nom", "siren", "commune", "commune_siege")
        if row.get(champ)
    ]
    tables = {"etablissements": rows, "gestionnaires": OPERATORS, "identifiants": named, "provenance": proofs}
    folder = shelved.release(output, BEFORE, **tables)
    shutil.copytree(folder, output / "latest")


@pytest.fixture(scope="module")
def registers() -> Iterator[Callable[..., None]]:
    """Makes the sources be a few registers only, served by an address."""
    with pytest.MonkeyPatch.context() as patch:
        yield lambda address, *ids: _only(patch, address, ids or (ID,))


def _only(patch: pytest.MonkeyPatch, address: str, ids: tuple[str, ...]) -> None:
    """`sirene` needs its stock; any other id is one more register that speaks like the first.

    The list of the last release is there too, of a kind that is not asked: what it said is carried forward.
    """
    acces = {**dict.fromkeys(ids, ID), "sirene": "sirene"}
    made = {id_: dataclasses.replace(sources.load(ID), id=id_, acces=acces[id_]) for id_ in ids}
    made[shelved.LIST] = dataclasses.replace(sources.load(shelved.LIST), acces="caf")
    patch.setattr(sources, "pages", lambda: dict(made))
    patch.setenv("CRECHES_RECHERCHE_ENTREPRISES", address)


class Run(NamedTuple):
    """A run over the operators known: its document, what lay on the shelf before, the folder, what was asked."""

    document: Document
    before: dict[str, bytes]
    output: Path
    asked: list[dict[str, str]]


@pytest.fixture(scope="module")
def run(registers: Callable[..., None], tmp_path_factory: pytest.TempPathFactory) -> Run:
    output = tmp_path_factory.mktemp("enriched") / "output"
    known_operators(output)
    before = tree(output)
    with Register(UNITS) as server:
        registers(server.address)
        document = enriched(Options(DAY, output))
    return Run(document, before, output, server.asked)


def row(run: Run, id_: str) -> Document:
    """What is told of one operator."""
    (found,) = [one for one in run.document["gestionnaires"] if one["id"] == id_]
    return dict(found)


def of(run: Run, unit: Unit) -> Document:
    """What is told of the operator that is this unit of the register."""
    (found,) = [one for one in run.document["gestionnaires"] if unit.siren in one["siren_au_registre"]]
    return dict(found)


def test_an_operator_known_by_its_siren_gets_its_form_and_the_proof_before_and_after(run: Run) -> None:
    told = row(run, MET)
    assert told["trouve"] and told["siren_au_registre"] == [MICROSCOP.siren]
    assert told["avant"] == {"siren": MICROSCOP.siren, "forme": "INCONNU", "forme_preuve": "aucune"}
    assert told["apres"] == {"siren": MICROSCOP.siren, "forme": "SCOP_SARL", "forme_preuve": "registre"}


def test_its_establishments_of_the_register_are_listed(run: Run) -> None:
    told = row(run, MET)["etablissements"]
    assert [one["siret"] for one in told] == [MICROSCOP.siret(0), MICROSCOP.siret(1)]
    assert all(one["id"].startswith("cc-") and one["etat"] == "actif" for one in told)


def test_a_cooperative_that_only_the_register_knows_is_told_as_new(run: Run) -> None:
    told = of(run, FAR)
    assert told["avant"] is None and told["apres"]["forme_preuve"] == "registre" and len(told["etablissements"]) == 13


def test_operators_without_a_siren_are_looked_for_by_name_and_what_is_not_found_is_told(run: Run) -> None:
    assert {"Les Ouistitis", "Run enfance"} <= {asked.get("q") for asked in run.asked}
    told = row(run, LOST)
    assert (told["trouve"], told["siren_au_registre"], told["etablissements"]) == (False, [], [])
    assert f"Les Ouistitis ({LOST})" in readable(run.document).split("not found: ")[1]


def test_a_company_whose_form_nothing_proves_stays_out_and_is_told(run: Run) -> None:
    told = {one["siren"]: one for one in run.document["candidats"]}
    assert told[SCIC.siren]["motif"] == "forme_non_prouvee"
    assert not any(SCIC.siren in one["siren_au_registre"] for one in run.document["gestionnaires"])


def test_a_question_that_the_answers_raise_is_told_and_asked_where_review_finds_it(run: Run) -> None:
    (question,) = run.document["questions"]
    assert row(run, UNSURE)["questions"] == [question["cas"]] == of(run, FAR)["questions"]
    assert (run.document["exit_code"], run.document["result"]) == (4, "partial")
    assert question["cas"] in (run.output / "review" / "identites.csv").read_text()


def test_the_answers_are_archived_and_nothing_is_published(run: Run) -> None:
    (register,) = run.document["registres"]
    after = kept(run.output)
    assert after == {name: body for name, body in run.before.items() if name in after} and after
    (body,) = (path for path in (run.output / "snapshots" / ID).glob("*.json") if not path.name.endswith(".json.json"))
    assert register["sha256"][:12] in body.name and register["bytes"] == body.stat().st_size


def test_nothing_of_a_person_is_kept_or_told(run: Run) -> None:
    assert not any(CANARY.encode() in body for body in tree(run.output).values())
    assert CANARY not in json.dumps(run.document)


def test_the_next_run_offline_makes_the_same_of_the_answers_kept(run: Run) -> None:
    last = shelf.last(run.output)
    heard = release.heard_of(Caller(), sources.pages(), last, Options("2026-11-23", run.output, offline=True))
    (found,) = heard.found
    assert (found.source.id, found.snapshot.origine, found.snapshot.sha256) == (
        ID,
        "archive",
        run.document["registres"][0]["sha256"],
    )
    rows = steps.identified(heard, last, (), "2026-11-23").tables["gestionnaires"].set_index("id")
    assert {one["id"]: one["apres"]["forme"] for one in run.document["gestionnaires"]} == dict(rows["forme"])


def test_the_report_fits_a_hundred_columns_and_shows_each_change(run: Run) -> None:
    text = readable(run.document)
    assert max(map(len, text.splitlines())) <= 100
    (line,) = [line for line in text.splitlines() if MICROSCOP.siren in line]
    assert MEMBER in line and "INCONNU -> SCOP_SARL" in line and "aucune -> registre" in line
    assert "+ Run Cooperative Enfance" in text and "creches review answers" in text


def refusing(n: int, asked: Mapping[str, str], said: Said) -> Trouble:
    """A register that is out of order."""
    return Trouble(404)


def test_when_no_register_can_be_had_nothing_is_kept_and_the_command_ends_with_5(
    creches: Creches, registers: Callable[..., None], tmp_path: Path
) -> None:
    known_operators(tmp_path / "output")
    before = tree(tmp_path / "output")
    with Register(UNITS, spoil=refusing) as server:
        registers(server.address)
        ended = creches("enrich", "--as-of", DAY, "--json")
    assert (ended.code, ended.document["result"]) == (5, "failed") and "nothing new is kept" in ended.err
    assert tree(tmp_path / "output") == before


def test_when_one_register_fails_and_another_answers_the_run_is_partial(
    registers: Callable[..., None], tmp_path: Path
) -> None:
    met: list[str] = []

    def once(n: int, asked: Mapping[str, str], said: Said) -> Said | Trouble:
        """Each question is answered once: the second register to ask is refused."""
        met.append(json.dumps(asked, sort_keys=True))
        return said if met.count(met[-1]) == 1 else Trouble(404)

    with Register(UNITS, spoil=once) as server:
        registers(server.address, ID, "miroir")
        document = enriched(Options(DAY, tmp_path))
    assert ([one["source"] for one in document["registres"]], list(document["en_panne"])) == ([ID], ["miroir"])
    assert document["exit_code"] == 4 and "miroir failed: " in readable(document)


def test_a_run_without_doubt_ends_with_0(registers: Callable[..., None], creches: Creches, tmp_path: Path) -> None:
    with Register(UNITS) as server:
        registers(server.address)
        ended = creches("enrich", "--as-of", DAY, "--json", "--source", ID)
    assert (ended.code, ended.document["result"], ended.document["as_of"]) == (0, "done", DAY)


@pytest.mark.parametrize(
    ("named", "why"), [("pope", "is no register of operators"), ("sirene", "CRECHES_SIRENE"), ("caf", "is no register")]
)
def test_what_is_no_register_of_operators_or_is_not_set_up_cannot_be_asked(
    registers: Callable[..., None], tmp_path: Path, named: str, why: str
) -> None:
    registers("http://127.0.0.1:9", ID, "sirene")
    with pytest.raises(UsageError, match=why):
        enriched(Options(DAY, tmp_path, asked=(named,)))


def test_another_run_that_holds_the_folder_is_not_mixed_with(registers: Callable[..., None], tmp_path: Path) -> None:
    registers("http://127.0.0.1:9")
    with shelf.locked(tmp_path), pytest.raises(Locked):
        enriched(Options(DAY, tmp_path))


def test_a_day_before_the_last_release_is_refused(registers: Callable[..., None], tmp_path: Path) -> None:
    registers("http://127.0.0.1:9")
    known_operators(tmp_path)
    with pytest.raises(Refused, match="never goes back"):
        enriched(Options("2026-11-01", tmp_path))
