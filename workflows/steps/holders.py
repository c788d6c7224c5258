"""Into whose hands an act gives the file: the owner that every open dossier has (Mẫu 06)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from workflows.dossiers.models import DocumentNumber, Dossier, Holding
from workflows.dossiers.pinned import procedure_of
from workflows.dossiers.status import Status
from workflows.permissions.rules import Acting

S = Status


class Whose(Enum):
    """In whose hands a dossier is where its status says no more."""

    CITIZEN = "citizen"
    COUNTER = "counter"
    HANDLER = "handler"
    SIGNER = "signer"
    COMPETENT = "competent"


# What is to be done next in each status that is open, and whose it is to do.
NEXT = {
    S.SUBMITTED: ("receive", Whose.COUNTER),
    S.COMPLETION_REQUESTED: ("complete", Whose.CITIZEN),
    S.RECEIVED: ("assign", Whose.COUNTER),
    S.PROCESSING: ("assess", Whose.HANDLER),
    S.SUPPLEMENT_REQUESTED: ("supplement", Whose.CITIZEN),
    S.AWAITING_APPROVAL: ("approve", Whose.SIGNER),
    S.APPROVED: ("sign", Whose.SIGNER),
    S.SIGNED: ("number", Whose.COMPETENT),
    S.ISSUED: ("hand_over", Whose.COUNTER),
}


@dataclass(frozen=True)
class Hands:
    """Who has to do the next step, by their keys. An agency without unit and post: its queue."""

    step: str
    party: Holding.Party
    agency_id: int | None = None
    unit_id: int | None = None
    post_id: int | None = None

    def are(self, held: Holding) -> bool:
        now = (self.step, self.agency_id, self.post_id)
        return now == (held.step, held.agency_id, held.post_id)


def pass_on(dossier: Dossier, act: str, *, by: Acting, at: datetime) -> None:
    """Ends the holding that the act ended, and begins the one that follows from it."""
    hands = next_hands(dossier, act)
    held = dossier.holdings.filter(until=None).first()
    if held is not None and hands is not None and hands.are(held):
        return
    number = held.number if held else dossier.holdings.count()
    if held is not None:
        _end(held, dossier, by, at)
    if hands is not None:
        Holding.objects.create(
            dossier=dossier,
            number=number + 1,
            step=hands.step,
            party=hands.party,
            agency_id=hands.agency_id,
            unit_id=hands.unit_id,
            post_id=hands.post_id,
            given_by=by.post,
            since=at,
        )


def _end(held: Holding, dossier: Dossier, by: Acting, at: datetime) -> None:
    """Whoever took it out of a queue is noted as having held it."""
    held.until = max(at, held.since)
    if held.party != Holding.Party.CITIZEN:
        # Once it is issued no time of the agency runs.
        held.due_at = dossier.due_at if held.step != "hand_over" else None
        if held.post_id is None and by.post and by.post.unit.agency_id == held.agency_id:
            held.unit, held.post = by.post.unit, by.post
    held.save(update_fields=["until", "unit", "post", "due_at"])


def next_hands(dossier: Dossier, act: str) -> Hands | None:
    """Whose turn it is after `act`; none once the dossier has ended."""
    status = Status(dossier.status)
    if status not in NEXT:
        return None
    step, whose = NEXT[status]
    step = _as_it_stands(step, dossier, act)
    if whose is Whose.CITIZEN:
        return Hands(step, Holding.Party.CITIZEN)
    if whose in (Whose.HANDLER, Whose.SIGNER):
        post = dossier.handler if whose is Whose.HANDLER else dossier.signer
        assert post is not None, "named by the act that led here"  # noqa: S101
        return Hands(step, Holding.Party.AGENCY, post.unit.agency_id, post.unit_id, post.pk)
    if whose is Whose.COMPETENT:
        return Hands(step, Holding.Party.AGENCY, dossier.competent_agency_id)
    third = status is S.SUBMITTED and not dossier.counter_is_in_line
    party = Holding.Party.THIRD if third else Holding.Party.AGENCY
    return Hands(step, party, dossier.counter_agency_id)


def _as_it_stands(step: str, dossier: Dossier, act: str) -> str:
    """The step that it is here: of two that a status may stand for, the one that comes next."""
    if step == "assign" and procedure_of(dossier).route.name == "same_day":
        return "take_up"
    if step == "assess" and dossier.waits_for_event:
        return "await_event"
    if step == "number" and _is_numbered(dossier, act):
        return "issue"
    return step


def _is_numbered(dossier: Dossier, act: str) -> bool:
    """Asked only where the act does not tell it."""
    if act in ("sign", "number"):
        return act == "number"
    return dossier.document_numbers.filter(state=DocumentNumber.State.TAKEN).exists()
