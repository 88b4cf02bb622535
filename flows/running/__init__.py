"""A run, watched: around the walk, a journal of what happens, a report of how it ended, and what a collector may measure.

Nothing of it is published: all lies in `output/runs/`. A dry run writes none of it.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from flows.caller import Caller
    from flows.options import Options
    from flows.outcome import Outcome


def run(
    options: "Options", call: "Caller | None" = None, walk: "Callable[[Options, Caller], Outcome] | None" = None
) -> "Outcome":
    """The walk, and word of it. Raises what the walk raises, and UsageError for a bad setting `metrics`.

    `call`: how steps are called, plainly when None; `walk`: `release.walk`, or what stands in for it.
    """
    from flows.running import around  # it brings the whole walk, which those who read of runs do not need

    return around.run(options, call, walk)
