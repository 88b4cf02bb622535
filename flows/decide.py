"""`creches review`: the addresses in doubt, and a person's decisions turned into rows of the corrections file."""

import json
import re
from pathlib import Path

from flows import clock, settings
from flows.formats.whole import alone
from flows.geocode.correction_rules import faults_of
from flows.geocode.corrections import Correction, read_corrections, write_corrections
from flows.geocode.decisions import Given, correction_of
from flows.geocode.points import in_reach
from flows.geocode.queue import CANDIDATES, TO_FILL, case_id
from flows.normalise.privacy import without_people
from flows.queue_file import QUEUE, read_queue, rows_of, save
from schemas.errors import UsageError
from schemas.records import Row
from sources.communes import commune_of
from sources.text import clean

_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


def list_cases(output: Path, as_json: bool) -> None:
    """Prints the addresses in doubt, each with its candidates and a suggested answer."""
    rows = rows_of(read_queue(output / "review" / QUEUE))
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
    rows = {row["cas"]: row for row in rows_of(read_queue(output / "review" / QUEUE))}
    if cas not in rows:
        known = f"The cases are: {', '.join(rows)}." if rows else "No address of the last release is in doubt."
        raise UsageError(
            f"No case {cas!r} is in doubt. {known} A decision that was applied is changed in the corrections file itself."
        )
    _apply(output, [(rows[cas], given)], as_json)


def apply_filled(output: Path, as_json: bool) -> None:
    """The decisions that people wrote into the queue's own file. Raises UsageError, naming every bad one."""
    rows = rows_of(read_queue(output / "review" / QUEUE))
    filled = [(row, _written(row)) for row in rows if row["decision"].strip()]
    if not filled:
        raise UsageError(
            f"{output / 'review' / QUEUE} holds no decision: write one into its columns {', '.join(TO_FILL)}, "
            "or give one: creches review apply CASE --decide … (see --help)."
        )
    _apply(output, filled, as_json)


def _written(row: Row) -> Given:
    """What a person wrote, in a spreadsheet's ways too: a decimal comma, a day as 31/12/2027."""
    cells = {name: clean(row[name]) for name in TO_FILL}
    numbers = {name: cells[name].replace(",", ".") for name in ("longitude", "latitude")}
    day = _DAY.fullmatch(cells["expire_le"])
    expires = f"{day[3]}-{day[2]:0>2}-{day[1]:0>2}" if day else cells["expire_le"]
    return Given(**{**cells, **numbers, "expire_le": expires})


def _apply(output: Path, decided: list[tuple[Row, Given]], as_json: bool) -> None:
    """All the decisions or none: each is held against the rules first."""
    made = _made(decided)
    path = settings.load().corrections_path
    with alone(path.parent):
        _add(made, path)
    _tell([one for _, one in made], path, as_json)
    done = {row["cas"] for row, _ in made}
    queue = read_queue(output / "review" / QUEUE)
    save(output / "review" / QUEUE, queue[~queue["cas"].isin(done)])


def _add(made: list[tuple[Row, Correction]], path: Path) -> None:
    """The new decisions among those there are; one about the same address is replaced."""
    new = {(one.cle, one.decision == "commune"): one for _, one in made}
    kept = [one for one in _known(path) if (one.cle, one.decision == "commune") not in new]
    write_corrections(path, [*kept, *new.values()])


def _known(path: Path) -> list[Correction]:
    """The decisions there are; the first one makes its file."""
    return read_corrections(path) if path.exists() else []


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
    row = _with_zeros(row)
    if case_id(row, row["code_insee"]) != cas:
        raise UsageError(
            f"{cas}: its address was changed in the file. Put its cells back as `creches review list` told them, or give"
            " this decision on the command line."
        )
    one = correction_of(row, given, clock.today())
    if faults := faults_of(one) or [*_misplaced(one), *_naming(one)]:
        raise UsageError("\n- ".join(f"{cas}: {fault}" for fault in faults))
    return one


def _with_zeros(row: Row) -> Row:
    """The codes with the zeros that a spreadsheet takes from their front."""
    names = ("code_postal", "code_insee", "code_insee_corrige", *(n for n in CANDIDATES if n.endswith("_code_insee")))
    return {**row, **{name: row[name].zfill(5) for name in names if row[name]}}


def _misplaced(one: Correction) -> list[str]:
    """A release refuses a point out of its commune: better told now."""
    commune = commune_of(one.code_insee)
    if one.decision != "point" or commune is None or in_reach(float(one.longitude), float(one.latitude), commune):
        return []
    return [
        f"the point {one.longitude} {one.latitude} is not in {commune.nom}: correct it, or decide commune:INSEE first"
    ]


def _naming(one: Correction) -> list[str]:
    """The file is published: it names nobody."""
    return [] if without_people(one.raison) == one.raison else ["raison names a person: say it without"]


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
