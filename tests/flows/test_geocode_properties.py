"""What holds whatever a geocoder answers, whatever the last release said."""

from functools import cache

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from flows.geocode.match import Match
from flows.geocode.points import distance_m
from schemas.tables import conform, empty
from sources.communes import resolve
from tests.flows.geocode_places import DAY, Said, Unanswered, geocode, places
from tests.samples import examples

TOWNS = [("69006", "Lyon"), ("22100", "Taden"), ("75010", "Paris"), ("75012", "Paris 10"), ("93500", "Pantin"),
         ("97411", "Saint-Paul"), ("98800", "Nouméa"), ("20000", "Ajaccio"), ("00000", "Nulle-Part")]  # fmt: skip
STREETS = ["41 Rue Delizy", "Rue du Manoir", "48-50 Route de Paris", "8 Mai 1945", "", "?", "11 bis Le Bourg"]
CODES = ["69386", "69266", "22339", "75110", "75056", "93055", "97415", "2A004", "98818", "", "x"]

numbers = st.one_of(st.none(), st.floats(), st.floats(-6, 10), st.floats(41, 52))
near = st.sampled_from([(4.85, 45.77), (-2.05, 48.48), (2.36, 48.87), (2.41, 48.9), (55.3, -21.0), (8.7, 41.9)])


@st.composite
def matches(draw: st.DrawFn) -> Match:
    """Any answer: likely ones, and nonsense."""
    longitude, latitude = draw(st.one_of(near, st.tuples(numbers, numbers)))
    street = draw(st.sampled_from([*STREETS, "Rue Delizy", "Route du Manoir"]))
    return Match(
        fournisseur=draw(st.sampled_from(["ban", "addok"])),
        libelle=draw(st.text(max_size=5)),
        type=draw(st.sampled_from(["housenumber", "street", "locality", "municipality", ""])),
        code_insee=draw(st.sampled_from(CODES)),
        voie=street.lstrip("0123456789- "),
        numero=draw(st.sampled_from(["41", "48", "11bis", "", "x"])),
        score=draw(numbers),
        longitude=longitude,
        latitude=latitude,
    )


addresses = st.lists(
    st.tuples(st.sampled_from(STREETS), st.sampled_from(TOWNS)).map(lambda a: (a[0], *a[1])), min_size=1, max_size=8
)
answers = st.lists(st.one_of(st.none(), matches(), st.just(Unanswered("down"))), min_size=1)


def answering(said: list[Match | Unanswered | None]) -> Said:
    """A service that gives these answers in turn, again and again."""

    def answer(requete: str, citycode: str) -> Match | None:
        now = said[len(service.asked) % len(said)]
        if isinstance(now, Unanswered):
            raise now
        return now

    service = Said(answer)
    return service


@cache
def reach(code_postal: str, commune: str) -> tuple[float, float, int] | None:
    found = resolve(code_postal, commune)
    return (float(found.longitude), float(found.latitude), int(found.rayon_m)) if found and found.latitude else None


def assert_sound(rows: pd.DataFrame, asked: list[tuple[str, str, str]]) -> None:
    """Each published point is within its commune's reach; columns of one point are filled, or empty, together."""
    for row, (_, code_postal, commune) in zip(rows.to_dict("records"), asked, strict=True):
        assert bool(row["longitude"]) == bool(row["latitude"]) == (row["geo_precision"] != "aucune")
        assert bool(row["geo_source"]) == bool(row["geo_date"]) == bool(row["geo_rayon_m"]) == bool(row["longitude"])
        centre = reach(code_postal, commune)
        if row["longitude"]:
            assert centre is not None
            longitude, latitude, radius = centre
            assert distance_m(float(row["longitude"]), float(row["latitude"]), longitude, latitude) <= radius + 1_000
            assert max(len(row[c].partition(".")[2]) for c in ("longitude", "latitude")) <= 6
    assert conform(rows, "etablissements").equals(rows.sort_values("id", kind="stable", ignore_index=True))


@examples(30, 80)
@given(addresses, answers, st.lists(matches(), max_size=4))
def test_no_published_point_is_ever_out_of_its_commune_s_reach(
    asked: list[tuple[str, str, str]], said: list[Match | Unanswered | None], before: list[Match]
) -> None:
    given_rows = places(*asked)
    last = empty("etablissements")
    if before:
        last, _ = geocode(given_rows, last, "2026-01-01", answering(list(before)))
        wild = [(str(m.longitude), str(m.latitude)) for m in before]
        spoilt = last.assign(longitude=wild[0][0], latitude=wild[0][1], geo_source="ban", geo_precision="numero")
        last = conform(pd.concat([last.iloc[::2], spoilt.iloc[1::2]]), "etablissements")
    rows, _ = geocode(given_rows, last, DAY, answering(said))
    assert_sound(rows, asked)
    assert list(rows["id"]) == list(given_rows["id"])
    assert_sound(geocode(given_rows, last, DAY)[0], asked)


@examples(20, 40)
@given(addresses, answers)
def test_the_same_inputs_give_the_same_rows_and_words(
    asked: list[tuple[str, str, str]], said: list[Match | Unanswered | None]
) -> None:
    first, told = geocode(places(*asked), empty("etablissements"), DAY, answering(said))
    again, told_again = geocode(places(*asked), empty("etablissements"), DAY, answering(said))
    pd.testing.assert_frame_equal(first, again)
    assert told == told_again
    assert list(first["adresse"]) == [adresse for adresse, _, _ in asked]


@examples(20, 40)
@given(addresses, st.lists(st.one_of(st.none(), matches()), min_size=1))
def test_run_after_run_offline_nothing_moves(
    asked: list[tuple[str, str, str]], said: list[Match | Unanswered | None]
) -> None:
    first, _ = geocode(places(*asked), empty("etablissements"), DAY, answering(said))
    again, _ = geocode(places(*asked), first, "2027-03-04")
    third, _ = geocode(places(*asked), again, "2027-05-06")
    pd.testing.assert_frame_equal(again, third)
    point = ["longitude", "latitude", "geo_date", "geo_precision"]
    pd.testing.assert_frame_equal(first[point], again[point])
