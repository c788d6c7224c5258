"""What an officer says to each item that was sent: it suffices, or it does not, and why."""

from __future__ import annotations

from datetime import datetime

from workflows.dossiers.models import CompletionItem, Dossier
from workflows.journal.models import Entry
from workflows.permissions.rules import Acting

from .refusals import NothingSent, ReasonNeeded
from .settle import settle
from .typed import typed

State = CompletionItem.State
SENT = (State.SENT, State.ACCEPTED, State.INSUFFICIENT)


def judge(
    dossier: Dossier, *, by: Acting, at: datetime, item: str, accepted: bool, note: str = ""
) -> Entry:
    """Both sides see it. What does not suffice is said with a reason; asking again takes more."""
    note = typed(note)
    if not accepted and not note:
        raise ReasonNeeded
    last = dossier.completion_requests.exclude(answered_at=None).order_by("-asked_at").first()
    judged = last and last.items.filter(key=item, state__in=SENT).first()
    if not judged:
        raise NothingSent(item)
    judged.state = State.ACCEPTED if accepted else State.INSUFFICIENT
    judged.judged_at, judged.judged_by, judged.note = at, by.office, note
    judged.save(update_fields=["state", "judged_at", "judged_by", "note"])
    return settle(
        dossier,
        "judge",
        by=by,
        at=at,
        was=dossier.status,
        details={"item": item, "accepted": accepted},
        private={"note": note} if note else {},
    )
