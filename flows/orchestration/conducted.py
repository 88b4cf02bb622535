"""A walk inside a flow: its stages watched, its end shown, its final state."""

import logging
import traceback
from typing import Any

from prefect.client.schemas.objects import State
from prefect.states import Completed

from flows import running
from flows.calls import Announced
from flows.options import Options
from flows.orchestration import beside, client
from flows.orchestration.caller import PrefectCaller
from flows.orchestration.carried import Carried, failed
from flows.orchestration.seen import STAGES, Seen
from flows.orchestration.shown import Progress, show
from flows.running.sayable import words_of
from schemas.errors import CrechesError, Refused, ServerFailed

_log = logging.getLogger(__name__)


def conducted(options: Options, quiet: bool) -> State[Any]:
    """The final state of a run, which carries its Outcome or its error.

    A refusal is a failed run with its message, without a traceback: it is foreseen.
    """
    seen = Seen(options.as_of)
    with client.kept_open() as asks, beside.opened() as sender:
        progress = Progress(seen, sender)
        sender.send(lambda: asks.know(STAGES))
        return _ended(options, quiet, seen, progress, sender)


def _ended(options: Options, quiet: bool, seen: Seen, progress: Progress, sender: beside.Beside) -> State[Any]:
    try:
        with PrefectCaller(progress.note) as call:
            outcome = running.run(options, Announced(call, quiet))
    except Exception as error:
        _trace(error)
        if isinstance(error, Refused) and error.verdicts:
            seen.judge(error.verdicts)
        if isinstance(error, ServerFailed):
            sender.give_up()
        show("refused" if isinstance(error, Refused) else "failed", words_of(error), seen, None, sender)
        return failed(error)
    progress.move(100.0)
    if not seen.gates:  # nothing new: the whole was not judged again
        seen.judge(outcome.gates)
    said = f"{outcome.result} {outcome.version}"
    show(outcome.result, said, seen, outcome, sender)
    return Completed(message=said, data=Carried(outcome))


def _trace(error: Exception) -> None:
    """Of a bug, where it happened; its own words may quote a page, and logs are kept."""
    if not isinstance(error, CrechesError):
        _log.error("%s\n%s", words_of(error), "".join(traceback.format_tb(error.__traceback__)))
