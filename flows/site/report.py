"""Telling the project of an error: a letter that is written already, for a mail program or to be copied."""

from typing import NamedTuple

from flows.site.page import letter
from flows.site.shown import Shown
from flows.site.values import said, title
from flows.site.words import Words
from schemas.records import Row

_TOLD = (
    "nom",
    "adresse",
    "code_postal",
    "commune",
    "telephone",
    "courriel",
    "site_web",
    "categorie",
    "capacite",
    "statut",
)
_LONGEST = 120
"""Characters of a value: some mail programs cut an address over 2,000."""


class Report(NamedTuple):
    """`href`: a `mailto:` with subject and text, '' without a mailbox of the project; `to`: that mailbox."""

    to: str
    href: str
    subject: str
    text: str


def report(about: Shown, t: Words, row: Row, address: str) -> Report:
    """The letter about a nursery. `address`: of its page."""
    subject = t("signaler.objet", nom=_short(row["nom"]), id=row["id"])
    text = "\n".join([*_head(about, t, row, address), *_published(about, t, row), "", t("signaler.faux"), "", ""])
    to = about.settings.contact
    return Report(to, letter(to, subject, text), subject, text)


def _head(about: Shown, t: Words, row: Row, address: str) -> list[str]:
    return [
        t("signaler.bonjour"),
        "",
        t("signaler.id", id=row["id"]),
        t("signaler.page", adresse=address),
        t("signaler.version", version=about.version),
        "",
        t("signaler.publie"),
    ]


def _published(about: Shown, t: Words, row: Row) -> list[str]:
    """What the page says today, in lines; what nobody says is named so, since it may be what is missing."""
    found = []
    for champ in _TOLD:
        value = _short(said(about, t, "etablissements", champ, row[champ])) or t("signaler.vide")
        found.append(t("signaler.ligne", titre=title(t, "etablissements", champ), valeur=value))
    operator = about.operators.get(row["gestionnaire_id"], {}).get("nom", "")
    label = title(t, "etablissements", "gestionnaire_id")
    return [*found, t("signaler.ligne", titre=label, valeur=_short(operator) or t("signaler.vide"))]


def _short(text: str) -> str:
    """One line, not too long."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
