"""Signatures as the command `minisign` makes and checks them. Only door to py-minisign.

What goes wrong is a ValueError whose text is a reason in our words: no key, password nor signature is ever in it.
"""

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:  # what it brings takes seven megabytes: only runs with a key need it
    from minisign import PublicKey, SecretKey

Key: TypeAlias = "SecretKey"
"""A secret key, open in memory."""
UNTRUSTED = "signature of creches-cooperatives"
"""The comment that a signature does not cover: always this one, so that a signature file has one spelling only."""
_COST = 4
"""Times the library's own cost of a password: scrypt then takes 128 MiB and a third of a second."""


def opened(body: bytes, password: str) -> Key:
    """A secret key, from its file's content; `password` is '' for a key that has none.

    Raises ValueError when it is no key, the password is wrong, missing or of no use, or the key does not fit itself.
    """
    from minisign import Error, SecretKey

    try:
        key = SecretKey.from_bytes(body)
    except Error:
        raise ValueError("it is no minisign secret key") from None
    if key.is_encrypted() and not password:
        raise ValueError("the key has a password, and none is set: set CRECHES_SIGNING_PASSWORD")
    if password and not key.is_encrypted():
        raise ValueError("a password is set, and the key has none: it lies open on the disk. Make another one")
    try:
        key.decrypt(password)
    except (Error, ValueError, MemoryError):
        raise ValueError("the password is wrong, or the file is damaged: see CRECHES_SIGNING_PASSWORD") from None
    _fits(key)
    return key


def _fits(key: Key) -> None:
    """Raises ValueError when what a key signs does not verify with its own public half."""
    try:
        checked(b"", signed(key, b"", "proof"), public_line(key))
    except ValueError:
        raise ValueError("the file is damaged: the two halves of the key do not fit") from None


def signed(key: Key, body: bytes, comment: str) -> bytes:
    """The content of the `.minisig` of a body: Ed25519 over its BLAKE2b digest, then over the comment. Same inputs, same bytes.

    Raises ValueError for a comment that is not one line of printable ASCII.
    """
    made = key.sign(body, prehash=True, untrusted_comment=UNTRUSTED, trusted_comment=comment)
    return bytes(made) + b"\n"


def checked(body: bytes, signature: bytes, public: str) -> str:
    """The comment that a signature covers, when it is this key's word on this body. Raises ValueError, which says why not."""
    from minisign import Error, Signature

    key = _public(public)
    try:
        read = Signature.from_bytes(signature)
    except (Error, ValueError):
        raise ValueError("it is no minisign signature") from None
    try:
        key.verify(body, read)
    except (Error, ValueError) as error:
        other = "identifiers" in str(error)
        raise ValueError("it was made with another key" if other else "it is not of this content") from None
    if bytes(read) + b"\n" != signature or not read.is_prehashed() or read.untrusted_comment != UNTRUSTED:
        raise ValueError("it was rewritten since it was made")
    return str(read.trusted_comment)


def public_line(key: Key) -> str:
    """The public half of a key: one line of base64, which begins with RW."""
    return str(key.get_public_key().to_base64().decode("ascii"))


def is_public(text: str) -> bool:
    """Whether a text is a public key."""
    try:
        _public(text)
    except ValueError:
        return False
    return True


def _public(text: str) -> "PublicKey":
    from minisign import Error, PublicKey

    try:
        key = PublicKey.from_base64(text)
    except (Error, ValueError):
        raise ValueError("the public key is no line of minisign's, such as RWQ…") from None
    return key


def new(password: str) -> tuple[bytes, str]:
    """A new key: the content of its secret file, under a password unless that is '', and its public line."""
    from minisign import MEMLIMIT, OPSLIMIT, KeyPair

    with KeyPair.generate().secret_key as key:
        public = public_line(key)
        if password:
            key.encrypt(password, opslimit=_COST * OPSLIMIT, memlimit=_COST * MEMLIMIT)
        return bytes(key) + b"\n", public
