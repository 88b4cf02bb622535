"""The size class of a collective nursery: by its authorised places alone, never by what a page calls it."""

BOUNDS = ((12, "micro_creche"), (24, "petite_creche"), (39, "creche"), (59, "grande_creche"))
"""Most places of each class, article R2324-46 of the public health code; beyond them, a very large one."""
LARGEST = "tres_grande_creche"


def size(categorie: str, capacite: str) -> str:
    """The `taille` of a place. '' without a capacity, and for every other category: R2324-48 gives family nurseries others.

    >>> size("creche_collective", "24"), size("creche_familiale", "27"), size("creche_collective", "")
    ('petite_creche', '', '')
    """
    if categorie != "creche_collective" or not capacite.isdecimal() or int(capacite) < 1:
        return ""
    return next((name for most, name in BOUNDS if int(capacite) <= most), LARGEST)
