"""Pairs of mentions that are of one thing. Each kind is a function from a world to two mentions of one entity."""

from collections.abc import Callable
from dataclasses import replace

from flows.identify.compare.traits import Traits
from tests.matching.spelling import EASY, HARD, OF_OPERATORS, OF_PLACES, acronym, capitals, cut, legal, slip, spelled
from tests.matching.world import (
    CONTACTS,
    Mention,
    World,
    companies,
    cooperatives,
    nurseries,
    only,
    seen,
    where,
    without,
)

Two = tuple[Mention, Mention]
Kind = Callable[[World], Two]


def spelled_cooperatives(w: World) -> Two:
    """A member list and a network's page: spellings, and contacts by chance."""
    a = w.operator()
    b = seen(a, nom=spelled(a.traits.noms[0], OF_OPERATORS, w.chance))
    return only(a, "siren", *w.some(CONTACTS)), only(b, "adresse", *w.some(CONTACTS))


def register_and_page(w: World) -> Two:
    """A register that does not say it is a cooperative, and its page: capitals, a legal form, one thing in common."""
    a = w.operator(nom=w.company())
    b = seen(a, nom=capitals(legal(a.traits.noms[0], w.chance), w.chance), cooperative=False)
    shared = w.chance.choice(("adresse", "telephone", "domaine"))
    return only(a, shared, *w.some(CONTACTS)), only(b, "siren", shared)


def register_alone(w: World) -> Two:
    """The same, with nothing in common but the commune."""
    a, b = register_and_page(w)
    return only(a, "telephone", "domaine"), only(b, "siren", "adresse")


def slip_and_proof(w: World) -> Two:
    """A slip of the pen, a word of the trade, a cut end, and a phone, a site or a door in common."""
    a = w.operator()
    b = seen(a, nom=spelled(a.traits.noms[0], HARD, w.chance), cooperative=w.chance.random() < 0.5)
    shared = w.chance.choice(("adresse", "telephone", "domaine", "courriel"))
    return only(a, shared, *w.some(CONTACTS)), only(b, shared)


def slip_alone(w: World) -> Two:
    """A slip of the pen or an order of words, in one commune, and nothing else."""
    a = w.operator()
    b = seen(a, nom=spelled(a.traits.noms[0], HARD, w.chance))
    return only(a, "telephone"), only(b, "adresse")


def renamed_with_key(w: World) -> Two:
    """A new name, everything else changed too, but the SIREN."""
    a = w.operator()
    b = seen(a, nom=w.other(*a.traits.noms), **w.contacts(), **w.town(), adresse=w.street())
    return a, b


def renamed(w: World) -> Two:
    """A new name, the same phone and the same door."""
    a = w.operator()
    b = seen(a, nom=w.other(*a.traits.noms))
    return only(a, "siren", "telephone", "adresse"), only(b, "telephone", "adresse", *w.some(CONTACTS))


def alias(w: World) -> Two:
    """The former name stands among the other names of one of them."""
    a = w.operator()
    former = w.other(*a.traits.noms)
    b = seen(a, nom=spelled(former, EASY, w.chance))
    a = Mention(a.entity, replace(a.traits, noms=(*a.traits.noms, former)))
    return only(a, *w.some(CONTACTS, 1)), only(b, *w.some((*CONTACTS, "adresse")))


def known_cooperative(w: World) -> Two:
    """A real cooperative by one of its names, and by another."""
    row = w.chance.choice([row for row in cooperatives() if row["autres_noms"]])
    nom, aliases = row["nom"], row["autres_noms"].split("|")
    here = where(row["code_postal"], row["commune"])
    a = Traits("gestionnaires", "a", f"a:{nom}", (nom, *aliases), **here, cooperative=True)
    b = seen(Mention(nom, a), nom=spelled(w.chance.choice((nom, *aliases)), OF_OPERATORS, w.chance))
    return Mention(nom, a), b


def acronym_and_proof(w: World) -> Two:
    """An acronym for the whole name, and a phone, a site or a door."""
    nom = w.chance.choice([name for name in (*nurseries(), *companies()) if acronym(name)])
    a = w.operator(nom=nom)
    shared = w.chance.choice(("adresse", "telephone", "domaine"))
    return only(a, shared), only(seen(a, nom=acronym(nom)), "siren", shared)


def moved_in_town(w: World) -> Two:
    """Another door of the same commune, the phone kept or not told."""
    a = w.operator(nom=w.company())
    b = seen(a, nom=spelled(a.traits.noms[0], EASY, w.chance), adresse=w.street())
    return only(a, "adresse", "telephone"), only(b, "adresse", *w.some(("telephone",)))


def moved_in_departement(w: World) -> Two:
    """The head office and the page's address are in two communes; the site is the same."""
    a = w.operator(nom=w.company())
    elsewhere = w.near(a.traits.departement)
    b = seen(a, nom=spelled(a.traits.noms[0], EASY, w.chance), adresse=w.street(), **elsewhere)
    return only(a, "adresse", "domaine"), only(b, "siren", "adresse", "domaine")


def moved_far(w: World) -> Two:
    """The head office is in another département; the phone or the site is the same."""
    a = w.operator(nom=w.company())
    b = seen(a, nom=spelled(a.traits.noms[0], EASY, w.chance), adresse=w.street(), **w.town())
    shared = w.chance.choice(("telephone", "domaine"))
    return only(a, "adresse", shared), only(b, "siren", "adresse", shared)


def town_untold(w: World) -> Two:
    """One source tells the département alone."""
    a = w.operator(nom=w.company())
    b = seen(a, nom=spelled(a.traits.noms[0], OF_OPERATORS, w.chance), code_commune="", code_postal="")
    return only(a, *w.some(CONTACTS, 1)), only(b, *w.some(CONTACTS))


def nowhere_told(w: World) -> Two:
    """One source tells no place at all."""
    a, b = town_untold(w)
    return a, without(b, "departement")


def place_of_operator(w: World) -> Two:
    """A place of an operator that both know: spellings, the door told by one, by both or by none."""
    a = w.place()
    b = seen(a, nom=spelled(a.traits.noms[0], OF_PLACES, w.chance))
    told = w.some(("adresse", *CONTACTS))
    return only(a, "gestionnaire", *told), only(b, "gestionnaire", *w.some(("adresse", *CONTACTS)))


def place_slip_of_operator(w: World) -> Two:
    """The same with a slip of the pen."""
    a = w.place()
    b = seen(a, nom=spelled(a.traits.noms[0], (slip, cut), w.chance))
    return only(a, "gestionnaire", *w.some(("adresse",))), only(b, "gestionnaire", "adresse")


def place_at_door(w: World) -> Two:
    """The operator told by one at most; one door."""
    a = w.place()
    b = seen(a, nom=spelled(a.traits.noms[0], (*OF_PLACES, *HARD), w.chance), categorie="")
    return only(a, "gestionnaire", "adresse", "telephone"), only(b, "adresse")


def place_by_phone(w: World) -> Two:
    """The operator told by one at most; one phone, the door untold by one."""
    a = w.place()
    b = seen(a, nom=spelled(a.traits.noms[0], (*OF_PLACES, slip), w.chance), categorie="")
    return only(a, "siret", "adresse", "telephone"), only(b, "telephone")


def place_spoiled_twice(w: World) -> Two:
    """Spoiled by two hands; one door and one phone."""
    a = w.place()
    nom = spelled(spelled(a.traits.noms[0], HARD, w.chance), (*OF_PLACES, *HARD), w.chance)
    return only(a, "gestionnaire", "adresse", "telephone"), only(seen(a, nom=nom, categorie=""), "adresse", "telephone")


def operator_in_name(w: World) -> Two:
    """The operator's name stands in the nursery's."""
    a, company = w.place(), w.company()
    nom = w.chance.choice(("{} - {}", "{} {}", "{1} ({0})", "Crèche {} {}")).format(company, a.traits.noms[0])
    b = only(seen(a, nom=nom), "gestionnaire", *w.some(("adresse",)))
    return only(a, "gestionnaire"), Mention(b.entity, replace(b.traits, noms_gestionnaire=(company,)))


def place_alias(w: World) -> Two:
    """The former name stands among the other names of one of them; the door told by one or by both."""
    a = w.place()
    former = w.other(*a.traits.noms)
    b = seen(a, nom=spelled(former, OF_PLACES, w.chance))
    a = Mention(a.entity, replace(a.traits, noms=(*a.traits.noms, former)))
    return only(a, "gestionnaire", "adresse"), only(b, "gestionnaire", *w.some(("adresse",)))


def place_bare(w: World) -> Two:
    """A name and a commune."""
    a = w.place()
    b = seen(a, nom=spelled(a.traits.noms[0], OF_PLACES, w.chance), categorie="inconnu")
    return only(a, "siret", "adresse"), only(b)


def place_renamed_with_key(w: World) -> Two:
    """Another name, phone and operator; the SIRET is the same."""
    a = w.place()
    return a, seen(a, nom=w.other(*a.traits.noms), **w.contacts(), gestionnaire="")


def place_renamed(w: World) -> Two:
    """Another name at the same door, with the same phone."""
    a = w.place()
    b = seen(a, nom=w.other(*a.traits.noms))
    known = w.some(("gestionnaire",))
    return only(a, "adresse", "telephone", *known), only(b, "adresse", "telephone", *known)


def place_moved(w: World) -> Two:
    """A succession of SIRET: another door, perhaps another commune."""
    a = w.place()
    b = seen(
        a,
        siret=f"{a.traits.siren}00026",
        predecesseur=a.traits.siret,
        adresse=w.street(),
        **w.near(a.traits.departement),
    )
    return a, b


def place_moved_untold(w: World) -> Two:
    """Another SIRET of the same SIREN, the name and the commune kept; the succession is told later."""
    a = w.place()
    b = seen(a, nom=spelled(a.traits.noms[0], OF_PLACES, w.chance), siret=f"{a.traits.siren}00026", adresse=w.street())
    return a, b


def place_taken_over(w: World) -> Two:
    """Another operator at the same door, under the same name."""
    a = w.place()
    b = seen(a, nom=spelled(a.traits.noms[0], OF_PLACES, w.chance), gestionnaire="new", siren="", siret="")
    return only(a, "gestionnaire", "siren", "adresse"), only(b, "gestionnaire", "adresse")


def door_written(w: World) -> Two:
    """The same name; bis left out, a range told by one of its ends, a slip in the street's name, no number at all."""
    number, street = w.chance.randint(2, 90), w.lane()
    a = w.place(adresse=f"{number} bis {street}")
    lines = (
        f"{number} {street}",
        f"{number}-{number + 2} {street}",
        f"{number} B {street}",
        f"{number} bis {slip(street, w.chance)}",
        street,
    )
    b = seen(a, nom=spelled(a.traits.noms[0], OF_PLACES, w.chance), adresse=w.chance.choice(lines))
    return only(a, "adresse", "telephone"), only(b, "adresse", *w.some(("telephone",)))


def with_town(w: World) -> Two:
    """The commune's name stands in the nursery's."""
    here = w.chance.choice(
        ("Montreuil 93100", "Roncq 59223", "Pantin 93500", "Taden 22100", "Lille 59000", "Gradignan 33170")
    )
    town, postcode = here.split()
    a = w.place(**where(postcode, town))
    nom = w.chance.choice(("{} {}", "{} de {}", "{} - {}", "{} ({})")).format(*a.traits.noms, town)
    return only(a, "gestionnaire", "adresse"), only(seen(a, nom=nom), "gestionnaire")


def arrondissement(w: World) -> Two:
    """A CEDEX, 75016 for 75116, or no postcode at all beside Paris."""
    a = w.place(**where("75116", "Paris"))
    other = w.chance.choice(("75016", "75116", "75771", ""))
    b = seen(a, nom=spelled(a.traits.noms[0], OF_PLACES, w.chance), code_postal=other)
    return only(a, "adresse", "telephone"), only(b, "adresse", "telephone")


def neighbour_town(w: World) -> Two:
    """The same postcode under a neighbour's name, one operator."""
    a = w.place(**where("59223", "Roncq"))
    b = seen(a, nom=spelled(a.traits.noms[0], EASY, w.chance), **{**where("59250", "Halluin"), "code_postal": "59223"})
    return only(a, "gestionnaire", "adresse"), only(b, "gestionnaire", "adresse")


TRUE: tuple[Kind, ...] = (
    spelled_cooperatives,
    register_and_page,
    register_alone,
    slip_and_proof,
    slip_alone,
    renamed_with_key,
    renamed,
    alias,
    known_cooperative,
    acronym_and_proof,
    moved_in_town,
    moved_in_departement,
    moved_far,
    town_untold,
    nowhere_told,
    place_of_operator,
    place_slip_of_operator,
    place_at_door,
    place_by_phone,
    place_spoiled_twice,
    operator_in_name,
    place_alias,
    place_bare,
    place_renamed_with_key,
    place_renamed,
    place_moved,
    place_moved_untold,
    place_taken_over,
    door_written,
    with_town,
    arrondissement,
    neighbour_town,
)
