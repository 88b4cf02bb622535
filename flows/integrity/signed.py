"""Whether a file bears the signature of a known key, made for that very file of that very release."""

from pathlib import Path

from flows.integrity import minisign, reading
from flows.integrity.findings import Findings, faults
from flows.integrity.sign import SUFFIX

_MOST = 16_384
GET_AGAIN = "do not use it; download it again from where the project publishes"


def signature_findings(path: Path, body: bytes, keys: tuple[str, ...], comment: str) -> Findings:
    """Faults of the signature beside `path`, whose content is `body`; none when no key is known.

    `comment` is the one that this file of this release must have been signed with (`sign.comment`).
    """
    if not keys:
        return Findings()
    signature = reading.body(path.with_name(path.name + SUFFIX), _MOST)
    if signature is None:
        return faults(f"{path.name} is not signed, or its signature cannot be read: {GET_AGAIN}.")
    told, reason = _told(body, signature, keys)
    if reason:
        return faults(f"the signature of {path.name} is wrong ({reason}): {GET_AGAIN}.")
    if told != comment:
        return faults(
            f"the signature of {path.name} was made for something else ({reading.shown(told)} instead of "
            f"{reading.shown(comment)}): an old or foreign one was put there; {GET_AGAIN}."
        )
    return Findings()


def _told(body: bytes, signature: bytes, keys: tuple[str, ...]) -> tuple[str, str]:
    """The comment that one of the keys signed, and ''; or '' and the reason why none did."""
    reasons = []
    for key in keys:
        try:
            return minisign.checked(body, signature, key), ""
        except ValueError as error:
            reasons.append(str(error))
    return "", next((r for r in reasons if "another key" not in r), reasons[0])
