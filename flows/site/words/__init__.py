"""Every string of the site, in French and in English: one catalogue, in one file a subject beside this one.

Each is `key.fr` and `key.en` of a table of its file's name: `accueil.titre` is `[titre]` of `accueil.toml`. `{name}` in a string is
filled in when it is used. `tests/flows/site/test_words.py` proves that both languages have every string, and use it.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flows.changes.plain import Tongue

TONGUES: tuple[Tongue, ...] = ("fr", "en")
_MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "en": "January February March April May June July August September October November December".split(),
}


@cache
def catalogue() -> Mapping[str, Mapping[str, str]]:
    """Key -> the string by language. Raises tomllib's errors for a file that is none: a fault of ours."""
    found: dict[str, Mapping[str, str]] = {}
    for path in sorted(Path(__file__).parent.glob("*.toml")):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        found |= {f"{path.stem}.{key}": strings for key, strings in table.items()}
    return found


@dataclass(frozen=True, slots=True)
class Words:
    """The catalogue in one language, and numbers and days as that language writes them."""

    tongue: Tongue

    def __call__(self, key: str, **values: object) -> str:
        """The string of a key, with its values. Raises KeyError for a key or a value that is missing: a fault of ours."""
        return catalogue()[key][self.tongue].format(**values)

    def paragraphs(self, key: str, **values: object) -> list[str]:
        """A longer text of the catalogue, cut where it has empty lines. Raises KeyError as a call does."""
        return [" ".join(part.split("\n")) for part in self(key, **values).strip().split("\n\n")]

    def has(self, key: str) -> bool:
        """Whether there is such a string."""
        return key in catalogue()

    def counted(self, key: str, count: int, **values: object) -> str:
        """The string `key_one` or `key_many` with `{n}` and its values: French counts 0 as one, English does not."""
        is_one = count in (0, 1) if self.tongue == "fr" else count == 1
        return self(f"{key}_{'one' if is_one else 'many'}", n=self.number(count), **values)

    def number(self, value: float, places: int = 0) -> str:
        """`1 234,5` or `1,234.5`; the blank is a narrow one that does not break."""
        text = f"{value:,.{places}f}"
        return text if self.tongue == "en" else text.replace(",", "\u202f").replace(".", ",")

    def day(self, iso: str) -> str:
        """`27 novembre 2026`, `27 November 2026`; what is no day is given back as it is."""
        parts = iso.split("-")
        if len(parts) != 3 or not all(part.isdecimal() for part in parts) or not 1 <= int(parts[1]) <= 12:
            return iso
        first = "1er" if self.tongue == "fr" and int(parts[2]) == 1 else str(int(parts[2]))
        return f"{first} {_MONTHS[self.tongue][int(parts[1]) - 1]} {parts[0]}"
