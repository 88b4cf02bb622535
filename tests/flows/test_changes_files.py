"""changements.csv, changements.json and CHANGELOG.md: what people are told of a release, and what is never told again."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from flows.catalogue.manifest import Manifest
from flows.changes import Change, counts
from flows.changes.changelog import changelog
from flows.changes.files import write_changes
from schemas.records import Row
from schemas.tables import TABLES, columns, conform

PHONE = Change(
    "etablissements",
    "cc-a",
    "AGAPI",
    "modifie",
    "telephone",
    "+33199001234",
    "",
    "source_muette",
    "liste",
    "Paris",
    "75",
)
PLACES = replace(PHONE, champ="capacite", avant="20", apres="24", cause="source")
GONE = Change(
    "etablissements",
    "cc-b",
    "Le Nid",
    "retire",
    cause="source_muette",
    source="liste",
    commune="Lille",
    departement="59",
    vue="2026-11-22",
)
COME = Change(
    "etablissements", "cc-c", "Les Lutins", "ajoute", cause="source", source="liste", commune="Lille", departement="59"
)
ASKED = replace(GONE, cle="cc-d", nom="Une crèche", cause="demande", source="")
BEHIND = Change("provenance", "cc-a|telephone", "", "retire", cause="source_muette", source="liste")
HOSTILE = "[x](https://evil.example) | <script>alert(1)</script> `a` **b** ![i](u) # t\n- y &amp; www.evil.example a@evil.example"


def manifest(*changes: Change, previous: str = "2026.11.22", **more: Any) -> Manifest:
    listed = {"id": "liste", "titre": "La liste du réseau", "statut": "ok", "recupere_le": "2026-11-29"}
    tables = {table: conform([listed] if table == "sources" else [], table) for table in TABLES}
    return Manifest(
        "2026.11.29", "2026-11-29", previous, "c@d.fr", "https://d.fr", "https://d.fr", tables, changes, **more
    )


def written(folder: Path, *changes: Change) -> tuple[list[Row], dict[str, Any]]:
    """Both files, read."""
    write_changes(folder, manifest(*changes))
    text = (folder / "changements.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text))), json.loads((folder / "changements.json").read_text())


def test_the_csv_has_the_columns_of_its_schema_and_one_line_a_difference(tmp_path: Path) -> None:
    rows, _ = written(tmp_path, PLACES, COME)
    assert [list(row) for row in rows] == [list(columns("changements"))] * 2
    assert (
        rows[0] | {"champ": "capacite", "avant": "20", "apres": "24", "cause": "source", "source": "liste"} == rows[0]
    )


def test_a_row_that_left_tells_the_last_day_it_was_seen(tmp_path: Path) -> None:
    rows, document = written(tmp_path, GONE)
    assert rows[0]["avant"] == "2026-11-22"
    assert document["tables"]["etablissements"]["removed"][0]["date_derniere_vue"] == "2026-11-22"


def test_a_withdrawn_contact_is_not_told_again(tmp_path: Path) -> None:
    rows, document = written(tmp_path, PHONE)
    assert rows[0]["avant"] == ""
    assert document["tables"]["etablissements"]["changed"][0]["notes"] == {"telephone": "valeur retirée, non répétée"}
    assert "+33199001234" not in json.dumps(document) + changelog(manifest(PHONE))


def test_what_is_withdrawn_on_request_is_not_named(tmp_path: Path) -> None:
    rows, document = written(tmp_path, ASKED)
    assert "Une crèche" not in json.dumps([rows, document], ensure_ascii=False) + changelog(manifest(ASKED))
    assert (rows[0]["nature"], rows[0]["cause"]) == ("retire", "demande")


def test_the_tables_behind_are_counted_and_not_told(tmp_path: Path) -> None:
    rows, document = written(tmp_path, COME, BEHIND)
    assert [row["table"] for row in rows] == ["etablissements"]
    assert document["behind"] == {"provenance": 1, "anomalies": 0, "identifiants": 0}


def test_the_json_groups_the_cells_of_a_row_as_csv_diff_does(tmp_path: Path) -> None:
    _, document = written(tmp_path, PLACES, PHONE, COME, GONE)
    places = document["tables"]["etablissements"]
    (changed,) = places["changed"]
    assert changed["changes"] == {"capacite": ["20", "24"], "telephone": ["", ""]}
    assert changed["causes"]["capacite"] == {"cause": "source", "source": "liste"}
    assert [row["key"] for row in places["added"] + places["removed"]] == ["cc-c", "cc-b"]
    assert document["counts"] == {"ajoute": 1, "retire": 1, "modifie": 1}
    assert {name: document[name] for name in ("version", "previous", "date")} == {
        "version": "2026.11.29",
        "previous": "2026.11.22",
        "date": "2026-11-29",
    }


def test_changes_are_counted_in_rows() -> None:
    assert counts([PLACES, PHONE, COME, BEHIND]) == {"ajoute": 1, "retire": 0, "modifie": 1}


def test_the_same_changes_in_another_order_give_the_same_json(tmp_path: Path) -> None:
    one = written(tmp_path, PLACES, PHONE, COME, GONE)[1]
    assert written(tmp_path, GONE, PHONE, COME, PLACES)[1] == one


def test_the_changelog_says_in_both_languages_who_came_and_left_where_and_why() -> None:
    text = changelog(manifest(PLACES, COME, GONE))
    french, english = text.split("\n---\n")
    assert "- **Le Nid** (Lille), vu pour la dernière fois le 2026-11-22 – la source n'en parle plus" in french
    assert "- **Le Nid** (Lille), last seen on 2026-11-22 – the source no longer mentions it" in english
    assert "Capacité : 20 → 24" in french and "La liste du réseau" in french
    assert "source\\_muette" not in text and "source_muette" not in text


def test_a_row_with_two_changed_cells_is_one_line() -> None:
    text = changelog(manifest(PLACES, PHONE)).split("\n---\n")[0]
    assert text.count("**AGAPI**") == 1 and "1 modifiée" in text


def test_the_releases_before_are_told_by_their_numbers() -> None:
    earlier = ({"version": "2026.11.22", "date": "2026-11-22", "changes": {"ajoute": 6, "retire": 0, "modifie": 0}},)
    assert "| 2026.11.22 | 2026-11-22 | 6 | 0 | 0 |" in changelog(manifest(COME, earlier=earlier))


def test_a_first_release_tells_what_it_holds() -> None:
    text = changelog(manifest(COME, previous=""))
    assert "Première version, du 2026-11-29" in text and "First release" in text


def test_a_source_that_was_not_read_is_told() -> None:
    made = manifest(COME)
    made.tables["sources"]["statut"] = "perimee"
    assert "- La liste du réseau : état du 2026-11-29 repris" in changelog(made)


@pytest.mark.parametrize("change", [COME, GONE, PLACES])
def test_a_hostile_name_is_text_and_no_markdown(change: Change) -> None:
    text = changelog(manifest(replace(change, nom=HOSTILE, commune=HOSTILE, avant=HOSTILE, apres=HOSTILE)))
    told = [line for line in text.splitlines() if "evil" in line]
    assert told and all(line.startswith("- **") for line in told)
    for live in ("<script", "](", "https://", "www.", "@evil", "| <", " `a"):
        assert all(live not in line for line in told)


def test_a_release_that_replaces_another_says_so_first_without_saying_why() -> None:
    made = {"reissue": {"date": "2026-12-02", "replaces": "2026.11.29"}}
    french, english = changelog(manifest(COME, made=made)).split("\n---\n")
    assert french.splitlines()[2].startswith(
        "Cette version remplace la version 2026.11.29, le 2026-12-02, à la demande"
    )
    assert "This release replaces release 2026.11.29, on 2026-12-02" in english


def test_a_withdrawn_release_is_marked_with_its_reason() -> None:
    gone = {"date": "2026-11-25", "reason": "Une erreur."}
    earlier = ({"version": "2026.11.22", "date": "2026-11-22", "withdrawn": gone},)
    french, english = changelog(manifest(COME, earlier=earlier)).split("\n---\n")
    assert "| 2026.11.22 (retirée le 2026-11-25 : Une erreur.) |" in french
    assert "| 2026.11.22 (withdrawn on 2026-11-25: Une erreur.) |" in english


def test_codes_are_told_in_words_and_whose_a_figure_is() -> None:
    name = "La Confédération, unions régionales"
    figure = Change("chiffres", "rs-a|unions_regionales", name, "modifie", "valeur", "9", "10", "source", "liste")
    french, english = changelog(manifest(figure, replace(PLACES, champ="statut", apres="non_confirme"))).split(
        "\n---\n"
    )
    assert f"**{name}** : 9 → 10" in french and "→ non confirmé" in french and "→ not confirmed" in english


def test_a_territory_is_counted_from_the_places() -> None:
    cell = Change("territoires", "pays|FR", "France", "modifie", "nb_etablissements", "6", "7", "deduite")
    assert "Nombre d'établissements : 6 → 7 – compté d'après les établissements" in changelog(manifest(cell))
