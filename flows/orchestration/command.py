"""A run of the flow from this process: its outcome, or the error that ended it."""

from datetime import date
from typing import Any

from flows.options import Options
from flows.orchestration import call, client, pulse
from flows.orchestration.carried import Carried, unpacked
from flows.orchestration.deployed import creches_release
from flows.outcome import Outcome
from schemas.errors import ServerFailed


def run(options: Options, quiet: bool = True) -> Outcome:
    """The walk as a Prefect flow. Raises a CrechesError when nothing may be published, as `release.walk` does.

    Raises ServerFailed when no Prefect server answers: the walk has then not begun. One that is lost after the walk takes
    nothing back.
    """
    wanted = call.Call(quiet, pulse.asked())
    token = call.whole.set(wanted)
    try:
        with client.kept_open():
            state = creches_release(**_parameters(options), return_state=True)
    except Exception as error:
        if not wanted.begun:
            raise ServerFailed(
                f"The Prefect server could not be reached or started ({type(error).__name__}: {str(error)[:200]}). Nothing was done. "
                "Next: check PREFECT_API_URL and the home folder, or run the same walk without a server: --direct."
            ) from error
        if wanted.given is None:
            raise
    else:
        wanted.given = wanted.given or Carried(unpacked(state))
    finally:
        call.whole.reset(token)
    outcome = wanted.given.unpacked()
    assert isinstance(outcome, Outcome)
    return outcome


def _parameters(options: Options) -> dict[str, Any]:
    return {
        "sources": list(options.asked) or None,
        "offline": options.offline,
        "dry_run": options.dry_run,
        "as_of": date.fromisoformat(options.as_of),
        "output": options.output,
        "pages": dict(options.pages) or None,
        "archived": options.archived,
    }
