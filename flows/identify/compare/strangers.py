"""Two names of which `names.names` surely says that they are other, or opposed: told in a glance, for most pairs of a town."""

from flows.identify.compare.many_names import Named


def strangers(a: Named, b: Named) -> bool:
    """Whether two names surely are no one name, ill written or longer. False says nothing.

    >>> from flows.identify.compare.cores import core
    >>> strangers(core("Les Lutins"), core("Pomme d'Api")), strangers(core("Les Lutins"), core("Les Lutines"))
    (True, False)
    """
    if a.joined == b.joined or a.full == b.full or not (a.words and b.words):
        return False
    ours, theirs = {*a.words}, {*b.words}
    shared = ours & theirs
    if shared:
        return _numbered(ours - shared, theirs - shared)
    return min(len(a.words), len(b.words)) > 1 and not _alike_at_the_ends(a, b)


def _numbered(ours: set[str], theirs: set[str]) -> bool:
    """Whether all that differs is a number: two sections of a house."""
    return len(ours) == len(theirs) == 1 and all(map(str.isdecimal, ours | theirs))


def _alike_at_the_ends(a: Named, b: Named) -> bool:
    """No slip of the pen spoils both ends; a name cut short begins like the other."""
    return a.joined[0] == b.joined[0] or a.joined[-2:] == b.joined[-2:] or a.full[:1] == b.full[:1]
