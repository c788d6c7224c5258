"""Which kind of key is opened how. A new kind is a file beside this one and a line here."""

from __future__ import annotations

from collections.abc import Callable

from signing.errors import UnknownKindOfKey

from . import pkcs12
from .base import OpenKey

# By scheme: what stands before the colon of a reference such as `pkcs12:minh.p12`.
SIGNERS: dict[str, Callable[[str, str], OpenKey]] = {
    "pkcs12": pkcs12.open_file,
}


def open_key(reference: str, pin: str) -> OpenKey:
    """The key behind `reference`; raises an `UnreadableKey` that says what is wrong."""
    scheme, _, name = reference.partition(":")
    if scheme not in SIGNERS:
        raise UnknownKindOfKey(reference)
    return SIGNERS[scheme](name, pin)
