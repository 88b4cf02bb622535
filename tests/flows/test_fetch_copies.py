"""Pages that are not asked for: the copy embedded with the project, and the page saved by hand."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from flows import fetch
from schemas.errors import Damaged, UsageError
from tests.flows.loopback import PAGE
from tests.flows.pages import SOURCE


def embed(folder: Path, suffix: str = "html", changes: Mapping[str, object] | None = None) -> None:
    about: dict[str, object] = {
        "url": SOURCE.url, "final_url": SOURCE.url, "status": 200, "headers": {"content-type": "text/html"},
        "fetched_at": "2026-11-01T00:00:00Z", "sha256": hashlib.sha256(PAGE).hexdigest(), "robots": "autorise",
        "size": len(PAGE),
    }  # fmt: skip
    (folder / f"{SOURCE.id}.{suffix}").write_bytes(PAGE)
    (folder / f"{SOURCE.id}.json").write_text(json.dumps(about | dict(changes or {})))


@pytest.mark.parametrize("suffix", ["html", "txt"])
def test_the_embedded_copy_is_read_when_its_digest_is_right(suffix: str, tmp_path: Path) -> None:
    embed(tmp_path, suffix)
    got = fetch.embedded(SOURCE, tmp_path)
    assert (got.origine, got.body, got.recupere_le) == ("embarquee", PAGE, "2026-11-01T00:00:00Z")
    assert (got.url, got.robots, got.content_type) == (SOURCE.url, "autorise", "text/html")


def test_a_day_is_enough_as_the_date_of_an_embedded_copy(tmp_path: Path) -> None:
    embed(tmp_path, changes={"fetched_at": "2026-11-01"})
    assert fetch.embedded(SOURCE, tmp_path).recupere_le == "2026-11-01T00:00:00Z"


@pytest.mark.parametrize(
    "changes",
    [
        {"sha256": "0" * 64},
        {"sha256": None},
        {"status": "200"},
        {"headers": []},
        {"fetched_at": "yesterday"},
        {"url": 1},
    ],
)
def test_an_embedded_copy_whose_sidecar_does_not_hold_is_damaged(changes: dict[str, object], tmp_path: Path) -> None:
    embed(tmp_path, changes=changes)
    with pytest.raises(Damaged, match="Restore it with git"):
        fetch.embedded(SOURCE, tmp_path)


def test_an_embedded_copy_that_is_missing_changed_or_double_is_damaged(tmp_path: Path) -> None:
    with pytest.raises(Damaged, match="0 embedded copies of reseau_exemple"):
        fetch.embedded(SOURCE, tmp_path)
    embed(tmp_path)
    (tmp_path / f"{SOURCE.id}.html").write_bytes(PAGE.replace(b"P'tits", b"Petits"))
    with pytest.raises(Damaged, match="sha256"):
        fetch.embedded(SOURCE, tmp_path)
    embed(tmp_path, "txt")
    with pytest.raises(Damaged, match="2 embedded copies"):
        fetch.embedded(SOURCE, tmp_path)


@pytest.mark.parametrize(
    ("name", "content_type"),
    [("a.html", "text/html"), ("a.HTM", "text/html"), ("a.txt", "text/plain"), ("a.json", "application/json"),
     ("a.xhtml", "application/xhtml+xml"), ("a.bin", ""), ("a", "")],
)  # fmt: skip
def test_a_page_saved_by_hand_is_taken_with_the_type_its_suffix_says(
    name: str, content_type: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(PAGE)
    got = fetch.from_file(SOURCE, tmp_path / name, "2026-11-22")
    assert (got.origine, got.body, got.content_type) == ("page", PAGE, content_type)
    assert (got.recupere_le, got.robots, got.url) == ("2026-11-22T00:00:00Z", "non_demande", SOURCE.url)


def test_a_page_saved_by_hand_that_is_missing_or_vast_is_a_mistake_of_the_call(tmp_path: Path) -> None:
    vast, gone = tmp_path / "vast.html", tmp_path / "gone.html"
    vast.write_bytes(b"x" * 10_000_001)
    for path, word in ((vast, "larger"), (gone, "not a file"), (tmp_path, "not a file")):
        with pytest.raises(UsageError, match=word):
            fetch.from_file(SOURCE, path, "2026-11-22")
    vast.write_bytes(b"x" * 10_000_000)
    assert len(fetch.from_file(SOURCE, vast, "2026-11-22").body) == 10_000_000


def test_a_page_saved_by_hand_that_may_not_be_read_is_a_mistake_of_the_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "a.html"
    page.write_bytes(PAGE)

    def forbidden(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", forbidden)
    with pytest.raises(UsageError, match="Permission denied"):
        fetch.from_file(SOURCE, page, "2026-11-22")


def test_a_day_that_is_no_day_is_a_mistake_of_the_call(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(PAGE)
    with pytest.raises(UsageError, match="'today'"):
        fetch.from_file(SOURCE, tmp_path / "a.html", "today")


def test_a_page_saved_by_hand_that_is_kept_stands_in_for_the_source_from_then_on(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(PAGE)
    by_hand = fetch.from_file(SOURCE, tmp_path / "a.html", "2026-11-22")
    fetch.keep(by_hand, tmp_path / "archive")
    kept = fetch.archived(SOURCE, tmp_path / "archive")
    assert [(copy.origine, copy.body, copy.recupere_le) for copy in kept] == [("archive", PAGE, "2026-11-22T00:00:00Z")]
    assert (kept[0].content_type, kept[0].robots, kept[0].sha256) == ("text/html", "non_demande", by_hand.sha256)
