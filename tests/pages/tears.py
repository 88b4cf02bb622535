"""Pages where something is torn, and what a reader may do with them.

A tear is drawn by the markup itself: it is given members with an empty field, so the element is absent as it would be
on a real page. What is allowed, for every tear: refuse the page (`SourceChanged`), or read some members and tell the
doubt. Never allowed: a row that `judge.wrong` finds, or fewer members and no word about it.

`names_shifted` looks like `name_moved` of the first member, a name without address and an address without name:
from the page alone one cannot tell them apart, and in the first every other row is wrong. So a page that has both
kinds of orphan is safe only when refused.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from tests.pages.challenges import CHALLENGES, Challenge
from tests.pages.markups_folded import markup_desktop_and_mobile
from tests.pages.markups_structured import markup_jsonld_graph, markup_list_and_locator
from tests.pages.members import MEMBERS, SEVENTH, Markup, Member, Page, to_bytes

Tear = Callable[[Markup], Page]


def _nowhere(member: Member) -> Member:
    return replace(member, rue="", code_postal="", ville="", telephone="", pays="")


def _nameless(member: Member) -> Member:
    return replace(member, nom="")


def _put(members: Sequence[Member], index: int, member: Member) -> list[Member]:
    return [*members[:index], member, *members[index + 1 :]]


def without_address(markup: Markup, index: int) -> Page:
    """One member has only its name."""
    return markup(_put(MEMBERS, index, _nowhere(MEMBERS[index])))


def without_name(markup: Markup, index: int) -> Page:
    """One member has only its address, and its phone."""
    return markup(_put(MEMBERS, index, _nameless(MEMBERS[index])))


def without_postcode(markup: Markup, index: int) -> Page:
    """One member's address is its street and its town, without the postcode."""
    return markup(_put(MEMBERS, index, replace(MEMBERS[index], code_postal="")))


def address_moved_to_end(markup: Markup, index: int) -> Page:
    """One member's address stands alone after all the others."""
    return markup([*_put(MEMBERS, index, _nowhere(MEMBERS[index])), _nameless(MEMBERS[index])])


def address_after_next(markup: Markup, index: int) -> Page:
    """One member's address stands after its neighbour's, which then has two."""
    torn = _put(MEMBERS, index, _nowhere(MEMBERS[index]))
    torn.insert(index + 2, _nameless(MEMBERS[index]))
    return markup(torn)


def name_moved(markup: Markup, index: int) -> Page:
    """One member's name stands alone after all the others."""
    return markup([*_put(MEMBERS, index, _nameless(MEMBERS[index])), _nowhere(MEMBERS[index])])


def names_shifted(markup: Markup, down: bool = True) -> Page:
    """Every name is beside its neighbour's address: one row lower, or one row higher. Must be refused."""
    names = [m.nom for m in MEMBERS]
    if down:
        return markup(
            [replace(m, nom=nom) for m, nom in zip([*MEMBERS, _nowhere(MEMBERS[0])], ["", *names], strict=True)]
        )
    return markup([replace(m, nom=nom) for m, nom in zip([_nowhere(MEMBERS[0]), *MEMBERS], [*names, ""], strict=True)])


def half(markup: Markup) -> Page:
    """Three members of six: under what the source promises. Must be refused."""
    return markup(MEMBERS[:3])


def none(markup: Markup) -> Page:
    """The page without its members. Must be refused."""
    return markup(())


_ONE_BY_ONE = (without_address, without_name, without_postcode, address_moved_to_end, address_after_next, name_moved)

# Refused, or the certain members and a doubt.
TEARS: dict[str, Tear] = {
    f"{tear.__name__}_{index}": partial(tear, index=index) for tear in _ONE_BY_ONE for index in range(len(MEMBERS))
}

# Refused, all of them.
REFUSED: dict[str, Tear] = {
    "names_shifted_down": names_shifted,
    "names_shifted_up": partial(names_shifted, down=False),
    "half": half,
    "none": none,
}

# Not torn: the same page with other members, all of which must be read in this order.
WHOLE: dict[str, tuple[Member, ...]] = {
    "one_more": (*MEMBERS[:4], SEVENTH, *MEMBERS[4:]),
    "one_more_at_the_end": (*MEMBERS, SEVENTH),
    "one_fewer": (*MEMBERS[:1], *MEMBERS[2:]),
    "reversed": MEMBERS[::-1],
    "rotated": (*MEMBERS[3:], *MEMBERS[:3]),
}


def _differing(markup: Markup, before: str, after: str) -> Page:
    """The page where the second mention of `before` became `after`."""
    page = to_bytes(markup(MEMBERS)).decode()
    first = page.index(before) + len(before)
    return page[:first] + page[first:].replace(before, after, 1)


# Two lists of one page that do not agree. Refused, or that member in doubt and never either value alone.
CONTRADICTIONS: dict[str, Page] = {
    "other_postcode_in_script": _differing(markup_list_and_locator, "93500 Pantin", "93300 Aubervilliers"),
    "other_postcode_in_json_ld": _differing(markup_jsonld_graph, "93500", "93300"),
    "other_town_on_mobile": _differing(markup_desktop_and_mobile, "22100 Taden", "22100 Dinan"),
    "other_street_on_mobile": _differing(markup_desktop_and_mobile, "41 Rue Delizy", "14 Rue Hoche"),
}


def truncations(page: Page, count: int = 40) -> Iterator[bytes]:
    """The page cut at `count` places, evenly: in a tag, in a word, between two members; never whole.

    A cut HTML page has no `</html>`, so a reader may refuse them all. If it reads one, no row may be wrong.
    """
    body = to_bytes(page)
    for number in range(1, count + 1):
        yield body[: len(body) * number // (count + 1)]


__all__ = [
    "CHALLENGES",
    "CONTRADICTIONS",
    "REFUSED",
    "TEARS",
    "WHOLE",
    "Challenge",
    "Tear",
    "address_after_next",
    "address_moved_to_end",
    "half",
    "name_moved",
    "names_shifted",
    "none",
    "truncations",
    "without_address",
    "without_name",
    "without_postcode",
]
