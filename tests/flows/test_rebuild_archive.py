"""The archive of a release's inputs: typed, strict, the same bytes always, and nothing in it that was withheld."""

import dataclasses
import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest

import sources
from flows import collect
from flows.erasure.refusals import Refusal
from flows.evidence import Reference
from flows.gate.acknowledgements import Acknowledgement
from flows.identify import Decision
from flows.options import Options
from flows.rebuild import archive
from flows.rebuild.codec import plain, typed
from flows.rebuild.inputs import Inputs, points_of, with_points
from schemas.errors import Damaged, Refused
from schemas.found import Absent, Found, Known
from schemas.records import Anomaly, PointProof
from schemas.tables import columns, conform
from schemas.verdicts import Verdict
from tests.flows.runs import DAY, found, saved
from tests.pages.markups import MARKUPS, MEMBERS, MOBILES, PERSONS
from tests.pages.pope_facts import CONTACT_MAILBOX, CONTACT_MOBILE, CONTACT_PERSON, FIGURES
from tests.pages.pope_markups import POPE_MARKUPS

SECRETS = (*MOBILES, *PERSONS, CONTACT_MAILBOX, CONTACT_MOBILE, CONTACT_PERSON)
LIST = "coop_petite_enfance"


def alone(folder: Path) -> list[str]:
    """The names of a folder."""
    return sorted(path.name for path in folder.iterdir())


def inputs(*heard: Found, **more: Any) -> Inputs:
    """The inputs of a release, all kinds of them."""
    places = conform([{"id": "eta_2", "commune": "Lyon", "longitude": "4.8"}, {"id": "eta_1"}], "etablissements")
    proofs = {("eta_2", "longitude"): PointProof("ban", "https://ban.example/", "ab", "geocodee", "12 rue")}
    told = Anomaly("code", "doute", LIST, "fr", "en", id="eta_2")
    given: dict[str, Any] = {
        "version": "2026.11.22",
        "as_of": DAY,
        "previous": "",
        "previous_manifest": "",
        "found": heard,
        "missing": (Absent(sources.load("caf"), "no answer"), Absent(sources.load("sirene"))),
        "decisions": (Decision("gestionnaires", "a", "1", "b", "2", "meme"),),
        "points": points_of(places, [told], proofs),
        "references": (Reference(sources.load("communes"), "cd"),),
        "contact": "contact@example.org",
        "base_url": "https://example.org/donnees",
        "homepage": "https://example.org",
        "earlier": ({"version": "2026.11.15", "rows": {"etablissements": 6}},),
        "gates": (Verdict("perte", "retenue", "fr", "en", LIST),),
        "accepted": (Acknowledgement("perte", LIST, "", "raison", "", DAY, DAY),),
        "refusals": (Refusal("digest", "sel", "valeur", "telephone", DAY),),
        "made": {"code": {"revision": "", "sha256": "ef", "modified": True}},
    }
    return Inputs(**{**given, **more})


def again(one: Inputs, folder: Path) -> Inputs:
    """Written and read."""
    path = archive.write(folder, one.version, archive.archived(one).body)
    return archive.read(path, archive.digest(path.read_bytes()))


def test_what_is_read_is_what_was_written(tmp_path: Path) -> None:
    before = inputs(found())
    after = again(before, tmp_path)
    scalars = [one.name for one in dataclasses.fields(Inputs) if one.name not in ("found", "points")]
    assert all(getattr(before, name) == getattr(after, name) for name in scalars)
    assert after.points.cells.equals(before.points.cells) and after.points.proofs == before.points.proofs
    (one,), (other,) = before.found, after.found
    assert other.membres.equals(one.membres) and other.source == one.source
    assert other.reading.tables == one.reading.tables and len(other.reading.records) == len(MEMBERS)
    assert other.day(DAY) == one.day(DAY) and other.snapshot.sha256 == one.snapshot.sha256
    assert archive.archived(after).body == archive.archived(before).body


def test_the_hour_of_a_page_and_its_bytes_are_not_kept(tmp_path: Path) -> None:
    early = found()
    late = dataclasses.replace(
        early, snapshot=dataclasses.replace(early.snapshot, recupere_le=f"{DAY}T23:00:00+00:00", body=b"other")
    )
    assert archive.archived(inputs(early)).body == archive.archived(inputs(late)).body


def test_where_a_descriptor_lies_on_this_machine_is_not_kept() -> None:
    def lying(folder: str) -> Inputs:
        one = found()
        source = dataclasses.replace(one.source, dossier=folder)
        heard = dataclasses.replace(one, source=source)
        return inputs(heard, missing=(Absent(source, "no answer"),), references=(Reference(source, "cd"),))

    assert archive.archived(lying("/home/somebody/sources")).body == archive.archived(lying("")).body


def test_an_archive_made_by_a_thread_is_the_same_with_the_digest_of_what_is_inside() -> None:
    one = inputs(found())
    made = archive.begun(one).result()
    assert made == archive.archived(one) and made.sha256 == archive.digest(made.body)


def test_what_json_cannot_say_is_told_to_who_waits_for_it() -> None:
    with pytest.raises(TypeError):
        archive.begun(inputs(found(), earlier=({"version": {1, 2}},))).result()


def test_nothing_that_was_withheld_of_a_page_is_in_it(tmp_path: Path) -> None:
    pages = {
        LIST: [MARKUPS[name](MEMBERS) for name in ("mobiles", "mobiles_one_line", "directors", "directors_in_cards")]
    }
    pages["pope"] = [POPE_MARKUPS["with_contact"](FIGURES)]
    heard = []
    for id_, made in pages.items():
        for number, page in enumerate(made):
            path = saved(tmp_path, page, f"{id_}{number}.html")
            options = Options(DAY, tmp_path, offline=True, pages={id_: path})
            heard.append(collect.found_of(sources.load(id_), options, Known()))
    text = gzip.decompress(archive.archived(inputs(*heard)).body).decode()
    digits, folded = re.sub(r"\D", "", text), text.casefold()
    numbers = [re.sub(r"\D", "", one)[-9:] for one in SECRETS if re.fullmatch(r"[\d .+]+", one)]
    assert len(numbers) > 5 and [one for one in numbers if one in digits] == []
    assert [one for one in SECRETS if one.casefold() in folded] == []
    assert MEMBERS[0].nom.casefold() in folded


@pytest.mark.every_source
def test_raw_mentions_of_a_register_are_no_more_than_their_number(tmp_path: Path) -> None:
    heard = collect.found_of(sources.load("curation"), Options(DAY, tmp_path, offline=True), Known())
    assert isinstance(heard, Found)
    (one,) = again(inputs(heard), tmp_path).found
    assert one.reading.tables["mentions"] == tuple({} for _ in heard.reading.tables["mentions"])
    assert one.mentions.values.equals(heard.mentions.values) and one.mentions.words.equals(heard.mentions.words)
    assert one.reading.doubts == heard.reading.doubts


DAMAGES = {
    "cut": lambda body: body[:-20],
    "changed": lambda body: body[:50] + bytes([body[50] ^ 255]) + body[51:],
    "followed": lambda body: body + b"more",
    "no gzip": lambda body: b'{"format": 1}',
    "empty": lambda body: b"",
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_file_is_refused(tmp_path: Path, name: str) -> None:
    path = archive.write(tmp_path, "v", DAMAGES[name](archive.archived(inputs(found())).body))
    with pytest.raises(Damaged, match="Put the file back"):
        archive.read(path)


def _with(text: dict[str, Any], *keys: Any, value: Any) -> bytes:
    at: Any = text
    for key in keys[:-1]:
        at = at[key]
    at[keys[-1]] = value
    return archive.packed([json.dumps(text).encode()]).body


WRONG: dict[str, tuple[tuple[Any, ...], Any]] = {
    "a format to come": (("format",), 2),
    "a stranger": (("inputs", "stranger"), 1),
    "a number for a text": (("inputs", "as_of"), 20261122),
    "a list for a table": (("inputs", "points", "cells"), []),
    "a short column": (("inputs", "points", "cells", "columns", "id"), ["eta_1"]),
    "a cell that is no text": (("inputs", "found", 0, "found", "membres", "columns", "nom", 0), None),
    "an unknown origin": (("inputs", "found", 0, "found", "snapshot", "origine"), "ailleurs"),
    "records that are no number": (("inputs", "found", 0, "records"), True),
    "a page": (("inputs", "found", 0, "found", "snapshot", "body"), "<html>"),
    "a source without a key": (("inputs", "found", 0, "found", "source"), {"id": "x"}),
    "no sources": (("inputs",), {}),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_not_as_declared_is_refused_and_no_value_is_shown(tmp_path: Path, name: str) -> None:
    keys, value = WRONG[name]
    text = json.loads(gzip.decompress(archive.archived(inputs(found())).body))
    path = archive.write(tmp_path, "v", _with(text, *keys, value=value))
    with pytest.raises(Damaged) as error:
        archive.read(path)
    assert MEMBERS[1].nom not in str(error.value)


def test_an_archive_that_grows_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_BYTES", 100_000)
    path = archive.write(tmp_path, "v", archive.packed([b" " * 200_000]).body)
    with pytest.raises(Damaged, match="too large"):
        archive.read(path)


def test_another_digest_than_the_release_names_is_refused(tmp_path: Path) -> None:
    path = archive.write(tmp_path, "v", archive.archived(inputs()).body)
    with pytest.raises(Damaged, match="sha256"):
        archive.read(path, "0" * 64)


def test_the_digest_is_of_what_is_inside_however_well_it_is_compressed() -> None:
    body = archive.archived(inputs()).body
    assert archive.digest(gzip.compress(gzip.decompress(body), 1)) == archive.digest(body)


def test_a_disk_that_refuses_leaves_nothing_half_written(tmp_path: Path) -> None:
    (tmp_path / "records").write_text("in the way")
    with pytest.raises(Refused, match="Free some space"):
        archive.write(tmp_path, "v", b"x")


def test_what_killed_runs_left_is_removed_and_nothing_else(tmp_path: Path) -> None:
    assert archive.prune(tmp_path, ["2026.11.22"]) == []
    for version in ("2026.11.22", "2026.11.29"):
        archive.write(tmp_path, version, b"x")
    (tmp_path / "records" / ".2026.12.06.json.gz.tmp").write_bytes(b"half")
    (tmp_path / "records" / "README.md").write_text("mine")
    assert len(archive.prune(tmp_path, ["2026.11.22"])) == 2
    assert alone(tmp_path / "records") == ["2026.11.22.json.gz", "README.md"]


def test_a_place_without_archived_cells_stays_as_it_is_and_the_others_get_theirs() -> None:
    names = [name for name in columns("etablissements") if name != "id"]
    rows = [{"id": id_, **dict.fromkeys(names, "own")} for id_ in ("eta_1", "eta_2", "eta_9")]
    tables = {"etablissements": conform(rows, "etablissements")}
    placed = with_points(tables, inputs().points)["etablissements"].set_index("id")
    assert list(placed["longitude"]) == ["", "4.8", "own"] and set(placed["nom"]) == {"own"}


def test_only_declared_shapes_pass() -> None:
    for stranger in (b"bytes", {1: "a"}, object(), {"a"}):
        with pytest.raises(TypeError):
            plain(stranger)
    for kind, value in ((str, 1), (int, True), (tuple[str, ...], "ab"), (dict[str, int], [])):
        with pytest.raises(ValueError, match="expected"):
            typed(kind, value)
    assert typed(str | None, None) is None and typed(str | None, "a") == "a"
