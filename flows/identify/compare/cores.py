"""Names cleaned for comparing: what is left of a nursery's name without the words that every nursery bears."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flows.identify.compare.core_words import ARTICLES, CATEGORIES, FIGURES, FORMS, LEGAL, SERVICES, WEAK
from flows.identify.compare.kept import kept
from flows.identify.compare.one_word import is_coined, singular
from flows.identify.compare.own_words import kept_words, own
from sources.commune_spelling import bare, in_full, key
from sources.text import fold

INITIALS = re.compile(r"\b[a-z0-9](?: [a-z0-9]){2,}\b")
PTIT = re.compile(r"\bp ?tit(?=(?:e?s?)\b)")
SOCIETE = re.compile(r"\bste (?=(?:scop|scic|coop|sarl|sas|sa)\w*)")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_NO_WORD: frozenset[str] = frozenset()
_COUNT = frozenset(("sur", "un", "une"))
"""Articles that an acronym may count."""
_FIGURES = tuple((re.compile(rf"\b{words}\b"), figures) for words, figures in FIGURES.items())
COUNTED = frozenset("un 1 mille deux trois quatre cinq six sept huit neuf dix".split())
"""Every pattern of FIGURES begins with one of these."""


@dataclass(frozen=True, slots=True, eq=False)  # one object a name: cheap to keep pairs of
class Core:
    """A name made ready for comparing. Two equal `joined` are one name, whatever the spaces and apostrophes."""

    full: str
    """All its letters and digits, joined: nothing dropped but accents, and "p'tits" in full."""
    words: tuple[str, ...]
    """What tells it, in the singular, in order; never empty for a name that has a letter."""
    joined: str
    telling: bool
    """Whether it holds a word of its own, and not only of the trade's, or its commune's name."""
    coined: frozenset[str]
    """Its words that are no word of the language, as far as we know."""
    name: str
    """As it was given."""

    @property
    def initials(self) -> frozenset[str]:
        """Of all its words, and without the legal ones: an acronym may stand for them."""
        return _initials(key(fold(self.name))) | _initials(written(self.name))

    @property
    def services(self) -> frozenset[str]:
        """Which of SERVICES the name says."""
        return _said(SERVICES, self.name)

    @property
    def categorie(self) -> str:
        """What the name says of its category; '' when nothing."""
        return _category(self.name)

    @property
    def formes(self) -> frozenset[str]:
        """Which of SCOP, SCIC and ASSOCIATION the name claims."""
        return _said(FORMS, self.name)


def core(name: str, towns: tuple[str, ...] = (), owners: tuple[str, ...] = ()) -> Core:
    """A name, cleaned. `towns`: folded names of the communes where it may be, which tell nothing there; `owners`: names

    of its operator, left out where they stand beside a name of its own.

    >>> core("SCOP ARL E2S Petite Enfance").words, core("Crèche Les P'tits Loups").words
    (('e2s',), ('petit', 'loup'))
    >>> core("Multi-accueil de Roncq", ("roncq",)).telling, core("Les Lutins A").words
    (False, ('lutin', 'a'))
    """
    text = written(name)
    return _core(name, _standing(towns, text), _inside(tuple(map(in_words, owners)), text))


bare_of = kept(bare)


@kept
def written(name: str) -> str:
    """All the words of a name, folded, and none of an acronym in brackets that only repeats it."""
    return in_words(_without_acronym(name))


def _inside(phrases: tuple[str, ...], text: str) -> tuple[str, ...]:
    """Those that the text may hold: the others change nothing, and make no core of their own."""
    return tuple(phrase for phrase in phrases if phrase and bare_of(phrase) in text)


def _standing(towns: tuple[str, ...], text: str) -> tuple[str, ...]:
    """The same, of communes: they are taken out first, so that a part of a word is none."""
    whole = f" {text} "
    return tuple(town for town in towns if town and f" {bare_of(town)} " in whole)


@kept
def _core(name: str, towns: tuple[str, ...], owners: tuple[str, ...]) -> Core:
    text = written(name)
    here = _without(text, towns)
    inner = own(_without(here, owners)) if owners else ()
    its = inner if _telling(inner) else own(here)
    own_tells = _telling(its)
    words = (
        its
        if own_tells
        else (its if here == text else own(text)) or kept_words(text.split()) or tuple(map(singular, text.split()))
    )
    telling = own_tells and words == its
    coined = [word for word in words if not word.isdecimal() and is_coined(word)]
    return Core(
        full=text.replace(" ", ""),
        words=words,
        joined="".join(words),
        telling=telling,
        coined=frozenset(coined) if coined else _NO_WORD,
        name=name,
    )


@kept
def in_words(name: str) -> str:
    """Folded; initials joined (S.A.R.L.), numbers in figures, P'tit and Sté in full."""
    folded = fold(name)
    text = in_full(SOCIETE.sub("societe ", folded) if "ste " in folded else folded)
    words = text.split()
    counted = not COUNTED.isdisjoint(words)
    if counted:
        for pattern, figures in _FIGURES:
            text = pattern.sub(figures, text)
    if counted or [len(word) for word in words].count(1) > 2:
        text = INITIALS.sub(lambda match: match[0].replace(" ", ""), text)
    return PTIT.sub("petit", text) if "tit" in text else text


def _without_acronym(name: str) -> str:
    """The name without brackets that only repeat it: "Service des Familles (SF)", "E2S Petite Enfance (E2S)"."""
    match = _BRACKETS.search(name)
    if not match:
        return name
    rest, inside = _BRACKETS.sub(" ", name), fold(match[1]).replace(" ", "")
    text = in_words(rest)
    return rest if inside in _initials(text) or inside in text.split() else name


def _without(text: str, phrases: Sequence[str]) -> str:
    """The text without these phrases; a commune stands with its article or without."""
    for phrase in sorted(filter(None, phrases), key=len, reverse=True):
        for said in filter(None, (phrase, bare_of(phrase))):
            text = _cleared(f" {text} ", f" {said} ")
    return " ".join(text.split())


def _cleared(text: str, words: str) -> str:
    """The text without a run of words, both between blanks; what stood on its two sides stays apart."""
    gap = "  "
    while words in text:
        text = text.replace(words, gap)
    return text


def _telling(words: Sequence[str]) -> bool:
    return any(len(word) > 1 and word not in WEAK and not word.isdecimal() for word in words)


@kept
def _category(name: str) -> str:
    return next((category for category, pattern in CATEGORIES.items() if pattern.search(written(name))), "")


def _said(kinds: Mapping[str, re.Pattern[str]], name: str) -> frozenset[str]:
    return frozenset(kind for kind, pattern in kinds.items() if pattern.search(written(name)))


def _initials(text: str) -> frozenset[str]:
    words = [word for word in text.split() if word not in ARTICLES - _COUNT]
    fewer = [word for word in words if word not in _COUNT]
    short = [word for word in fewer if word not in LEGAL]
    return frozenset("".join(word[0] for word in some) for some in (words, fewer, short) if len(some) > 2)
