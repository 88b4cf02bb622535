"""Questions of who is who for tests: homonyms of two towns, one operator of two sources, and what people answer."""

from flows.identify.questions import COLUMNS, SIDE, case_id
from flows.identity_file import DecisionRow
from schemas.records import Row

DAY = "2026-11-22"
EVIDENCE = "https://mairie.example.fr/creches"


def side(source: str, reference: str, nom: str, **more: str) -> Row:
    """One side of a question."""
    return {**dict.fromkeys(SIDE, ""), "source": source, "reference": reference, "nom": nom, **more}


def asked(a: Row, b: Row, table: str = "etablissements", **more: str) -> Row:
    """A question as `identify` asks it."""
    cells = {f"{name}_{letter}": one[name] for letter, one in (("a", a), ("b", b)) for name in SIDE}
    about = {"regle": "nom_proche", "question": "Noms proches. Est-ce la même chose ?", "suggestion": ""}
    return {**dict.fromkeys(COLUMNS, ""), "cas": case_id(table, a, b), "table": table, **about, **cells, **more}


LILLE = side(
    "curation",
    "meli-melo-lille",
    "Mêli-Mêlo",
    id="cr-aaaaaaaa",
    adresse="1 Rue Neuve",
    code_postal="59000",
    commune="Lille",
    url="https://meli.example.fr/",
)
TOURS = side("coop_petite_enfance", "Méli-Mélo", "Méli-Mélo", id="cr-bbbbbbbb", telephone="+33199001234")
E2S = side("coop_petite_enfance", "E2S", "E2S", id="ge-aaaaaaaa")
REGISTER = side("sirene", "005520176", "E2S COOP", id="ge-bbbbbbbb", numero="005520176")
HOMONYMS = asked(TOURS, LILLE, suggestion="different")
OPERATOR = asked(E2S, REGISTER, "gestionnaires", suggestion="meme")

APART = DecisionRow(
    table="etablissements",
    source_a="coop_petite_enfance",
    reference_a="Méli-Mélo",
    nom_a="Méli-Mélo",
    source_b="curation",
    reference_b="meli-melo-lille",
    nom_b="Mêli-Mêlo",
    decision="different",
    raison="Deux villes, deux gérances.",
    preuve_url=EVIDENCE,
    auteur_role="mainteneur",
    decide_le=DAY,
    expire_le="",
)
"""The answer to HOMONYMS."""
