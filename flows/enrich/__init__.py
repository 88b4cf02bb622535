"""`creches enrich`: the registers asked about the operators that we know, their answers kept for the next release.

It goes the way of a release as far as identity, with the same steps, and publishes nothing.
"""

import dataclasses
import json
from collections.abc import Sequence
from typing import Any

import sources
from flows import identity_file, release, settings, shelf
from flows.caller import Caller
from flows.enrich.report import Compared, report
from flows.enrich.text import readable
from flows.given import given
from flows.options import Options
from flows.rebuild import steps
from schemas.errors import FetchFailed, UsageError

__all__ = ["OF_OPERATORS", "enriched", "print_enriched"]

OF_OPERATORS = ("recherche_entreprises", "sirene")
"""Ways of access to the registers that tell of operators."""


def enriched(options: Options, call: Caller | None = None) -> dict[str, Any]:
    """Asks the registers (those of `options.asked`, all that are set up by default), archives and compares their answers.

    Pages are not asked: their last good copies tell who is known. Questions about who is who go where `creches review`
    finds them. Raises UsageError for what is no register that is set up, FetchFailed when none of them could be had.
    """
    call = call or Caller()
    asked = _asked(options.asked)
    options = dataclasses.replace(options, asked=asked)
    with shelf.locked(options.output):
        shelf.recover(options.output)
        last = shelf.last(options.output)
        shelf.next_version(options.as_of, shelf.versions(options.output))  # refuses a day before the last release
        heard = release.heard_of(call, sources.pages(), last, options)
        failed = {id_: why for id_, why in heard.stale.items() if id_ in asked}
        if len(failed) == len(asked):
            told = "; ".join(failed.values())
            raise FetchFailed(f"No register could be had, nothing new is kept: {told}")
        known = call("identifier", steps.identified, heard, last, given(options.as_of).decisions, options.as_of)
        identity_file.write_questions(options.output, known.questions)
    had = tuple(one for one in heard.found if one.source.id in asked and one.source.id not in failed)
    compared = Compared(had, tuple(heard.found), known.tables, known.ids, known.questions, last.tables)
    return report(compared, failed, options.as_of)


def _asked(named: Sequence[str]) -> tuple[str, ...]:
    """The registers to ask. Raises UsageError."""
    there = {source.id: source for source in sources.pages().values() if source.acces in OF_OPERATORS}
    ready = [id_ for id_, source in there.items() if source.acces != "sirene" or settings.load().sirene]
    for id_ in named:
        if id_ not in there:
            raise UsageError(f"{id_} is no register of operators. Those are: {', '.join(there) or 'none'}.")
        if id_ not in ready:
            raise UsageError(
                f"{id_} is not set up: give the folder that holds its stock, by the setting `sirene` or CRECHES_SIRENE."
            )
    if not ready:
        raise UsageError("No register of operators is set up: there is nothing to ask.")
    return tuple(dict.fromkeys(named)) or tuple(ready)


def print_enriched(options: Options, call: Caller, as_json: bool) -> int:
    """Prints what was found: 0 done, 4 when a person must look or a register failed. Raises as `enriched`."""
    document = enriched(options, call)
    print(json.dumps(document, ensure_ascii=False, indent=2) if as_json else readable(document))
    return int(document["exit_code"])
