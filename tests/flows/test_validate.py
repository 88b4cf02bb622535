"""What frictionless finds in files as written, in our words; an optional cell is emptied and told, the rest refuses."""

import json
import shutil
from pathlib import Path
from typing import Any

import frictionless
import pandas as pd
import pytest

from flows import check, shelf, validate
from flows.catalogue import datapackage
from flows.catalogue.manifest import Manifest
from flows.formats.measure import measured
from flows.publish.writing import write_tables
from flows.validate import Issue
from schemas.errors import Damaged, Refused
from schemas.tables import Tables
from tests.flows.runs import DAY


def tables_of(output: Path) -> Tables:
    return shelf.last(output).tables


def manifest(tables: Tables) -> Manifest:
    return Manifest(
        "2026.11.22", DAY, "", "contact@example.fr", "https://a.example.fr/d", "https://a.example.fr", tables
    )


def planted(tables: Tables, table: str, **cells: str) -> Tables:
    """The tables with these cells in the second row of one."""
    frame = tables[table].copy()
    frame.loc[1, list(cells)] = list(cells.values())
    return {**tables, table: frame}


def issues(tables: Tables, folder: Path) -> list[Issue]:
    made = manifest(tables)
    shutil.rmtree(folder / "draft", ignore_errors=True)
    (folder / "draft").mkdir(parents=True)
    write_tables(folder / "draft", made)
    return validate.validate(folder / "draft", datapackage.descriptor(made, measured(folder / "draft")))


# (table, row as a person counts it, column, value that is refused, kind of fault)
PLANTED = (
    ("etablissements", 2, "categorie", "nursery", "constraint-error"),
    ("etablissements", 3, "telephone", "04 78 26 56 02", "constraint-error"),
    ("etablissements", 4, "nom", "", "constraint-error"),
    ("etablissements", 5, "capacite", "many", "type-error"),
    ("etablissements", 6, "capacite", "301", "constraint-error"),
    ("etablissements", 7, "code_insee", "20004", "constraint-error"),
    ("etablissements", 7, "date_maj", "22/11/2026", "type-error"),
    ("etablissements", 2, "gestionnaire_id", "cg-aaaaaaaa", "foreign-key"),
    ("gestionnaires", 3, "id", "", "primary-key"),
    ("gestionnaires", 4, "siren", "12345678", "constraint-error"),
    ("adhesions", 2, "reseau_id", "cr-aaaaaaaa", "foreign-key"),
    ("partenariats", 3, "source", "nobody", "foreign-key"),
    ("reseaux", 2, "type", "club", "constraint-error"),
    ("chiffres", 3, "valeur", "fifteen", "type-error"),
    ("sources", 2, "url", "ftp://example.org", "constraint-error"),
)


@pytest.fixture(scope="module")
def found(_first_release: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Issue]:
    tables = tables_of(_first_release)
    for table, row, column, value, _ in PLANTED:
        tables[table].loc[row - 2, column] = value
    return issues(tables, tmp_path_factory.mktemp("planted"))


@pytest.mark.parametrize(("table", "row", "column", "value", "kind"), PLANTED)
def test_a_planted_fault_is_found_where_it_is(
    found: list[Issue], table: str, row: int, column: str, value: str, kind: str
) -> None:
    here = [i for i in found if (i.table, i.row, i.kind) == (table, row, kind)]
    assert here, found
    assert kind in ("foreign-key", "primary-key") or column in {i.column for i in here}
    assert all(str(i).startswith(f"{table}.csv line {row}") for i in here)


def test_no_fault_of_a_cell_repeats_its_value(found: list[Issue]) -> None:
    cells = {(t, r, c): v for t, r, c, v, kind in PLANTED if v and kind in ("constraint-error", "type-error")}
    told = [i for i in found if (i.table, i.row, i.column) in cells]
    assert len(told) >= len(cells) - 1
    assert [str(i) for i in told if cells[i.table, i.row, i.column] in i.message] == []


def test_an_id_given_twice_is_found(output: Path, tmp_path: Path) -> None:
    tables = tables_of(output)
    twice = planted(tables, "etablissements", id=str(tables["etablissements"]["id"][0]))
    assert {"primary-key", "unique-error"} & {i.kind for i in issues(twice, tmp_path)}


@pytest.mark.parametrize(
    ("before", "after"), [(",AGAPI,", ",AGAPI,one more,"), (",AGAPI,", ","), ("id,nom,", "id,name,")]
)
def test_a_ragged_row_or_a_renamed_column_is_found(output: Path, before: str, after: str) -> None:
    path = output / "latest" / "etablissements.csv"
    path.write_text(path.read_text().replace(before, after, 1))
    found = validate.validate_written(output / "latest")
    assert {i.table for i in found} >= {"etablissements"}


def test_a_file_that_is_missing_or_of_another_size_is_found(output: Path) -> None:
    (output / "latest" / "reseaux.csv").unlink()
    assert validate.validate_written(output / "latest") != []


def test_a_broken_data_package_is_damage(output: Path) -> None:
    (output / "latest" / "datapackage.json").write_text("{")
    with pytest.raises(Damaged, match=r"datapackage\.json cannot be read"):
        validate.validate_written(output / "latest")


def test_a_validator_that_fails_is_not_taken_for_a_valid_release(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(*_: Any, **__: Any) -> None:
        raise frictionless.FrictionlessException("the validator is down")

    monkeypatch.setattr(frictionless.Package, "validate", down)
    with pytest.raises(Damaged, match="the validator is down"):
        validate.validate_written(output / "latest")


def as_frictionless_says(folder: Path, descriptor: dict[str, Any]) -> list[Issue]:
    """The same, with every copy and check that frictionless makes when it is left alone."""
    with frictionless.system.use_context(trusted=False):
        report = frictionless.Package.from_descriptor(descriptor, basepath=str(folder)).validate(limit_errors=100_000)
    found = [Issue("datapackage", 0, "", error.type, error.message) for error in report.errors]
    return found + [validate._issue(task.name, error) for task in report.tasks for error in task.errors]


def _hurt(folder: Path, path: str, before: str, after: str) -> dict[str, Any]:
    """A release in which something was written otherwise; its descriptor."""
    file = folder / path
    assert before in file.read_text()
    file.write_text(file.read_text().replace(before, after, 1))
    return dict(json.loads((folder / "datapackage.json").read_text()))


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        ("etablissements.csv", ",AGAPI,", ",AGAPI,one more,"),
        ("etablissements.csv", "id,nom,", "id,name,"),
        ("etablissements.csv", "id,nom,", "nom,id,"),
        ("gestionnaires.csv", "cg-", "cg"),
        ("reseaux.csv", "cr-", "cg-"),
        ("sources.csv", "coop_petite_enfance", "nobody"),
        ("sources.csv", "id,", '"id,'),
        ("provenance.csv", ",", ";"),
        ("README.md", "a", "b"),
        ("datapackage.json", '"path": "reseaux.csv"', '"path": "none.csv"'),
        ("datapackage.json", '"path": "reseaux.csv"', '"path": "reseaux.csv", "dialect": {"header": false}'),
        ("datapackage.json", '"path": "reseaux.csv"', '"path": "reseaux.csv", "encoding": "utf-16"'),
        ("datapackage.json", '"bytes"', '"rows": 3, "bytes"'),
        ("datapackage.json", '"missingValues": [\n', '"missingValues": [\n"cr-aaaaaaaa",'),
        ("datapackage.json", '"missingValues"', '"fieldsMatch": "subset", "missingValues"'),
        ("datapackage.json", '"foreignKeys"', '"uniqueKeys": [["nom"]], "foreignKeys"'),
    ],
)
def test_what_is_told_of_a_hurt_release_is_what_frictionless_tells_when_left_alone(
    output: Path, path: str, before: str, after: str
) -> None:
    descriptor = _hurt(output / "latest", path, before, after)
    assert validate.validate(output / "latest", descriptor) == as_frictionless_says(output / "latest", descriptor)


def test_planted_faults_are_told_as_frictionless_tells_them_when_left_alone(
    found: list[Issue], _first_release: Path, tmp_path: Path
) -> None:
    tables = tables_of(_first_release)
    for table, row, column, value, _ in PLANTED:
        tables[table].loc[row - 2, column] = value
    made = manifest(tables)
    write_tables(tmp_path, made)
    assert found == as_frictionless_says(tmp_path, datapackage.descriptor(made, measured(tmp_path)))


def test_an_optional_cell_that_is_refused_is_emptied_and_told(output: Path, tmp_path: Path) -> None:
    tables = planted(tables_of(output), "etablissements", taille="huge", site_web="javascript:alert(1)")
    mended = validate.without_refused_cells(tables, issues(tables, tmp_path))
    row = mended["etablissements"].loc[1]
    assert (row["taille"], row["site_web"]) == ("", "")
    told = mended["anomalies"][mended["anomalies"]["code"] == "valeur_refusee"]
    assert told[["id", "champ", "source", "valeur"]].values.tolist() == [
        [row["id"], "site_web", "coop_petite_enfance", ""],
        [row["id"], "taille", "coop_petite_enfance", ""],
    ]
    assert "javascript" not in told.to_csv()
    assert issues(mended, tmp_path) == []


def test_a_refused_cell_of_a_column_of_few_texts_is_emptied_too(output: Path) -> None:
    tables, bad = shelf.last(output).tables, "no digest"
    proofs = tables["provenance"][tables["provenance"]["snapshot"] != ""].reset_index(drop=True)
    few = pd.Categorical([bad, *proofs["snapshot"].tolist()[1:]])
    assert isinstance(proofs["snapshot"].array, pd.Categorical) and "" not in few.categories
    issue = Issue("provenance", 2, "snapshot", "constraint-error", "no sha256")
    mended = validate.without_refused_cells({**tables, "provenance": proofs.assign(snapshot=few)}, [issue])
    assert mended["provenance"]["snapshot"].tolist() == ["", *proofs["snapshot"].tolist()[1:]]
    assert mended["anomalies"]["code"].tolist().count("valeur_refusee") == 1


def test_the_tables_given_are_left_as_they_were(output: Path, tmp_path: Path) -> None:
    tables = planted(tables_of(output), "etablissements", taille="huge")
    validate.without_refused_cells(tables, issues(tables, tmp_path))
    assert tables["etablissements"].loc[1, "taille"] == "huge"


def test_a_mandatory_cell_a_key_and_half_a_point_refuse_the_release(output: Path, tmp_path: Path) -> None:
    cells = {"categorie": "nursery", "gestionnaire_id": "cg-aaaaaaaa", "latitude": "95", "taille": "huge"}
    made = manifest(planted(tables_of(output), "etablissements", **cells))
    with pytest.raises(Refused, match="refused by its schemas") as refusal:
        check.checked(made, shelf.last(output), tmp_path)
    told = [line for line in str(refusal.value).splitlines() if line.startswith("- etablissements.csv line 3")]
    assert [
        word for word in ("categorie", "gestionnaire_id", "latitude") if not any(word in line for line in told)
    ] == []
    assert not any("taille" in line for line in told)
    assert list(tmp_path.glob(".staging-*")) == []


def test_a_refusal_of_the_gate_comes_before_the_schemas(output: Path, tmp_path: Path) -> None:
    made = manifest(planted(tables_of(output), "etablissements", telephone="+33639980001", categorie="nursery"))
    with pytest.raises(Refused, match="gates") as refusal:
        check.checked(made, shelf.last(output), tmp_path)
    assert "3998" not in str(refusal.value)
