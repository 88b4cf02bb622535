"""The words of a name that may tell a cooperative. A name is never a proof: it makes a candidate."""

import re
from collections.abc import Iterable

from sources.text import fold

_COOPERATIVE = re.compile(r"\b(?:\w*scop|scoparl|scic\w*|s?coop\w*)\b")
"""Words of a folded name: "MicroScop" too, a microscope not."""
_DOTTED = re.compile(r"\b(?:\w\.){3,}")


def tells_cooperative(names: Iterable[str]) -> bool:
    """Whether one of the names holds such a word, its initials dotted or not.

    >>> tells_cooperative(["LES LUTINS", "S.C.I.C. LA CABANE"]), tells_cooperative(["LE MICROSCOPE"])
    (True, False)
    """
    return any(_COOPERATIVE.search(fold(_DOTTED.sub(_joined, name))) for name in names)


def _joined(initials: re.Match[str]) -> str:
    return initials[0].replace(".", "") + " "
