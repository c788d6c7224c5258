"""How a sending may end other than well. Reasons are codes: they are kept, and name nobody."""

from __future__ import annotations


class Away(Exception):
    """The other side cannot take it now; it is sent again later."""


class Undeliverable(Exception):
    """The other side will never take it; a person must look at it."""


class NobodyToTell(Exception):
    """There is no address and no account: the message is done without leaving."""
