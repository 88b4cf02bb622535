"""One command, from pages to published files: what a stranger finds in `latest`, and what a second run does."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

import sources
from flows import publish, release, settings, validate
from flows.status import badge
from flows.validate import Issue
from schemas.errors import Refused, UsageError
from schemas.tables import TABLES
from tests.flows.runs import DAY, pages_only, published, rows, run, run_page, saved, tree, versions
from tests.pages.markups import MARKUPS, MEMBERS
from tests.pages.pope_facts import FIGURES
from tests.pages.pope_markups import POPE_MARKUPS

DATED = ("etablissements", "gestionnaires", "reseaux", "adhesions", "initiatives", "partenariats", "chiffres")


def test_a_first_release_holds_the_six_members_their_network_and_the_initiative(output: Path) -> None:
    counts = {table: len(rows(output, table)) for table in DATED}
    assert (counts["etablissements"], counts["gestionnaires"], counts["adhesions"]) == (6, 6, 6)
    assert (counts["reseaux"], counts["initiatives"]) == (6, 1)
    assert counts["partenariats"] >= 9 and counts["chiffres"] >= 11


def test_places_have_the_right_communes(output: Path) -> None:
    codes = {row["code_insee"] for row in rows(output, "etablissements")}
    assert codes == {"69386", "84043", "22339", "75110", "93055", "93048"}
    (paris,) = [row for row in rows(output, "etablissements") if row["code_insee"] == "75110"]
    assert (paris["code_commune"], paris["departement"], paris["region"]) == ("75056", "75", "11")


def test_offline_a_point_is_the_communes_centre_and_says_so(output: Path) -> None:
    for row in rows(output, "etablissements"):
        assert (row["geo_precision"], row["geo_source"]) == ("commune", "gazetteer")
        assert int(row["geo_rayon_m"]) > 100 and row["longitude"] and row["latitude"]


def test_the_two_phones_of_six_are_published_and_nothing_is_guessed(output: Path) -> None:
    places = rows(output, "etablissements")
    assert sorted(row["telephone"] for row in places if row["telephone"]) == ["+33296397208", "+33478265602"]
    assert {row["nature_lieu"] for row in places} == {"inconnu"}
    assert {row["capacite"] + row["siret"] + row["courriel"] for row in places} == {""}


def test_coverage_rates_say_the_territory_they_are_about_and_no_vintage(output: Path) -> None:
    rates = [row for row in rows(output, "chiffres") if row["indicateur"] == "taux_couverture"]
    assert {(row["territoire_code"], row["valeur"]) for row in rates} == {("93", "32"), ("FR", "58"), ("75", "75")}
    assert {row["millesime"] for row in rates} == {""}


def test_the_confederation_counts_its_unions_and_federations(output: Path) -> None:
    (confederation,) = [row["id"] for row in rows(output, "reseaux") if row["sigle"] == "CG Scop"]
    told = {r["indicateur"]: r["valeur"] for r in rows(output, "chiffres") if r["sujet_id"] == confederation}
    assert told == {"unions_regionales": "9", "federations_metier": "3"}


@pytest.mark.parametrize("table", DATED)
def test_every_row_says_its_source_its_page_and_its_days(output: Path, table: str) -> None:
    known = {row["id"] for row in rows(output, "sources")}
    for row in rows(output, table):
        assert set((row.get("source") or row["sources"]).split("|")) <= known
        assert row["source_url"].startswith("https://")
        assert row["date_premiere_vue"] == row["date_derniere_vue"] == DAY


def test_every_row_that_points_to_another_finds_it(output: Path) -> None:
    assert validate.validate_written(output / "latest") == []
    subjects = {row["id"] for t in ("reseaux", "initiatives", "gestionnaires") for row in rows(output, t)}
    assert {row["sujet_id"] for row in rows(output, "chiffres")} <= subjects


def test_latest_is_a_copy_of_the_release_and_versions_says_which(output: Path) -> None:
    assert tree(output / "latest") == tree(output / "releases" / "2026.11.22")
    (entry,) = json.loads((output / "versions.json").read_text())
    assert (entry["version"], entry["date"], entry["previous"]) == ("2026.11.22", DAY, "")
    assert entry["rows"] == {table: len(rows(output, table)) for table in TABLES}
    assert not (output / "latest").is_symlink()
    left = {path.name for path in output.iterdir()}
    public = {
        "latest",
        "latest.json",
        "releases",
        "versions.json",
        "catalog.ttl",
        "catalog.jsonld",
        "changements.atom",
        "atom",
        *badge.NAMES,
    }
    assert left == public | {"records", "review", ".verrou"}


def test_the_same_run_again_says_unchanged_and_touches_no_byte(output: Path) -> None:
    before = tree(output)
    run(output, DAY)
    assert tree(output) == before
    serial = json.loads(before.pop("latest.json"))["serial"]
    for n, day in enumerate(("2026-11-23", "2027-02-01"), 1):
        result = run(output, day)
        assert (result.result, result.version, result.exit_code) == ("unchanged", "2026.11.22", 0)
        after = tree(output)
        pointer = json.loads(after.pop("latest.json"))
        assert {name for name in before if after.pop(name) != before[name]} == {*badge.NAMES} and after == {}
        assert (pointer["serial"], pointer["created"]) == (serial + n, day)  # it alone is issued anew, and the badge


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """The same release in another folder, by a walk whose steps are called by somebody; and their names, as they came."""
    output, names = tmp_path_factory.mktemp("elsewhere") / "deep" / "output", []

    def call(name: str, step: Any, *arguments: Any) -> Any:
        names.append(name)
        return step(*arguments)

    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(sources, "pages", pages_only)
        release.walk(release.Options(DAY, output, True), call)
    return output, names


def test_the_same_inputs_give_the_same_bytes_in_another_folder(output: Path, elsewhere: tuple[Path, list[str]]) -> None:
    assert tree(elsewhere[0]) == tree(output) != {}


def test_a_page_of_the_initiative_may_be_given_too(output: Path) -> None:
    fewer = [figure for figure in FIGURES if figure.indicateur != "benevoles"]
    run_page(output, POPE_MARKUPS["list"](fewer), "2026-11-23", "pope")
    told = {row["indicateur"]: row["valeur"] for row in rows(output, "chiffres") if row["sujet_id"].startswith("ci-")}
    assert told["mam_ouvertes"] == "15" and told["personnes_accompagnees"] == "250" and "benevoles" not in told


def test_a_dry_run_writes_nothing_and_says_what_it_would_publish(tmp_path: Path) -> None:
    output = tmp_path / "output"
    result = run_page(output, MARKUPS["h3_p"](MEMBERS), dry_run=True)
    assert (result.result, result.version, result.exit_code) == ("dry-run", "2026.11.22", 0)
    assert result.rows["etablissements"] == 6
    assert tree(output) == {}


def test_a_dry_run_on_a_full_shelf_changes_nothing(output: Path) -> None:
    before = tree(output)
    assert run_page(output, MARKUPS["h3_p"](MEMBERS[1:]), "2026-11-29", dry_run=True).result == "dry-run"
    assert tree(output) == before


@pytest.mark.parametrize("day", ["2026-11-21", "2025-01-01"])
def test_a_release_never_goes_back_in_time_even_with_the_same_data(output: Path, day: str) -> None:
    before = tree(output)
    with pytest.raises(Refused, match=r"before the newest release \(2026-11-22\)"):
        run(output, day)
    assert tree(output) == before


def test_a_second_release_of_the_day_takes_a_number(output: Path) -> None:
    for count in (5, 6):
        run_page(output, MARKUPS["h3_p"](MEMBERS[:count]))
    assert versions(output) == ["2026.11.22.2", "2026.11.22.1", "2026.11.22"]
    assert json.loads((output / "versions.json").read_text())[0]["previous"] == "2026.11.22.1"


@pytest.mark.parametrize(
    "asked", [{"asked": ("communes",)}, {"pages": {"communes": Path("x")}}, {"asked": ("nobody",)}]
)
def test_only_pages_that_we_know_can_be_asked_for(tmp_path: Path, asked: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match=r"reference table|Unknown source"):
        run(tmp_path / "output", **asked)
    assert not (tmp_path / "output").exists()


def test_a_cell_that_its_schema_refuses_is_emptied_once_and_makes_no_version_each_day(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = "1 Rue Neuve, 2e étage"
    page = MARKUPS["h3_p"](MEMBERS)
    located = release.located

    def with_a_bad_cell(tables: Any, *arguments: Any) -> Any:
        tables, told = located(tables, *arguments)
        return {
            **tables,
            "etablissements": tables["etablissements"].assign(taille="huge", complement_adresse=wanted),
        }, told

    monkeypatch.setattr(release, "located", with_a_bad_cell)
    assert run_page(output, page, "2026-11-23").result == "published"
    assert {(row["taille"], row["complement_adresse"]) for row in rows(output, "etablissements")} == {("", wanted)}
    assert [row["code"] for row in rows(output, "anomalies")] == ["valeur_refusee"] * 6
    assert run_page(output, page, "2026-11-24").result == "unchanged"


def test_the_lock_is_all_that_a_refused_run_leaves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(validate, "validate", lambda *_: [Issue("reseaux", 2, "nom", "constraint-error", "refused")])
    with pytest.raises(Refused, match="refused by its schemas"):
        run(tmp_path / "output")
    assert tree(tmp_path / "output") == {}


def test_the_steps_are_called_by_name_in_the_order_of_the_walk(elsewhere: tuple[Path, list[str]]) -> None:
    told = ["lire:coop_petite_enfance", "lire:pope", "identifier", "situer", "compter", "prouver"]
    told += ["valider", "publier"]
    assert elsewhere[1] == told


def test_settings_without_a_value_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.creches]\ncontact = 'a@b.example'\n")
    monkeypatch.setattr(settings, "ROOT", tmp_path)
    with pytest.raises(UsageError, match=r"base_url, homepage, geocoder.*CRECHES_"):
        settings.load()


def test_a_version_is_never_written_over(output: Path) -> None:
    (output / "versions.json").unlink()
    before = tree(output)
    with pytest.raises(Refused, match=re.escape("a release is never written over")):
        run(output)
    assert published(output) == {name: body for name, body in before.items() if name.startswith("latest/")}


def test_a_saved_page_is_archived_untouched_with_its_sidecar(output: Path) -> None:
    page = saved(output.parent, MARKUPS["h3_p"](MEMBERS))
    run(output, "2026-11-23", pages={"coop_petite_enfance": page})
    (body,) = (output / "snapshots" / "coop_petite_enfance").glob("*.html")
    assert body.read_bytes() == page.read_bytes() and Path(f"{body}.json").is_file()
    assert publish.SUMS in {path.name for path in (output / "latest").iterdir()}
