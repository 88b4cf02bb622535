"""The Sirene stock at an address: fetched whole into a folder that does not outlive the harvest, or refused in words."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.download import Folder
from flows.visit import Limits
from schemas.errors import FetchFailed, UsageError
from tests.flows.loopback import AGENT, Action, Loopback, answer, chunked, closed_port, drip, reset
from tests.flows.sirene_cases import LINKS, PERIODS, PLACES, UNITS, harvested, stock

QUICK = Limits(connect=2.0, read=2.0, total=2.0, tries=1, interval=0.0)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in stock(tmp_path_factory.mktemp("stock")).iterdir()}


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where temporary files go; a test leaves nothing there."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


def routes(files: dict[str, bytes]) -> dict[str, Action]:
    return {
        f"/sirene/{name}": answer(body=content, content_type="application/octet-stream")
        for name, content in files.items()
    }


def test_a_stock_at_an_address_gives_what_it_gives_in_a_folder(
    files: dict[str, bytes], temporary: Path, tmp_path: Path
) -> None:
    with Loopback(routes(files)) as server:
        body = harvested(server.url("/sirene"))
    assert body == harvested(stock(tmp_path / "here"))
    assert str(server.port).encode() not in body


def test_each_file_is_asked_once_and_robots_txt_is_not(files: dict[str, bytes], temporary: Path) -> None:
    with Loopback(routes(files)) as server:
        harvested(server.url("/sirene/"))
    assert sorted(path for path, _ in server.asked) == sorted(f"/sirene/{name}" for name in files)
    assert {headers["accept-encoding"] for _, headers in server.asked} == {"identity"}


def test_zips_are_asked_for_where_there_is_no_parquet(temporary: Path, tmp_path: Path) -> None:
    zips = {path.name: path.read_bytes() for path in stock(tmp_path / "zip", "zip").iterdir()}
    with Loopback(routes(zips)) as server:
        assert b".zip" in harvested(server.url("/sirene"))


def test_optional_files_may_be_missing_there(files: dict[str, bytes], temporary: Path) -> None:
    with Loopback(
        routes({name: content for name, content in files.items() if name.startswith((UNITS + ".", PLACES))})
    ) as server:
        body = harvested(server.url("/sirene"))
    assert f'"absents": [\n  "{PERIODS}",\n  "{LINKS}"\n ]'.encode() in body


def test_an_address_without_a_file_that_is_needed_is_told(files: dict[str, bytes], temporary: Path) -> None:
    with (
        Loopback(routes({f"{UNITS}.parquet": files[f"{UNITS}.parquet"]})) as server,
        pytest.raises(FetchFailed) as caught,
    ):
        harvested(server.url("/sirene"))
    assert f"has no {PLACES}.parquet nor {PLACES}.zip" in str(caught.value)


def test_an_address_where_nobody_answers_is_told(temporary: Path) -> None:
    with closed_port() as port, pytest.raises(FetchFailed, match="No connection"):
        harvested(f"http://127.0.0.1:{port}/sirene")


@pytest.mark.parametrize(
    "address", ["ftp://example.fr/sirene", "http://qui:secret@example.fr/", "https://example.fr/?a=1"]
)
def test_what_is_no_address_is_a_bad_setting(address: str, temporary: Path) -> None:
    with pytest.raises(UsageError, match="CRECHES_SIRENE") as caught:
        harvested(address)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("status", [401, 403, 429, 500, 503])
def test_a_refusal_of_an_optional_file_is_no_absence(files: dict[str, bytes], temporary: Path, status: int) -> None:
    said = routes(files) | {f"/sirene/{LINKS}.parquet": answer(status, b"no")}
    with Loopback(said) as server, pytest.raises(FetchFailed, match=f"it answers {status}"):
        harvested(server.url("/sirene"))


BODY = b"x" * 200_000


def cut(line: socket.socket) -> None:
    line.sendall(answer(body=BODY)[:-1000])


@pytest.mark.parametrize(
    ("action", "why"),
    [
        (cut, "cut or damaged"),
        (reset, "No connection|Incomplete"),
        (answer(body=BODY, length=False), "without a length"),
        (answer(body=BODY, content_encoding="gzip"), "encoding 'gzip'"),
        (chunked(BODY, 1000)[:-500], "cut or damaged"),
        (drip(answer(body=BODY), 0.05), "Too slow"),
        (answer(body=BODY + BODY), "exceeds 300000 bytes"),
        (chunked(BODY + BODY, 5000), "exceeds 300000 bytes"),
        (answer(200, b"", length=False, content_length="1" + "0" * 30), "exceeds 300000 bytes"),
        (answer(204, b""), "it answers 204"),
        (answer(302, b"", location="https://ailleurs.example.fr/x"), "Moved away"),
    ],
)
def test_a_download_that_is_not_whole_leaves_nothing(tmp_path: Path, action: Action, why: str) -> None:
    with Loopback({"/f/x.zip": action}) as server, pytest.raises(FetchFailed, match=why):
        Folder(AGENT, server.url("/f"), "sirene", QUICK).download("x.zip", tmp_path / "x.zip", 300_000)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("said", [answer(body=BODY), chunked(BODY, 3000), answer(302, b"", location="/g/x.zip")])
def test_a_whole_download_is_there_byte_for_byte(tmp_path: Path, said: bytes) -> None:
    with Loopback({"/f/x.zip": said, "/g/x.zip": answer(body=BODY)}) as server:
        assert Folder(AGENT, server.url("/f"), "sirene", QUICK).download("x.zip", tmp_path / "x.zip", 300_000)
    assert (tmp_path / "x.zip").read_bytes() == BODY and len(list(tmp_path.iterdir())) == 1


def test_a_former_download_stays_when_a_new_one_fails(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"before")
    with Loopback({"/f/x.zip": cut}) as server, pytest.raises(FetchFailed):
        Folder(AGENT, server.url("/f"), "sirene", QUICK).download("x.zip", tmp_path / "x.zip", 300_000)
    assert (tmp_path / "x.zip").read_bytes() == b"before" and len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("status", [404, 410])
def test_a_file_that_is_not_there_is_no_error(tmp_path: Path, status: int) -> None:
    with Loopback({"/f/x.zip": answer(status, b"none")}) as server:
        assert not Folder(AGENT, server.url("/f"), "sirene", QUICK).download("x.zip", tmp_path / "x.zip", 300_000)
    assert list(tmp_path.iterdir()) == []


def test_a_disk_without_room_is_told_before_the_file_is_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 1000}))
    with Loopback({"/f/x.zip": answer(body=BODY)}) as server, pytest.raises(FetchFailed, match="1000 left"):
        Folder(AGENT, server.url("/f"), "sirene", QUICK).download("x.zip", tmp_path / "x.zip", 300_000)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with Loopback({}) as server, pytest.raises(FetchFailed, match="cannot be kept"):
        Folder(AGENT, server.url("/f"), "sirene", QUICK).download("x.zip", tmp_path / "absent" / "x.zip", 300_000)
