"""How full: mandatory cells that are empty, and values that were there and are no more, of a source and of the whole."""

from collections import Counter
from collections.abc import Iterator
from itertools import chain

from flows.columnar.sets import empties
from flows.gate.pairs import staying
from flows.gate.ruled import More, ruled, worst
from schemas.found import Found
from schemas.records import Row
from schemas.tables import TABLES, Tables, empty, fields, rows_of
from schemas.verdicts import Verdict
from sources.text import fold_all

WATCHED = ("adresse", "code_postal", "telephone", "courriel", "site_web", "longitude", "siret")
"""Optional columns of the places that somebody uses: none may empty itself in silence."""
_OF_A_LIST = ("adresse", "code_postal", "telephone", "courriel", "site_web")


def of_source(one: Found, previous: Tables) -> list[Verdict]:
    """Of the places that the source still names: the values that it proved, and now leaves empty, column by column."""
    said = dict(_said(one, previous))
    proved = _proved(one.source.id, previous) if said else set()
    verdicts = []
    for column in _OF_A_LIST:
        before = [id_ for id_ in said if (id_, column) in proved]
        lost = [id_ for id_ in before if not said[id_].get(column)]
        if before:
            verdicts.append(ruled("valeurs_perdues", len(lost), len(before), (), one.source.id, column))
    return worst(verdicts)


def _proved(source: str, previous: Tables) -> set[tuple[str, str]]:
    rows = previous.get("provenance", empty("provenance"))
    rows = rows[(rows["source"] == source) & rows["champ"].isin(_OF_A_LIST)]
    return set(zip(rows["id"].tolist(), rows["champ"].tolist(), strict=True))


def _said(one: Found, previous: Tables) -> Iterator[tuple[str, Row]]:
    """What the source says now of each place of the last release that it names; of two with one name, nothing."""
    known = previous.get("identifiants", empty("identifiants"))
    known = known[(known["source"] == one.source.id) & known["id"].str.startswith("cc-")]
    ids = dict(zip(fold_all(known["reference"].tolist()), known["id"].tolist(), strict=True))
    mentions = one.mentions.values
    named = [(mentions[mentions["table"] == "etablissements"], "reference")]
    named += [(one.membres, "nom_source")] if one.source.liste_des_membres else []
    names = [fold_all(frame[column].tolist()) for frame, column in named]
    told = Counter(chain.from_iterable(names))
    for (frame, _), keys in zip(named, names, strict=True):
        sure = [place for place, key in enumerate(keys) if key in ids and told[key] == 1]
        yield from zip((ids[keys[place]] for place in sure), rows_of(frame.iloc[sure]), strict=True)


def of_whole(tables: Tables, previous: Tables) -> list[Verdict]:
    """Mandatory columns of every table, then the watched columns of the places that were there before."""
    return [*worst([_mandatory(table, tables) for table in TABLES]), *_fallen(tables, previous)]


def _mandatory(table: str, tables: Tables) -> Verdict:
    frame = tables[table]
    wanted = [str(f["name"]) for f in fields(table) if dict(f.get("constraints", {})).get("required")]  # type: ignore[call-overload]
    bare = empties(frame, wanted)
    named = [More(f"{table}.{c} ({n})", f"{table}.{c} ({n})") for c, n in bare.items() if n]
    return ruled("obligatoires", sum(bare.values()), len(frame) * len(wanted), named)


def _fallen(tables: Tables, previous: Tables) -> list[Verdict]:
    pairs = staying(tables, previous)
    verdicts = []
    for column in WATCHED:
        full = pairs.old[column] != ""
        lost = pairs.new[full & (pairs.new[column] == "")]["nom"].tolist()
        named = [More(nom, nom) for nom in lost]
        verdicts.append(ruled("remplissage", len(lost), int(full.sum()), named, subject=column))
    return verdicts
