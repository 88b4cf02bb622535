"""A run with everything around it: begun, walked, ended well or badly, each written down."""

import contextlib
import dataclasses
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from flows import clock, release, settings, settings_ready
from flows.caller import Caller
from flows.options import Options
from flows.outcome import Outcome
from flows.running import ended, heap
from flows.running.ended import Watch
from flows.running.garbage import seldom_searched
from flows.running.journal import Journal, new_id
from flows.running.process import mark
from flows.running.watched import Watched, gates_said

Walk = Callable[[Options, Caller], Outcome]


def run(options: Options, call: Caller | None, walk: Walk | None) -> Outcome:
    """As `flows.running.run`."""
    journal = Journal(None if options.dry_run else options.output, new_id())
    watched = Watched(call or Caller(), journal)
    watch = Watch(options, journal, watched, clock.instant(), time.perf_counter())
    _begin(watch)
    try:
        settings_ready.refuse(settings.load(), watched.is_plain)
        heap.shared()
        with seldom_searched(), _placed(options) as asked:
            outcome = (walk or release.walk)(asked, watched)
    except BaseException as error:
        ended.badly(watch, error)
        raise
    gates_said(journal, [one for one in outcome.gates if not one.source])
    ended.well(watch, outcome)
    return outcome


@contextlib.contextmanager
def _placed(options: Options) -> Iterator[Options]:
    """The same options; of a dry run in a folder that is not there and could be made, one of its own that goes with it."""
    output = options.output
    above = next((one for one in output.absolute().parents if one.exists()), output)
    if (
        not options.dry_run
        or output.exists()
        or output.is_symlink()
        or not (above.is_dir() and os.access(above, os.W_OK))
    ):
        yield options
        return
    with tempfile.TemporaryDirectory(prefix="creches-dry-run-") as folder:
        yield dataclasses.replace(options, output=Path(folder))


def _begin(watch: Watch) -> None:
    options = watch.options
    asked = {"as_of": options.as_of, "offline": options.offline, "sources": list(options.asked)}
    watch.journal.say("run.begun", pid=os.getpid(), mark=mark(os.getpid()), **asked, pages=sorted(options.pages))
