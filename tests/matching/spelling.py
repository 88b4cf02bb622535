"""The ways in which sources write one name. Each takes its chance from outside: same seed, same text."""

import random
import string
import unicodedata
from collections.abc import Callable

Spell = Callable[[str, random.Random], str]
_CUT_AT = 12
"""Fewest letters of a name that a register cuts."""
_LEGAL = (
    "SCOP {}",
    "{} SCOP",
    "SCIC {}",
    "SARL {}",
    "{} SARL",
    "SAS {}",
    "SCOP ARL {}",
    "{} (SCIC)",
    "Société coopérative {}",
)
_TRADE = (
    "Crèche {}",
    "Multi-accueil {}",
    "Micro-crèche {}",
    "Halte-garderie {}",
    "Crèche collective {}",
    "{} multi-accueil",
)


def as_it_is(name: str, chance: random.Random) -> str:
    """Nothing changed."""
    return name


def without_accents(name: str, chance: random.Random) -> str:
    """Plain letters."""
    apart = unicodedata.normalize("NFKD", name)
    return "".join(c for c in apart if not unicodedata.combining(c))


def capitals(name: str, chance: random.Random) -> str:
    """As registers write: capitals without accents, perhaps without apostrophes and hyphens."""
    text = without_accents(name, chance).upper()
    return text if chance.random() < 0.3 else text.replace("'", " ").replace("-", " ").replace(",", "")


def typography(name: str, chance: random.Random) -> str:
    """Curly apostrophes, long hyphens, quotes."""
    text = name.replace("'", "’").replace("-", chance.choice("‑–-"))
    return f"« {text} »" if chance.random() < 0.3 else text


def legal(name: str, chance: random.Random) -> str:
    """With a legal form."""
    return chance.choice(_LEGAL).format(name)


def trade(name: str, chance: random.Random) -> str:
    """With the kind of nursery."""
    return chance.choice(_TRADE).format(name)


def creche(name: str, chance: random.Random) -> str:
    """With the plain word."""
    return f"Crèche {name}"


def article(name: str, chance: random.Random) -> str:
    """Without its first article, or with it at the end as indexes write."""
    for first in ("Les ", "Le ", "La ", "L'"):
        if name.startswith(first):
            rest = name.removeprefix(first)
            return f"{rest} ({first.strip()})" if chance.random() < 0.3 and first != "L'" else rest
    return f"La {name}" if name[:1].isupper() and " " not in name else name


def plural(name: str, chance: random.Random) -> str:
    """Its last word in the other number."""
    return name[:-1] if name[-1] == "s" and len(name.split()[-1]) > 4 else name


def ptits(name: str, chance: random.Random) -> str:
    """P'tits for Petits, or Petits for P'tits."""
    return (
        name.replace("P'tit", "Petit") if "P'tit" in name else name.replace("Petit", chance.choice(("P'tit", "Ptit")))
    )


def spaces(name: str, chance: random.Random) -> str:
    """A hyphen or an apostrophe for a blank, or nothing."""
    return name.replace("-", " ") if "-" in name else name.replace("'", chance.choice((" ", " ' ", "")))


def slip(name: str, chance: random.Random) -> str:
    """One slip of the pen inside the longest word, its first letter kept; nothing in short names."""
    word = max(name.replace("-", " ").replace("'", " ").split(), key=len)
    if len(word) < 6:
        return name
    at = chance.randrange(1, len(word) - 2)
    letter = chance.choice(string.ascii_lowercase)
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    wrong = (word[:at] + word[at + 1 :], word[:at] + word[at] + word[at:], word[:at] + letter + word[at + 1 :], swapped)
    return name.replace(word, chance.choice(wrong))


def order(name: str, chance: random.Random) -> str:
    """Its last word first, as indexes write."""
    *before, last = name.split()
    return f"{last} {' '.join(before)}" if before and len(last) > 3 else name


def cut(name: str, chance: random.Random) -> str:
    """Capitals, cut short inside the last word, as old registers do."""
    text = capitals(name, chance)
    last = len(text.split()[-1])
    return text[: -chance.randint(1, last - 3)] if len(text) > _CUT_AT and last > 4 else text


def plain_word(name: str, chance: random.Random) -> str:
    """With a word that proves nothing."""
    bare = article(name, random.Random(1)) if name.startswith(("Les ", "Le ", "La ", "L'")) else name
    return chance.choice(("Espace {}", "Maison {}", "Pôle {}", "Structure {}", "Association {}")).format(bare)


def petite_enfance(name: str, chance: random.Random) -> str:
    """With the trade's favourite words."""
    return chance.choice(("{} Petite Enfance", "{} Enfance", "Maison de la petite enfance {}")).format(name)


def figures(name: str, chance: random.Random) -> str:
    """Trois in figures."""
    return name.replace("Trois", "3").replace("trois", "3").replace("Mille et une", "1001").replace("Deux", "2")


EASY: tuple[Spell, ...] = (as_it_is, without_accents, capitals, typography, article, spaces, ptits, creche, figures)
"""What no source means anything by."""
OF_OPERATORS: tuple[Spell, ...] = (*EASY, legal, petite_enfance)
OF_PLACES: tuple[Spell, ...] = (*EASY, trade)
HARD: tuple[Spell, ...] = (slip, order, cut, plain_word, plural)
"""What another name might look like."""


def spelled(name: str, ways: tuple[Spell, ...], chance: random.Random) -> str:
    """A name written another way, perhaps two at once."""
    first = chance.choice(ways)(name, chance)
    return capitals(first, chance) if chance.random() < 0.3 else first


def acronym(name: str) -> str:
    """The first letters of its words, articles left out; '' when they are too few."""
    words = (
        without_accents(name, random.Random(0)).replace("P'tit", "Petit").replace("'", " ").replace(",", " ").split()
    )
    letters = [word[0] for word in words if word.lower() not in "a au aux d de des du en et l la le les un une".split()]
    return "".join(letters).upper() if len(letters) > 2 else ""
