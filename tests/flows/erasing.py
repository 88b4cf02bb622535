"""Releases of which somebody asks to leave, and every byte that an output folder holds."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from flows.erasure import refusals
from flows.erasure.command import Request, erased
from flows.erasure.needles import holds_folded, needles
from sources.text import fold
from tests.flows.opened import texts
from tests.pages.members import Member

DAY, LATER, AFTER = "2026-11-22", "2026-11-29", "2026-12-06"
SALT = "00112233445566778899aabbccddeeff"
GONE = Member("Les Écureuils Roux", "14 rue des Noisetiers", "59100", "Roubaix", "03 20 00 00 14")
STAYS = (
    Member("Les Mésanges Bleues", "3 rue des Tilleuls", "59000", "Lille", "03 20 00 00 03"),
    Member("Le Petit Moulin Vert", "5 rue du Moulin", "59200", "Tourcoing", "03 20 00 00 05"),
    Member("Les Loutres Joueuses", "9 rue des Saules", "62300", "Lens"),
    Member("La Ronde des Hérissons", "7 rue des Fougères", "80000", "Amiens"),
    Member("Les Castors Curieux", "2 rue des Roseaux", "02000", "Laon"),
)
PHONE = "320000014"


def empty_list(folder: Path) -> Path:
    """A list of refusals with nobody in it."""
    path = folder / "refus.csv"
    path.write_text(",".join(refusals.FILE.columns) + "\n")
    return path


def walk_with(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """Walks of this test read a list of their own."""
    monkeypatch.setenv("CRECHES_REFUSALS", str(path))


def ask(output: Path, day: str = LATER, **asked: Any) -> dict[str, Any]:
    """A request, done."""
    return erased(output, Request(as_of=day, **asked), dry_run=False)


def telling(output: Path, *words: str, phones: Iterable[str] = ()) -> list[str]:
    """Files that still tell it, however it is written."""
    found = needles(map(fold, words), phones)
    return [name for name, text in texts(output).items() if holds_folded(found, _folded(text))]


_folded = cache(fold)
"""Whole files take long to fold, and most are the same from one release, and from one test, to the next."""
