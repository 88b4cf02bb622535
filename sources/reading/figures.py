"""Key figures: numbers and their labels, whichever comes first, in sentences, lists, cards or tables."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from schemas.errors import SourceChanged
from sources.reading.lines import Line
from sources.reading.page import Page

_NUMBER = re.compile(r"(?<![\w.,])\d{1,6}(?![\w%]|[.,]\d)")
_ASIDE = re.compile(r"\([^)]*\)")
_YEAR = re.compile(r"\bdepuis\s+((?:19|20)\d\d)\b", re.I)


@dataclass(frozen=True, slots=True)
class Label:
    """What a figure counts: the indicator, its unit, and the words that name it on the page."""

    indicateur: str
    unite: str
    words: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Token:
    """A number or a label of the zone, with the line that holds it."""

    line: Line
    number: str = ""
    label: Label | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a zone as (label, number), the year they start from, and how many numbers were left over."""

    pairs: tuple[tuple[Label, str], ...]
    since: str
    left_over: int


def zone(page: Page, opens: re.Pattern[str], closes: re.Pattern[str], labels: Sequence[Label]) -> list[Line]:
    """The lines from the title that `opens` matches to the next title or the line that `closes` matches."""
    body = [line for line in page.lines if not line.region]
    start = next((i for i, line in enumerate(body) if opens.search(line.text)), None)
    if start is None:
        return []
    found: list[Line] = []
    for line in body[start + 1 :]:
        about = _NUMBER.search(line.text) or any(label.words.search(line.text) for label in labels)
        if closes.search(line.text) or (line.rank >= 6 and not about):
            break
        found.append(line)
    return found


def read_figures(lines: Sequence[Line], labels: Sequence[Label], source: str) -> Figures:
    """Pairs numbers with labels. Raises SourceChanged when they do not alternate, or a pair is torn across elements."""
    text = " ".join(line.text for line in lines)
    since = _YEAR.search(text)
    tokens = [token for line in lines for token in _tokens(line, labels)]
    kinds = "".join("N" if token.number else "L" for token in tokens)
    if not kinds:
        return Figures((), since.group(1) if since else "", 0)
    if not re.fullmatch(r"(?:NL)+N?|(?:LN)+", kinds):
        raise SourceChanged(
            f"{source}: the key figures' numbers and labels do not alternate ({kinds}): some are torn from their label."
        )
    pairs = [(tokens[i], tokens[i + 1]) for i in range(0, len(tokens) - 1, 2)]
    _check_together(tokens, source)
    named = [(b.label or a.label, a.number or b.number) for a, b in pairs]
    if any(number.strip("0") == "" for _, number in named):
        raise SourceChanged(
            f"{source}: a key figure reads 0: the page fills it in by script, its true value is not in the page."
        )
    kept = tuple((label, number) for label, number in named if label is not None)
    return Figures(kept, since.group(1) if since else "", len(tokens) - 2 * len(pairs))


def _tokens(line: Line, labels: Sequence[Label]) -> list[Token]:
    """Numbers and labels of one line, in order; what stands in brackets is an aside, a starting year is no figure."""
    text = _YEAR.sub(lambda m: " " * len(m.group()), _ASIDE.sub(lambda m: " " * len(m.group()), line.text))
    found = [(m.start(), Token(line, number=m.group())) for m in _NUMBER.finditer(text)]
    taken: list[tuple[int, int]] = []
    for label in labels:  # in the order of the list: the more precise first
        match = label.words.search(text)
        if match and not any(a < match.end() and match.start() < b for a, b in taken):
            taken.append(match.span())
            found.append((match.start(), Token(line, label=label)))
    return [token for _, token in sorted(found, key=lambda pair: pair[0])]


def _check_together(tokens: Sequence[Token], source: str) -> None:
    """No number may stand nearer, in the markup, to the label it was not paired with."""
    for i in range(1, len(tokens) - 1, 2):
        inner, outer = _shared(tokens[i - 1], tokens[i]), _shared(tokens[i], tokens[i + 1])
        if outer > inner:
            raise SourceChanged(
                f"{source}: a key figure's number stands with another label ({tokens[i].number or 'label'}): they are shifted."
            )


def _shared(one: Token, other: Token) -> int:
    if one.line is other.line:
        return 10_000
    return sum(a == b for a, b in zip(one.line.ancestors, other.line.ancestors, strict=False))
