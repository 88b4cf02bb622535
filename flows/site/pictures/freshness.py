"""How long ago each source was read, on the day of the release."""

from functools import partial

from flows.site.pictures import bars
from flows.site.pictures.figure import Figure
from flows.site.shown import Shown
from flows.site.values import is_whole, word
from flows.site.words import Words
from schemas.records import Row


def figure(about: Shown, t: Words) -> Figure:
    """Sources from the oldest reading to the newest; one that bears no day (a table that the project holds) has no bar."""
    dated = [row for row in about.sources.values() if is_whole(row["age_jours"])]
    ranked = sorted(dated, key=lambda row: (-int(row["age_jours"]), row["id"]))
    found = [bars.Bar(row["titre"], int(row["age_jours"]), _age(t, row)) for row in ranked]
    others = [row for row in about.sources.values() if not is_whole(row["age_jours"])]
    return Figure(
        "fraicheur",
        t("chiffres.fraicheur_titre"),
        _finding(about, t, ranked),
        t("chiffres.fraicheur_note"),
        (t("chiffres.source"), t("chiffres.lue_le"), t("chiffres.age"), t("chiffres.etat")),
        [_told(t, row) for row in (*ranked, *others)],
        partial(bars.chart, found) if found else None,
        bars.WIDTH,
        bars.height(found),
    )


def _finding(about: Shown, t: Words, ranked: list[Row]) -> str:
    if not ranked:
        return t("chiffres.fraicheur_aucune")
    oldest = ranked[0]
    age = _age(t, oldest)
    return t("chiffres.fraicheur_dit", titre=oldest["titre"], age=age, jour=t.day(about.date), n=t.number(len(ranked)))


def _told(t: Words, row: Row) -> tuple[str, str, str, str]:
    day = t.day(row["recupere_le"]) if row["recupere_le"] else t("chiffres.sans_date")
    return row["titre"], day, _age(t, row), word(t, "statut", row["statut"])


def _age(t: Words, row: Row) -> str:
    return t.counted("chiffres.jours", int(row["age_jours"])) if is_whole(row["age_jours"]) else "–"
