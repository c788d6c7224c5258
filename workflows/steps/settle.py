"""How every legal act ends: journal, dossier and news together, in the act's own transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate

from workflows.dossiers.models import Dossier
from workflows.dossiers.status import ENDED
from workflows.journal.models import Actor, Entry
from workflows.journal.record import record
from workflows.outbox.post import post
from workflows.permissions.rules import Acting

from . import control
from .holders import pass_on

# Acts the applicant is told of, in the system and by e-mail.
TOLD = frozenset(
    {
        "submit",
        "ask_completion",
        "reject",
        "receive",
        "forward",
        "record_event",
        "ask_supplement",
        "supplement",
        "apologise",
        "recount",
        "withdraw",
        "stop",
        "stop_for_silence",
        "issue",
        "hand_over",
        "correct",
    }
)
# What the applicant does to a file that somebody works on, who is told of it.
TOLD_IN_THE_OFFICE = frozenset({"supplement", "withdraw"})
TOPICS = ("notice", "email")
# News for the office, and what a superior is told whom an act names as consenting.
OFFICE = "office"
CONSENTED = "consented"


def settle(
    dossier: Dossier,
    act: str,
    *,
    by: Acting,
    at: datetime,
    was: str,
    digest: str | None = None,
    details: Mapping[str, Any] | None = None,
    private: Mapping[str, Any] | None = None,
) -> Entry:
    """Writes the entry, saves the dossier with its new head, passes it on, and posts the news.

    A dossier that has ended is closed with its control slip (Mẫu 06). The superior whom `details`
    names is told: whoever asks says that there was consent.
    """
    entry = record(
        dossier,
        act=act,
        by=Actor(by.account.public_id, by.post.public_id if by.post else None),
        at=at,
        status_from=was,
        status_to=dossier.status,
        national_code=dossier.national_code,
        due=localdate(dossier.due_at).isoformat() if dossier.due_at else None,
        digest=digest,
        details=details or {},
        private=private or {},
    )
    dossier.save()
    pass_on(dossier, act, by=by, at=at)
    if dossier.status in ENDED and was not in ENDED:
        control.keep_last(dossier, at=at)
    for topic in TOPICS if act in TOLD else ():
        post(
            topic,
            dossier.public_id,
            at=at,
            key=f"{dossier.public_id}:{entry.seq}:{topic}",
            act=act,
        )
    if act in TOLD_IN_THE_OFFICE and dossier.handler_id is not None:
        key = f"{dossier.public_id}:{entry.seq}:{OFFICE}"
        post(OFFICE, dossier.public_id, at=at, key=key, act=act)
    if details and details.get("superior"):
        key = f"{dossier.public_id}:{entry.seq}:{OFFICE}"
        post(OFFICE, dossier.public_id, at=at, key=key, act=CONSENTED)
    return entry
