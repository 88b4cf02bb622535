"""The sheet on PôPE: an initiative, its partners and funders, its key figures, the coverage rates it quotes."""

import re
from collections.abc import Iterator

from schemas.errors import SourceChanged
from schemas.records import Anomaly, Reading, Record, Row, Snapshot, Source
from sources.pope_partners import partners
from sources.reading.figures import Figures, Label, read_figures, zone
from sources.reading.page import open_page

_LABELS = (
    Label(
        "personnes_decouverte_metiers",
        "personnes",
        re.compile(r"(?:personnes\s+accompagn[ée]es[^\d]{0,25})?d[ée]couverte\s+(?:des\s+)?m[ée]tiers", re.I),
    ),
    Label("personnes_accompagnees", "personnes", re.compile(r"personnes\s+accompagn[ée]es|accompagnements", re.I)),
    Label("micro_creches_ouvertes", "établissements", re.compile(r"micro[-\s]cr[èe]ches?", re.I)),
    Label("creches_parentales_ouvertes", "établissements", re.compile(r"cr[èe]ches?\s+parentales?", re.I)),
    Label("cafes_familles_ouverts", "établissements", re.compile(r"caf[ée]s?\s+des\s+familles", re.I)),
    Label("mam_ouvertes", "établissements", re.compile(r"\bMAM\b|maisons?\s+d['’]assistant", re.I)),
    Label("salaries", "personnes", re.compile(r"salari[ée]", re.I)),
    Label("benevoles", "personnes", re.compile(r"b[ée]n[ée]voles", re.I)),
)
_OPENS = re.compile(r"^chiffres[\s-]cl[ée]", re.I)
_CLOSES = re.compile(r"^(?:contacts?\b|à lire|pour en savoir|ressources|partager)", re.I)
_NAME = re.compile(r"\bP[ôo]PE\b|\bp[ôo]le\s+petite\s+enfance\b", re.I)
_FOUNDED = re.compile(r"(?:cr[ée]+(?:r|e|é|ée)?|n[ée]e?|fond[ée]e?|lanc[ée]e?)\s+en\s+((?:19|20)\d\d)", re.I)
_PTCE = re.compile(r"\bPTCE\b|p[ôo]le\s+territorial\s+de\s+coop[ée]ration", re.I)
_TERRITORIES = {"seine-saint-denis": ("93", "Seine-Saint-Denis"), "france": ("FR", "France"), "paris": ("75", "Paris")}
_WHERE = r"(seine[-\s]saint[-\s]denis|france|paris)"
_RATE = re.compile(r"(?<![\d,.])(\d{1,3}(?:[.,]\d)?)\s?(?:%|pour\s?cent)", re.I)
_PROJECTS = (
    ("offre de formation", re.compile(r"offre\s+de\s+formation", re.I)),
    ("tiers-lieu petite enfance", re.compile(r"tiers[-\s]lieu", re.I)),
    ("groupement d'employeurs petite enfance", re.compile(r"groupement\s+d['’]employeurs", re.I)),
)


def parse(snapshot: Snapshot, source: Source) -> Reading:
    """The initiative as record and `initiatives` row; `partenariats` and `chiffres`. Raises SourceChanged when it is not the sheet."""
    page = open_page(snapshot)
    text = "\n".join(block for block in page.blocks if not block.startswith("http"))
    if not _NAME.search(text):
        raise SourceChanged(f"{source.id}: the page does not name PôPE.")
    figures = read_figures(zone(page, _OPENS, _CLOSES, _LABELS), _LABELS, source.id)
    rows, doubts = tuple(_chiffres(figures)), []
    if figures.left_over:
        doubts.append(_left_over(source, figures.left_over))
    rates = tuple(_rates(text))
    found = tuple(partners(text))
    if not rows or not found:
        raise SourceChanged(
            f"{source.id}: {len(rows)} key figure(s) and {len(found)} partner(s) read: this is not the sheet we know."
        )
    initiative = _initiative(text, found)
    tables = {"initiatives": (initiative,), "partenariats": found, "chiffres": rows + rates}
    return Reading(source.id, (Record(initiative["nom"], initiative["territoire_nom"]),), tables, tuple(doubts))


def _initiative(text: str, found: tuple[Row, ...]) -> Row:
    founded = _FOUNDED.search(text)
    supporters = dict.fromkeys(row["partenaire"] for row in found if row["role"] in ("financeur", "accompagnateur"))
    return {
        "nom": "PôPE, Pôle Petite Enfance",
        "sigle": "PôPE",
        "type": "ptce" if _PTCE.search(text) else "",
        "annee_creation": founded.group(1) if founded else "",
        "territoire_code": "93" if re.search(r"seine[-\s]saint[-\s]denis", text, re.I) else "",
        "territoire_nom": "Seine-Saint-Denis" if re.search(r"seine[-\s]saint[-\s]denis", text, re.I) else "",
        "soutiens": "|".join(supporters),
        "certifications": "Qualiopi" if re.search(r"\bqualiopi\b", text, re.I) else "",
        "projets_en_cours": "|".join(name for name, words in _PROJECTS if words.search(text)),
    }


def _chiffres(figures: Figures) -> Iterator[Row]:
    for label, number in figures.pairs:
        yield {
            "sujet_type": "initiative",
            "sujet": "PôPE, Pôle Petite Enfance",
            "indicateur": label.indicateur,
            "valeur": number,
            "unite": label.unite,
            "periode_debut": figures.since,
        }


def _rates(text: str) -> Iterator[Row]:
    """Places per 100 children that the sheet quotes; their vintage is not told, so it stays empty."""
    start = re.search(r"taux\s+de\s+couverture", text, re.I)
    window = text[max(0, start.start() - 120) : start.end() + 260] if start else ""
    told: dict[str, str] = {}
    for match in _RATE.finditer(window):
        key = re.sub(r"\s", "-", _place_of_rate(window, match).lower())
        if key in _TERRITORIES:
            told.setdefault(key, match.group(1).replace(",", "."))
    for key, value in told.items():
        code, name = _TERRITORIES[key]
        yield {
            "sujet_type": "initiative",
            "sujet": "PôPE, Pôle Petite Enfance",
            "indicateur": "taux_couverture",
            "valeur": value,
            "unite": "places pour 100 enfants de moins de 3 ans",
            "territoire_code": code,
            "territoire_nom": name,
        }


def _place_of_rate(window: str, match: re.Match[str]) -> str:
    """The territory of a rate: named right after it on its line, else the last one named before, else the next one."""
    after = re.match(rf"[^\S\n]*(?:en|à|au|dans|pour|:)?[^\S\n]*(?:la[^\S\n]+)?{_WHERE}", window[match.end() :], re.I)
    if after:
        return str(after.group(1))
    first = _RATE.search(window)
    before = re.findall(_WHERE, window[: match.start()], re.I)
    leading = first is not None and not re.search(_WHERE, window[: first.start()], re.I)
    following = re.search(_WHERE, window[match.end() :], re.I)
    return following.group(1) if leading and following else before[-1] if before else ""


def _left_over(source: Source, count: int) -> Anomaly:
    return Anomaly(
        code="chiffre_sans_libelle",
        gravite="doute",
        source=source.id,
        champ="valeur",
        message_fr=f"{count} nombre(s) des chiffres clés n'ont pas de libellé reconnu : ils ne sont pas lus.",
        message_en=f"{count} number(s) among the key figures have no label that we know: they are not read.",
    )
