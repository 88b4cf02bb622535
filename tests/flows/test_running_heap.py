"""A process frees what it does not use: threads share one heap, and libraries of columns keep little for themselves."""

import os
import subprocess
import sys

import pytest

from flows.running import heap

# four threads at once, each with texts that are too large for Python's own small blocks and too small for a mapping
THREADS = """
import ctypes, threading
from flows.running import heap
{shared}
begun = threading.Barrier(4)
def work():
    begun.wait()
    kept = [bytes(5_000) for _ in range(200)]
    begun.wait()
every = [threading.Thread(target=work) for _ in range(4)]
[one.start() for one in every]
[one.join() for one in every]
ctypes.CDLL(None).malloc_stats()
"""
ASKED = "import flows, os; print(os.environ['ARROW_DEFAULT_MEMORY_POOL'], os.environ['_RJEM_MALLOC_CONF'])"


def ran(code: str, **more: str) -> subprocess.CompletedProcess[str]:
    known = {name: value for name, value in os.environ.items() if name not in more and "MALLOC" not in name}
    known.pop("ARROW_DEFAULT_MEMORY_POOL", None)
    return subprocess.run([sys.executable, "-c", code], env=known | more, capture_output=True, text=True, check=True)


@pytest.mark.skipif(sys.platform != "linux", reason="only glibc has a heap a thread")
def test_threads_share_one_heap() -> None:
    alone, shared = (ran(THREADS.format(shared=call)).stderr.count("Arena ") for call in ("", "heap.shared()"))
    assert shared == 1 < alone


def test_a_system_without_such_a_setting_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ctypes.CDLL", lambda _: object())
    heap.shared()


def test_libraries_of_columns_give_back_what_they_free() -> None:
    code = "import flows, pyarrow; print(pyarrow.default_memory_pool().backend_name)"
    assert ran(code).stdout.strip() == "system"


def test_whoever_starts_the_process_may_say_otherwise() -> None:
    said = ran(ASKED, ARROW_DEFAULT_MEMORY_POOL="mimalloc", _RJEM_MALLOC_CONF="narenas:3").stdout.split()
    assert said == ["mimalloc", "narenas:3"]
