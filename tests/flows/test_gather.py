"""What the last release says on the word of a source that is not had now: its own values, of the day that it said them."""

from flows.identify.carried import carried
from schemas.found import Absent
from schemas.records import Row
from schemas.tables import Tables, conform
from tests.flows.mentioned import described

SEEN, LATER = "2026-11-26", "2026-12-03"
ID = "cg-aaaaaaaa"
REGISTER = Absent(described("registre"), "it does not answer")


def proof(champ: str, source: str = "sirene") -> Row:
    about = {"source_url": "https://x.example/", "date": SEEN, "regle": "lue", "valeur_source": champ.upper()}
    return {"id": ID, "champ": champ, "source": source, **about}


def last_release(*proofs: Row, reference: Row | None = None) -> Tables:
    """One operator, named by the register on SEEN and by a list on LATER."""
    operator = {"id": ID, "nom": "Les Lutins", "siren": "100000009", "sigle": "LPL", "categorie_juridique": "5460",
                "forme_depuis": "2012-01-01", "sources": "liste|sirene", "date_derniere_vue": LATER}  # fmt: skip
    known = {"id": ID, "source": "sirene", "reference": "100000009", "date_derniere_vue": SEEN} | (reference or {})
    return {
        "gestionnaires": conform([operator], "gestionnaires"),
        "identifiants": conform([known], "identifiants"),
        "provenance": conform(list(proofs), "provenance"),
    }


def mention(previous: Tables) -> tuple[Row, Row]:
    """The one mention carried, and its words."""
    found = carried([REGISTER], previous)
    (value,), (words,) = (frame.to_dict("records") for frame in (found.values, found.words))
    return {str(k): str(v) for k, v in value.items()}, {str(k): str(v) for k, v in words.items()}


def test_a_source_carries_the_values_that_it_proves_and_no_other() -> None:
    value, words = mention(last_release(proof("sigle"), proof("siren", "recherche_entreprises")))
    assert (value["sigle"], value["siren"], value["reprise"], value["perimee"]) == ("LPL", "", "oui", REGISTER.why)
    assert words["sigle"] == "SIGLE"


def test_it_is_dated_by_its_own_last_sight_not_by_that_of_another_source() -> None:
    value, _ = mention(last_release(proof("sigle")))
    assert (value["jour_snapshot"], value["jour"]) == (SEEN, SEEN)


def test_a_row_that_took_the_place_of_another_is_carried_by_the_references_of_both() -> None:
    merged = {"id": "cg-bbbbbbbb", "remplace_par": ID}
    value, _ = mention(last_release(proof("siren"), reference=merged))
    assert (value["reference"], value["siren"]) == ("100000009", "100000009")


def test_the_day_of_a_form_is_carried_with_the_category_that_it_is_told_of() -> None:
    category = proof("categorie_juridique", "recherche_entreprises")
    value, words = mention(last_release(proof("forme_depuis"), category))
    assert (value["forme_depuis"], value["categorie_juridique"]) == ("2012-01-01", "5460")
    assert words["categorie_juridique"] == ""


def test_a_row_of_which_it_proves_nothing_is_carried_with_the_digest_of_its_last_answer() -> None:
    given = {"sources": conform([{"id": "sirene", "sha256": "ab"}], "sources")}
    assert mention(last_release() | given)[0]["snapshot"] == "ab"


def test_the_words_of_a_state_stay_those_that_were_read() -> None:
    place = {"id": "cc-aaaaaaaa", "gestionnaire_id": ID, "statut": "non_confirme", "sources": "sirene"}
    known = {"id": "cc-aaaaaaaa", "source": "sirene", "reference": "10000000900017", "date_derniere_vue": SEEN}
    state = proof("statut", "recherche_entreprises") | {"id": "cc-aaaaaaaa", "valeur_source": "actif"}
    rows = {"etablissements": [place], "identifiants": [known], "provenance": [state]}
    value, words = mention({table: conform(one, table) for table, one in rows.items()})
    assert (value["etat"], words["etat"]) == ("annonce", "actif")  # as sure as it was: not confirmed


def test_a_source_that_named_nothing_carries_nothing() -> None:
    assert carried([REGISTER], {}).values.empty
