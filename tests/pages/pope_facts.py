"""What the sheet on PôPE says, in our own words: the prose of every PôPE page, its figures, and its surroundings."""

from dataclasses import dataclass

from tests.pages.members import tag, text
from tests.pages.surroundings import Section


@dataclass(frozen=True, slots=True)
class Figure:
    """A key figure as displayed: the number, then its label. '' leaves the part out."""

    indicateur: str
    nombre: str
    libelle: str


FIGURES: tuple[Figure, ...] = (
    Figure("salaries", "2", "salarié.e.s"),
    Figure("benevoles", "12", "membres bénévoles"),
    Figure("personnes_accompagnees", "250", "personnes accompagnées"),
    Figure("mam_ouvertes", "15", "MAM"),
    Figure("micro_creches_ouvertes", "2", "micro-crèches (près de dix salarié.e.s)"),
    Figure("creches_parentales_ouvertes", "1", "crèche parentale"),
    Figure("cafes_familles_ouverts", "1", "café des familles"),
    Figure("personnes_decouverte_metiers", "280", "personnes accompagnées – découverte des métiers petite enfance"),
)
RATES: tuple[tuple[str, str], ...] = (("Seine-Saint-Denis", "32"), ("France", "58"), ("Paris", "75"))
PARTNERS = ("Plaine Commune", "CAF", "Préfet de Région", "FONJEP", "France Active", "ADDAI", "Grand Châlon")
FIGURES_TITLE = "Chiffres clés"
SINCE = "Depuis 2014 :"

CONTACT_PERSON = "Camille Exemplaire"
CONTACT_MOBILE = "06 39 98 12 34"
CONTACT_MAILBOX = "camille.exemplaire@example.org"

ORIGIN: Section = (
    "D'où vient l'initiative ?",
    (
        "Le PôPE, Pôle Petite Enfance, est né en 2015 en Seine-Saint-Denis, d'un groupe d'associations. C'est un Pôle "
        "Territorial de Coopération Economique (PTCE).",
        "Trop peu d'enfants y trouvent une place : le taux de couverture est de 32% en Seine-Saint-Denis, quand il est "
        "de 58% en France et de 75% à Paris.",
        "Fort de son propre appartement pédagogique, le PôPE a aidé Grand Châlon à monter un incubateur de MAM.",
    ),
)
PROJECTS: Section = (
    "Projets en cours",
    (
        "Le PôPE, certifié Qualiopi, étend son offre de formation.",
        "Il prépare aussi un tiers-lieu dédié aux tout-petits et un groupement d'employeurs.",
    ),
)
SUPPORT: Section = (
    "Collectivités & financements",
    (
        "Plaine Commune aide le PôPE depuis ses débuts : par son Contrat de Ville, puis par son appel à projets ESS, "
        "dont il est lauréat.",
        "La CAF, le Préfet de Région (formation professionnelle) et le FONJEP le financent. Deux soutiens ont été plus "
        "brefs : l'Arc de l'innovation et Quartiers Solidaires Jeunes.",
        "En 2021, le PôPE est lauréat de l'AMI « PTCE émergent », qui ne donne pas droit à un financement.",
        "France Active ouvre des prêts relais associatifs à celles et ceux qui lancent une MAM.",
        "L'ADDAI suit elle aussi des porteurs de projet : les savoir-faire des deux équipes se complètent.",
    ),
)
PROSE: tuple[Section, ...] = (ORIGIN, PROJECTS, SUPPORT)


def sections(parts: tuple[Section, ...] = PROSE, heading: str = "h2") -> str:
    """The prose as headings and paragraphs."""
    return "\n".join(
        tag(heading, text(title)) + "".join(tag("p", text(p)) for p in paragraphs) for title, paragraphs in parts
    )


def sheet(body: str, charset: str = "utf-8") -> str:
    """A site of initiatives around `body`: menu, sidebar, footer with the site's own invented address, banner."""
    return (
        f'<!DOCTYPE html>\n<html lang="fr">\n<head><meta charset="{charset}"><title>PôPE – Pôle Petite Enfance</title>'
        "</head>\n<body>\n<header><nav><ul><li>Accueil</li><li>Initiatives</li><li>Ressources</li></ul></nav></header>\n"
        f"<main><h1>PôPE, un pôle pour la petite enfance</h1>\n<p>Mis à jour le 12 janvier 2024</p>\n{body}\n</main>\n"
        "<aside><h3>À lire aussi</h3><ul><li>10 idées pour ouvrir un lieu aux parents</li><li>Une ludothèque qui roule"
        "</li></ul></aside>\n<footer><p>Le site des initiatives, 3 place du Marché, 59000 Lille – 03 53 01 22 33</p>"
        "</footer>\n<div class=\"cookies\">Nous mesurons l'audience. <button>D'accord</button></div>\n"
        '<script>var page = {"id": 2014, "views": 250};</script>\n</body>\n</html>\n'
    )
