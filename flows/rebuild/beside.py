"""What threads make while a release is checked, for when it is published: its archive, and its data as files."""

from concurrent.futures import Future
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from flows import publish
from flows.aside import Aside
from flows.catalogue.manifest import Manifest
from flows.rebuild import archive
from flows.rebuild.inputs import Inputs


class Beside(NamedTuple):
    """Both, under way."""

    records: Future[archive.Archived]
    draft: publish.Draft


def begun(manifest: Manifest, inputs: Inputs, output: Path, stack: ExitStack, aside: Aside | None = None) -> Beside:
    """Begins both. `stack`: at its end, a draft that was not staged is gone. `aside`: see `publish.drafted`. Raises Refused when
    the disk refuses it."""
    return Beside(archive.begun(inputs), stack.enter_context(publish.drafted(output, manifest, aside)))
