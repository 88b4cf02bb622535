"""Members of a list page, from its text: each address with its name, or a doubt."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from schemas.errors import SourceChanged
from schemas.records import Record, Source
from sources.reading.addresses import Address, find_addresses
from sources.reading.columns import Named
from sources.reading.contacts import Piece, strip_contacts
from sources.reading.copies import merge_copies
from sources.reading.doubts import address_elsewhere, address_without_name, place_of
from sources.reading.lines import Line
from sources.reading.names import is_name
from sources.reading.notes import is_note
from sources.reading.numbering import without_numbers
from sources.reading.one_line import complement, find_postcode
from sources.reading.own import without_own
from sources.reading.page import Page
from sources.reading.pairing import Pairing
from sources.reading.people import without_person
from sources.reading.sections import other_parts
from sources.reading.settings import Members
from sources.reading.titles import Titles, titles_of
from sources.text import clean, fold


def read_members(page: Page, source: Source) -> Members:
    """All members of the text of a page. Raises SourceChanged when names and addresses may be shifted."""
    titles = titles_of(source)
    parts = other_parts(_body(page), titles)
    pieces = parts.pieces
    addresses, pieces = _of_others(pieces, titles)
    warnings = [address_elsewhere(source.id, place_of(a), _where(a)) for a in parts.elsewhere]
    warnings += [address_without_name(source.id, place_of(a), _where(a)) for a in parts.doubtful]
    if not addresses:
        return Members((), tuple(warnings))
    named, doubts = Pairing(source.id, titles, pieces, addresses).pair()
    records = [_record(item, _own(item, named, addresses, pieces)) for item in named]
    _check_witnesses(records, source)
    return Members(tuple(merge_copies(records, source.id)), (*doubts, *warnings))


def _of_others(pieces: Sequence[Piece], titles: Titles) -> tuple[list[Address], list[Piece]]:
    """The addresses that are not the publisher's, and the pieces without those that are."""
    found = find_addresses(pieces)
    kept = without_own(found, pieces, titles)
    own = {j for address in found if address not in kept for j in address.pieces}
    return kept, [replace(piece, rest="") if piece.index in own else piece for piece in pieces]


def _where(address: Address) -> str:
    return f"ligne de texte {address.anchor + 1}"


def _body(page: Page) -> list[Piece]:
    """The page's own lines, without menu, banner and footer; all lines when only those hold addresses."""
    pieces = _pieces([line for line in page.lines if not line.region])
    if not find_addresses(pieces):
        every = _pieces(page.lines)
        return every if len(find_addresses(every)) >= 3 else pieces
    return pieces


def _pieces(lines: Sequence[Line]) -> list[Piece]:
    shared = _shared_blocks(lines)
    kept = (replace(line, signature=line.signature.rstrip("+")) if line.block in shared else line for line in lines)
    return without_numbers([strip_contacts(i, line) for i, line in enumerate(kept)])


def _shared_blocks(lines: Sequence[Line]) -> frozenset[int]:
    """Blocks that hold several addresses: there, being the first line of the block says nothing."""
    seen = [line.block for line in lines if find_postcode(line.text)]
    return frozenset(block for block in seen if seen.count(block) > 1)


def _own(item: Named, named: Sequence[Named], addresses: Sequence[Address], pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces of one member: its column, or from its name or address to what begins the next one, or other text."""
    if item.own:
        return [pieces[i] for i in item.own]
    start, end = min(item.head, *item.address.pieces), max(item.head, *item.address.pieces)
    others = {n.head for n in named if n is not item} | {min(a.pieces) for a in addresses if a is not item.address}
    kind = pieces[item.head].line.signature  # a line like its name, further on, is a neighbour that lost its address
    others |= {p.index for p in pieces[end + 1 :] if p.line.signature == kind and is_name(p.rest)}
    stop = min((o for o in others if o > start), default=0)
    return (
        list(pieces[start : max(end + 1, stop)]) if stop else [*pieces[start : end + 1], *_trailing(pieces[end + 1 :])]
    )


def _trailing(pieces: Sequence[Piece]) -> list[Piece]:
    """Contact lines right after the last address."""
    end = next((i for i, p in enumerate(pieces) if p.rest and not is_note(p.rest)), len(pieces))
    return list(pieces[:end])


def _record(item: Named, own: Sequence[Piece]) -> Record:
    address = item.address
    named = item.head == address.anchor or fold(without_person(address.prefix)) == fold(item.name)
    before = "" if named else complement(address.prefix, bool(address.rue))
    return Record(
        nom=clean(item.name),
        adresse_source=f"{before}, {address.text}" if before else address.text,
        rue=", ".join(filter(None, (before, address.rue))),
        code_postal=address.code_postal,
        commune=address.commune,
        telephones=tuple(dict.fromkeys(phone for p in own for phone in p.phones)),
        courriels=tuple(dict.fromkeys(mail for p in own for mail in p.mails)),
        site_web=next((p.site for p in own if p.site), ""),
    )


def _check_witnesses(records: Sequence[Record], source: Source) -> None:
    """Refuses a page that gives a known member the postcode known for another one."""
    witnesses = source.lecture.get("temoins", {})
    known = {fold(str(n)): str(c) for n, c in witnesses.items()} if isinstance(witnesses, Mapping) else {}
    for record in records:
        expected = known.get(fold(record.nom), record.code_postal)
        if expected != record.code_postal and record.code_postal in known.values():
            raise SourceChanged(
                f"{source.id}: '{record.nom}' is read at {record.code_postal} {record.commune}, the place known for another member "
                f"(it was at {expected}): names and addresses may be shifted."
            )
