"""The same release, the same sums, whichever way the walk goes."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from tests.orchestration.copied import DAY
from tests.orchestration.house import House
from tests.orchestration.shelf import sums

VERSION = DAY.replace("-", ".")
_OFFLINE = ("release", "--offline", "--as-of", DAY, "--output")


@dataclass(frozen=True, slots=True)
class Begun:
    """Runs that need none of the house, and go on beside it from its start."""

    direct: Future[str]
    ephemeral: Future[str]


@contextmanager
def begun(home: House) -> Iterator[Begun]:
    """One without Prefect, one on an ephemeral server of its own."""
    alone = {"PREFECT_API_URL": "", "PREFECT_API_AUTH_STRING": "", "PREFECT_HOME": str(home.folder / "own")}
    with ThreadPoolExecutor(2) as pool:
        yield Begun(
            pool.submit(_sums, home, "direct", "--direct"),
            pool.submit(_sums, home, "ephemeral", **alone),
        )


def _sums(home: House, name: str, *words: str, **variables: str) -> str:
    output = home.output(name)
    code, said = home.creches(*_OFFLINE, str(output), *words, seconds=240, **variables)
    assert code == 0, (name, code, said)
    return sums(output, VERSION)


def same(home: House, before: Begun) -> str:
    """Direct, ephemeral server, server, server and worker, and Dask: one list of digests."""
    found = {
        "direct": before.direct.result(),
        "ephemeral server": before.ephemeral.result(),
        "server": _sums(home, "server"),
        "server and worker": sums(home.output("essai"), VERSION),
        "its cron": sums(home.output("cron"), VERSION),
        "Dask, two processes": _sums(home, "dask", CRECHES_RUNNER="dask", CRECHES_WORKERS="2"),
    }
    different = [name for name, text in found.items() if text != found["direct"]]
    assert not different and len(found["direct"].splitlines()) > 20, different
    return f"{len(found['direct'].splitlines())} files, the same from: {', '.join(found)}"
