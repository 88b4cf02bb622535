"""How the command ends: a failure that we foresaw is one clear message and its own exit code."""

import io
import json
import os
import signal
import sys
from collections.abc import Callable
from typing import Any, NoReturn

from schemas.errors import CrechesError, UsageError

_STOPPED = "stopped; nothing is half-published. Run the same command again."


def run(app: Callable[..., Any], wrong_call: type[Exception]) -> None:
    """Runs the command line `app` and ends the process. `wrong_call` is what it raises for a call it does not know."""
    signal.signal(signal.SIGTERM, _stop)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # an old terminal may lack a letter; that stops nothing
    try:
        code = app(standalone_mode=False)
    except wrong_call as error:
        error.show()  # type: ignore[attr-defined]
        _end(2, "usage", error.format_message())  # type: ignore[attr-defined]
    except CrechesError as error:
        result = "usage" if isinstance(error, UsageError) else "refused" if error.exit_code == 3 else "failed"
        _end(error.exit_code, result, _words_of(error), said=False)
    except Exception as error:
        if os.environ.get("CRECHES_DEBUG"):
            raise
        told = (
            f"a bug: {type(error).__name__}. Nothing is published. Next: run again with CRECHES_DEBUG=1 and report it."
        )
        _end(1, "failed", told, said=False)
    if code == 130:
        _end(130, "stopped", _STOPPED, said=False)
    sys.exit(code or 0)


def _words_of(error: CrechesError) -> str:
    """Of a wrong call as it is: it quotes the call. Of anything else without contacts and people: it may quote a page."""
    from flows.running.sayable import sayable  # with what it looks for, more than a command that goes well needs

    return str(error) if isinstance(error, UsageError) else sayable(str(error), longest=sys.maxsize)


def _stop(*_signal: object) -> None:
    _end(143, "stopped", _STOPPED, said=False)


def _end(code: int, result: str, message: str, said: bool = True) -> NoReturn:
    """Says why on standard error (unless `said`), as a document on standard output when one was asked, and ends."""
    if "--json" in sys.argv[1:]:
        print(json.dumps({"result": result, "exit_code": code, "error": message}, ensure_ascii=False))
    if not said:
        print(f"creches: {message}", file=sys.stderr)
    sys.exit(code)
