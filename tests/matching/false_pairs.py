"""Pairs of mentions that are of two things and look like one. Each kind is a function from a world to two entities."""

from dataclasses import replace
from typing import Any

from flows.identify.compare.traits import Traits
from tests.matching.spelling import EASY, OF_OPERATORS, OF_PLACES, spelled
from tests.matching.true_pairs import Kind, Two
from tests.matching.world import CONTACTS, Mention, World, cooperatives, only, where, without

_SECTIONS = (
    *(
        ("{} A", "{} B"),
        ("{} 1", "{} 2"),
        ("{} I", "{} II"),
        ("{} section A", "{} section B"),
        ("{} Petits", "{} Grands"),
    ),
    *(
        ("{} Nord", "{} Sud"),
        ("{} Haut", "{} Bas"),
        ("{} - bébés", "{} - moyens"),
        ("{} n°1", "{} n°2"),
        ("{} (1)", "{} (2)"),
    ),
)
_LONGER = ("Distillerie", "Gare", "Port", "République", "Atalante", "Mairie", "Hippodrome", "Confluence", "Cité Marine")
_NEAR = (
    *(
        ("Les Lutins", "Les Mutins"),
        ("Les Loups", "Les Loulous"),
        ("La Ruche", "La Roche"),
        ("Les Galopins", "Les Galopines"),
    ),
    *(("Les Canetons", "Les Cannetons d'or"), ("Pomme d'Api", "Pomme de reinette"), ("Les Lutins", "Les Lutines")),
    *(
        ("Bulle d'air", "Bulle de rêves"),
        ("Le Petit Prince", "Les Petites Princesses"),
        ("Tourbillon", "Tourbillons d'eau"),
    ),
    *(("Les Oisillons", "Les Oiseaux"), ("Nid d'anges", "Nid d'abeilles"), ("Les Pitchouns", "Les Pitchounettes")),
    *(("La Marelle", "La Margelle"), ("Les Poussins", "Les Poucets"), ("Les Minots", "Les Matelots")),
)
_PLAIN = ("Multi-accueil", "Crèche", "Maison de la petite enfance", "Les Petits", "Halte-garderie", "Crèche municipale")
_PLAIN_OPERATORS = (
    "Coopérative Petite Enfance",
    "Association Petite Enfance",
    "Les Petits",
    "Service Petite Enfance",
    "SCIC Enfance",
)


def homonyms_far(w: World) -> Two:
    """Two operators of one name in two départements."""
    a = w.operator()
    b = w.operator(nom=spelled(a.traits.noms[0], OF_OPERATORS, w.chance))
    return only(a, *w.some(("siren", "adresse", *CONTACTS))), only(b, *w.some(("adresse", *CONTACTS)))


def real_homonyms(w: World) -> Two:
    """Mêli-Mêlo (Lille) and Méli-Mélo (Saint-Pierre-des-Corps), and any two other known cooperatives."""
    rows = list(cooperatives())
    melimelo = [row for row in rows if "Mel" in row["autres_noms"]]
    one, two = melimelo if w.chance.random() < 0.5 else w.chance.sample(rows, 2)
    table = w.chance.choice(("gestionnaires", "etablissements"))
    return _known(one, table, "a", w), _known(two, table, "b", w)


def _known(row: dict[str, str], table: str, source: str, w: World) -> Mention:
    nom, here = row["nom"], where(row["code_postal"], row["commune"])
    spelt = spelled(nom, EASY, w.chance)
    traits = Traits(table, source, f"{source}:{nom}", (spelt, *filter(None, row["autres_noms"].split("|"))), **here)
    return Mention(nom if table == "gestionnaires" else f"{table}:{nom}", traits)


def homonyms_near(w: World) -> Two:
    """Two operators of one common name in one département, one of them no cooperative."""
    a = w.operator(nom=w.nursery())
    b = w.operator(nom=spelled(a.traits.noms[0], EASY, w.chance), **w.near(a.traits.departement), cooperative=False)
    return only(a, "adresse", *w.some(CONTACTS)), only(b, "siren", "adresse")


def two_sirens(w: World) -> Two:
    """An association and the cooperative beside it: one name, one door, one phone, two SIRENs."""
    a = w.operator()
    same = _same(a, *CONTACTS, "adresse", "code_postal", "code_commune", "departement")
    return a, w.operator(nom=f"Association {a.traits.noms[0]}", **same)


def one_building(w: World) -> Two:
    """Two operators behind one door: a business centre, a house of associations."""
    a = w.operator()
    here = _same(a, "adresse", "code_postal", "code_commune", "departement")
    b = w.operator(nom=w.other(*a.traits.noms), **here, cooperative=w.chance.random() < 0.5)
    return only(a, "adresse", *w.some(CONTACTS)), only(b, "adresse", *w.some(CONTACTS))


def chain_of_operators(w: World) -> Two:
    """Companies of one chain: its phone and its site, a region after the name, other départements."""
    a = w.operator()
    b = w.operator(
        nom=f"{a.traits.noms[0]} {w.chance.choice(('Nord', 'Océan', 'Provence', 'Rhône'))}", **_same(a, *CONTACTS)
    )
    return only(a, *CONTACTS, "adresse"), only(b, *CONTACTS, "adresse")


def longer_operator(w: World) -> Two:
    """One more word of its own, in one commune, other contacts and door."""
    a = w.operator(nom=w.nursery())
    here = _same(a, "code_postal", "code_commune", "departement")
    b = w.operator(nom=f"{a.traits.noms[0]} {w.chance.choice(_LONGER)}", **here)
    return only(a, "adresse", *w.some(CONTACTS)), only(b, "adresse", *w.some(CONTACTS))


def plain_operators(w: World) -> Two:
    """Names of nothing but the trade's words, in one commune."""
    a = w.operator(nom=w.chance.choice(_PLAIN_OPERATORS))
    here = _same(a, "code_postal", "code_commune", "departement")
    b = w.operator(nom=w.chance.choice(_PLAIN_OPERATORS), **here, cooperative=False)
    return only(a, "adresse", *w.some(CONTACTS)), only(b, "adresse", *w.some(CONTACTS))


def two_of_a_town(w: World) -> Two:
    """Two operators of one commune that have nothing in common."""
    a = w.operator()
    here = _same(a, "code_postal", "code_commune", "departement")
    b = w.operator(nom=w.other(*a.traits.noms), **here)
    return only(a, *w.some(("adresse", *CONTACTS))), only(b, *w.some(("adresse", *CONTACTS)))


def places_far(w: World) -> Two:
    """Two nurseries of one name in two communes, perhaps of one département; one operator or two, or unknown."""
    a = w.place()
    there = w.town() if w.chance.random() < 0.5 else w.near(a.traits.departement)
    shared = _same(a, *w.some(("gestionnaire", "telephone", "domaine")))
    b = w.place(nom=spelled(a.traits.noms[0], OF_PLACES, w.chance), **there, **shared)
    told = ("gestionnaire", "adresse", "telephone", "domaine")
    return only(a, *w.some(told)), only(b, *w.some(told))


def homonyms_of_a_town(w: World) -> Two:
    """Two nurseries of one name in one commune, of two operators, at two doors."""
    a, b = _two_places(w, lambda nom: spelled(nom, OF_PLACES, w.chance))
    return only(a, "gestionnaire", "adresse", *w.some(CONTACTS)), only(b, "gestionnaire", "adresse", *w.some(CONTACTS))


def homonyms_of_a_city(w: World) -> Two:
    """Two nurseries of one name in two arrondissements, their operators unknown."""
    here, there = w.city()
    a = w.place(**here)
    b = w.place(nom=spelled(a.traits.noms[0], OF_PLACES, w.chance), **there)
    return only(a, *w.some(("adresse", *CONTACTS))), only(b, *w.some(("adresse", *CONTACTS)))


def sections(w: World) -> Two:
    """Two sections of one house: all else is the same."""
    one, two = w.chance.choice(_SECTIONS)
    nom = w.nursery()
    a = w.place(nom=one.format(nom))
    b = w.place(nom=spelled(two.format(nom), EASY[:4], w.chance), **_same(a, *_ALL))
    kept = w.some(("gestionnaire", "adresse", "telephone"), 1)
    return only(a, *kept), only(b, *kept)


def siblings(w: World) -> Two:
    """Two nurseries of one operator in one commune: one phone, one site, two names, doors told or not."""
    a, b = _two_places(w, w.other, "gestionnaire", *CONTACTS)
    kept = ("gestionnaire", *w.some(("adresse", *CONTACTS)))
    return only(a, *kept), only(b, *kept)


def siblings_by_alias(w: World) -> Two:
    """The same, perhaps behind one door, each with its operator's name among its other names."""
    a, b = _two_places(w, w.other, "gestionnaire", *CONTACTS, *w.some(("adresse",)))
    company = w.other(*a.traits.noms, *b.traits.noms)
    known = (company,) if w.chance.random() < 0.5 else ()
    a, b = (Mention(m.entity, _with(m.traits, noms=(*m.traits.noms, company), noms_gestionnaire=known)) for m in (a, b))
    kept = ("gestionnaire", *w.some(("adresse", *CONTACTS)))
    return only(a, *kept), only(b, *kept)


def brand(w: World) -> Two:
    """Two nurseries that bear their operator's name and the place's."""
    nom, (one, two) = w.company(), w.chance.sample(_LONGER, 2)
    a = w.place(nom=f"{nom} {one}")
    b = w.place(nom=f"{nom} {two}", **_same(a, "gestionnaire", *CONTACTS, "code_postal", "code_commune", "departement"))
    kept = ("gestionnaire", *w.some(("adresse", *CONTACTS)))
    return only(a, *kept), only(b, *kept)


def longer_place(w: World) -> Two:
    """Les Petits d'Homme and Les Petits d'Homme Distillerie: one operator, one phone, doors told or not."""
    a, b = _two_places(w, lambda nom: f"{nom} {w.chance.choice(_LONGER)}", "gestionnaire", *CONTACTS)
    return only(a, *w.some(("gestionnaire", "adresse", *CONTACTS))), only(
        b, *w.some(("gestionnaire", "adresse", *CONTACTS))
    )


def mam_next_door(w: World) -> Two:
    """A MAM whose name is near, at the next door; its category told, or said by its name."""
    a, b = _two_places(w, lambda nom: f"MAM {spelled(nom, EASY[:4], w.chance)}")
    number, _, street = a.traits.adresse.partition(" ")
    b = Mention(
        b.entity, _with(b.traits, adresse=f"{int(number) + 2} {street}", categorie=w.chance.choice(("mam", "")))
    )
    return only(a, "gestionnaire", "adresse"), only(b, *w.some(("adresse", "telephone")))


def two_services(w: World) -> Two:
    """A nursery and the relay or the parents' place of the same operator, under one roof."""
    a, b = _two_places(
        w, lambda nom: w.chance.choice((w.other(nom), "Relais petite enfance", f"LAEP {nom}")), "gestionnaire"
    )
    kind = w.chance.choice(("laep", "rpe", "creche_familiale"))
    b = Mention(b.entity, _with(b.traits, adresse=a.traits.adresse, categorie=kind))
    return only(a, "gestionnaire", "adresse", "telephone"), only(b, "gestionnaire", "adresse")


def two_sirets(w: World) -> Two:
    """Two establishments of one operator in one commune."""
    a, b = _two_places(w, w.other, "gestionnaire", "siren", *CONTACTS)
    b = Mention(b.entity, _with(b.traits, siret=f"{b.traits.siren}00034"))
    return without(a, "adresse"), b


def near_names(w: World) -> Two:
    """Names that a slip would make one, of two nurseries of one commune, at two doors."""
    one, two = w.chance.choice(_NEAR)
    a, b = _two_places(w, lambda _: two, nom=one)
    return only(a, "adresse", *w.some(("gestionnaire", "telephone"))), only(
        b, "adresse", *w.some(("gestionnaire", "telephone"))
    )


def near_names_of_one_house(w: World) -> Two:
    """The same, two rooms of one operator behind one door."""
    one, two = w.chance.choice(_NEAR)
    a, b = _two_places(w, lambda _: two, "gestionnaire", "adresse", nom=one)
    return only(a, "gestionnaire", "adresse"), only(b, "gestionnaire", "adresse")


def plain_places(w: World) -> Two:
    """Names of nothing but the trade's words, in one commune, operators unknown."""
    a, b = _two_places(w, lambda _: w.chance.choice(_PLAIN), nom=w.chance.choice(_PLAIN))
    return only(a, "adresse", *w.some(CONTACTS)), only(b, *w.some(("adresse", *CONTACTS)))


def one_roof(w: World) -> Two:
    """Two nurseries of two operators behind one door, operators told by one at most."""
    a, b = _two_places(w, w.other, "adresse")
    return only(a, "adresse", *w.some(("gestionnaire", *CONTACTS))), only(b, "adresse", *w.some(CONTACTS))


def cooperatives_of_a_town(w: World) -> Two:
    """Two cooperatives of one name in one commune: all else differs."""
    a = w.operator(nom=w.company())
    b = w.operator(
        nom=spelled(a.traits.noms[0], EASY, w.chance), **_same(a, "code_postal", "code_commune", "departement")
    )
    return only(a, "adresse", *CONTACTS), only(b, "adresse", *CONTACTS)


def association_beside(w: World) -> Two:
    """The association beside the cooperative, with its name and its phone or its door, SIRENs untold."""
    a = w.operator(nom=f"SCIC {w.company()}")
    here = _same(a, *CONTACTS, "adresse", "code_postal", "code_commune", "departement")
    b = w.operator(nom=a.traits.noms[0].replace("SCIC", "Association"), **here)
    shared = w.chance.choice(("adresse", "telephone"))
    return only(a, shared), only(b, shared)


def plain_names_of_one_house(w: World) -> Two:
    """Two operators behind one door, under one name of the trade's words."""
    a = w.operator(nom=w.chance.choice(_PLAIN_OPERATORS))
    here = _same(a, "adresse", "code_postal", "code_commune", "departement")
    return only(a, "adresse", "telephone"), only(w.operator(nom=a.traits.noms[0], **here), "adresse", "telephone")


def homonyms_untold(w: World) -> Two:
    """Two nurseries of one name in one commune, operators untold: two doors, of one street perhaps, two phones."""
    a, b = _two_places(w, lambda nom: spelled(nom, OF_PLACES, w.chance))
    _, _, street = a.traits.adresse.partition(" ")
    if w.chance.random() < 0.5:
        b = Mention(b.entity, _with(b.traits, adresse=f"{w.chance.randint(161, 200)} {street}"))
    return only(a, "adresse", "telephone"), only(b, "adresse", "telephone")


def two_nurseries_of_one_mall(w: World) -> Two:
    """One name at one door, two operators: a chain's nursery closed, another's opened there under the same name."""
    a, b = _two_places(w, lambda nom: spelled(nom, EASY, w.chance), "adresse")
    return only(a, "gestionnaire", "adresse"), only(b, "gestionnaire", "adresse")


_ALL = ("gestionnaire", "adresse", *CONTACTS, "code_postal", "code_commune", "departement", "categorie")


def _same(one: Mention, *names: str) -> dict[str, str]:
    return {name: getattr(one.traits, name) for name in names}


def _with(traits: Traits, **more: Any) -> Traits:
    return replace(traits, **more)


def _two_places(w: World, rename: Any, *shared: str, nom: str = "") -> Two:
    """Two places of one commune that share some traits; the name of the second is made of the first's."""
    a = w.place(nom=nom)
    here = _same(a, "code_postal", "code_commune", "departement", *shared)
    return a, w.place(nom=rename(a.traits.noms[0]), **here)


FALSE: tuple[Kind, ...] = (
    homonyms_far,
    real_homonyms,
    homonyms_near,
    two_sirens,
    one_building,
    chain_of_operators,
    longer_operator,
    plain_operators,
    two_of_a_town,
    places_far,
    homonyms_of_a_town,
    homonyms_of_a_city,
    sections,
    siblings,
    siblings_by_alias,
    brand,
    longer_place,
    mam_next_door,
    two_services,
    two_sirets,
    near_names,
    plain_places,
    one_roof,
    homonyms_untold,
)
RARE: tuple[Kind, ...] = (
    cooperatives_of_a_town,
    association_beside,
    plain_names_of_one_house,
    near_names_of_one_house,
    two_nurseries_of_one_mall,
)
"""Kinds that hardly ever happen, and that only a person can tell: drawn a quarter as often."""
