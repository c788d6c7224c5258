"""Who was faster: the last act of a dossier, told to whoever comes too late."""

from __future__ import annotations

from uuid import UUID

from workflows.dossiers.models import Dossier
from workflows.journal.models import Entry
from workflows.people.models import Account, Post

from .errors import Happened, Moved, NotOpen
from .table import ACTS, Act


def not_open(dossier: Dossier, act: Act) -> NotOpen:
    """That `act` is not lawful now, and which act stands there instead: by whom, and when."""
    last = Entry.objects.filter(dossier=dossier).order_by("-seq").first()
    if last is None:
        return NotOpen(act.title, last="-", who="-", when=None)
    return NotOpen(act.title, last=ACTS[last.act].title, who=_name(last), when=last.at)


def moved(dossier: Dossier, *, seen: int) -> Moved:
    """What was done since the dossier's journal had `seen` entries."""
    entries = Entry.objects.filter(dossier=dossier, seq__gt=seen).order_by("seq")
    return Moved(tuple(Happened(ACTS[one.act].title, _name(one), one.at) for one in entries))


def _name(entry: Entry) -> str:
    """The person and the post; of a citizen, who needs no post, the person."""
    account = Account.objects.select_related("person").filter(public_id=_id(entry.actor)).first()
    post = Post.objects.filter(public_id=_id(entry.post)).first()
    who = str(account.person or account) if account else "-"
    return f"{who} ({post})" if post else who


def _id(uuid: UUID | None) -> UUID:
    """A journal may name nobody; no row has the nil id."""
    return uuid or UUID(int=0)
