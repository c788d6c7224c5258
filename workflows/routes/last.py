"""Who was faster: the last act of a dossier, told to whoever comes too late."""

from __future__ import annotations

from workflows.dossiers.models import Dossier
from workflows.journal.models import Entry
from workflows.people.models import Account, Post

from .errors import NotOpen
from .table import ACTS, Act


def not_open(dossier: Dossier, act: Act) -> NotOpen:
    """That `act` is not lawful now, and which act stands there instead: by whom, and when."""
    last = Entry.objects.filter(dossier=dossier).order_by("-seq").first()
    if last is None:
        return NotOpen(act.title, last="-", who="-", when=None)
    return NotOpen(act.title, last=ACTS[last.act].title, who=_name(last), when=last.at)


def _name(entry: Entry) -> str:
    post = Post.objects.select_related("account__person").filter(public_id=entry.post).first()
    if post is not None and post.account.person is not None:
        return f"{post.account.person} ({post})"
    account = Account.objects.select_related("person").filter(public_id=entry.actor).first()
    return str(account.person or account) if account else "-"
