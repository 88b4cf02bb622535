"""What is signed: a body, and a comment that binds it to one release, one day and one file name, without any clock."""

from flows.integrity import minisign
from flows.integrity.keys import signing_key

SUFFIX = ".minisig"


def comment(version: str, date: str, name: str) -> str:
    """The comment that the signature of a file covers: a signature moved to another release or file is then seen."""
    return f"creches-cooperatives {version} {date} file:{name}"


def signature(body: bytes, comment: str) -> bytes | None:
    """The content of a body's `.minisig`; None when no key is set. Same inputs, same bytes.

    Raises UsageError when a key is set that cannot sign (`keys.ready` tells it before a run).
    """
    key = signing_key()
    return minisign.signed(key, body, comment) if key else None
