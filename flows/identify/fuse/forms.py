"""The legal form of an operator and what proves it: a register's category, a network's page, another page, or nothing.

No category says Scic, nor cooperative SAS: those come from a page, and the proof says so. A name is a clue, no proof.
"""

from collections.abc import Sequence
from typing import NamedTuple

from flows.identify.fuse.conflicts import divergence
from flows.identify.fuse.contradicted import contradicted
from flows.identify.fuse.mentions import Mention
from flows.identify.fuse.trust import best, rank, ranked
from schemas.records import Anomaly
from sources.legal_categories import LegalCategory, category
from sources.text import fold

UNKNOWN = "INCONNU"
_COOPERATIVES = ("SCOP", "SCIC")
_STATUTES = ("SARL", "SA", "SAS")
_NO_COMPANY = ("ASSOCIATION", "MUTUELLE", "PUBLIC")


class Proven(NamedTuple):
    """`winner` proves the form (None: nobody does), `depuis` says since when."""

    forme: str
    forme_preuve: str
    forme_source: str
    forme_depuis: str
    anomalies: tuple[Anomaly, ...]
    winner: Mention | None
    depuis: Mention | None


class Claim(NamedTuple):
    """A form, what kind of proof it has, the words read and who says it."""

    forme: str
    preuve: str
    words: str
    of: Mention


class Registered(NamedTuple):
    """What the register's category says of an operator."""

    law: LegalCategory
    of: Mention


def prove(mentions: Sequence[Mention]) -> Proven:
    """The form of one operator, by mentions of which the past is marked (`status.with_past`).

    registre > reseau > page > aucune; among pages, the order of trust. A page may tell the kind that a register's
    category leaves open, never contradict the category.
    """
    register, claims = _registered(mentions), _claims(mentions)
    found = _decided(register, claims) or _clue(register, mentions)
    member = best("nom", (m for m in mentions if m["membre_de"]), "membre_de")
    told = tuple(_told(register, claims, found, mentions))
    if found is None:
        return Proven(UNKNOWN, "reseau" if member else "aucune", "", "", told, member, None)
    depuis = best("forme_depuis", (m for m in mentions if _dates(m, found.forme)))
    since = depuis["forme_depuis"] if depuis else ""
    return Proven(found.forme, found.preuve, found.words, since, told, found.of, depuis)


def _registered(mentions: Sequence[Mention]) -> Registered | None:
    of = best("categorie_juridique", (m for m in mentions if m.registered and not m.past))
    if of is None:
        return None
    law = category(of["categorie_juridique"])
    return Registered(law, of) if law else None


def _claims(mentions: Sequence[Mention]) -> list[Claim]:
    """What pages say, the network's first, then by trust. Its network vouches for whatever page says a cooperative."""
    said = [m for m in mentions if m["forme"] and not m.registered and not _is_only_a_name(m)]
    said.sort(key=lambda m: (not m["membre_de"], rank("forme", m)))
    member = any(m["membre_de"] for m in mentions)
    vouched = [m["membre_de"] or (member and agree("COOP_AUTRE", m["forme"])) for m in said]
    return [_claim(m, "reseau" if network else "page") for m, network in zip(said, vouched, strict=True)]


def _claim(mention: Mention, preuve: str) -> Claim:
    return Claim(mention["forme"], preuve, mention["forme_source"] or mention.word("forme"), mention)


def _is_only_a_name(mention: Mention) -> bool:
    """Whether a directory's words are those of the name it lists."""
    words = fold(mention["forme_source"])
    named = f" {fold(mention['nom'])} {fold(mention.word('nom'))} "
    return mention["classe"] == "agregateur" and not mention["membre_de"] and bool(words) and f" {words} " in named


def _decided(register: Registered | None, claims: Sequence[Claim]) -> Claim | None:
    """The register's form where its category proves one, made precise by a page that agrees; else the first page's."""
    law = register.law if register else None
    possible = [claim for claim in claims if not law or not _denies(law, claim.forme)]
    if not register or not register.law.forme:
        usable = possible or [c for c in claims if _kind(c.forme) in _COOPERATIVES]
        return _with_statute(usable[0], law.statut if law else "") if usable else None
    if register.law.forme == "COOP_AUTRE":
        for claim in possible:
            if _kind(claim.forme) == "SCIC":
                return _with_statute(claim, register.law.statut)
    return Claim(register.law.forme, "registre", register.law.libelle, register.of)


def _clue(register: Registered | None, mentions: Sequence[Mention]) -> Claim | None:
    """What a name claims, of a member of a network of cooperatives; of anyone else it proves nothing."""
    if not any(m["membre_de"] for m in mentions):
        return None
    named = [m for m in ranked("forme", mentions) if _kind(m["forme"]) in _COOPERATIVES and not m.past]
    return _with_statute(_claim(named[0], "reseau"), register.law.statut if register else "") if named else None


def _with_statute(claim: Claim, statute: str) -> Claim:
    """The kind that a page tells, of the statute that the register tells; of none where the two differ."""
    kind, _, said = claim.forme.partition("_")
    if kind not in _COOPERATIVES or not statute:
        return claim
    precise = statute in _STATUTES and said in ("", statute)
    return claim._replace(forme=f"{kind}_{statute}" if precise else kind)


def _kind(forme: str) -> str:
    kind = forme.partition("_")[0]
    return kind if kind in _COOPERATIVES else forme


def agree(a: str, b: str) -> bool:
    """Whether two forms can be said of one operator: a Scop is a cooperative, a Scop SARL is a Scop."""
    if "COOP_AUTRE" in (a, b):
        return {_kind(a), _kind(b)} <= {"COOP_AUTRE", *_COOPERATIVES}
    return _kind(a) == _kind(b) and (a == b or _kind(a) in (a, b))


def _denies(law: LegalCategory, forme: str) -> bool:
    """Whether a category excludes a form."""
    statute = forme.partition("_")[2] if _kind(forme) in _COOPERATIVES else ""
    if statute and statute != law.statut:
        return True
    if law.forme == "COOP_AUTRE":  # "other than a Scop", says its label
        return _kind(forme) not in ("SCIC", "COOP_AUTRE")
    if law.forme:
        return not agree(law.forme, forme) and not (law.cooperative == "probable" and forme == "COOP_AUTRE")
    return forme in _NO_COMPANY


def _told(
    register: Registered | None, claims: Sequence[Claim], found: Claim | None, mentions: Sequence[Mention]
) -> list[Anomaly]:
    """A word on each other form that is said, once a form."""
    others: dict[str, Anomaly] = {}
    nom = next((m["nom"] for m in ranked("nom", mentions) if m["nom"]), mentions[0]["id"])
    for claim in claims:
        if claim.forme in others:
            continue
        if register and _denies(register.law, claim.forme):
            others[claim.forme] = contradicted(nom, register.law, register.of, claim.of)
        elif found and found.preuve != "registre" and not agree(found.forme, claim.forme):
            others[claim.forme] = divergence("forme", "forme", nom, found.of, claim.of, "avertissement")
    return list(others.values())


def _dates(mention: Mention, forme: str) -> bool:
    """Whether the day that a mention gives is that of the form published."""
    if mention.past:
        return False
    if not mention.registered:
        return _kind(mention["forme"]) == _kind(forme) and agree(mention["forme"], forme)
    law = category(mention["categorie_juridique"])
    return law is not None and law.forme != "" and not _denies(law, forme)
