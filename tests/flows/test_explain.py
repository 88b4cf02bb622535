"""`creches explain`: every value of a row with its proof, what it replaced, what is doubted; from hand-made releases."""

import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from flows import shelf
from flows.explain import explained, print_one
from flows.formats.csv_table import to_csv
from schemas.errors import Damaged, UsageError
from schemas.records import Row
from schemas.tables import TABLES, columns, conform
from tests.commands import Creches

PLACE, OPERATOR, NETWORK, HELP = "cc-aaaaaaaa", "cg-bbbbbbbb", "cr-cccccccc", "ci-dddddddd"
HOMONYM, GONE, MERGED = "cg-eeeeeeee", "cc-ffffffff", "cc-gggggggg"
LIST, REGISTER = "coop_petite_enfance", "sirene"
DIGEST = "abcdef0123456789" * 4

PLACE_ROW = {
    "id": PLACE,
    "nom": "Les Petits d'Homme",
    "autres_noms": "Petits Hommes|La Cabane",
    "nature_lieu": "accueil",
    "categorie": "inconnu",
    "gestionnaire_id": OPERATOR,
    "commune": "Pantin",
    "telephone": "+33199001122",
    "geo_precision": "commune",
    "geo_statut": "auto",
    "statut": "actif",
    "sources": LIST,
    "source_url": "https://liste.example.fr/",
    "date_premiere_vue": "2026-11-01",
    "date_derniere_vue": "2026-11-22",
    "date_maj": "2026-11-22",
}
OPERATOR_ROW = {"id": OPERATOR, "nom": "Coop des Petits", "sigle": "CDP", "forme": "SCOP", "forme_preuve": "page"}
SOURCES = ({"id": LIST, "titre": "Liste des membres"}, {"id": REGISTER, "titre": "Base Sirene"})

Tables = Mapping[str, Sequence[Row]]


def proof(champ: str, regle: str = "lue", words: str = "", id_: str = PLACE, **more: str) -> Row:
    """A row of provenance."""
    about = {"source": LIST, "source_url": "https://liste.example.fr/", "snapshot": DIGEST, "date": "2026-11-22"}
    return {"id": id_, "champ": champ, **about, "regle": regle, "valeur_source": words, **more}


def doubt(code: str, champ: str, valeur: str = "", id_: str = PLACE, **more: str) -> Row:
    """A row of anomalies."""
    words = {"message_fr": f"Un doute sur {champ}.", "message_en": f"A doubt about {champ}."}
    about = {"gravite": "avertissement", "source": REGISTER}
    return {"code": code, "champ": champ, "valeur": valeur, "id": id_, **about, **words, **more}


def release(output: Path, version: str, **tables: Sequence[Row]) -> Path:
    """Puts one more release on the shelf, the newest: a place and its operator unless told otherwise."""
    told: Tables = {"etablissements": (PLACE_ROW,), "gestionnaires": (OPERATOR_ROW,), "sources": SOURCES, **tables}
    folder = output / "releases" / version
    folder.mkdir(parents=True)
    files = {f"{table}.csv": f"{','.join(columns(table))}\n".encode() for table in TABLES}
    files |= {f"{table}.csv": to_csv(conform(list(rows), table)) for table, rows in told.items() if rows}
    files["CHANGELOG.md"] = b"# Changelog\n"
    files[shelf.SUMS] = shelf.sums_of(files)
    for name, body in files.items():
        (folder / name).write_bytes(body)
    digest = hashlib.sha256(files[shelf.SUMS]).hexdigest()
    entry = {"version": version, "date": version.replace(".", "-"), "sha256": digest}
    (output / "versions.json").write_text(json.dumps([entry, *shelf.versions(output)]))
    return folder


def values(output: Path, asked: str = PLACE) -> dict[str, dict[str, Any]]:
    """The entries of an explanation, by column."""
    return {one["champ"]: one for one in explained(output, asked)["valeurs"]}


def shown(output: Path, capsys: pytest.CaptureFixture[str], asked: str = PLACE, code: int = 0) -> str:
    """What a person reads."""
    assert print_one(output, asked, False) == code
    return capsys.readouterr().out


def test_a_siren_or_a_siret_one_of_before_too_leads_to_its_row(tmp_path: Path) -> None:
    place, operator = {**PLACE_ROW, "siret": "80000000100036"}, {**OPERATOR_ROW, "siren": "800000001"}
    known = {"id": PLACE, "source": REGISTER, "reference": "80000000100010", "date_premiere_vue": "2026-11-01"}
    release(tmp_path, "2026.11.22", etablissements=[place], gestionnaires=[operator], identifiants=[known])
    assert explained(tmp_path, "800 000 001")["id"] == OPERATOR
    assert {explained(tmp_path, number)["id"] for number in ("80000000100036", "80000000100010")} == {PLACE}
    with pytest.raises(UsageError, match="No row goes by"):
        explained(tmp_path, "800000019")


def test_every_filled_value_is_told_in_the_order_of_the_schema(tmp_path: Path) -> None:
    release(tmp_path, "2026.11.22")
    told = explained(tmp_path, PLACE)["valeurs"]
    assert [one["champ"] for one in told] == [c for c in columns("etablissements") if PLACE_ROW.get(c)]
    assert {one["champ"]: one["valeur"] for one in told} == PLACE_ROW


def test_a_value_is_told_with_its_source_page_day_digest_and_rule(tmp_path: Path) -> None:
    release(tmp_path, "2026.11.22", provenance=[proof("telephone", "normalisee", "01 99 00 11 22")])
    told = values(tmp_path)["telephone"]
    assert (told["titre"], told["source"], told["source_titre"]) == ("Téléphone", LIST, "Liste des membres")
    assert (told["source_url"], told["date"]) == ("https://liste.example.fr/", "2026-11-22")
    assert (told["snapshot"], told["regle"], told["valeur_source"]) == (DIGEST, "normalisee", "01 99 00 11 22")
    assert "made clean" in told["regle_en_mots"]


def test_words_read_that_are_the_value_itself_are_not_told_twice(tmp_path: Path) -> None:
    release(tmp_path, "2026.11.22", provenance=[proof("nom", "lue", PLACE_ROW["nom"])])
    assert values(tmp_path)["nom"]["valeur_source"] == ""


@pytest.mark.parametrize("rule", ["lue", "normalisee", "corrigee", "deduite", "geocodee", "reprise"])
def test_each_rule_of_provenance_is_told_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], rule: str
) -> None:
    release(tmp_path, "2026.11.22", provenance=[proof("nom", rule)])
    text = shown(tmp_path, capsys)
    assert f"[1] {rule}" in text and f"\n  {rule:12}" in text.split("Rules")[1]


def test_a_value_without_a_proof_says_by_which_rule_of_the_project_it_is_made(tmp_path: Path) -> None:
    release(tmp_path, "2026.11.22")
    told = values(tmp_path)
    assert "computed once" in told["id"]["regle_en_mots"] and told["id"]["source"] == ""
    assert told["categorie"]["regle_en_mots"] == "no source says it"
    assert "non_confirme" in told["statut"]["regle_en_mots"]
    assert told["geo_precision"]["regle_en_mots"] == told["geo_statut"]["regle_en_mots"]
    made = [
        told[c]["regle_en_mots"] for c in ("gestionnaire_id", "sources", "source_url", "date_maj", "date_premiere_vue")
    ]
    assert not any("please report" in rule for rule in made)


def test_a_value_that_nothing_explains_is_said_to_be_a_fault(tmp_path: Path) -> None:
    release(tmp_path, "2026.11.22")
    assert "please report" in values(tmp_path)["nom"]["regle_en_mots"]


def test_a_status_that_follows_from_what_was_read_says_how(tmp_path: Path) -> None:
    release(tmp_path, "2026.11.22", provenance=[proof("statut", "deduite", "actif")])
    assert "closed" in values(tmp_path)["statut"]["regle_en_mots"]


def test_what_a_value_replaced_is_the_last_other_value_on_the_shelf_and_the_last_release_that_had_it(
    tmp_path: Path,
) -> None:
    for version, nom in (("2026.11.01", "Vieux nom"), ("2026.11.08", "Petits Hommes"), ("2026.11.15", "Petits Hommes")):
        release(tmp_path, version, etablissements=[{**PLACE_ROW, "nom": nom}])
    release(tmp_path, "2026.11.22")
    before = values(tmp_path)["nom"]["avant"]
    assert (before["valeur"], before["version"]) == ("Petits Hommes", "2026.11.15")
    assert values(tmp_path)["commune"]["avant"] is None


def test_days_of_sight_and_cells_that_were_empty_replace_nothing(tmp_path: Path) -> None:
    release(tmp_path, "2026.11.15", etablissements=[{**PLACE_ROW, "commune": "", "date_derniere_vue": "2026-11-15"}])
    release(tmp_path, "2026.11.22")
    assert [champ for champ, one in values(tmp_path).items() if one["avant"]] == []


@pytest.mark.parametrize(
    ("old", "new", "cause"),
    [
        (proof("nom", words="A"), proof("nom", words="B"), "coop_petite_enfance says it otherwise now"),
        (
            proof("nom", words="A", source=REGISTER),
            proof("nom", words="B"),
            "coop_petite_enfance is followed, sirene was",
        ),
        (proof("nom", words="A"), proof("nom", "normalisee", words="A"), "a rule of the project changed"),
        (proof("nom", words="A"), proof("nom", "corrigee", words="A"), "a person corrected it"),
        (proof("nom", words="A"), {}, "coop_petite_enfance no longer says it"),
        ({}, proof("nom", words="A"), ""),
    ],
)
def test_the_cause_of_a_change_is_told_by_the_proofs_of_both_releases(
    tmp_path: Path, old: Row, new: Row, cause: str
) -> None:
    release(tmp_path, "2026.11.15", etablissements=[{**PLACE_ROW, "nom": "Avant"}], provenance=[old] if old else [])
    release(tmp_path, "2026.11.22", provenance=[new] if new else [])
    told = values(tmp_path)["nom"]["avant"]["cause"]
    assert cause in told and bool(cause) == bool(told)


def test_a_column_that_is_empty_now_tells_what_stood_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    release(tmp_path, "2026.11.15", etablissements=[{**PLACE_ROW, "capacite": "12"}])
    release(tmp_path, "2026.11.22")
    (gone,) = explained(tmp_path, PLACE)["vides"]
    assert (gone["champ"], gone["avant"]["valeur"], gone["avant"]["version"]) == ("capacite", "12", "2026.11.15")
    assert 'was "12" up to 2026.11.15' in shown(tmp_path, capsys).split("No longer published")[1]


@pytest.mark.parametrize("now", ["", "+33199003344"])
def test_a_contact_that_is_no_longer_published_is_not_repeated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], now: str
) -> None:
    release(tmp_path, "2026.11.15", provenance=[proof("telephone", words="01 99 00 11 22")])
    held_back = [doubt("telephone_mobile_retenu", "telephone")] if now else []
    release(tmp_path, "2026.11.22", etablissements=[{**PLACE_ROW, "telephone": now}], anomalies=held_back)
    text = shown(tmp_path, capsys) + json.dumps(explained(tmp_path, PLACE))
    assert "1122" not in text.replace(" ", "") and "is not repeated" in text


@pytest.mark.parametrize("code", ["personne_retenue", "contact_dans_le_texte"])
def test_a_text_that_a_person_or_a_contact_was_taken_out_of_is_not_repeated_as_it_was(
    tmp_path: Path, code: str
) -> None:
    old = {**PLACE_ROW, "adresse_source": "chez une personne, Pantin", "nom": "Chez une personne"}
    release(tmp_path, "2026.11.15", etablissements=[old])
    now = {**PLACE_ROW, "adresse_source": "Pantin"}
    release(tmp_path, "2026.11.22", etablissements=[now], anomalies=[doubt(code, "adresse_source")])
    assert "une personne" not in json.dumps(explained(tmp_path, PLACE))
    assert values(tmp_path)["adresse_source"]["avant"]["version"] == "2026.11.15"


def test_what_other_sources_say_instead_stands_beside_the_value_and_other_doubts_below(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other, unsure = doubt("valeurs_divergentes", "telephone", "+33199005566"), doubt("membre_disparu", "statut")
    release(tmp_path, "2026.11.22", anomalies=[other, unsure])
    document = explained(tmp_path, PLACE)
    (told,) = values(tmp_path)["telephone"]["ailleurs"]
    assert (told["source"], told["valeur"]) == (REGISTER, "+33199005566")
    assert [one["code"] for one in document["doutes"]] == ["membre_disparu"]
    text = shown(tmp_path, capsys)
    assert 'sirene says "+33199005566" instead' in text and "A doubt about statut." in text.split("Doubts")[1]


def test_a_doubt_about_another_row_that_may_be_the_same_is_told_on_both(tmp_path: Path) -> None:
    release(tmp_path, "2026.11.22", anomalies=[doubt("doublon_possible", "id", PLACE, id_=GONE)])
    assert [one["code"] for one in explained(tmp_path, PLACE)["doutes"]] == ["doublon_possible"]


def reference(id_: str, name: str, replaced_by: str = "") -> Row:
    """A row of identifiants."""
    days = {"date_premiere_vue": "2026-11-01", "date_derniere_vue": "2026-11-22"}
    return {"id": id_, "source": LIST, "reference": name, "remplace_par": replaced_by, **days}


def stone(id_: str, motif: str, heir: str = "", nom: str = "La Ronde") -> Row:
    """A row of retraits."""
    about = {"date": "2026-11-22", "derniere_release": "2026.11.15"}
    return {"id": id_, "nom": nom, "motif": motif, "remplace_par": heir, **about}


def test_references_are_those_of_the_row_and_of_the_ids_that_lead_to_it(tmp_path: Path) -> None:
    known = [
        reference(PLACE, "Les Petits d'Homme"),
        reference(MERGED, "Petits Hommes", PLACE),
        reference(GONE, "Autre"),
    ]
    release(tmp_path, "2026.11.22", identifiants=known, retraits=[stone("cc-hhhhhhhh", "fusionne", PLACE)])
    told = explained(tmp_path, PLACE)["references"]
    assert [(one["id"], one["reference"]) for one in told] == [
        (PLACE, "Les Petits d'Homme"),
        (MERGED, "Petits Hommes"),
        ("cc-hhhhhhhh", ""),
    ]


def test_a_place_has_its_operator_an_operator_its_places_and_networks(tmp_path: Path) -> None:
    networks = [{"id": NETWORK, "nom": "Réseau fictif"}]
    members = [{"gestionnaire_id": OPERATOR, "reseau_id": NETWORK}]
    release(tmp_path, "2026.11.22", reseaux=networks, adhesions=members)
    assert explained(tmp_path, PLACE)["liens"]["gestionnaire"][0]["nom"] == "Coop des Petits"
    of_operator = explained(tmp_path, OPERATOR)["liens"]
    assert [row["id"] for row in of_operator["etablissements"]] == [PLACE]
    assert [row["id"] for row in of_operator["reseaux"]] == [NETWORK]
    assert [row["id"] for row in explained(tmp_path, NETWORK)["liens"]["membres"]] == [OPERATOR]


def test_an_initiative_has_its_partners_and_figures(tmp_path: Path) -> None:
    partner = {"initiative_id": HELP, "partenaire": "CAF", "role": "financeur"}
    figure = {"sujet_type": "initiative", "sujet_id": HELP, "indicateur": "mam_ouvertes", "valeur": "15"}
    row = {"id": HELP, "nom": "Pôle fictif", "source": LIST}
    release(tmp_path, "2026.11.22", initiatives=[row], partenariats=[partner], chiffres=[figure])
    told = explained(tmp_path, HELP)["liens"]
    assert (told["partenaires"][0]["partenaire"], told["chiffres"][0]["valeur"]) == ("CAF", "15")


def test_a_withdrawn_id_says_so_and_why_and_repeats_no_value(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    release(tmp_path, "2026.11.15", etablissements=[{**PLACE_ROW, "id": GONE, "commune": "Roncq"}])
    release(tmp_path, "2026.11.22", retraits=[stone(GONE, "demande")])
    document = explained(tmp_path, GONE)
    assert (document["result"], document["retrait"]["motif"]) == ("withdrawn", "demande")
    text = shown(tmp_path, capsys, GONE)
    assert "withdrawn on 2026-11-22 (demande), last published in 2026.11.15" in text and "Roncq" not in text


def test_a_replaced_id_says_where_it_went_to_the_end_of_the_chain(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stones = [stone(GONE, "fusionne", MERGED)]
    release(tmp_path, "2026.11.22", retraits=stones, identifiants=[reference(MERGED, "Petits Hommes", PLACE)])
    assert [explained(tmp_path, id_)["remplace_par"] for id_ in (GONE, MERGED)] == [PLACE, PLACE]
    assert f"replaced by {PLACE}: creches explain {PLACE}" in shown(tmp_path, capsys, GONE)


def test_ids_that_lead_to_each_other_end_somewhere(tmp_path: Path) -> None:
    release(tmp_path, "2026.11.22", retraits=[stone(GONE, "fusionne", MERGED), stone(MERGED, "fusionne", GONE)])
    assert explained(tmp_path, GONE)["result"] == "replaced"


@pytest.mark.parametrize("asked", ["les petits d’homme", "PETITS HOMMES", "la cabane", "cabane", "petits d'homme"])
def test_a_name_or_the_words_of_one_explain_the_only_row_that_goes_by_it(tmp_path: Path, asked: str) -> None:
    release(tmp_path, "2026.11.22")
    assert explained(tmp_path, asked)["id"] == PLACE


def test_a_name_of_several_rows_lists_them_for_a_person_to_choose(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    release(tmp_path, "2026.11.22", gestionnaires=[OPERATOR_ROW, {"id": HOMONYM, "nom": "La Cabane"}])
    document = explained(tmp_path, "la cabane")
    assert document["result"] == "several" and [one["id"] for one in document["candidats"]] == [PLACE, HOMONYM]
    text = shown(tmp_path, capsys, "la cabane", code=4)
    assert f"{PLACE}  Les Petits d'Homme (établissement, Pantin, actif)" in text and HOMONYM in text


def test_a_row_that_is_no_more_is_found_by_its_name_when_nothing_published_goes_by_it(tmp_path: Path) -> None:
    stones = [stone(GONE, "ferme", nom="La Ronde"), stone(MERGED, "fusionne", PLACE, nom="La Cabane")]
    release(tmp_path, "2026.11.22", retraits=stones)
    assert [explained(tmp_path, name)["id"] for name in ("la ronde", "la cabane")] == [GONE, PLACE]


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ("cc-aaaaaaa1", PLACE),
        ("cc-aaa", PLACE),
        ("Les Petis d'Hommes", f"{PLACE} Les Petits d'Homme"),
        ("cc-77777777", "Nothing is near"),
        (" ", "Give an id"),
    ],
)
def test_an_unknown_id_or_name_is_refused_with_what_is_near(tmp_path: Path, asked: str, near: str) -> None:
    release(tmp_path, "2026.11.22")
    with pytest.raises(UsageError, match=near):
        explained(tmp_path, asked)


def withdraw(output: Path, version: str, date: str, reason: str) -> None:
    """A release is rolled back, as `creches rollback` writes it."""
    entries = [{**e, **({"withdrawn": {"date": date, "reason": reason}} if e["version"] == version else {})}
               for e in shelf.versions(output)]  # fmt: skip
    (output / "versions.json").write_text(json.dumps(entries))


@pytest.mark.parametrize("asked", [GONE, "La Ronde", "ronde"])
def test_what_only_a_withdrawn_release_had_is_told_with_its_release_and_the_reason(tmp_path: Path, asked: str) -> None:
    release(tmp_path, "2026.11.22")
    for version in ("2026.12.10", "2026.12.11"):
        release(tmp_path, version, etablissements=[{**PLACE_ROW, "id": GONE, "nom": "La Ronde", "commune": "Roncq"}])
    withdraw(tmp_path, "2026.12.11", "2026-12-13", "")
    withdraw(tmp_path, "2026.12.10", "2026-12-12", "page fautive.")
    with pytest.raises(UsageError) as refused:
        explained(tmp_path, asked)
    told = str(refused.value)
    assert "in the release 2026.11.22: it was in 2026.12.11, withdrawn on 2026-12-13" in told
    assert told.endswith("; 2026.12.10, withdrawn on 2026-12-12 because: page fautive.")
    assert "nor had it before" not in told and "Roncq" not in told and explained(tmp_path, PLACE)["nom"]


def test_a_withdrawn_release_whose_files_are_gone_is_said_not_to_be_looked_into(tmp_path: Path) -> None:
    release(tmp_path, "2026.11.22")
    shutil.rmtree(release(tmp_path, "2026.12.10"))
    withdraw(tmp_path, "2026.12.10", "2026-12-12", "page fautive")
    with pytest.raises(UsageError, match=r"nor had it before\. Withdrawn and not looked into.*: 2026\.12\.10"):
        explained(tmp_path, GONE)


def test_an_older_release_that_is_damaged_or_gone_is_said_not_to_be_looked_into(tmp_path: Path) -> None:
    for version, nom in (("2026.11.01", "Perdu"), ("2026.11.08", "Abîmé"), ("2026.11.15", "Vieux")):
        release(tmp_path, version, etablissements=[{**PLACE_ROW, "nom": nom}])
    release(tmp_path, "2026.11.22")
    shutil.rmtree(tmp_path / "releases" / "2026.11.01")
    (tmp_path / "releases" / "2026.11.15" / "etablissements.csv").write_text("id,nom\n")
    document = explained(tmp_path, PLACE)
    assert document["releases_non_lues"] == ["2026.11.15", "2026.11.01"]
    assert values(tmp_path)["nom"]["avant"]["valeur"] == "Abîmé"


def test_nothing_is_explained_by_a_damaged_release_unless_latest_holds_it_whole(tmp_path: Path) -> None:
    folder = release(tmp_path, "2026.11.22")
    shutil.copytree(folder, tmp_path / "latest")
    (folder / "etablissements.csv").write_text("id,nom\n")
    assert explained(tmp_path, PLACE)["nom"] == PLACE_ROW["nom"]
    (tmp_path / "latest" / "etablissements.csv").write_text("id,nom\n")
    with pytest.raises(Damaged, match="creches verify"):
        explained(tmp_path, PLACE)


def test_an_older_release_with_fewer_columns_or_tables_is_read_as_it_was(tmp_path: Path) -> None:
    folder = release(tmp_path, "2026.11.15")
    files = {"etablissements.csv": f"id,nom\n{PLACE},Petits Hommes\n".encode()}
    shutil.rmtree(folder)
    folder.mkdir()
    for name, body in {**files, shelf.SUMS: shelf.sums_of(files)}.items():
        (folder / name).write_bytes(body)
    entry = {"version": "2026.11.15", "date": "2026-11-15"}
    (tmp_path / "versions.json").write_text(json.dumps([entry]))
    release(tmp_path, "2026.11.22")
    assert [champ for champ, one in values(tmp_path).items() if one["avant"]] == ["nom"]


def test_an_explanation_fits_a_hundred_columns_however_long_the_values(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    long = "Maison des enfants, des parents et du voisinage " * 9
    row = {**PLACE_ROW, "adresse_source": long, "financement": long}
    proofs = [proof("adresse_source", "normalisee", long.upper()), proof("financement", source=REGISTER)]
    doubts = [doubt("valeurs_divergentes", "financement", long), doubt("membre_disparu", "statut", message_en=long)]
    about = {"etablissements": [row], "provenance": proofs, "anomalies": doubts}
    release(tmp_path, "2026.11.15", etablissements=[{**row, "adresse_source": long[3:]}])
    release(tmp_path, "2026.11.22", identifiants=[reference(PLACE, long)], **about)
    text = shown(tmp_path, capsys)
    assert max(map(len, text.splitlines())) <= 100
    assert text.index("adresse_source") < text.index("Read at") < text.index("Rules") < text.index("Doubts")


def test_the_command_explains_in_words_or_as_one_document(creches: Creches, tmp_path: Path) -> None:
    release(tmp_path / "output", "2026.11.22")
    ended = creches("explain", PLACE)
    assert ended.code == 0 and ended.out.startswith(
        f"Les Petits d'Homme - {PLACE}, établissement, release 2026.11.22\n"
    )
    assert creches("explain", PLACE, "--json").document == explained(tmp_path / "output", PLACE)
    unknown = creches("explain", "cc-77777777", "--json")
    assert (unknown.code, unknown.document["result"]) == (2, "usage")


def test_a_folder_without_a_release_is_refused_with_the_next_step(creches: Creches, tmp_path: Path) -> None:
    ended = creches("explain", PLACE, "--output", tmp_path / "nowhere")
    assert ended.code == 2 and "creches release --offline" in ended.err
