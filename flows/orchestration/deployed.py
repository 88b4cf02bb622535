"""The flow that deployments name and that `creches release` runs. Its parameters are what Prefect shows a person as a form."""

from datetime import date
from pathlib import Path
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from flows import clock
from flows.options import Options
from flows.orchestration import call, pulse
from flows.orchestration.carried import for_others
from flows.orchestration.conducted import conducted


@flow(name="creches-release", persist_result=False, result_serializer="json")
def creches_release(
    sources: list[str] | None = None,
    offline: bool = False,
    dry_run: bool = False,
    as_of: date | None = None,
    output: Path = Path("output"),
    pages: dict[str, Path] | None = None,
    archived: bool = False,
) -> State[Any]:
    """Make a release of the cooperative nurseries: fetch, parse, normalise, identify, geocode, validate, publish.

    Args:
        sources: Ids of the sources to ask now; of the others the last good copy is read. None: all of them.
        offline: Ask nothing of the network; read what is embedded and archived.
        dry_run: Do all but publish, and say what would be published.
        as_of: The release's own day. None: today, in UTC.
        output: Folder that holds the releases; a relative one is of the folder that the run works in.
        pages: Pages saved by hand, by the id of their source.
        archived: Ask no page, read the newest archived ones; the geocoder is asked.
    """
    day = as_of.isoformat() if as_of else clock.today()
    options = Options(day, output.absolute(), offline, tuple(sources or ()), dict(pages or {}), dry_run, archived)
    if wanted := call.whole.get():
        with pulse.beating(wanted.pulse):
            return wanted.run(lambda: conducted(options, wanted.quiet))
    return for_others(conducted(options, quiet=True))
