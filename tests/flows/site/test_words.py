"""One catalogue of strings: both languages have each, every one is used, and nothing readable stands elsewhere."""

import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows import site
from flows.site import building, words
from flows.site.render import TEMPLATES, html
from flows.site.shown import Shown
from flows.site.words import TONGUES, Words, catalogue

HERE = Path(str(site.__file__)).parent
SUBJECTS = {path.stem for path in HERE.glob("words/*.toml")}
KEY = re.compile(rf"[\"']((?:{'|'.join(sorted(SUBJECTS))})\.[^\"'\s]+)[\"']")
CALL = re.compile(r"\bt(?:\.paragraphs|\.has)?\(\s*[\"']([^\"']+)[\"']\s*[,)]")
_FILE = re.compile(r"\.(?:html|html\.j2|toml|js|css|json|csv|svg|atom)(?:\?|$)")
JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.S)
SPOKEN = re.compile(r"\b(?:title|alt|placeholder|aria-label|aria-description|content)=\"([^\"]*)\"")


def code() -> Iterator[tuple[str, str]]:
    """Every template and module of the site, with its text."""
    for path in (*HERE.rglob("*.py"), *TEMPLATES.glob("*.j2")):
        yield path.name, path.read_text(encoding="utf-8")


def named() -> set[str]:
    """The keys written whole in a template or a module."""
    found: set[str] = set()
    for _, text in code():
        found |= set(CALL.findall(text)) | set(KEY.findall(text))
    return found


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_both_languages_have_every_string() -> None:
    assert [key for key, strings in catalogue().items() if set(strings) != set(TONGUES)] == []
    empty = [key for key, strings in catalogue().items() if not all(text.strip() for text in strings.values())]
    assert empty == []


def test_both_languages_are_filled_with_the_same_values() -> None:
    unlike = [key for key, strings in catalogue().items() if placeholders(strings["fr"]) != placeholders(strings["en"])]
    assert unlike == []


def test_a_counted_string_has_both_its_forms() -> None:
    ones = {key.removesuffix("_one") for key in catalogue() if key.endswith("_one")}
    many = {key.removesuffix("_many") for key in catalogue() if key.endswith("_many")}
    assert ones == many


def test_every_string_that_is_named_is_there() -> None:
    known = set(catalogue()) | {key.removesuffix("_one") for key in catalogue() if key.endswith("_one")}
    whole = {key for key in named() if "{" not in key and not key.endswith(("_", ".")) and not _FILE.search(key)}
    assert sorted(whole - known) == []


def test_every_string_is_used(about: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys that are put together are seen when the pages are made, or begin as a piece that stands in the code."""
    used = {form for key in named() for form in (key, f"{key}_one", f"{key}_many")}
    real = words.Words.__call__

    def seen(self: Words, key: str, **values: object) -> str:
        used.add(key)
        return real(self, key, **values)

    monkeypatch.setattr(words.Words, "__call__", seen)
    for tongue in map(Words, TONGUES):
        for page in building.pages(about, tongue):
            html(page, tongue, about)
    pieces = tuple(
        {piece for _, text in code() for piece in re.findall(r"[\"']((?:[a-z]+)\.[a-z0-9_]*[_.])[\"'{]", text)}
        | {piece for _, text in code() for piece in re.findall(r"f\"([a-z]+\.[a-z0-9_]*)\{", text)}
    )
    assert sorted(key for key in catalogue() if key not in used and not key.startswith(pieces)) == []


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.j2")), ids=lambda path: path.stem)
def test_no_template_says_anything_by_itself(path: Path) -> None:
    """Words stand in the catalogue: outside tags, and in what is read aloud, a template has only calls."""
    text = JINJA.sub("", path.read_text(encoding="utf-8"))
    spoken = [said for said in SPOKEN.findall(text.partition("</head>")[2] or text) if re.search(r"[^\W\d_]{2}", said)]
    between = [said.strip() for said in re.findall(r">([^<>]+)<", text) if re.search(r"[^\W\d_]{2}", said)]
    assert [said for said in between if not _name_of_a_file(said)] == []
    assert [said for said in spoken if not said.startswith(("width=", "light dark", "no-referrer"))] == []


def _name_of_a_file(text: str) -> bool:
    return bool(re.fullmatch(r"[\w.*-]*\.[a-z]{2,7},?|[\w./]*/[\w./]*", text))


def test_numbers_and_days_are_written_as_each_language_does() -> None:
    french, english = map(Words, TONGUES)
    assert (french.number(1234.5, 1), english.number(1234.5, 1)) == ("1\u202f234,5", "1,234.5")
    assert (french.day("2026-05-01"), english.day("2026-05-01")) == ("1er mai 2026", "1 May 2026")
    assert [french.day(text) for text in ("", "2026", "2026-13-01", "hier")] == ["", "2026", "2026-13-01", "hier"]


def test_french_counts_none_as_one_and_english_does_not() -> None:
    french, english = map(Words, TONGUES)
    assert french.counted("changements.autres", 0) == "Et 0 autre :"
    assert (french.counted("changements.autres", 2), english.counted("changements.autres", 0)) == (
        "Et 2 autres :",
        "And 0 more:",
    )


def test_a_long_text_is_cut_into_paragraphs() -> None:
    parts = Words("fr").paragraphs("confidentialite.opposition")
    assert len(parts) == 2
    assert not any("\n" in part for part in parts)


def test_a_string_that_is_missing_is_a_fault_of_ours() -> None:
    with pytest.raises(KeyError):
        Words("fr")("base.unheard_of")
    with pytest.raises(KeyError):
        Words("fr")("base.version")
