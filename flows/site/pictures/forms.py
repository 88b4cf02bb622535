"""How many places are run under each legal form, kinds of one form together, as the filter of the list has them."""

from collections import Counter
from functools import partial

from flows.site.pictures import bars
from flows.site.pictures.figure import Figure
from flows.site.rows import family_of, form_of
from flows.site.shown import Shown
from flows.site.values import word
from flows.site.words import Words


def figure(about: Shown, t: Words) -> Figure:
    """Places by the form of their operator, closed ones not counted; operators of the form beside them in the table."""
    forms = [form_of(about, row) for row in about.places.values() if row["statut"] != "ferme"]
    places = Counter(map(family_of, forms))
    operators = Counter(family_of(row["forme"]) for row in about.operators.values())
    ranked = sorted(places.keys() | operators.keys(), key=lambda form: (form == "INCONNU", -places[form], form))
    found = [bars.Bar(word(t, "forme", form), places[form], t.number(places[form])) for form in ranked if places[form]]
    return Figure(
        "formes",
        t("chiffres.formes_titre"),
        _finding(t, found, len(forms)),
        _note(t, Counter(forms)),
        (t("chiffres.forme"), t("chiffres.nombre_lieux"), t("chiffres.nombre_gestionnaires")),
        [(word(t, "forme", form), t.number(places[form]), t.number(operators[form])) for form in ranked],
        partial(bars.chart, found, room=0.12) if found else None,
        bars.WIDTH,
        bars.height(found),
    )


def _finding(t: Words, found: list[bars.Bar], whole: int) -> str:
    if not found:
        return t("chiffres.formes_aucune")
    most = max(found, key=lambda one: one.value)
    return t("chiffres.formes_dit", nom=most.name, n=most.told, total=t.number(whole))


def _note(t: Words, counted: Counter[str]) -> str:
    """What the numbers are, and the kinds that were put together."""
    note = t("chiffres.formes_note", inconnue=word(t, "forme", "INCONNU"))
    kinds = [form for form in sorted(counted) if form != family_of(form)]
    if not kinds:
        return note
    told = (
        t("chiffres.formes_detail", forme=word(t, "forme", form), lieux=t.counted("chiffres.lieux", counted[form]))
        for form in kinds
    )
    return f"{note} {t('chiffres.formes_reunies', detail=' ; '.join(told))}"
