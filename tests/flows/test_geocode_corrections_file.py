"""The file of decisions: what is read, what is refused and how it is said, and that writing is stable."""

import csv
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.decision_rules import ROLES
from flows.geocode.correction_rules import faults_of
from flows.geocode.corrections import COLUMNS, Correction, read_corrections, write_corrections
from schemas.errors import UsageError
from tests.flows.geocode_decisions import AT_THE_CENTRE, BY_HAND, IN_VILLEURBANNE
from tests.flows.runs import ROOT


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "corrections.csv"


def refusal(path: Path) -> str:
    with pytest.raises(UsageError) as caught:
        read_corrections(path)
    return str(caught.value)


def raw(path: Path, *corrections: Correction) -> Path:
    """A file with these rows, right or wrong."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([COLUMNS, *(asdict(one).values() for one in corrections)])
    return path


def test_the_committed_file_can_be_read() -> None:
    assert all(faults_of(one) == [] for one in read_corrections(ROOT / "sources" / "geocode_corrections.csv"))


def test_a_file_that_is_not_there_is_never_taken_for_no_decision(path: Path) -> None:
    with pytest.raises(UsageError, match=r"not there: .*would be undone"):
        read_corrections(path)
    write_corrections(path, [])
    assert read_corrections(path) == []


def test_the_three_kinds_of_decision_are_sound() -> None:
    assert [faults_of(one) for one in (BY_HAND, AT_THE_CENTRE, IN_VILLEURBANNE)] == [[], [], []]


@pytest.mark.parametrize(
    ("spoilt", "words"),
    [
        ({"decision": "adresse"}, "decision 'adresse' is none of point, centre, commune"),
        ({"decision": ""}, "decision '' is none of"),
        ({"adresse": "", "commune": ""}, "it names no address"),
        ({"code_insee": "1033"}, "code_insee '1033' is no INSEE code"),
        ({"code_postal": "1200"}, "code_postal '1200' is no postcode"),
        ({"longitude": "", "latitude": ""}, "longitude and latitude are no point of France"),
        ({"longitude": "48.8979", "latitude": "2.4101"}, "longitude and latitude are no point of France"),
        ({"longitude": "0", "latitude": "0"}, "longitude and latitude are no point of France"),
        ({"longitude": "2,4101"}, "longitude and latitude are no point of France"),
        ({"longitude": "2_4"}, "longitude and latitude are no point of France"),
        ({"longitude": "nan"}, "longitude and latitude are no point of France"),
        ({"longitude": "2.4e0"}, "longitude and latitude are no point of France"),
        ({"remplace": "=1+1"}, "remplace is no point"),
        ({"geo_precision": "commune"}, "geo_precision and geo_qualite do not go together"),
        ({"geo_precision": "voie"}, "geo_precision and geo_qualite do not go together"),
        ({"geo_qualite": "33"}, "geo_precision and geo_qualite do not go together"),
        ({"decision": "centre"}, "longitude and latitude do not go with decision 'centre'"),
        ({"code_insee_corrige": "69266"}, "code_insee_corrige does not go with decision 'point'"),
        ({"raison": ""}, "raison is empty"),
        ({"preuve_url": ""}, "preuve_url is no http(s) address"),
        ({"preuve_url": "ftp://mairie.example.fr/a"}, "preuve_url is no http(s) address"),
        ({"preuve_url": "javascript:alert(1)"}, "preuve_url is no http(s) address"),
        ({"preuve_url": "https://mairie.example.fr/<script>"}, "preuve_url is no http(s) address"),
        ({"preuve_url": "https://me:secret@mairie.example.fr/"}, "preuve_url is no http(s) address"),
        ({"preuve_url": "https://localhost/a"}, "preuve_url is no http(s) address"),
        ({"preuve_url": "vu sur place"}, "preuve_url is no http(s) address"),
        ({"auteur_role": ""}, "auteur_role is none of mainteneur"),
        ({"auteur_role": "Camille Exemple"}, "auteur_role is none of mainteneur"),
        ({"date": "2026-02-30"}, "date is no day"),
        ({"date": "01/11/2026"}, "date is no day"),
        ({"date": "20261101"}, "date is no day"),
        ({"expire_le": "2026-11-01"}, "expire_le is no day after date"),
        ({"expire_le": "bientôt"}, "expire_le is no day after date"),
        ({"geo_libelle": '=HYPERLINK("http://x.example")'}, "geo_libelle starts like a spreadsheet formula"),
        ({"raison": "@SUM(A1)"}, "raison starts like a spreadsheet formula"),
        ({"geo_libelle": "<b>41</b> Rue Delizy"}, "geo_libelle holds an HTML tag or entity"),
        ({"geo_libelle": "x" * 501}, "geo_libelle is far too long"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, dict) else "",
)
def test_a_bad_cell_is_refused_with_its_line_and_what_is_wrong(path: Path, spoilt: dict[str, str], words: str) -> None:
    told = refusal(raw(path, IN_VILLEURBANNE, replace(BY_HAND, **spoilt)))
    assert str(path) in told and f"- line 3: {words}" in told
    assert "nothing was done" in told and "Correct these lines" in told and "line 2" not in told
    assert "Camille" not in told


@pytest.mark.parametrize("code", ["", "69000", "01205", "Villeurbanne"])
def test_a_decision_for_a_commune_names_one_that_is_in_force(path: Path, code: str) -> None:
    told = refusal(raw(path, replace(IN_VILLEURBANNE, code_insee_corrige=code)))
    assert f"line 2: code_insee_corrige {code!r} is no commune" in told


@pytest.mark.parametrize("role", ROLES)
def test_who_decided_is_a_role_of_a_closed_list(role: str) -> None:
    assert faults_of(replace(BY_HAND, auteur_role=role)) == []


@pytest.mark.parametrize(
    "personal",
    [
        "écrire à accueil@creche.example",
        "accueil @ creche . example",
        "01 99 00 12 34",
        "0639980001",
        "06.39.98.00.01",
        "06/39/98/00/01",
        "06\u00a039\u00a098\u00a000\u00a001",
        "06\u202f39\u202f98\u202f00\u202f01",
        "06 - 39 98 00 01".replace(" - ", "--"),
        "+33639980001",
        "+33 (0)6 39 98 00 01",
        "0033 6 39 98 00 01",
        "le 06 39 98 00 01, le soir",
    ],
)
@pytest.mark.parametrize("column", ["raison", "geo_libelle", "adresse"])
def test_no_mailbox_and_no_phone_is_accepted_and_the_message_does_not_repeat_it(
    path: Path, column: str, personal: str
) -> None:
    told = refusal(raw(path, replace(BY_HAND, **{column: f"Vu : {personal}"})))
    assert f"line 2: {column} may not hold a mailbox or a phone number" in told
    assert "39" not in told.replace(str(path), "") and "@" not in told and "99 00" not in told


def test_nor_may_the_address_of_the_evidence_hold_one() -> None:
    for secret in ("https://mairie.example.fr/?de=a.b@creche.example", "https://mairie.example.fr/0639980001"):
        assert faults_of(replace(BY_HAND, preuve_url=secret)) == ["preuve_url may not hold a mailbox or a phone number"]


@pytest.mark.parametrize(
    "raison",
    [
        "Délibération du 22/11/2026, article 3.",
        "SIRET 123 456 789 00012 au registre.",
        "Parcelle 000 AB 12, 41 rue Delizy, 93500 Pantin",
        "Le n° 133 est à Villeurbanne ; vu le 2026-11-22 sur place.",
    ],
)
def test_days_registers_and_addresses_are_no_phones(raison: str) -> None:
    assert faults_of(replace(BY_HAND, raison=raison)) == []


@pytest.mark.parametrize(
    "url", ["https://carte.example.fr/@48.89,2.41,17z", "https://x.example/doc?id=93055_2622_00041"]
)
def test_evidence_on_a_map_is_no_mailbox(url: str) -> None:
    assert faults_of(replace(BY_HAND, preuve_url=url)) == []


def test_every_fault_of_a_file_is_told_at_once_and_the_list_has_an_end(path: Path) -> None:
    bad = replace(BY_HAND, raison="", preuve_url="")
    told = refusal(raw(path, *(replace(bad, adresse=f"{n} Rue Delizy") for n in range(1, 31))))
    assert told.count("\n- ") == 21 and "- and 40 more" in told


def test_two_decisions_of_one_kind_about_one_address_are_refused_however_it_is_written(path: Path) -> None:
    told = refusal(raw(path, BY_HAND, IN_VILLEURBANNE, replace(AT_THE_CENTRE, adresse="41, RUE delizy")))
    assert "line 4: 41, RUE delizy, Pantin has two decisions, the other on line 2" in told


def test_an_address_may_have_a_commune_and_a_point_in_it(path: Path) -> None:
    both = [IN_VILLEURBANNE, replace(BY_HAND, **{n: getattr(IN_VILLEURBANNE, n) for n in COLUMNS[:4]})]
    assert read_corrections(raw(path, *both)) == both


def test_a_spreadsheet_s_mark_line_ends_blanks_and_empty_lines_do_no_harm(path: Path) -> None:
    raw(
        path,
        replace(BY_HAND, raison="  La\0 porte\n est dans la\u00a0cour. "),
        AT_THE_CENTRE.__class__(*[""] * len(COLUMNS)),
    )
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n") + b"\r\n")
    assert read_corrections(path) == [replace(BY_HAND, raison="La porte est dans la cour.")]


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda text: b"", "line 1: its columns"),
        (lambda text: b"\n", "line 1: its columns"),
        (lambda text: text.replace(b",", b";"), "separated by commas"),
        (lambda text: text.replace(b"adresse,code_postal", b"code_postal,adresse"), "line 1: its columns"),
        (lambda text: text.replace(b",expire_le", b""), "line 1: its columns"),
        (lambda text: text.replace(b",centre,", b","), "line 2 has 16 cells, not 17"),
        (lambda text: text + b'"no end', "unexpected end"),
        (lambda text: text.replace(b"Pantin", b"Pantin\xe9"), "utf-8"),
    ],
    ids=["empty", "blank", "semicolons", "reordered", "column lost", "cell lost", "open quote", "latin-1"],
)
def test_a_file_that_is_not_ours_is_refused_whole(path: Path, damage: object, words: str) -> None:
    raw(path, AT_THE_CENTRE)
    path.write_bytes(damage(path.read_bytes()))  # type: ignore[operator]
    told = refusal(path)
    assert words in told and str(path) in told and "put the file back as it was" in told


def test_a_folder_is_no_file_of_decisions(tmp_path: Path) -> None:
    assert "cannot be used" in refusal(tmp_path)


ADDRESSES = st.sampled_from(["1 Rue Neuve", "2, rue « Été »", 'Place "A", bât. B', "41 Rue Delizy", "L'Île"])
DECISIONS = st.builds(
    replace,
    st.sampled_from([BY_HAND, AT_THE_CENTRE, IN_VILLEURBANNE]),
    adresse=ADDRESSES,
    code_insee=st.sampled_from(["93055", "69386", ""]),
    raison=st.sampled_from(["Vu sur place.", "« Œuvre », 3e", 'Un "mot", deux']),
    date=st.sampled_from(["2026-11-01", "2025-01-31"]),
)
FILES = st.lists(DECISIONS, max_size=6, unique_by=lambda one: (one.cle, one.decision == "commune"))


@given(FILES, st.randoms())
def test_what_is_written_reads_back_and_the_order_given_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Correction], chance: object
) -> None:
    path = tmp_path_factory.getbasetemp() / "round" / "corrections.csv"
    write_corrections(path, rows)
    once, read = path.read_bytes(), read_corrections(path)
    assert sorted(map(repr, read)) == sorted(map(repr, rows))
    chance.shuffle(rows)  # type: ignore[attr-defined]
    write_corrections(path, rows)
    assert path.read_bytes() == once
    write_corrections(path, read)
    assert path.read_bytes() == once and [p.name for p in path.parent.iterdir()] == [path.name]


def test_a_file_is_sorted_by_commune_and_address(path: Path) -> None:
    later = replace(BY_HAND, adresse="9 Rue Delizy")
    write_corrections(path, [BY_HAND, later, IN_VILLEURBANNE])
    assert [one.adresse for one in read_corrections(path)] == [IN_VILLEURBANNE.adresse, "41 Rue Delizy", "9 Rue Delizy"]


def test_a_disk_that_refuses_leaves_the_file_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_corrections(path, [BY_HAND])
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(UsageError, match=r"No space left on device\. .*choose another place"):
        write_corrections(path, [])
    assert path.read_bytes() == before and [p.name for p in path.parent.iterdir()] == [path.name]
