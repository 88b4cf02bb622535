"""The mentions of every source of this run in one table, beside those carried from the last release."""

from collections.abc import Sequence

import pandas as pd

from flows.columnar.keys import climbs
from flows.identify.fuse import Gathered
from schemas.found import Found
from schemas.mentions import Mentions

_KEY = ("table", "source", "reference")


def gathered(parts: Sequence[tuple[Found, Mentions, str]], carried: Gathered, as_of: str) -> Gathered:
    """All mentions in one table; each part is a source, its mentions and the network whose members it lists ('')."""
    values = [_about(one, mentions.values, network, as_of) for one, mentions, network in parts]
    return together([Gathered(v, mentions.words) for v, (_, mentions, _) in zip(values, parts, strict=True)], carried)


def together(parts: Sequence[Gathered], more: Gathered) -> Gathered:
    """Tables of mentions as one, in an order that is always the same."""
    if len(parts) == 1 and more.values.empty:
        return _sorted(parts[0])
    frames = tuple(
        pd.concat([*each, last], ignore_index=True).fillna("") for each, last in zip(_sides(parts), more, strict=True)
    )
    return _sorted(Gathered(*frames))


def _sorted(mentions: Gathered) -> Gathered:
    if climbs(mentions.values, _KEY):
        return mentions
    said = list(zip(*(mentions.values[name].tolist() for name in _KEY), strict=True))
    order = sorted(range(len(said)), key=said.__getitem__)
    return Gathered(*(frame.take(order).reset_index(drop=True) for frame in mentions))


def _sides(parts: Sequence[Gathered]) -> tuple[list[pd.DataFrame], list[pd.DataFrame]]:
    return [part.values for part in parts], [part.words for part in parts]


def _about(one: Found, values: pd.DataFrame, network: str, as_of: str) -> pd.DataFrame:
    day = one.day(as_of)
    read = values["vu_le"].where((values["vu_le"] != "") & (values["vu_le"] <= day), day)
    days = values["jour"].where((values["jour"] != "") & (values["jour"] <= as_of), read)
    return values.assign(
        source=one.source.id,
        classe=one.source.classe,
        perimee=one.snapshot.perimee,
        snapshot=_own(values, "snapshot", one.snapshot.sha256),
        jour_snapshot=read,
        membre_de=network,
        reprise="",
        efface="",
        preuve_ancienne_ans=str(one.source.lecture.get("preuve_ancienne_ans", "")),
        jour=days,
        url=_own(values, "url", one.source.url),
    )


def _own(values: pd.DataFrame, name: str, of_the_source: str) -> pd.Series | str:
    """What a mention says of its own page, else what is known of its source's."""
    return values[name].where(values[name] != "", of_the_source) if name in values else of_the_source
