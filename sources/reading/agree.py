"""Where the text and the structured data of a page both speak of members, they agree, or the page is refused."""

from collections.abc import Sequence

from schemas.errors import SourceChanged
from schemas.records import Record, Source
from sources.reading.copies import join, member_key
from sources.reading.members import read_members
from sources.reading.page import Page
from sources.reading.settings import Members
from sources.reading.structured import structured_members


def list_members(page: Page, source: Source) -> Members:
    """Members of a page, from its text, its structured data, or both. Raises SourceChanged when the two disagree."""
    data = structured_members(page, source)
    text = read_members(page, source)
    if not text.records or not data.records:
        return Members(text.records or data.records, text.doubts + data.doubts)
    return Members(_together(text.records, data.records, source), text.doubts + data.doubts)


def _together(text: Sequence[Record], data: Sequence[Record], source: Source) -> tuple[Record, ...]:
    by_key = {member_key(record): record for record in data}
    seen = {member_key(record) for record in text}
    if set(by_key) != seen:
        missing = sorted(f"{name} ({code})" for name, code, _ in set(by_key) ^ seen)
        raise SourceChanged(
            f"{source.id}: the page's text and its structured data do not list the same members: {', '.join(missing)} stand in one only."
        )
    return tuple(join(record, by_key[member_key(record)], source.id) for record in text)
