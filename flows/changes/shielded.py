"""What a release repeats of the one before: never a contact that was withdrawn, nor anything withdrawn on request."""

from dataclasses import replace

from flows.changes.change import Change

CONTACTS = ("telephone", "courriel")
NOT_REPEATED_FR = "valeur retirée, non répétée"
NOT_REPEATED_EN = "value withdrawn, not repeated"


def shielded(change: Change) -> Change:
    """The change without the old value that must not be told again; without the name too, where a row left on request."""
    if change.cause == "demande":
        gone = change.nature == "retire" or change.table == "retraits"
        nameless = {"nom": "", "commune": ""} if gone else {}
        return replace(change, avant="", **nameless)
    return replace(change, avant="") if is_withheld(change) else change


def is_withheld(change: Change) -> bool:
    """Whether the value that it had is one that is not repeated."""
    emptied = change.nature == "modifie" and not change.apres
    return emptied and (change.cause == "demande" or change.champ in CONTACTS)
