"""What a run hears of its sources: two runs on one shelf that hear the same make the same release, whatever was answered."""

import dataclasses
from pathlib import Path

import sources
from flows import release, shelf
from flows.caller import Caller
from flows.rebuild.steps import Heard
from schemas.found import Found


def heard(output: Path, day: str) -> Heard:
    """What a run hears, after the gates of its sources; its other steps know nothing else of what was answered.

    As in a run, answers that are kept lie in the archive afterwards.
    """
    options, last = release.Options(day, output), shelf.last(output)
    every = release.heard_of(Caller(), sources.ready(sources.pages()), last, options)
    return release.held(every, last, (), day)


def but_for_the_words(made: Heard) -> list[object]:
    """What was heard, without the sentence that says why a source is not fresh, so that two can be compared."""
    missing = [dataclasses.replace(one, why="") for one in made.missing]
    return [[*map(_told, made.found)], missing, [*made.stale], made.gates, made.is_silent]


def _told(one: Found) -> list[object]:
    snapshot = dataclasses.replace(one.snapshot, perimee="")
    frames = (one.membres, one.mentions.values, one.mentions.words)
    return [one.source, snapshot, one.reading, one.statut, *(frame.to_dict("records") for frame in frames)]
