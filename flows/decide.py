"""`creches review`: the addresses in doubt, and a person's decisions turned into rows of the corrections file."""

import json
import logging
from pathlib import Path

import pandas as pd

from flows import clock, settings
from flows.formats.csv_table import from_csv, to_csv
from flows.geocode.correction_rules import faults_of
from flows.geocode.corrections import Correction, read_corrections, write_corrections
from flows.geocode.decisions import Given, correction_of
from flows.geocode.queue import CANDIDATES, COLUMNS, TO_FILL, case_id
from schemas.errors import UsageError
from schemas.records import Row
from sources.text import clean

QUEUE = "geocodage.csv"
_CHOICES = ("motif", "publie", *(name for name in CANDIDATES if name.endswith("_point")))
"""What an answer such as candidat_1 or garder stands on."""
_log = logging.getLogger(__name__)


def write_queue(output: Path, asked: pd.DataFrame) -> None:
    """Writes the addresses in doubt, `output/review/geocodage.csv`. What the disk refuses is logged: the release stands.

    What a person wrote into it and did not yet apply stays, as long as the question does. A choice among what was
    shown does not outlive what was shown.
    """
    path = output / "review" / QUEUE
    try:
        _write(path, _with_answers(asked, read_queue(path)))
    except (OSError, UsageError) as error:
        _log.warning("%s cannot be written: %s. The report on the terminal says the same.", path, error)


def read_queue(path: Path) -> pd.DataFrame:
    """The addresses in doubt, every cell text, with what people wrote. Raises UsageError when it is no such table."""
    if not path.exists():
        return pd.DataFrame(columns=list(COLUMNS), dtype=str)
    try:
        frame = from_csv(str(path))
    except (OSError, ValueError) as error:
        raise UsageError(
            f"{path} cannot be read: {error}. Put it back as it was, or delete it and run again."
        ) from None
    missing = [name for name in COLUMNS if name not in frame.columns]
    if missing:
        raise UsageError(f"{path} has no column {', '.join(missing)}. Delete it and run again to have it made anew.")
    return frame


def list_cases(output: Path, as_json: bool) -> None:
    """Prints the addresses in doubt, each with its candidates and a suggested answer."""
    rows = _rows(read_queue(output / "review" / QUEUE))
    if as_json:
        print(json.dumps({"cases": rows}, ensure_ascii=False, indent=2))
        return
    print("\n\n".join(map(_shown, rows)) if rows else "nothing is in doubt")


def given(decide: str, reason: str, evidence: str, role: str, expires: str) -> Given:
    """A decision as the command line gives it: `point:LON,LAT` and `commune:INSEE` carry what they decide."""
    decision, _, detail = decide.partition(":")
    longitude, _, latitude = detail.partition(",") if decision == "point" else ("", "", "")
    insee = detail if decision == "commune" else ""
    return Given(*map(clean, (decision, longitude, latitude, insee, reason, evidence, role, expires)))


def apply_one(output: Path, cas: str, given: Given, as_json: bool) -> None:
    """One decision, given on the command line. Raises UsageError when the case or the decision is none."""
    rows = {row["cas"]: row for row in _rows(read_queue(output / "review" / QUEUE))}
    if cas not in rows:
        known = ", ".join(rows) or "none: make a release first"
        raise UsageError(f"No case {cas!r} is in doubt. The cases are: {known}.")
    _apply(output, [(rows[cas], given)], as_json)


def apply_filled(output: Path, as_json: bool) -> None:
    """The decisions that people wrote into the queue's own file. Raises UsageError, naming every bad one."""
    rows = _rows(read_queue(output / "review" / QUEUE))
    filled = [(row, Given(**{name: clean(row[name]) for name in TO_FILL})) for row in rows if row["decision"].strip()]
    if not filled:
        raise UsageError(
            f"{output / 'review' / QUEUE} holds no decision: write one into its columns {', '.join(TO_FILL)}, "
            "or give one: creches review apply CASE --decide … (see --help)."
        )
    _apply(output, filled, as_json)


def _apply(output: Path, decided: list[tuple[Row, Given]], as_json: bool) -> None:
    """All the decisions or none: each is held against the rules first."""
    made = _made(decided)
    path = settings.load().corrections_path
    new = {(one.cle, one.decision == "commune"): one for _, one in made}
    kept = [one for one in read_corrections(path) if (one.cle, one.decision == "commune") not in new]
    write_corrections(path, [*kept, *new.values()])
    done = {row["cas"] for row, _ in made}
    queue = read_queue(output / "review" / QUEUE)
    _write(output / "review" / QUEUE, queue[~queue["cas"].isin(done)])
    _tell([one for _, one in made], path, as_json)


def _made(decided: list[tuple[Row, Given]]) -> list[tuple[Row, Correction]]:
    """Each case and its correction. Raises UsageError, naming every fault of every one."""
    made: list[tuple[Row, Correction]] = []
    faults: list[str] = []
    for row, given in decided:
        try:
            made.append((row, _sound(row, given)))
        except UsageError as error:
            faults.append(str(error))
    seen = [row["cas"] for row, _ in made]
    faults += [f"{cas}: it stands on two lines; leave one." for cas in sorted(set(seen)) if seen.count(cas) > 1]
    if faults:
        raise UsageError("Nothing was applied; correct these and try again:\n- " + "\n- ".join(faults))
    return made


def _sound(row: Row, given: Given) -> Correction:
    """The correction of one case. Raises UsageError, also when a spreadsheet has changed what is ours in the row."""
    cas = row["cas"]
    if case_id(row, row["code_insee"]) != cas:
        raise UsageError(f"{cas}: its address was changed in the file (zeros taken from a code?). Make the queue anew.")
    one = correction_of(row, given, clock.today())
    if faults := faults_of(one):
        raise UsageError("\n- ".join(f"{cas}: {fault}" for fault in faults))
    return one


def _tell(made: list[Correction], path: Path, as_json: bool) -> None:
    if as_json:
        rows = [{name: getattr(one, name) for name in one.__dataclass_fields__} for one in made]
        print(json.dumps({"result": "applied", "file": str(path), "corrections": rows}, ensure_ascii=False, indent=2))
        return
    for one in made:
        print(f"{one.decision:8} {one.adresse}, {one.code_postal} {one.commune}")
    print(f"written to {path}: review and commit it; the next release applies it")


def _shown(row: Row) -> str:
    lines = [
        f"{row['cas']}  {row['nom']} | {row['adresse']}, {row['code_postal']} {row['commune']}",
        f"  {row['question']}",
    ]
    for n in range(1, 4):
        if row[f"candidat_{n}_classe"]:
            told = {
                name: row[f"candidat_{n}_{name}"]
                for name in ("libelle", "source", "classe", "similarite", "distance_m", "lien")
            }
            lines.append(
                "  candidat_{n}: {libelle} ({source}, class {classe}, {similarite} % alike, {distance_m} m away) {lien}".format(
                    n=n, **told
                )
            )
    lines.append(f"  published: {row['publie'] or 'no point'}; suggested: {row['suggestion'] or 'look at the source'}")
    return "\n".join(lines)


def _with_answers(asked: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """The questions of now, with the answers that stood beside the same ones."""
    written = {row["cas"]: row for row in _rows(before) if any(row[name].strip() for name in TO_FILL)}
    rows = [{**row, **_answer(row, written[row["cas"]])} if row["cas"] in written else row for row in _rows(asked)]
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=str)


def _answer(row: Row, written: Row) -> Row:
    """What was written beside a question; a choice goes when what could be chosen is another."""
    stands = written["decision"] in ("point", "commune", "centre") or all(row[c] == written[c] for c in _CHOICES)
    return {name: written[name] if stands or name != "decision" else "" for name in TO_FILL}


def _rows(frame: pd.DataFrame) -> list[Row]:
    return [{str(k): str(v) for k, v in row.items()} for row in frame.to_dict("records")]


def _write(path: Path, frame: pd.DataFrame) -> None:
    draft = path.with_name(f".{path.name}.tmp")
    path.parent.mkdir(parents=True, exist_ok=True)
    draft.write_bytes(to_csv(frame))
    draft.replace(path)
