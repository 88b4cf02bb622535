"""`creches geocode`: one address or a whole table, nothing lost, nothing made up."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows import locate, locate_table
from flows.formats.any_csv import open_sheet
from flows.locate_table import ADDED
from schemas.errors import UsageError
from tests.commands import Creches
from tests.flows.ban_csv import Ban, text_of
from tests.flows.geocode_service import Service, Trouble

PANTIN = "41 rue Delizy, 93500 Pantin"


def table(folder: Path, text: str | bytes, name: str = "in.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def rows_of(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def located(creches: Creches, folder: Path, text: str | bytes, *options: object) -> list[dict[str, str]]:
    """The rows of the table that `--csv` makes of a text, offline."""
    ended = creches("geocode", "--csv", table(folder, text), folder / "out.csv", "--provider", "gazetteer", *options)
    assert ended.code == 0, ended.err
    return rows_of(folder / "out.csv", open_sheet(folder / "in.csv").delimiter)


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Service:
    """The fake service, set as the geocoder; it answers inside `with service`."""
    made = Service()
    monkeypatch.setenv("CRECHES_GEOCODER", made.address)
    return made


@pytest.fixture
def gone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A geocoder where nobody listens any more."""
    with Service() as made:
        monkeypatch.setenv("CRECHES_GEOCODER", made.address)


def test_one_address_is_placed_with_its_evidence(creches: Creches, service: Service) -> None:
    with service:
        ended = creches("geocode", PANTIN)
    assert ended.code == 0
    assert "Pantin (93055)" in ended.out and "48.8981, 2.4098 (numero, class 11, within 330 m)" in ended.out
    assert "41 Rue Delizy 93500 Pantin | addok | 93055_0010" in ended.out


def test_in_json_it_is_one_document(creches: Creches, service: Service) -> None:
    with service:
        told = creches("geocode", PANTIN, "--json").document
    assert (told["question"], told["code_insee"], told["geo_precision"]) == (PANTIN, "93055", "numero")
    assert (told["longitude"], told["latitude"], told["doutes"], told["panne"]) == ("2.4098", "48.8981", [], "")


def test_the_word_address_may_be_said_and_options_may_come_first(creches: Creches) -> None:
    for arguments in (("address", PANTIN, "--offline"), ("--offline", PANTIN), ("--provider", "gazetteer", PANTIN)):
        assert "Pantin (93055)" in creches("geocode", *arguments).out


def test_an_answer_is_kept_and_the_next_time_nobody_is_asked(creches: Creches, service: Service) -> None:
    with service:
        creches("geocode", PANTIN)
        asked = len(service.asked)
        again = creches("geocode", PANTIN, "--json").document
    assert (again["geo_precision"], len(service.asked)) == ("numero", asked)
    assert creches("geocode", PANTIN, "--provider", "cache", "--json").document["geo_precision"] == "numero"
    assert Path("output/cache/geocodes.csv").is_file()


def test_a_provider_that_is_named_is_asked_whatever_is_kept(creches: Creches, service: Service) -> None:
    with service:
        creches("geocode", PANTIN)
        asked = len(service.asked)
        creches("geocode", PANTIN, "--provider", "addok")
    assert len(service.asked) > asked


@pytest.mark.usefixtures("gone")
def test_a_service_that_is_down_ends_with_5_and_the_commune_s_centre(creches: Creches) -> None:
    ended = creches("geocode", PANTIN, "--json")
    assert (ended.code, ended.document["geo_statut"], ended.document["geo_precision"]) == (5, "en_attente", "commune")
    assert "does not answer" in ended.err and "does not answer" in ended.document["panne"]


def test_an_address_for_a_person_ends_with_4_and_shows_what_may_be_chosen(creches: Creches, service: Service) -> None:
    with service:
        ended = creches("geocode", "133 rue des Charmettes, 69006 Lyon", "--json")
    assert (ended.code, ended.document["geo_statut"], ended.document["code_insee"]) == (4, "revue", "69386")
    assert [doubt["code"] for doubt in ended.document["doutes"]] == ["conflit_commune"]
    assert "Villeurbanne" in ended.document["candidats"][0]["libelle"]


@pytest.mark.parametrize(
    ("line", "insee", "street"),
    [
        ("41 rue Delizy 93500 Pantin", "93055", "41 rue Delizy"),
        ("Crèche des Lilas, 41 rue Delizy, 93500 PANTIN", "93055", "41 rue Delizy"),
        ("41 rue Delizy, Pantin", "93055", "41 rue Delizy"),
        ("41 rue Delizy Pantin", "93055", "41 rue Delizy"),
        ("1 rue de la Commune de Paris, 93450 L'Île-Saint-Denis", "93039", "1 rue de la Commune de Paris"),
        ("4 rue de Saint-Quentin 75010 Paris", "75110", "4 rue de Saint-Quentin"),
        ("12 avenue de Versailles 75116 Paris", "75116", "12 avenue de Versailles"),
        ("2 rue de la Mairie, 81013 ALBI CEDEX 9", "81004", "2 rue de la Mairie"),
        ("Pantin", "93055", ""),
        ("93500 Pantin", "93055", ""),
        ("5 rue Foch, Montreuil", "", "5 rue Foch"),
    ],
)
def test_an_address_on_one_line_is_taken_apart(creches: Creches, line: str, insee: str, street: str) -> None:
    told = creches("geocode", "--offline", line, "--json").document
    assert (told["code_insee"], told["adresse"]) == (insee, street)


@pytest.mark.parametrize("line", ["3 rue de Nantes", "1 rue", "Rue du Port", "Crèche Les Lilas", "12 avenue de Paris"])
def test_the_end_of_a_street_s_name_is_not_taken_for_a_town(creches: Creches, line: str) -> None:
    ended = creches("geocode", "--offline", line, "--json")
    assert (ended.code, ended.document["code_insee"], ended.document["geo_precision"]) == (4, "", "aucune")


@pytest.mark.parametrize(
    "line", ["12 rue Danton 06 39 98 12 34", "12 rue Danton, camille@example.org", "c/o Mme Dupond, 12 rue Danton"]
)
def test_contacts_and_people_of_a_table_are_neither_asked_nor_kept(
    creches: Creches, service: Service, line: str
) -> None:
    with service:
        creches("geocode", f"{line} 93500 Pantin")
    asked = " ".join(str(question) for question in service.asked) + Path("output/cache/geocodes.csv").read_text()
    assert "12 rue danton" in asked.lower()
    assert not any(word in asked for word in ("39 98", "camille", "Camille", "Dupond", "dupond"))


def test_a_name_that_several_communes_bear_is_for_a_person(creches: Creches) -> None:
    ended = creches("geocode", "--offline", "5 rue Foch, Montreuil", "--json")
    assert (ended.code, ended.document["geo_precision"], ended.document["longitude"]) == (4, "aucune", "")
    assert "Montreuil (93048)" in ended.document["doutes"][0]["message_fr"]


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("",),
        ("  ",),
        (PANTIN, "--provider", "osm"),
        (PANTIN, "--provider", "ban", "--offline"),
        (PANTIN, "--provider", "index"),
        (PANTIN, "--csv", "a", "b"),
        ("index",),
        ("index", "missing.csv"),
        ("evaluate", "missing.csv"),
    ],
    ids=str,
)
def test_a_wrong_call_ends_with_2(creches: Creches, arguments: tuple[str, ...]) -> None:
    assert creches("geocode", *arguments).code in ((0, 2) if not arguments else (2,))


def test_every_row_comes_out_in_its_order_with_its_cells_as_given(creches: Creches, tmp_path: Path) -> None:
    text = (
        "id,Adresse,Code Postal,COMMUNE,note\n"
        '3,41 rue Delizy,93500, pantin ,"a, b"\n'
        "1,,,,\n"
        '2,?,00000,Nulle-Part,"two\nlines"\n'
        "3,41 rue Delizy,93500, pantin ,=1+1\n"
    )
    rows = located(creches, tmp_path, text)
    assert [(row["id"], row["COMMUNE"], row["note"]) for row in rows] == [
        ("3", " pantin ", "a, b"), ("1", "", ""), ("2", "Nulle-Part", "two\nlines"), ("3", " pantin ", "=1+1"),
    ]  # fmt: skip
    assert list(rows[0]) == ["id", "Adresse", "Code Postal", "COMMUNE", "note", *ADDED]
    assert [row["code_insee"] for row in rows] == ["93055", "", "", "93055"]
    assert [row["geo_precision"] for row in rows] == ["commune", "aucune", "aucune", "commune"]
    assert [row["geo_doute"] for row in rows] == ["", "", "commune_inconnue", ""]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_the_table_may_be_a_spreadsheet_s(creches: Creches, tmp_path: Path, delimiter: str, encoding: str) -> None:
    lines = [["nom", "adresse", "code_postal", "commune"], ["Œufs", "1 rue Neuve", "93450", "L'Île-Saint-Denis"]]
    text = "\r\n".join(delimiter.join(line) for line in lines)
    (row,) = located(creches, tmp_path, text.encode(encoding))
    assert (row["nom"], row["commune"], row["code_insee"]) == ("Œufs", "L'Île-Saint-Denis", "93039")


def test_ragged_rows_lose_nothing(creches: Creches, tmp_path: Path) -> None:
    rows = located(creches, tmp_path, "adresse,code_postal,commune\n1 rue X,93500\n1 rue X,93500,Pantin,extra,more\n")
    assert [(row["commune"], row["colonne_4"], row["colonne_5"]) for row in rows] == [
        ("", "", ""),
        ("Pantin", "extra", "more"),
    ]


def test_a_postcode_that_lost_its_zero_gets_it_back_where_the_commune_is_there(
    creches: Creches, tmp_path: Path
) -> None:
    rows = located(creches, tmp_path, "adresse,code_postal,commune\n,1400,L'Abergement-Clémenciat\n,1400,Pantin\n")
    assert [(row["code_postal"], row["code_insee"]) for row in rows] == [("1400", "01001"), ("1400", "93055")]


def test_a_table_of_whole_addresses_in_one_column_is_read(creches: Creches, tmp_path: Path) -> None:
    rows = located(creches, tmp_path, "adresse\n41 rue Delizy, 93500 Pantin\n2 rue X, 69006 Lyon\n")
    assert [row["code_insee"] for row in rows] == ["93055", "69386"]


def test_a_quote_that_does_not_close_swallows_no_row(creches: Creches, tmp_path: Path) -> None:
    rows = located(creches, tmp_path, 'adresse,code_postal,commune\n"1 rue X,93500,Pantin\n,69006,Lyon\n')
    assert [row["code_insee"] for row in rows] == ["93055", "69386"]


@pytest.mark.parametrize(
    ("body", "words"),
    [(b"PK\x03\x04rest", "spreadsheet"), (b"\x1f\x8brest", "gzip"), ("adresse".encode("utf-16")[:-1], "text")],
)
def test_a_file_of_another_kind_is_told_by_its_kind(creches: Creches, tmp_path: Path, body: bytes, words: str) -> None:
    ended = creches("geocode", "--csv", table(tmp_path, body), tmp_path / "o.csv", "--offline")
    assert ended.code == 2 and words in ended.err and "\x03" not in ended.err


def test_a_line_in_another_encoding_spoils_no_other(creches: Creches, tmp_path: Path) -> None:
    head, good, odd = "adresse,code_postal,commune,note\n", ",93500,Pantin,été\n", ",69006,Lyon,été\n"
    rows = located(creches, tmp_path, head.encode() + good.encode() + odd.encode("cp1252") + good.encode())
    assert [row["note"] for row in rows] == ["été"] * 3


def test_unicode_text_of_a_spreadsheet_is_read(creches: Creches, tmp_path: Path) -> None:
    text = "adresse\tcode_postal\tcommune\n\t93450\tL'Île-Saint-Denis\n".encode("utf-16")
    assert [row["code_insee"] for row in located(creches, tmp_path, text)] == ["93039"]


@pytest.mark.parametrize("target", [".", "/", "missing/out.csv"])
def test_a_target_that_cannot_be_written_is_told_before_anybody_is_asked(
    creches: Creches, tmp_path: Path, service: Service, target: str
) -> None:
    path = table(tmp_path, "adresse,code_postal,commune\n41 rue Delizy,93500,Pantin\n")
    with service:
        assert creches("geocode", "--csv", path, target).code == 2
    assert service.asked == []


def test_what_was_answered_is_kept_when_the_work_is_stopped(
    creches: Creches, tmp_path: Path, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locate_table, "AT_ONCE", 1)
    answered: list[int] = []

    def stop(placer: locate.Placer, asked: object) -> object:
        if answered:
            raise KeyboardInterrupt
        answered.append(1)
        return place(placer, asked)  # type: ignore[arg-type]

    place = locate.Placer.place
    monkeypatch.setattr(locate.Placer, "place", stop)
    path = table(tmp_path, "adresse,code_postal,commune\n41 rue Delizy,93500,Pantin\n7 rue du Manoir,22100,Taden\n")
    with service:
        assert creches("geocode", "--csv", path, tmp_path / "o.csv").code == 130
    assert "41 rue delizy" in Path("output/cache/geocodes.csv").read_text() and not (tmp_path / "o.csv").exists()


def test_without_network_and_without_index_a_table_says_what_is_missing(creches: Creches, tmp_path: Path) -> None:
    path = table(tmp_path, "adresse,code_postal,commune\n41 rue Delizy,93500,Pantin\n")
    assert "no street index" in creches("geocode", "--csv", path, tmp_path / "o.csv", "--offline").err


def test_a_whole_address_may_stand_in_one_column(creches: Creches, tmp_path: Path) -> None:
    (row,) = located(creches, tmp_path, 'adresse,code_postal,commune\n"41 rue Delizy, 93500 Pantin",,\n')
    assert (row["code_insee"], row["code_postal"]) == ("93055", "")


def test_a_table_of_ours_may_be_placed_again(creches: Creches, tmp_path: Path) -> None:
    first = located(creches, tmp_path, "adresse,code_postal,commune,latitude\n41 rue Delizy,93500,Pantin,old\n")
    assert first[0]["latitude"] == "48.8986" and list(first[0]).count("latitude") == 1
    again = located(creches, tmp_path, (tmp_path / "out.csv").read_bytes())
    assert again == first


def test_a_column_of_ours_that_was_there_is_told(creches: Creches, tmp_path: Path) -> None:
    path = table(tmp_path, "adresse,code_postal,commune,latitude\n,93500,Pantin,1\n")
    ended = creches("geocode", "--csv", path, tmp_path / "o.csv", "--offline")
    assert "latitude" in ended.err


@pytest.mark.parametrize("text", ["", "\n\n", "nom,ville\na,b\n", "adresse,commune\na,b\n"])
def test_a_table_without_our_columns_is_refused_and_says_which_it_has(
    creches: Creches, tmp_path: Path, text: str
) -> None:
    ended = creches("geocode", "--csv", table(tmp_path, text), tmp_path / "o.csv", "--offline")
    assert ended.code == 2 and not (tmp_path / "o.csv").exists()


def test_a_table_is_never_written_over_itself(creches: Creches, tmp_path: Path) -> None:
    path = table(tmp_path, "adresse,code_postal,commune\n,93500,Pantin\n")
    assert creches("geocode", "--csv", path, path, "--offline").code == 2
    assert path.read_text() == "adresse,code_postal,commune\n,93500,Pantin\n"


def test_a_table_with_no_row_gives_a_table_with_no_row(creches: Creches, tmp_path: Path) -> None:
    assert located(creches, tmp_path, "adresse,code_postal,commune\n") == []
    assert (
        (tmp_path / "out.csv").read_text().startswith("adresse,code_postal,commune,code_insee,latitude,longitude,geo_")
    )


def test_with_json_the_counts_are_one_document(creches: Creches, tmp_path: Path) -> None:
    path = table(tmp_path, "adresse,code_postal,commune\n,93500,Pantin\n,0,X\n")
    told = creches("geocode", "--csv", path, tmp_path / "o.csv", "--offline", "--json").document
    assert (told["rows"], told["geo_precision"], told["geo_statut"]) == (
        2,
        {"commune": 1, "aucune": 1},
        {"auto": 1, "revue": 1},
    )


@pytest.mark.usefixtures("gone")
def test_a_table_is_placed_whole_while_the_service_is_down(creches: Creches, tmp_path: Path) -> None:
    path = table(tmp_path, "adresse,code_postal,commune\n41 rue Delizy,93500,Pantin\n,93500,Pantin\n")
    ended = creches("geocode", "--csv", path, tmp_path / "o.csv")
    assert ended.code == 0 and "does not answer" in ended.err
    assert [row["geo_statut"] for row in rows_of(tmp_path / "o.csv")] == ["en_attente", "auto"]


def test_a_table_is_asked_of_the_service(creches: Creches, tmp_path: Path, service: Service) -> None:
    path = table(tmp_path, "adresse,code_postal,commune\n41 rue Delizy,93500,Pantin\n11bis r. du Manoir,22100,TADEN\n")
    with service:
        creches("geocode", "--csv", path, tmp_path / "o.csv")
    rows = rows_of(tmp_path / "o.csv")
    assert [(row["geo_precision"], row["geo_qualite"]) for row in rows] == [("numero", "11")] * 2


cells = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(cells, cells, cells, cells), max_size=6))
def test_whatever_the_rows_each_comes_out_as_it_came(
    creches: Creches, tmp_path: Path, rows: list[tuple[str, str, str, str]]
) -> None:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([("adresse", "code_postal", "commune", "x"), *rows])
    found = located(creches, tmp_path, out.getvalue())
    kept = [tuple(row[name] for name in ("adresse", "code_postal", "commune", "x")) for row in found]
    assert kept == [tuple(cell.replace("\0", " ") for cell in row) for row in rows]
    assert all(bool(row["latitude"]) == bool(row["longitude"]) for row in found)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        open_sheet(tmp_path / "none.csv")


def test_an_index_is_made_of_ban_files_and_serves_offline(creches: Creches, tmp_path: Path) -> None:
    ban = table(tmp_path, text_of([Ban("7"), Ban("11", rep="bis"), Ban("3", lon="0", lat="0")]), "adresses-22.csv")
    ended = creches("geocode", "index", ban)
    assert ended.code == 0 and "1 streets, 2 numbers, of 3 rows" in ended.out and "left out: 1" in ended.out
    told = creches("geocode", "--offline", "11 bis rue du Port, 22100 Taden", "--json").document
    assert (told["geo_precision"], told["geo_source"], told["geo_qualite"]) == ("numero", "index", "11")
    named = creches("geocode", "--provider", "index", "7 r. du Port, 22100 Taden", "--json").document
    assert named["geo_id"] == Ban("7").cle


def test_what_the_index_does_not_cover_is_not_asked_for_and_waits_for_nobody(creches: Creches, tmp_path: Path) -> None:
    creches("geocode", "index", table(tmp_path, text_of([Ban("7")]), "adresses-22.csv"))
    ended = creches("geocode", "--offline", PANTIN, "--json")
    assert (ended.code, ended.document["geo_statut"], ended.document["geo_precision"]) == (0, "auto", "commune")


def test_the_index_serves_where_the_service_does_not_know_the_street(
    creches: Creches, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    creches("geocode", "index", table(tmp_path, text_of([Ban("7")]), "adresses-22.csv"))
    with Service(always=Trouble(200, b'{"features": []}')) as nothing:
        monkeypatch.setenv("CRECHES_GEOCODER", nothing.address)
        told = creches("geocode", "7 rue du Port, 22100 Taden", "--json").document
    assert (told["geo_source"], told["geo_precision"]) == ("index", "numero")


def test_a_gold_table_is_measured_with_a_table_and_a_picture(creches: Creches, tmp_path: Path) -> None:
    gold = "adresse,code_postal,commune,citycode,lon,lat\n41 rue Delizy,93500,Pantin,93055,2.4098,48.8981\n"
    path = table(tmp_path, gold + ",69006,Lyon,69386,4.85,45.77\n", "gold.csv")
    ended = creches("geocode", "evaluate", path, "--offline", "--picture", tmp_path / "h.svg")
    assert ended.code == 0 and "500 m" in ended.out and (tmp_path / "h.svg").read_text().startswith("<svg")
    told = creches("geocode", "evaluate", path, "--offline", "--json").document
    assert (told["rows"], told["wrong_commune"]) == (2, 0)
    assert Path(told["picture"]).is_file()


@pytest.mark.parametrize(
    "text",
    ["adresse,code_postal,commune\n,93500,Pantin\n", "adresse,code_postal,commune,code_insee,longitude,latitude\n",
     "adresse,code_postal,commune,code_insee,longitude,latitude\n,93500,Pantin,93055,east,48\n"],
    ids=["no truth", "no row", "no number"],
)  # fmt: skip
def test_a_gold_table_without_truth_is_refused(creches: Creches, tmp_path: Path, text: str) -> None:
    assert creches("geocode", "evaluate", table(tmp_path, text), "--offline").code == 2
