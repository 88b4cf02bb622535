"""The places of a release: what is known and who may be asked, put together for the step `geocode`."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd

import sources
from flows import settings
from flows.aside import Aside
from flows.columnar.proofs import by_day
from flows.erasure.refusals import Refusals
from flows.formats.whole import alone
from flows.geocode.ahead import Address, Ahead
from flows.geocode.answers import Answers
from flows.geocode.by_hand import SOURCE as CORRECTIONS
from flows.geocode.by_hand import ByHand
from flows.geocode.cache import merged, read_cache, write_cache
from flows.geocode.chain import INDEX_FILE, Choice, chain, remote
from flows.geocode.corrections import read_corrections
from flows.geocode.match import MANY
from flows.geocode.placing import Located, geocode
from flows.geocode.proofs import BAN, with_digest
from flows.options import Options
from schemas.found import Found
from schemas.tables import Tables, empty
from sources.text import fold_all

__all__ = ["BAN", "CORRECTIONS", "answers_of", "asked_ahead", "digest", "keep", "located"]


def asked_ahead(
    found: Sequence[Found], last: Tables, refused: Refusals, options: Options, aside: Aside | None = None
) -> Ahead:
    """The addresses of lists that the last release has not, being asked for; `located` takes what is answered.

    Nobody's are while there are refusals: who is refused is known once ids are. Raises UsageError for a damaged cache.
    """
    chain = answers_of("auto", options.as_of, options.output, options.offline, aside)
    if options.offline or refused.lines:
        return Ahead(chain, ())
    before = last.get("etablissements", empty("etablissements"))
    known = set(zip(fold_all(before["adresse"].tolist()), before["code_postal"].tolist(), strict=True))
    listed = list(_addresses(found))
    keys = zip(fold_all([one.adresse for one in listed]), (one.code_postal for one in listed), strict=True)
    new = [one for one, key in zip(listed, keys, strict=True) if key not in known]
    return Ahead(chain, new, MANY) if aside else Ahead(chain, new)


def located(places: pd.DataFrame, last: Tables, options: Options, ahead: Ahead | None = None) -> Located:
    """Places with their commune and point: by hand, from the caches, online from the geocoder, from the street index.

    `places` is a table of etablissements, `last` the last release, `ahead` what was asked for already. What a service answers
    is kept for the next run. Raises UsageError for a damaged cache or corrections file.
    """
    path = settings.load().corrections_path
    hand = ByHand(read_corrections(path), options.as_of)
    answers = ahead.answers() if ahead else answers_of("auto", options.as_of, options.output, options.offline)
    before = last.get("etablissements", empty("etablissements"))
    found = geocode(places, before, options.as_of, answers, hand, sources.load(BAN).url, _behind(last))
    if not options.dry_run:
        keep(answers, options.output)
    told = [*found.anomalies, *hand.without_object()]
    return found._replace(anomalies=told, proofs=with_digest(found.proofs, digest(CORRECTIONS)))


def _addresses(found: Sequence[Found]) -> Iterator[Address]:
    for one in found:
        if len(one.membres):
            yield from map(Address, *(one.membres[name].tolist() for name in Address._fields))


def _behind(last: Tables) -> dict[tuple[str, str], str]:
    """The digest of the answer behind each point of the last release, by id and day; none where an answer gave none."""
    return by_day(last.get("provenance", empty("provenance")), "longitude", BAN)


def digest(reference: str) -> str:
    """sha256 of the table that a reference source is; '' for the BAN, which is asked."""
    path = settings.load().corrections_path
    return hashlib.sha256(path.read_bytes()).hexdigest() if reference == CORRECTIONS and path.exists() else ""


def answers_of(choice: Choice, as_of: str, output: Path, offline: bool, aside: Aside | None = None) -> list[Answers]:
    """Who is asked and what is remembered for a choice of provider. `aside`: see `chain.remote`. Raises UsageError when what is
    chosen is not there."""
    made = settings.load()
    committed, heard = read_cache(sources.FOLDER / "geocodes.csv"), read_cache(_cache(output))
    known = merged(committed, heard) if len(committed) else heard
    asks = not offline and choice in ("auto", "ban", "addok")
    service = remote(made.user_agent, made.geocoder, aside=aside) if asks else None
    return chain(choice, as_of, known, service, output / "cache" / INDEX_FILE, made.max_age_days)


def keep(answers: Sequence[Answers], output: Path) -> None:
    """What a service answered in this run, added to what was kept."""
    for each in answers:
        heard = each.lines() if each.kept else ()
        if heard:
            with alone(_cache(output).parent):
                write_cache(_cache(output), read_cache(_cache(output)), heard)


def _cache(output: Path) -> Path:
    return output / "cache" / "geocodes.csv"
