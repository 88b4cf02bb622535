"""Who runs, and how: every program takes PAGES N OUT BAN, and tells its seconds."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
PEERS_PYTHON = ROOT / ".venv-peers" / "bin" / "python"
MANY, SOME, FEW = 10_000, 1_000, 100


@dataclass(frozen=True, slots=True)
class Contender:
    """`script` and what follows PAGES N OUT BAN; `most`: the largest number of pages it is run on; `server`: it needs one."""

    name: str
    script: str
    after: tuple[str, ...] = ()
    most: int = MANY
    server: bool = False
    ours: bool = False
    rounds: Mapping[int, int] = field(default_factory=dict)
    """At most so many rounds at a size: what takes minutes is run once, and told so."""

    def command(self, peers: Path, pages: Path, size: int, out: Path, ban: str) -> list[object]:
        """The command line."""
        begun: list[object] = (
            [sys.executable, "-m", self.script] if self.ours else [PEERS_PYTHON, peers / f"{self.script}.py"]
        )
        return [*begun, pages, size, out, ban, *self.after]


CONTENDERS = (
    Contender("floor", "floor"),
    Contender("dlt", "dlt_peer", ("batch",)),
    Contender("scrapy", "scrapy_peer", ("async",)),
    Contender("naive", "naive_peer", most=SOME, server=True, rounds={FEW: 1, SOME: 1}),
    Contender("creches --direct", "benches.peers.ours", ("direct",), ours=True),
    Contender("creches, Prefect", "benches.peers.ours", ("prefect",), ours=True, server=True),
    Contender("creches, fetching", "benches.peers.ours", ("fetch",), ours=True),
    Contender("creches, 1 page changed", "benches.peers.ours", ("again",), ours=True),
    Contender("creches, 1 page changed, sitemap", "benches.peers.ours", ("again-plan",), ours=True),
)
TARGETS: Mapping[tuple[str, str], float] = {
    ("creches --direct", "floor"): 0.67,
    ("creches --direct", "dlt"): 2.0,
    ("creches, Prefect", "floor"): 0.5,
    ("creches, Prefect", "naive"): 60.0,
    ("creches, fetching", "scrapy"): 3.0,
    ("creches, 1 page changed, sitemap", "creches, fetching"): 10.0,
    ("creches, 1 page changed", "creches, fetching"): 10.0,
}
"""How many times the records a second of the second the first is to do, each at the largest size that it ran."""
MEMORY: Mapping[str, float] = {"creches --direct": 300, "creches, fetching": 300}
"""MiB at most at the largest size."""
