"""What robots.txt permits, after RFC 9309."""

import math
import re
from dataclasses import dataclass
from typing import Literal

from protego import Protego

MAX_BYTES = 500 * 1024
"""How much of a robots.txt is read (RFC 9309, 2.5); the rest is left out."""
_MAX_DELAY = 30.0
_MAX_WORK = 2_000_000
_TOKEN = re.compile(r"[A-Za-z_-]+")

Decision = Literal["autorise", "interdit", "absent", "inaccessible"]


@dataclass(frozen=True, slots=True)
class Rules:
    """What one host permits us under `name`. `delay` is in seconds; `why` tells what made it inaccessible."""

    decision: Decision
    parsed: Protego | None = None
    name: str = "*"
    delay: float = 0.0
    why: str = ""

    def decide(self, url: str) -> Decision:
        """The decision for one URL of the host these rules came from."""
        if self.parsed is None:
            return self.decision
        return "autorise" if self.parsed.can_fetch(url, self.name) else "interdit"


def token(user_agent: str) -> str:
    """The product token that a robots.txt names us by (RFC 9309, 2.2.1): letters, `-` and `_`."""
    match = _TOKEN.match(user_agent)
    return match.group().lower() if match else "*"


def rules(status: int, body: bytes, user_agent: str) -> Rules:
    """Rules from the answer to /robots.txt (RFC 9309, 2.3.1).

    4xx: there is none and all is permitted; 408 and 429 ask for rest rather than say that it is missing, so
    they count as inaccessible, like 5xx: nothing is permitted.
    """
    if 400 <= status < 500 and status not in (408, 429):
        return Rules("absent")
    if status != 200:
        return inaccessible(f"it answers {status}")
    lines = _whole_lines(body)
    agents = sum("agent" in line.lower() for line in lines)
    if agents * (len(lines) - agents) > _MAX_WORK:  # every rule is kept once for every agent above it
        return inaccessible("it is too long to be read")
    name = token(user_agent)
    parsed = Protego.parse("\n".join(lines))
    delay = parsed.crawl_delay(name) or 0.0
    return Rules("autorise", parsed, name, min(delay, _MAX_DELAY) if math.isfinite(delay) else 0.0)


def inaccessible(why: str) -> Rules:
    """Complete disallow: we could not learn what the host permits."""
    return Rules("inaccessible", why=why)


def _whole_lines(body: bytes) -> list[str]:
    """The lines of the first 500 KiB; one cut by the limit is left out, for half a rule is another rule."""
    text = body[:MAX_BYTES].decode("utf-8-sig", "replace")
    lines = text.splitlines()
    return lines[:-1] if len(body) > MAX_BYTES else lines
