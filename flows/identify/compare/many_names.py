"""Many names made ready for comparing at once: letter for letter as `cores.core` makes each, where only its own words count.

A list has thousands of names, nearly all of plain words. Whatever is not seen to be so (figures in words, initials, brackets,
a name of the commune or of the operator inside) is left to `core`.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from flows.identify.compare.core_words import NUMBERS
from flows.identify.compare.cores import COUNTED, INITIALS, PTIT, SOCIETE, bare_of, core, in_words
from flows.identify.compare.kept import kept_by
from flows.identify.compare.names import town
from flows.identify.compare.one_word import heard
from flows.identify.compare.own_words import ALONE, may_begin, own
from sources.commune_spelling import in_full
from sources.commune_table import nom_of
from sources.text import fold_all

_MARK = "("
"""Stands for what is left to `core`: no folded text holds it."""
_KIND = ")"
"""Stands for a word that may say a kind of nursery."""
_AT_AN_END = frozenset("abcdefgh") | NUMBERS.keys() | frozenset(ALONE)
"""Words that mean something else at the end of a name, or leave the end to the one before."""


class Named(Protocol):
    """What keys and `strangers` look at in a name: see `cores.Core`."""

    @property
    def full(self) -> str: ...
    @property
    def words(self) -> tuple[str, ...]: ...
    @property
    def joined(self) -> str: ...


class Said(NamedTuple):
    """The same of a name that holds nothing to leave out. `text`: all its words, as `cores.written` has them."""

    full: str
    words: tuple[str, ...]
    joined: str
    text: str


class _Heard(dict[str, str]):
    """Each word of a name in the singular, '' where it is dropped; _MARK or _KIND where it takes more than the word to tell."""

    def __missing__(self, word: str) -> str:
        self[word] = made = _heard(word)
        return made


_SAID: dict[str, Said | None] = kept_by({})
_TOWNS: dict[str, str] = kept_by({})
_HEARD = kept_by(_Heard())


def look_at(names: Iterable[str], communes: Iterable[str]) -> None:
    """Keeps what `said` is going to be asked about, names and codes of communes: until `kept.forget`."""
    if fresh := [name for name in dict.fromkeys(names) if name not in _SAID]:
        _SAID.update(zip(fresh, map(_said, _spelled(fresh)), strict=True))
    codes = [code for code in dict.fromkeys(communes) if code not in _TOWNS]
    keys = map(in_full, fold_all([nom_of(code) for code in codes]))
    _TOWNS.update(zip(codes, map(bare_of, keys), strict=True))


def said(name: str, code_commune: str, owners: Sequence[str] = ()) -> Named:
    """`core` of a name in a commune, beside the names of its operator: at a glance, of what was looked at and is plain."""
    one = _SAID.get(name)
    here = _TOWNS.get(code_commune)
    if one is None or here is None or (here and here in one.text):
        return core(name, (town(code_commune),), tuple(owners))
    if owners and any(_inside(owner, one.text) for owner in owners):
        return core(name, (town(code_commune),), tuple(owners))
    return one


def said_alone(name: str) -> Named:
    """The same, wherever it is and whosever."""
    return _SAID.get(name) or core(name)


def _inside(owner: str, text: str) -> bool:
    """Whether a text holds the name of an operator, and more: the very name of the operator is a name as any other."""
    known = _SAID.get(owner)
    phrase = known.text if known else in_words(owner)
    return phrase not in ("", text) and bare_of(phrase) in text


def _spelled(names: Sequence[str]) -> list[str]:
    """`cores.written` of each; with _MARK inside where the shortcut does not tell."""
    lines = "\n".join(_MARK if _MARK in name else text for name, text in zip(names, fold_all(names), strict=True))
    lines = INITIALS.sub(_MARK, in_full(SOCIETE.sub("societe ", lines) if "ste " in lines else lines))
    return PTIT.sub("petit", lines).split("\n")


def _said(text: str) -> Said | None:
    words = text.split()
    heard_ = [_HEARD[word] for word in words]
    if not words or _MARK in text or _MARK in heard_:
        return None
    own_words = own(text) if _KIND in heard_ or words[-1] in _AT_AN_END else tuple(filter(None, heard_))
    return Said(text.replace(" ", ""), own_words, "".join(own_words), text) if own_words else None


def _heard(word: str) -> str:
    if word in COUNTED:
        return _MARK
    if may_begin(word):
        return _KIND
    if word.isdecimal():
        return word
    return "" if word in ALONE else NUMBERS[word] if word in NUMBERS and len(word) > 1 else heard(word)
