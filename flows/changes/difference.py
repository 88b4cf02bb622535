"""One difference between two releases."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: `champ` is '' when the whole row came or went."""

    table: str
    cle: str
    nom: str
    nature: str
    champ: str = ""
    avant: str = ""
    apres: str = ""
    cause: str = ""
    """From a closed list (`schemas/changements.schema.json`)."""
    source: str = ""
    """The source whose word changed, where there is one."""
    commune: str = ""
    """Where the row is, for people; '' where it is nowhere, or before `explained`."""
    departement: str = ""
    vue: str = ""
    """Of a row that went: the last day (ISO) on which a source named it."""
