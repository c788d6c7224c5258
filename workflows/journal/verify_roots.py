"""Do the roots hold, and does the journal still say what they say?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from . import roots
from .faults import Fault, Wrong
from .roots import Root, RootUnreadable

# Whether a time-stamp token is a trusted one over these bytes.
CheckToken = Callable[[bytes, bytes], bool]


def check(days: list[date], *, check_token: CheckToken | None) -> Iterator[Fault]:
    """Every fault of the roots of these days: their chain, their time-stamps, the heads they name.

    Whoever writes a chain anew, with every hash right, is found here.
    """
    before: date | None = None
    for day in days:
        yield from _root(day, before)
        yield from _token(day, check_token)
        before = day
    if before:
        closed = roots.days_with_entries(after=None, through=before)
        yield from (Fault(Wrong.ROOT_MISSING, day=day) for day in closed if day not in days)


def _root(day: date, before: date | None) -> Iterator[Fault]:
    try:
        root = Root.kept(day)
    except RootUnreadable:
        yield Fault(Wrong.ROOT_UNREADABLE, day=day)
        return
    if root.previous != (roots.sha256_of(before) if before else None):
        yield Fault(Wrong.ROOT_UNCHAINED, day=day)
    yield from _heads(root)


def _heads(root: Root) -> Iterator[Fault]:
    named = {head.dossier: head for head in root.heads}
    held = {head.dossier: head for head in roots.heads_of(root.day)}
    for dossier in sorted(named.keys() | held.keys()):
        if named.get(dossier) != held.get(dossier):
            head = named.get(dossier) or held[dossier]
            yield Fault(Wrong.UNROOTED, dossier, head.count, day=root.day)


def _token(day: date, check_token: CheckToken | None) -> Iterator[Fault]:
    token = roots.token_of(day)
    if not token.exists():
        yield Fault(Wrong.TOKEN_MISSING, day=day)
    elif check_token and not check_token(token.read_bytes(), roots.path_of(day).read_bytes()):
        yield Fault(Wrong.TOKEN_WRONG, day=day)
