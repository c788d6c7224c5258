"""Who did what with a dossier: told to whoever comes too late, or looks back."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from workflows.dossiers.models import Dossier
from workflows.journal.models import Entry
from workflows.people.models import Account, Post

from .errors import Happened, Moved, NotOpen
from .table import Act, title_of


def not_open(dossier: Dossier, act: Act) -> NotOpen:
    """That `act` is not lawful now, and which act stands there instead: by whom, and when."""
    last = told(Entry.objects.filter(dossier=dossier).order_by("-seq")[:1])
    if not last:
        return NotOpen(act.title, last="-", who="-", when=None)
    return NotOpen(act.title, last=last[0].act, who=last[0].who, when=last[0].when)


def moved(dossier: Dossier, *, seen: int) -> Moved:
    """What was done since the dossier's journal had `seen` entries."""
    return Moved(told(Entry.objects.filter(dossier=dossier, seq__gt=seen).order_by("seq")))


def told(entries: Iterable[Entry]) -> tuple[Happened, ...]:
    """Each act, who did it, and when. Two statements for the names, however many there are."""
    acts = list(entries)
    accounts = Account.objects.select_related("person").filter(
        public_id__in={one.actor for one in acts if one.actor}
    )
    held = Post.objects.filter(public_id__in={one.post for one in acts if one.post})
    people: dict[UUID | None, str] = {
        account.public_id: str(account.person or account) for account in accounts
    }
    posts: dict[UUID | None, str] = {post.public_id: str(post) for post in held}
    return tuple(
        Happened(title_of(one.act), _name(people.get(one.actor), posts.get(one.post)), one.at)
        for one in acts
    )


def _name(person: str | None, post: str | None) -> str:
    """The person and the post; of a citizen, who needs no post, the person."""
    return f"{person or '-'} ({post})" if post else person or "-"
