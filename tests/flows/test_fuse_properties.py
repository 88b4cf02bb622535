"""Whatever the mentions: their order changes nothing, each filled cell has one proof, no conflict is lost."""

from hypothesis import given, settings
from hypothesis import strategies as st

from flows.identify.fuse import Fused
from flows.identify.fuse.fields import FIELDS
from sources.text import fold
from tests.flows.fuse_mentions import CLASSES, NEW_SIRET, OLD_SIRET, Said, fused, marked, operator, place

DAYS = ("2013-02-15", "2024-05", "2026-11-25", "2026-11-26", "2031-01-01")
ANY = {
    "etat": ("actif", "actif", "annonce", "ferme", "candidat"),
    "jour": DAYS,
    "jour_snapshot": DAYS[2:],
    "reference": ("1", "2"),
    "perimee": ("", "panne"),
    "reprise": ("", "oui"),
    "nom": ("Les Fictifs", "LES FICTIFS", "Autre", ""),
    "autres_noms": ("", "Ancien|Autre"),
    "telephone": ("", "+33199001234", "+33199005678"),
    "adresse": ("", "4 Rue Fictive", "4bis Rue Fictive", "quartier Fictif"),
    "code_postal": ("", "93500"),
    "commune": ("", "Pantin", "PANTIN", "Paris"),
    "date_fermeture": ("", "2024-01-31", "2030-06-30"),
}
OF_PLACES = {
    "siret": ("", OLD_SIRET, NEW_SIRET),
    "predecesseur": ("", OLD_SIRET),
    "capacite": ("", "12", "24"),
    "categorie": ("", "inconnu", "creche_collective", "mam", "rpe"),
    "nature_lieu": ("", "inconnu", "siege", "accueil"),
    "financement": ("", "paje_cmg"),
    "operator_id": ("cg-aaaaaaaa", "cg-bbbbbbbb", ""),
    "operator_siren": ("", "000000001"),
    "age_min_mois": ("", "3", "36"),
    "age_max_mois": ("", "30"),
}
OF_OPERATORS = {
    "siren": ("", "000000001", "000000002"),
    "categorie_juridique": ("", "5458", "5460", "5710", "9220", "5599"),
    "forme": ("", "SCOP", "SCIC_SARL", "COOP_AUTRE", "ASSOCIATION"),
    "forme_source": ("", "Scop"),
    "forme_depuis": ("", "2017-01-01"),
    "annee_creation": ("", "1989", "2017"),
    "ape": ("", "88.91A"),
    "membre_de": ("", "cr-aaaaaaaa"),
}
UNSAID = ("", "inconnu", "INCONNU", "aucune")
NOT_CELLS = {"id", "gestionnaire_id", "sources", "source_url", "date_premiere_vue", "date_derniere_vue", "date_maj"}


def _one_of(make: object, cells: dict[str, tuple[str, ...]]) -> st.SearchStrategy[Said]:
    said = st.fixed_dictionaries({name: st.sampled_from(each) for name, each in cells.items()})
    words = st.sampled_from([None, {"telephone": "01 99 00", "nom": "", "categorie": "crèche"}])
    return st.builds(
        lambda source, read, cells: make(source, read, **cells), st.sampled_from(sorted(CLASSES)), words, said
    )  # type: ignore[operator]


CLUSTERS = st.one_of(
    st.lists(_one_of(place, ANY | OF_PLACES), min_size=1, max_size=5),
    st.lists(_one_of(operator, ANY | OF_OPERATORS), min_size=1, max_size=5),
)
few = settings(max_examples=40, deadline=None)


def _same(a: Fused, b: Fused) -> bool:
    return a.rows.equals(b.rows) and a.proofs.equals(b.proofs) and a.anomalies == b.anomalies


@few
@given(CLUSTERS, st.randoms(use_true_random=False))
def test_the_order_of_the_mentions_changes_nothing(mentions: list[Said], chance: object) -> None:
    shuffled = list(mentions)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert _same(fused(*mentions), fused(*shuffled))


@few
@given(CLUSTERS)
def test_every_filled_cell_has_exactly_one_proof_and_no_empty_one_has(mentions: list[Said]) -> None:
    made = fused(*mentions)
    (row,) = made.rows.to_dict("records")
    filled = [champ for champ, value in row.items() if value not in UNSAID and champ not in NOT_CELLS]
    assert sorted(filled) == sorted(made.proofs["champ"])


@few
@given(CLUSTERS)
def test_a_proof_quotes_a_mention_of_that_very_source(mentions: list[Said]) -> None:
    for proof in fused(*mentions).proofs.to_dict("records"):
        sayings = [m for m in mentions if m.values["source"] == proof["source"]]
        quoted = {text for m in sayings for cells in (m.values, m.words) for text in cells.values()}
        assert proof["valeur_source"] in quoted
        assert proof["valeur_source"] or proof["champ"] == "forme_preuve"  # of a member listed without a name
        assert proof["snapshot"] in {m.values["snapshot"] for m in sayings}


@few
@given(CLUSTERS)
def test_no_conflict_is_lost_and_none_is_invented(mentions: list[Said]) -> None:
    made = fused(*mentions)
    (row,) = made.rows.to_dict("records")
    told = [
        (one.champ, one.valeur) for one in made.anomalies if one.code == "valeurs_divergentes" and one.champ != "forme"
    ]
    assert len(told) == len(set(told))
    watched = [c for c in ("telephone", "capacite", "categorie", "siren", "annee_creation") if row.get(c)]
    expected = {(c, m[c]) for c in watched for m in marked(*mentions) if m[c] not in ("", row[c])}
    assert {one for one in told if one[0] in watched} == expected
    moving = {champ for champ, _ in told} - set(watched)
    assert moving <= {"siret", "commune", "adresse", "commune_siege", "adresse_siege"}


@few
@given(CLUSTERS)
def test_a_value_published_is_one_that_a_mention_says(mentions: list[Said]) -> None:
    made = fused(*mentions)
    (row,) = made.rows.to_dict("records")
    for champ in FIELDS[mentions[0].values["table"]]:
        assert row[champ] in {*(m.values[champ] for m in mentions), "inconnu", ""}
    names = [fold(name) for name in (row["nom"], *row["autres_noms"].split("|")) if name]
    said = {fold(name) for m in mentions for name in (m.values["nom"], *m.values["autres_noms"].split("|")) if name}
    assert sorted(names) == sorted(said)


@few
@given(CLUSTERS)
def test_a_day_of_closing_is_one_that_a_mention_says_and_that_has_come(mentions: list[Said]) -> None:
    (row,) = fused(*mentions, as_of="2026-11-27").rows.to_dict("records")
    assert row["date_fermeture"] in {"", *(m.values["date_fermeture"] for m in mentions)}
    assert row["date_fermeture"] <= "2026-11-27"


@few
@given(CLUSTERS)
def test_a_place_is_of_an_operator_that_a_mention_names_and_each_other_one_is_told(mentions: list[Said]) -> None:
    made = fused(*mentions)
    (row,) = made.rows.to_dict("records")
    if "gestionnaire_id" in row:
        named = {m.values["operator_id"] for m in mentions} - {""}
        told = [one.valeur for one in made.anomalies if one.code == "gestionnaires_divergents"]
        assert sorted({row["gestionnaire_id"], *told} - {""}) == sorted(named)
        assert len(told) == len(set(told))
