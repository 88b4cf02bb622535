"""The same inputs give the same bytes, whatever the machine's zone, language and hash seed."""

import itertools
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from flows.outcome import Outcome
from tests.flows.runs import DAY, ROOT, tree

ZONES = ("UTC", "Pacific/Kiritimati", "America/Noronha")
LOCALES = ("C", "tr_TR.UTF-8")
ALL = list(itertools.product(ZONES, LOCALES))
SAMPLE = [ALL[0], ALL[3], ALL[4]]


def released(output: Path, zone: str, locale: str, seed: str) -> dict[str, bytes]:
    """A whole run in a process of its own."""
    env = {**os.environ, "TZ": zone, "LC_ALL": locale, "LANG": locale, "PYTHONHASHSEED": seed}
    arguments = ["release", "--direct", "--offline", "--as-of", DAY, "--output", str(output), "--json"]
    done = subprocess.run(
        [sys.executable, "-m", "flows", *arguments], cwd=ROOT, env=env, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return tree(output)


@pytest.fixture(scope="module")
def everywhere(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, bytes]]:
    """A sample of the combinations by default, all of them with CRECHES_FULL=1."""
    combinations = ALL if os.environ.get("CRECHES_FULL") else SAMPLE
    folder = tmp_path_factory.mktemp("everywhere")
    with ThreadPoolExecutor(2) as pool:
        runs = [
            pool.submit(released, folder / str(n) / "output", zone, locale, str(n * 7919))
            for n, (zone, locale) in enumerate(combinations)
        ]
        return [one.result() for one in runs]


def test_every_zone_locale_and_seed_gives_the_same_files(
    everywhere: list[dict[str, bytes]], first_of_every_source: tuple[Path, Outcome]
) -> None:
    output, result = first_of_every_source
    assert result.result == "published"
    expected = tree(output)
    for found in everywhere:
        assert found.keys() == expected.keys()
        assert [name for name in expected if found[name] != expected[name]] == []


def test_the_sample_holds_each_zone_and_each_locale() -> None:
    assert ({zone for zone, _ in SAMPLE}, {locale for _, locale in SAMPLE}) == (set(ZONES), set(LOCALES))
