"""The release of the tests with other rates, or with the same cells in every nursery."""

from flows.site.shown import Shown
from tests.flows.site.reading import with_rows


def rated(about: Shown, rates: dict[str, tuple[str, int]]) -> Shown:
    """The same release with rates: code -> rate and number of nurseries."""
    model = about.tables["territoires"][0]
    rows = [
        {**model, "code": code, "niveau": "departement", "nom": about.departement(code), "taux_couverture": rate,
         "millesime": "2023", "nb_etablissements": str(count)}
        for code, (rate, count) in rates.items()
    ]  # fmt: skip
    return with_rows(about, "territoires", rows)


def moved(about: Shown, **cells: str) -> Shown:
    """The same release with these cells in every nursery."""
    return with_rows(about, "etablissements", [{**row, **cells} for row in about.tables["etablissements"]])
