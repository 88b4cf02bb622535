"""What the commands do: arguments to options, results to text or JSON. Standard output holds the result only."""

import dataclasses
import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
from rich.console import Console

import sources
from flows import clock, fetch, normalise, outcome, parse
from flows.caller import Caller, Step
from flows.normalise.mentions import mentions
from schemas.errors import CrechesError, SourceChanged, UsageError
from schemas.records import REGISTERS, Anomaly, Reading, Source
from schemas.tables import rows_of

if TYPE_CHECKING:
    from flows.options import Options


def options_of(
    offline: bool,
    asked: list[str],
    pages: list[str],
    as_of: str,
    output: Path,
    dry_run: bool,
    archived: bool = False,
) -> "Options":
    """The options of a run. Raises UsageError for an unknown source, a bad day, a bad --page, or two that contradict."""
    from flows.options import Options

    day = clock.day_asked(as_of)
    if archived and (offline or asked):
        raise UsageError(
            "--archived asks no page: leave out --offline, which asks nobody, and --source, which says whom to ask."
        )
    return Options(day, output.absolute(), offline, tuple(asked), _pages(pages), dry_run, archived)


def _pages(pages: list[str]) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for text in pages:
        id_, equals, path = text.partition("=")
        if not equals or not path or id_ in found:
            raise UsageError(f"--page {text!r}: write --page SOURCE=FILE, once a source.")
        found[id_] = Path(path)
    return found


class Announced(Caller):
    """Calls steps through another caller, with progress on a terminal, and elsewhere one line a step on standard error."""

    def __init__(self, call: Caller, quiet: bool) -> None:
        self._call = call
        self.is_plain = call.is_plain
        self._console = Console(stderr=True, quiet=quiet, highlight=False, markup=False)

    def __call__(self, name: str, step: Step, *arguments: Any) -> Any:
        if not self._console.is_terminal:
            self._console.print(f"creches: {name}", soft_wrap=True)
            return self._call(name, step, *arguments)
        with self._console.status(name):
            result = self._call(name, step, *arguments)
        self._console.print(f"ok {name}", soft_wrap=True)
        return result

    def stage(self, name: str, step: Step, *arguments: Any) -> Any:
        return self._call.stage(name, lambda _, *given: step(self, *given), *arguments)

    def every(self, names: Sequence[str], step: Step, batches: Sequence[tuple[Any, ...]]) -> list[Any]:
        if names and not self._console.is_terminal:
            self._console.print(f"creches: {names[0]} … ({len(names)})", soft_wrap=True)
        return self._call.every(names, step, batches)


def print_outcome(result: outcome.Outcome, as_json: bool) -> None:
    """Prints the outcome and ends with its exit code."""
    print(_document(outcome.as_document(result)) if as_json else outcome.report(result))
    sys.exit(result.exit_code)


def _document(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def fetch_one(id_: str, output: Path, as_json: bool) -> None:
    """Fetches and archives one page."""
    from flows import collect

    source = _page_source(id_)
    if source.acces == "fichier":
        raise UsageError(
            f"{id_} is a file of the project, sources/{id_}/: it is read at each release, and never fetched."
        )
    if not source.adresse_confirmee:
        raise UsageError(
            f"{id_}: its page's exact address is not confirmed, so it is not fetched. Save the page and use --page {id_}=FILE."
        )
    snapshot = collect.had(source, output.absolute(), clock.today())
    about = {"source": id_, "url": snapshot.url, "recupere_le": snapshot.recupere_le, "sha256": snapshot.sha256}
    told = {**about, "origine": snapshot.origine, "robots": snapshot.robots, "bytes": len(snapshot.body)}
    print(_document(told) if as_json else "\n".join(f"{name:12} {value}" for name, value in told.items()))


def _page_source(id_: str) -> Source:
    source = sources.load(id_)
    if not source.lecteur:
        raise UsageError(f"{id_} is a reference table, not a page. The pages are: {', '.join(sources.pages())}.")
    return source


def parse_one(id_: str, path: Path, as_json: bool) -> int:
    """Reads one saved page. 0 when every member was read, 4 when one is in doubt. Raises SourceChanged, UsageError."""
    source = _page_source(id_)
    snapshot = fetch.from_file(source, path, clock.today())
    reading = parse.parse(source, snapshot)
    frame, anomalies = _clean(reading, source)
    told = [*reading.doubts, *anomalies]
    if len(frame) < len(reading.records) and source.liste_des_membres and len(frame) < int(str(source.attentes["min"])):
        raise SourceChanged(
            f"{id_}: only {len(frame)} of {len(reading.records)} members can be published: {told[0].message_en}"
        )
    document = {
        "source": id_,
        "records": rows_of(frame),
        "anomalies": [_told(anomaly) for anomaly in told],
        **_tables(reading),
    }
    print(_document(document) if as_json else _readable(document))
    return 4 if any(anomaly.gravite in ("doute", "erreur") for anomaly in told) else 0


def _clean(reading: Reading, source: Source) -> tuple[pd.DataFrame, list[Anomaly]]:
    """The members of a list, or the mentions of a register or of the curation."""
    if "mentions" not in reading.tables:
        return normalise.records(reading.records, source)
    found, anomalies = mentions(reading.tables["mentions"], source)
    return found.values, anomalies


def _told(anomaly: Anomaly) -> dict[str, str]:
    row = {k: str(v) for k, v in dataclasses.asdict(anomaly).items() if v}
    return {"code": anomaly.code, "message": anomaly.message_en, **row}


def _tables(reading: Reading) -> dict[str, list[dict[str, str]]]:
    return {table: [dict(row) for row in rows] for table, rows in reading.tables.items() if table != "mentions"}


def _readable(document: dict[str, Any]) -> str:
    lines = [f"{document['source']}: {len(document['records'])} record(s)"]
    for row in document["records"]:
        place = ", ".join(filter(None, (row["adresse"], f"{row['code_postal']} {row['commune']}".strip())))
        lines.append(f"  {row['nom']} | {place or row['adresse_source']} | {row['telephone'] or '-'}")
    for table in (name for name in document if name not in ("source", "records", "anomalies")):
        lines.append(f"{table}: {len(document[table])} row(s)")
        lines += ["  " + " | ".join(v for v in row.values() if v) for row in document[table]]
    lines += [f"  {a['gravite']}: {a['message']}" for a in document["anomalies"]]
    return "\n".join(lines)


def print_sources(as_json: bool) -> None:
    """The catalogue of sources."""
    found = [dataclasses.asdict(source) for source in sources.catalogue().values()]
    if as_json:
        print(_document({"sources": found}))
        return
    for row in found:
        print(
            f"{row['id']:22} {row['classe']:14} every {row['cadence_jours']} days  {row['url']}\n{'':22} {row['titre']}"
        )


def check_all(as_json: bool) -> int:
    """Checks descriptors and embedded snapshots: 0 all well, 3 a source is refused."""
    told = {id_: _checked(source) for id_, source in sources.catalogue().items()}
    bad = {id_: fault for id_, fault in told.items() if not re.match("ok", fault)}
    print(
        _document({"result": "refused" if bad else "ok", "sources": told})
        if as_json
        else "\n".join(f"{i:22} {f}" for i, f in told.items())
    )
    return 3 if bad else 0


def _checked(source: Source) -> str:
    if not source.lecteur:
        return "ok, reference table"
    if source.acces in REGISTERS:
        return "ok, a register: nothing of it is embedded"
    try:
        sources.reader_of(source)
        if source.acces == "pages":
            return "ok, one page a member: they are archived, not embedded"
        snapshot = fetch.embedded(source, sources.SNAPSHOTS)
        reading = parse.parse(source, snapshot)
    except CrechesError as error:
        return str(error)
    read = reading.records or reading.tables.get("mentions", ())
    return f"ok, {len(read)} record(s) in the embedded snapshot of {snapshot.recupere_le[:10]}"
