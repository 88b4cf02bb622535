"""The doubts that the CAF's rows raise, each a sentence in French and in English."""

from collections.abc import Mapping
from typing import Literal

from schemas.records import Anomaly
from sources.territory_names import LEVELS

_EN = dict(zip(LEVELS, ("country", "region", "département", "EPCI", "commune", "arrondissement"), strict=True))
_FR = dict(zip(LEVELS, ("pays", "région", "département", "EPCI", "commune", "arrondissement"), strict=True))
_REASONS = {
    "absent": ("n'est pas publié", "is not published"),
    "illisible": ("n'est pas un nombre", "is no number"),
    "hors_bornes": ("n'est pas entre 0 et 300", "is not between 0 and 300"),
}


def ghost(niveau: str, code: str) -> Anomaly:
    """A row that gathers what belongs to no territory."""
    return _told(
        ("territoire_fictif", "info", "code", code),
        f"La ligne {_shown(code)} du niveau {_FR[niveau]} n'est celle d'aucun territoire : elle n'est pas reprise.",
        f"The row {_shown(code)} of the level {_EN[niveau]} is that of no territory: it is not taken.",
    )


def unknown(niveau: str, code: str, nom: str) -> Anomaly:
    """A territory that the codes of today do not hold: merged since, or mistaken."""
    return _told(
        ("territoire_inconnu", "avertissement", "code", code),
        f"{_shown(nom)} ({_FR[niveau]} {_shown(code)}) n'est pas un territoire d'aujourd'hui : son taux n'est pas repris.",
        f"{_shown(nom)} ({_EN[niveau]} {_shown(code)}) is no territory of today: its rate is not taken.",
    )


def twice(niveau: str, code: str, nom: str) -> Anomaly:
    """Several rows about one territory: none of them is believed."""
    return _told(
        ("territoire_en_double", "avertissement", "code", code),
        f"{_shown(nom)} ({_FR[niveau]} {code}) a plusieurs lignes la même année : aucune n'est reprise.",
        f"{_shown(nom)} ({_EN[niveau]} {code}) has several rows for one year: none of them is taken.",
    )


def no_rate(niveau: str, code: str, nom: str, reason: str) -> Anomaly:
    """A territory whose rate is absent, no number, or out of bounds (`reason`, a key of _REASONS)."""
    french, english = _REASONS[reason]
    gravite: Literal["info", "avertissement"] = "info" if reason == "absent" else "avertissement"
    return _told(
        (f"taux_{reason}", gravite, "taux_couverture", code),
        f"Le taux de {_shown(nom)} ({_FR[niveau]} {code}) {french} : il est laissé vide.",
        f"The rate of {_shown(nom)} ({_EN[niveau]} {code}) {english}: it is left empty.",
    )


def several_years(years: Mapping[str, str]) -> Anomaly:
    """The levels were not brought up to date together: their rates are not to be compared."""
    french = ", ".join(f"{_FR[niveau]} {year}" for niveau, year in years.items())
    english = ", ".join(f"{_EN[niveau]} {year}" for niveau, year in years.items())
    return _told(
        ("millesimes_differents", "avertissement", "millesime", "|".join(sorted(set(years.values())))),
        f"Les taux n'ont pas le même millésime d'un niveau à l'autre ({french}) : ne pas les comparer.",
        f"The rates are not of the same year at every level ({english}): do not compare them.",
    )


def _told(about: tuple[str, Literal["info", "avertissement"], str, str], french: str, english: str) -> Anomaly:
    code, gravite, champ, valeur = about
    return Anomaly(code, gravite, "caf", french, english, champ=champ, valeur=_shown(valeur))


def _shown(text: str) -> str:
    """What a row says, short; a message is never longer than a line."""
    return text[:80] or "?"
