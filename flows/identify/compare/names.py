"""How two names, or two lists of names, stand to each other."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Literal

from flows.identify.compare.core_words import FAMILIES, RIVALS
from flows.identify.compare.cores import Core, core
from flows.identify.compare.kept import kept
from flows.identify.compare.one_word import is_word
from flows.identify.compare.slips import Near, near
from flows.identify.compare.traits import Traits
from sources.commune_spelling import key
from sources.commune_table import nom_of
from sources.likeness import similarity

Link = Literal["same", "near", "longer", "other", "opposed"]
"""same: one name. near: one but for a slip, an order, a plain word, an acronym or a cut end. longer: a word more, or alike.

opposed: two rooms of one house (A and B, Petits and Grands).
"""
By = Literal["names", "alias", "aliases"]
"""The names that both go by; the name of one and another name of the other; other names of both."""
ALIKE = 86
"""Likeness of 100 from which two names that are no slip of each other are still worth a question at one door."""
ALIKE_WORDS = 90
"""The same where two words of the language differ (Maison, Mison)."""


@dataclass(frozen=True, slots=True)
class Names:
    """What the names of two mentions say: those of the two that are most alike."""

    link: Link
    telling: bool
    """Whether what they share is a word of their own."""
    coined: bool
    """Whether what they share is a word of no language."""
    identical: bool
    """Letter by letter, nothing dropped."""
    sure: bool
    """Of a near name: whether it can hardly be another one. Always of the same name."""
    likely: bool
    """Of a near name: whether it is probably the other, ill written."""
    contrary: bool
    """Whether they claim two legal forms, or two services."""
    likeness: int
    """Of 100."""
    by: By = "names"
    """Which of the names are these."""


_BY: tuple[By, ...] = ("aliases", "alias", "names")
_NONE = Names("other", False, False, False, False, False, False, 0)


def names(a: Traits, b: Traits) -> Names:
    """The best of every name of one against every name of the other; `opposed` goes before anything but the same name."""
    if not (a.noms and b.noms):
        return _NONE
    ours, theirs = _cores(*_about(a, b)), _cores(*_about(b, a))
    if len(ours) == len(theirs) == 1:
        return _pair(ours[0], theirs[0])
    found = [
        replace(_pair(x, y), by=_BY[(x is ours[0]) + (y is theirs[0])])
        for x, y in product(ours, theirs)
        if not _opposed_to_another(x, y, ours, theirs)
    ]
    opposed = [one for one in found if one.link == "opposed"]
    return max(opposed or found, key=_rank, default=_NONE)


def _about(one: Traits, other: Traits) -> tuple[tuple[str, ...], str, tuple[str, ...]]:
    """The names of one, its commune and the names of its operator: the other's where its own are unknown."""
    return one.noms, one.code_commune or other.code_commune, one.noms_gestionnaire or other.noms_gestionnaire


@kept
def _cores(noms: tuple[str, ...], code_commune: str, owners: tuple[str, ...]) -> tuple[Core, ...]:
    """The name and the other names, each once, without any that is only the operator's."""
    towns = (town(code_commune),)
    first, *others = (core(name, towns, owners) for name in noms)
    known = {core(owner, towns).joined for owner in owners}
    return first, *dict.fromkeys(one for one in others if one is not first and one.joined not in known)


def _opposed_to_another(x: Core, y: Core, ours: Sequence[Core], theirs: Sequence[Core]) -> bool:
    """Whether two names are opposed though one of them is a name of the other side too."""
    if _pair(x, y).link != "opposed":
        return False
    return any(y.joined == one.joined for one in ours) or any(x.joined == one.joined for one in theirs)


def _rank(one: Names) -> tuple[int, ...]:
    worth = {"same": 5, "near": 4, "longer": 2, "other": 1, "opposed": 1}[one.link]
    best = worth if one.telling else min(worth, 3)
    return best, not one.contrary, one.identical, one.sure, one.likely, one.coined, one.likeness, _BY.index(one.by)


def _pair(one: Core, other: Core) -> Names:
    first = (one.full, one.joined) <= (other.full, other.joined)
    return _names(one, other) if first else _names(other, one)


@kept
def town(code_commune: str) -> str:
    """The folded name of a commune by its code, '' when it is not known."""
    return key(nom_of(code_commune))


@kept
def _names(a: Core, b: Core) -> Names:
    shared = {*a.words} & {*b.words}
    link, sure = _link(a, b, shared)
    if link == "other":
        return _NONE
    same = link == "same"
    telling = a.telling and b.telling
    return Names(
        link=link,
        telling=telling,
        coined=telling and bool(a.coined | b.coined if same or link == "near" else a.coined & b.coined & shared),
        identical=a.full == b.full,
        sure=sure in ("", "sure"),
        likely=sure != "perhaps",
        contrary=_contrary(a, b),
        likeness=100 if same else min(99, round(similarity(" ".join(a.words), " ".join(b.words)))),
    )


def _link(a: Core, b: Core, shared: set[str]) -> tuple[Link, Near]:
    """How the two stand; of a near name, how surely."""
    if not (a.joined and b.joined):
        return "other", ""
    if a.joined == b.joined or a.full == b.full:
        return "same", ""
    only_a, only_b = {*a.words} - shared, {*b.words} - shared
    if _opposed(only_a, only_b):
        return "opposed", ""
    spoiled = near(a, b)
    if spoiled:
        return "near", spoiled
    more = bool(shared) and not (only_a and only_b)
    return ("longer" if more or _alike(a, b, only_a | only_b) else "other"), ""


def _opposed(only_a: Collection[str], only_b: Collection[str]) -> bool:
    """Whether what differs, on both sides, are marks of one family: letters, numbers, sizes, sides, colours."""
    words = {*only_a, *only_b}
    if len(only_a) == len(only_b) == 1:
        lone = all(len(word) == 1 and word.isalpha() for word in words) or all(map(str.isdecimal, words))
        return lone or any(words <= family for family in FAMILIES)
    return bool(only_a and only_b) and any(words <= family for family in FAMILIES)


def _alike(a: Core, b: Core, different: set[str]) -> bool:
    """Whether they read much the same; more is asked where words of the language differ."""
    if a.joined[:1] != b.joined[:1] and a.joined[-2:] != b.joined[-2:]:
        return False
    real = [word for word in different if len(word) > 3 and is_word(word)]
    return similarity(" ".join(a.words), " ".join(b.words)) >= (ALIKE if len(real) < 2 else ALIKE_WORDS)


def _contrary(a: Core, b: Core) -> bool:
    forms = a.formes and b.formes and a.formes != b.formes
    rivals = any(a.services & group and b.services & group and not a.services & b.services & group for group in RIVALS)
    return bool(forms or rivals)
