"""How many: records that a source lost or gained, or repeats; places withdrawn or added; a release without any place."""

from collections import Counter
from collections.abc import Collection, Mapping

from flows.columnar.sets import among, different
from flows.gate.ruled import More, ruled
from flows.identifiers import PREFIXES, Register, references
from schemas.found import Found
from schemas.records import Row
from schemas.tables import Tables, empty, rows_of
from schemas.verdicts import Verdict
from sources.text import fold, fold_all

_NAMED = ("etablissements", "gestionnaires")
_GONE = "membre_disparu"


def of_source(one: Found, previous: Tables) -> list[Verdict]:
    """Drop, rise and repetitions of one source, beside what the last release has of it; [] for one that is new."""
    said = _references(one, previous)
    repeated = Counter(said) if one.source.liste_des_membres else Counter(_lines(one))
    again = sum(count - 1 for count in repeated.values())
    verdicts = [ruled("repetitions", again, sum(repeated.values()), source=one.source.id)] if repeated else []
    if (counted := _counted(one, previous)) is None:
        return verdicts
    known = _known(one, previous)
    if not known:
        return [*verdicts, *_by_number(one, counted)]
    still = set(said)
    gone = [id_ for reference, id_ in known.items() if reference not in still]
    alive = _alive(gone, previous)
    named = [last_seen(alive[id_]) for id_ in gone]  # whatever came instead: a reference rewritten is another id
    more = More(
        f"La source en donnait {counted}, elle en donne {one.counted}.", f"It gave {counted}, it gives {one.counted}."
    )
    verdicts.append(ruled("baisse", len(gone), len(known), named, one.source.id, str(one.counted), more))
    return [*verdicts, _rise(one, counted)]


def _by_number(one: Found, counted: int) -> list[Verdict]:
    """A source that names no place: its rows are only counted."""
    lost = max(0, counted - one.counted)
    return [ruled("baisse", lost, counted, source=one.source.id, subject=str(one.counted)), _rise(one, counted)]


def _rise(one: Found, counted: int) -> Verdict:
    return ruled("hausse", max(0, one.counted - counted), counted, source=one.source.id, subject=str(one.counted))


def _counted(one: Found, previous: Tables) -> int | None:
    """How many records the source gave when it was last read; None when it never was."""
    rows = previous.get("sources", empty("sources"))
    told = [row["nb_enregistrements"] for row in rows_of(rows[rows["id"] == one.source.id])]
    return int(told[0]) if told and told[0] else None


def _references(one: Found, previous: Tables) -> list[str]:
    """The references that the source names now, folded."""
    if not one.source.liste_des_membres:
        return fold_all(one.mentions.values["reference"].tolist())
    alone = one.membres.drop_duplicates(["nom_source", "adresse_source"])
    if all(alone["reference"].tolist()):  # what was known is asked of names alone
        return fold_all(references(alone, {}))
    register = Register(previous.get("identifiants", empty("identifiants")))
    places = previous.get("etablissements", empty("etablissements"))
    return fold_all(references(alone, register.postcodes(one.source.id, places)))


def _lines(one: Found) -> list[tuple[str, ...]]:
    said = one.mentions.values
    cells = zip(said["table"].tolist(), said["gestionnaire"].tolist(), said["reference"].tolist(), strict=True)
    return [(table, operator, fold(reference)) for table, operator, reference in cells]


def _known(one: Found, previous: Tables) -> Mapping[str, str]:
    """The ids of what the source named when it was last read and is still published, by folded reference."""
    told = previous.get("anomalies", empty("anomalies"))
    sources = previous.get("sources", empty("sources"))
    since = next(iter(sources[sources["id"] == one.source.id]["recupere_le"]), "")
    since = "" if one.source.acces == "fichier" else since  # each of its rows has a day of its own
    ids = previous.get("identifiants", empty("identifiants"))
    rows = ids[(ids["source"] == one.source.id) & (ids["date_derniere_vue"] >= since)]
    naming = _naming(one.source.id, previous) - set(told[told["code"] == _GONE]["id"])
    found: dict[str, str] = {}
    cells = zip(rows["id"].tolist(), rows["remplace_par"].tolist(), fold_all(rows["reference"].tolist()), strict=True)
    for id_, heir, key in cells:
        place = heir or id_
        if place in naming and (key not in found or place.startswith(PREFIXES["etablissements"])):
            found[key] = place
    return found


def _naming(source: str, previous: Tables) -> set[str]:
    """The ids of the places and operators of the last release that have a source among theirs."""
    found: set[str] = set()
    for frame in (previous.get(table, empty(table)) for table in _NAMED):
        naming = {named for named in different(frame, "sources") if source in named.split("|")}
        both = zip(frame["id"].tolist(), frame["sources"].tolist(), strict=True)
        found.update(id_ for id_, named in both if named in naming)
    return found


def _alive(ids: Collection[str], previous: Tables) -> dict[str, Row]:
    """The places and operators of the last release that have these ids."""
    frames = [previous.get(table, empty(table)) for table in _NAMED]
    return {row["id"]: row for frame in frames for row in rows_of(frame[among(frame, "id", ids)])}


def last_seen(row: Row) -> More:
    """A record by its name, its commune and the day it was last seen."""
    where = row.get("commune") or row.get("commune_siege", "")
    name = f"{row['nom']} ({where})" if where else row["nom"]
    day = row["date_derniere_vue"]
    return More(f"{name}, vu la dernière fois le {day}", f"{name}, last seen {day}")


def of_whole(tables: Tables, previous: Tables) -> list[Verdict]:
    """Whether there is a place at all; what was withdrawn since the last release, and what came from known sources."""
    return [_none(tables), _withdrawn(tables, previous), _added(tables, previous)]


def _none(tables: Tables) -> Verdict:
    more = More(
        "Une source n'a rien donné, ou toutes les lignes sont retirées : vérifier les sources, puis la dernière release.",
        "A source gave nothing, or every row was withdrawn. Check the sources, then the last release.",
    )
    none = int(tables["etablissements"].empty)
    return ruled("vide", none, 0, more=more if none else More())


def _withdrawn(tables: Tables, previous: Tables) -> Verdict:
    """Rows that leave; not those that another replaces, nor those that closed."""
    before = [previous.get(table, empty(table)) for table in _NAMED]
    alive = [id_ for table in _NAMED for id_ in tables[table]["id"].tolist()]
    left = [row for frame in before for row in rows_of(frame[~among(frame, "id", alive)])]
    stones = {row["id"]: row for row in rows_of(tables["retraits"])}
    gone = [row for row in left if not _is_explained(stones.get(row["id"], {}))]
    counted = sum(map(len, before))
    return ruled("retraits", len(gone), counted, [last_seen(row) for row in gone], subject=str(len(gone) or ""))


def _is_explained(stone: Row) -> bool:
    return bool(stone.get("remplace_par")) or stone.get("motif") == "ferme"


def _added(tables: Tables, previous: Tables) -> Verdict:
    before = previous.get("etablissements", empty("etablissements"))
    known = set(previous.get("sources", empty("sources"))["id"])
    places = tables["etablissements"]
    new = places[~among(places, "id", before["id"].tolist())]
    named = new["sources"].value_counts()
    added = sum(int(count) for one, count in named.items() if known >= set(str(one).split("|")))
    return ruled("ajouts", added if len(before) else 0, len(before), subject=str(added or ""))
