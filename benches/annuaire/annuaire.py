"""A synthetic directory: one member a page, each value in an element of its own class, the file's number its reference."""

from schemas.records import Reading, Snapshot, Source
from sources.reading.fields import member


def parse(snapshot: Snapshot, source: Source) -> Reading:
    """The one member of a page."""
    number = snapshot.url.rpartition("/")[2].removesuffix(".html")
    return Reading(source.id, (member(snapshot, source, reference=f"CRE{number}"),))
