"""What the two sides of an @ tell: a service of an organisation, a person, or not surely either."""

import re
from collections.abc import Sequence
from typing import Literal

from sources.text import clean, fold

Kind = Literal["generique", "personnel", "a_revoir", "invalide"]

_ADDRESS = re.compile(
    r"(?P<local>[a-z0-9](?:[a-z0-9._+-]{0,62}[a-z0-9])?)@(?P<domain>(?:[a-z0-9-]{1,63}\.)+[a-z]{2,24})"
)
_AT = re.compile(r" ?[\[({] ?(?:at|arobase) ?[\])}] ?|\uff20", re.IGNORECASE)
_DOT = re.compile(r" ?[\[({] ?(?:dot|point) ?[\])}] ?", re.IGNORECASE)
_FREE_DOMAINS = frozenset(
    "9online.fr aliceadsl.fr bbox.fr cegetel.net club-internet.fr dbmail.com free.fr googlemail.com icloud.com"
    " laposte.net mac.com mail.com me.com msn.com neuf.fr nordnet.fr noos.fr numericable.fr only.fr orange.fr"
    " outlook.com pm.me proton.me rocketmail.com sfr.fr voila.fr wanadoo.fr".split()
)
_FREE_BRANDS = frozenset(
    "aol caramail gmail gmx hotmail live mailo netcourrier outlook protonmail tutanota yahoo ymail".split()
)
_GENERAL = frozenset(
    "accueil administration asso association bonjour bureau collectif communication contact contacts coop"
    " cooperative enfance equipe federation hello info information informations infos inscription inscriptions"
    " laep mam petiteenfance pole preinscription preinscriptions ptce ram reseau rpe scic scop secretariat siege"
    " standard".split()
)
"""Local parts that a whole team reads."""
_NURSERY = frozenset(
    "creche creches crechefamiliale eaje garderie haltegarderie jardindenfants mac microcreche multiaccueil".split()
)
_NURSERY_HEAD = re.compile(r"(?:la|les)?(?:micro)?creches?|multiaccueil|haltegarderie|jardindenfants")
_ONE_PERSON = frozenset(
    "admin candidature candidatures commercial compta comptabilite coordinateur coordination coordinatrice dir"
    " directeur direction directrice dpo drh emploi facturation formation gerant gerante gestion paie presidence"
    " president presidente presse qualite recrutement referent referente responsable rgpd rh secretaire tresorier"
    " tresoriere webmaster".split()
)
"""Functions that one person often holds alone: never surely generic."""
_SMALL = frozenset("au aux d de des du en l la le les micro multi halte petite et sur".split())
_TEAM = _GENERAL | _SMALL
_ROLES = _GENERAL | _ONE_PERSON | _NURSERY
USUAL = rf"(?:{'|'.join(sorted(_GENERAL))})[0-9]{{0,9}}@(?:[a-z0-9-]{{1,63}}\.)+[a-z]{{2,24}}"
"""One word that a team reads, perhaps numbered, at any domain."""
FREE = rf".*@(?:{'|'.join(sorted(map(re.escape, _FREE_DOMAINS)))}|(?:{'|'.join(sorted(_FREE_BRANDS))})\..*)"
"""Any mailbox at a domain of free mail, and some others that begin as such domains do."""
_USUAL_ONE, _FREE_ONE = re.compile(USUAL), re.compile(FREE)
_SIGN = re.compile(r"[._+-]")
_HIDDEN = re.compile("[\uff20\\[({]")


def is_usual(text: str) -> bool:
    """Whether a text is but one word that a team reads, perhaps numbered, at a domain of its own; false proves nothing.

    >>> is_usual("contact7@agapi.example.fr"), is_usual("contact@gmail.com"), is_usual("anne@agapi.example.fr")
    (True, False, False)
    """
    return _USUAL_ONE.fullmatch(text) is not None and not _FREE_ONE.fullmatch(text)


def kind_of(raw: str, hints: Sequence[str]) -> tuple[str, Kind]:
    """The mailbox in small letters ('' when the text is none) and its kind."""
    told = clean(raw)
    text = (_DOT.sub(".", _AT.sub("@", told)) if _HIDDEN.search(told) else told).strip(" <>()[].,;:\"'").lower()
    match = _ADDRESS.fullmatch(text.removeprefix("mailto:").split("?")[0].strip(" <>"))
    if not match or ".." in match[0]:
        return "", "invalide"
    words = [word for word in (part.rstrip("0123456789") for part in _SIGN.split(match["local"])) if word]
    return match[0], _kind(words, match["domain"], hints)


def _kind(words: list[str], domain: str, hints: Sequence[str]) -> Kind:
    """Free mail is never published by a machine: at best a person looks at it."""
    if not _free(domain) and not _GENERAL.isdisjoint(words) and _TEAM.issuperset(words):
        return "generique"  # whatever the organisation is called
    return _kind_of_the_house(words, domain, [fold(hint) for hint in hints])


def _kind_of_the_house(words: list[str], domain: str, hints: list[str]) -> Kind:
    """The kind of a mailbox by the names that its organisation goes by, folded."""
    known = {word for hint in hints for word in hint.split(" ") if len(word) > 2}
    telling = any(_tells(word, known) for word in words)
    if _free(domain):
        return "a_revoir" if telling else "personnel"
    if _of_a_nursery(words, known) or _of_a_team(words, known) or _of_the_house("".join(words), domain, hints):
        return "generique"
    return "a_revoir" if telling else "personnel"


def _free(domain: str) -> bool:
    labels = domain.split(".")
    return domain in _FREE_DOMAINS or (labels[0] in _FREE_BRANDS and len(labels) <= 3)


def _of_a_nursery(words: list[str], known: set[str]) -> bool:
    """`creche.soleil@`, `mac.lille@`: the nursery's word comes first, and no function held by one person."""
    heads = [word for word in words if word not in _SMALL]
    return bool(heads) and _nursery(heads[0], known) and not set(words) & _ONE_PERSON


def _of_a_team(words: list[str], known: set[str]) -> bool:
    """`contact@`, `accueil-pantin@`: a team's word, and beside it only small words, nurseries or known names."""
    named = all(word in _TEAM or word in known or _nursery(word, known) for word in words)
    return named and bool(set(words) & _GENERAL)


def _of_the_house(local: str, domain: str, hints: list[str]) -> bool:
    """`agapi@agapi.fr`: the organisation's own name on its own domain."""
    own = local == re.sub(r"[^a-z]", "", domain.split(".")[-2]) and len(local) > 3
    return own and any(hint.replace(" ", "").startswith(local) for hint in hints)


def _nursery(word: str, known: set[str]) -> bool:
    head = _NURSERY_HEAD.match(word)
    return word in _NURSERY or (head is not None and word[head.end() :] in {""} | known)


def _tells(word: str, known: set[str]) -> bool:
    """Whether a word of the local part speaks of a role, a nursery or the organisation's name."""
    return word in _ROLES or word in known or "creche" in word or "accueil" in word
