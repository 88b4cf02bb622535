"""Is what was read true? Letters and digits are compared; case, accents, hyphens and invisible characters are not."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from tests.pages.members import MEMBERS, Member

COMPARED = ("nom", "rue", "code_postal", "commune")


def folded(value: str) -> str:
    """'Entraigues-sur-la-Sorgue' -> 'entraigues sur la sorgue'."""
    visible = "".join(c for c in value.replace("Œ", "OE").replace("œ", "oe") if unicodedata.category(c) != "Cf")
    plain = unicodedata.normalize("NFKD", visible.casefold())
    return re.sub(r"[^0-9a-z]+", " ", "".join(c for c in plain if not unicodedata.combining(c))).strip()


def _key(row: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(folded(row.get(column, "")) for column in COMPARED)


def wrong(rows: Iterable[Mapping[str, str]], members: Sequence[Member] = MEMBERS) -> list[Mapping[str, str]]:
    """The rows that no member of the page is: a name with another's address, half an address, a stranger.

    A row has the columns of `expected.json`; its phone is compared when it has that column.
    """
    true = {_key(member.facts): member.facts["telephone"] for member in members}
    return [row for row in rows if _key(row) not in true or row.get("telephone", true[_key(row)]) != true[_key(row)]]


def missing(rows: Iterable[Mapping[str, str]], members: Sequence[Member] = MEMBERS) -> list[str]:
    """The names of the members that no row is."""
    read = {_key(row) for row in rows}
    return [member.nom for member in members if _key(member.facts) not in read]
