"""A name as a register writes it, made fit for a cell where several names are joined by |."""

import re

_BAR = re.compile(r"\s*\|[\s|]*")


def one_name(text: str) -> str:
    """The name with a stroke where it has a bar, which would cut it in two.

    >>> one_name("LA RUCHE|LE MIEL COOP"), one_name("|LA RUCHE|")
    ('LA RUCHE / LE MIEL COOP', 'LA RUCHE')
    """
    return _BAR.sub(" / ", text.strip(" |"))
