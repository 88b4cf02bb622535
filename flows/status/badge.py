"""`etat.json`, `badge.svg` and `badge.json`: how fresh the data are, for web pages and monitors. Days only, no clock.

They are static: each names the day until which it may be believed. No sum vouches for them; they follow from `latest.json`,
`versions.json` and the day that they tell, so that anyone can make them again and compare (`flows.status.renew.faults`).
"""

import json
from collections.abc import Mapping
from html import escape

from flows.status.state import WORDS, Standing, State

STATE, SVG, SHIELD = "etat.json", "badge.svg", "badge.json"
NAMES = (STATE, SVG, SHIELD)
_COLOURS: dict[State, str] = {"a_jour": "#2a6f2e", "en_retard": "#8a5300", "expire": "#a3201a"}
"""White letters on each have a contrast over 5; the words say the state too."""
_LETTER, _PAD, _HEIGHT = 6.2, 10, 20  # pixels


def files(now: Standing) -> dict[str, bytes]:
    """The three files, by name."""
    return {STATE: _state(now), SVG: _svg(now), SHIELD: _shield(now)}


def _state(now: Standing) -> bytes:
    french, english = _sentences(now)
    said = {
        "state": now.state,
        "made": now.day,
        "version": now.version,
        "date": now.date,
        "checked": now.checked,
        "result": "published" if now.date == now.checked else "unchanged",
        "late_after": now.late_after,
        "expires": now.expires,
        "rows": now.rows,
        "message_fr": french,
        "message_en": english,
    }
    return _json(said)


def _shield(now: Standing) -> bytes:
    """The form that shields.io and others read from an address."""
    said = {
        "schemaVersion": 1,
        "label": WORDS[now.state][0],
        "message": _facts(now),
        "color": _COLOURS[now.state],
        "isError": now.state == "expire",
        "cacheSeconds": 3600,
    }
    return _json(said)


def _json(said: Mapping[str, object]) -> bytes:
    return (json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode()


def _facts(now: Standing) -> str:
    """The last run, how many places, and until when to believe it."""
    until = f"valable jusqu'au {now.expires}" if now.state != "expire" else f"plus valable depuis le {now.expires}"
    return f"{now.checked} · {_places(now)} · {until}"


def _places(now: Standing) -> str:
    count = now.rows.get("etablissements", 0)
    return f"{count} crèche" if count < 2 else f"{count} crèches"


def _sentences(now: Standing) -> tuple[str, str]:
    count = now.rows.get("etablissements", 0)
    french, english = WORDS[now.state]
    fr = (
        f"Crèches coopératives : {french}. Vérifiées le {now.checked}, {_places(now)}, valables jusqu'au {now.expires}."
    )
    places = "1 nursery" if count == 1 else f"{count} nurseries"
    return fr, f"Cooperative nurseries: {english}. Checked on {now.checked}, {places}, valid until {now.expires}."


def _svg(now: Standing) -> bytes:
    """Two boxes; what a screen reader says is the title, in both languages."""
    label, facts = WORDS[now.state][0], _facts(now)
    left, right = (round(len(text) * _LETTER) + 2 * _PAD for text in (label, facts))
    titles = " / ".join(_sentences(now))
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="{_HEIGHT}" role="img"'
        ' aria-labelledby="t" lang="fr">',
        f'<title id="t">{escape(titles)}</title>',
        f'<rect width="{left}" height="{_HEIGHT}" fill="#333"/>',
        f'<rect x="{left}" width="{right}" height="{_HEIGHT}" fill="{_COLOURS[now.state]}"/>',
        '<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" aria-hidden="true">',
        _text(_PAD, left - 2 * _PAD, label),
        _text(left + _PAD, right - 2 * _PAD, facts),
        "</g>",
        "</svg>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _text(x: int, width: int, text: str) -> str:
    return f'<text x="{x}" y="14" textLength="{width}" lengthAdjust="spacingAndGlyphs">{escape(text)}</text>'
