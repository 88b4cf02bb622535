"""Names cleaned for comparing: what is left of a nursery's name without the words that every nursery bears."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from flows.identify.compare.core_words import (
    ARTICLES,
    CATEGORIES,
    COMMON,
    FIGURES,
    FORMS,
    LEGAL,
    MASCULINE,
    NUMBERS,
    PHRASES,
    SERVICES,
    TRADE,
    WEAK,
)
from sources.commune_spelling import bare, key
from sources.street_words import street_words
from sources.text import fold

_INITIALS = re.compile(r"\b[a-z0-9](?: [a-z0-9]){2,}\b")
_PTIT = re.compile(r"\bp ?tit(?=(?:e?s?)\b)")
_SOCIETE = re.compile(r"\bste (?=(?:scop|scic|coop|sarl|sas|sa)\w*)")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_LETTER = re.compile(r"[a-h]")
_COUNT = frozenset(("sur", "un", "une"))
"""Articles that an acronym may count."""
_FIGURES = tuple((re.compile(rf"\b{words}\b"), figures) for words, figures in FIGURES.items())
MANY = 200_000
"""Names kept: those of every mention of a large run, so that none is cleaned twice."""
_COINED = re.compile(r"(?=.*[a-z])(?=.*\d).{3,}")


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
    initials: frozenset[str]
    """Of all its words, and without the legal ones: an acronym may stand for them."""
    services: frozenset[str]
    categorie: str
    """What the name says of its category; '' when nothing."""
    formes: frozenset[str]
    """Which of SCOP, SCIC and ASSOCIATION the name claims."""


def core(name: str, towns: tuple[str, ...] = (), owners: tuple[str, ...] = ()) -> Core:
    """A name, cleaned. `towns`: folded names of the communes where it may be, which tell nothing there; `owners`: names

    of its operator, left out where they stand beside a name of its own.

    >>> core("SCOP ARL E2S Petite Enfance").words, core("Crèche Les P'tits Loups").words
    (('e2s',), ('petit', 'loup'))
    >>> core("Multi-accueil de Roncq", ("roncq",)).telling, core("Les Lutins A").words
    (False, ('lutin', 'a'))
    """
    text = written(name)
    return _core(name, _inside(towns, text), _inside(tuple(map(_spelled, owners)), text))


_bare = lru_cache(maxsize=MANY)(bare)


@lru_cache(maxsize=MANY)
def written(name: str) -> str:
    """All the words of a name, folded, and none of an acronym in brackets that only repeats it."""
    return _spelled(_without_acronym(name))


def _inside(phrases: tuple[str, ...], text: str) -> tuple[str, ...]:
    """Those that the text may hold: the others change nothing, and make no core of their own."""
    return tuple(phrase for phrase in phrases if phrase and _bare(phrase) in text)


@lru_cache(maxsize=MANY)
def _core(name: str, towns: tuple[str, ...], owners: tuple[str, ...]) -> Core:
    text = written(name)
    here = _without(text, towns)
    inner = _own(_without(here, owners)) if owners else ()
    own = inner if _telling(inner) else _own(here)
    words = own if _telling(own) else _own(text) or _kept(text.split()) or tuple(map(singular, text.split()))
    telling = words == own and _telling(own)
    return Core(
        full=text.replace(" ", ""),
        words=words,
        joined="".join(words),
        telling=telling,
        coined=frozenset(filter(_is_coined, words)),
        initials=_initials(key(fold(name))) | _initials(text),
        services=frozenset(name for name, pattern in SERVICES.items() if pattern.search(text)),
        categorie=next((name for name, pattern in CATEGORIES.items() if pattern.search(text)), ""),
        formes=frozenset(form for form, pattern in FORMS.items() if pattern.search(text)),
    )


def singular(word: str) -> str:
    """A folded word without the mark of the plural: loups -> loup, choux -> chou; colours and sizes in the masculine."""
    one = word[:-1] if len(word) > 3 and word[-1] in "sx" and word[-2:] != "ss" else word
    return MASCULINE.get(one, one)


def is_word(word: str) -> bool:
    """Whether a folded word, in the singular, is one of the language: streets are named after it, or many nurseries."""
    return word in COMMON or not street_words().isdisjoint((word, f"{word}s", f"{word}x"))


@lru_cache(maxsize=MANY)
def _spelled(name: str) -> str:
    """Folded; initials joined (S.A.R.L.), numbers in figures, P'tit and Sté in full."""
    text = key(_SOCIETE.sub("societe ", fold(name)))
    for pattern, figures in _FIGURES:
        text = pattern.sub(figures, text)
    return _PTIT.sub("petit", _INITIALS.sub(lambda match: match[0].replace(" ", ""), text))


def _without_acronym(name: str) -> str:
    """The name without brackets that only repeat it: "Service des Familles (SF)", "E2S Petite Enfance (E2S)"."""
    match = _BRACKETS.search(name)
    if not match:
        return name
    rest, inside = _BRACKETS.sub(" ", name), fold(match[1]).replace(" ", "")
    text = _spelled(rest)
    return rest if inside in _initials(text) or inside in text.split() else name


def _without(text: str, phrases: Sequence[str]) -> str:
    """The text without these phrases; a commune stands with its article or without."""
    for phrase in sorted(filter(None, phrases), key=len, reverse=True):
        for said in filter(None, (phrase, _bare(phrase))):
            text = _cleared(f" {text} ", f" {said} ")
    return " ".join(text.split())


def _cleared(text: str, words: str) -> str:
    """The text without a run of words, both between blanks; what stood on its two sides stays apart."""
    gap = "  "
    while words in text:
        text = text.replace(words, gap)
    return text


def _own(text: str) -> tuple[str, ...]:
    """The words that tell a name, without those of the trade; perhaps none."""
    return _kept(PHRASES.sub(" ", _without_kinds(text)).split())


def _without_kinds(text: str) -> str:
    for name, pattern in (*CATEGORIES.items(), *SERVICES.items()):
        text = pattern.sub(" ", text) if name != "parentale" else text
    return text


def _kept(words: list[str]) -> tuple[str, ...]:
    last = len(words) - 1
    found = []
    for place, word in enumerate(words):
        ends = place == last and place > 0
        if word in NUMBERS and (len(word) > 1 or ends):
            found.append(NUMBERS[word])
        elif ends and _LETTER.fullmatch(word):
            found.append(word)
        elif word not in ARTICLES and word not in LEGAL and singular(word) not in TRADE:
            found.append(singular(word))
    return tuple(found)


def _telling(words: Sequence[str]) -> bool:
    return any(len(word) > 1 and word not in WEAK and not word.isdecimal() for word in words)


def _is_coined(word: str) -> bool:
    return bool(_COINED.fullmatch(word)) or not (len(word) < 4 or word.isdecimal() or is_word(word))


def _initials(text: str) -> frozenset[str]:
    words = [word for word in text.split() if word not in ARTICLES - _COUNT]
    fewer = [word for word in words if word not in _COUNT]
    short = [word for word in fewer if word not in LEGAL]
    return frozenset("".join(word[0] for word in some) for some in (words, fewer, short) if len(some) > 2)
