"""What makes two writings of a street one, and two writings of a number: both as `flows.geocode.streets` reads them."""

from functools import cache, lru_cache

from flows.geocode.streets import doors, is_door, words


@lru_cache(maxsize=10_000)
def street_key(name: str) -> tuple[str, str]:
    """The kind of way and the sorted words of a street's name; a number that begins the name is no door.

    >>> street_key("Rue du Port"), street_key("8 Mai 1945")
    (('rue', 'port'), ('', '1945 8 mai'))
    """
    return _sorted(words(f"1 {name}" if doors(name) else name))


def asked_key(line: str) -> tuple[str, str]:
    """The same of a street line, without the doors that begin it.

    >>> asked_key("11 bis rue du Port")
    ('rue', 'port')
    """
    return _sorted(words(line))


def written(key: tuple[str, str]) -> str:
    """A key as one text: the kind, a blank, the words."""
    return f"{key[0]} {key[1]}"


def parted(text: str) -> tuple[str, str]:
    """The key that `written` made a text of."""
    kind, _, name = text.partition(" ")
    return kind, name


def door_key(number: str, again: str) -> str:
    """A number and its repetition as `doors` spells them.

    >>> door_key("11", "bis"), door_key("11", "b"), door_key("11", "")
    ('11b', '11b', '11')
    """
    return number.lstrip("0") + _again(again)


def readable(number: str, again: str) -> str:
    """A number and its repetition as people write them: 11bis; apart where together they would be another number."""
    return f"{number} {again}" if again[:1].isdecimal() else f"{number}{again}"


def in_order(keys: frozenset[str]) -> list[str]:
    """Doors from the smallest number to the largest."""
    return sorted(keys, key=lambda door: (int("".join(filter(str.isdecimal, door)) or 0), door))


@cache
def _again(again: str) -> str:
    """The letter that `doors` keeps of a repetition. One that it cannot read is kept whole: no line asks for it."""
    door = f"1{again}"
    if not again or again[0].isdecimal() or not is_door(door, f"{door} x"):
        return again and f" {again}"
    return next(iter(doors(f"{door} x")))[1:]


def _sorted(key: tuple[str, str]) -> tuple[str, str]:
    return key[0], " ".join(sorted(key[1].split()))
