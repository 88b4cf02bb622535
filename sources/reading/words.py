"""Lists of words as they are read best: in one string."""


def words(text: str, separator: str | None = None) -> frozenset[str]:
    """The set of a string's words, parted by blanks or by `separator`."""
    return frozenset(text.split(separator))
