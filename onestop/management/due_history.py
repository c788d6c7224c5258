"""The whole history of a dossier's due date, and whose time runs now, in sentences for anybody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.functional import Promise
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflows.clock.derivation import read
from workflows.clock.words import moment
from workflows.dossiers.models import ClockSegment, Dossier, DueChange, Holding
from workflows.people.models import Post

Cause, Clock, Party = DueChange.Cause, ClockSegment.Cause, Holding.Party

WHY: dict[str, Promise] = {
    Cause.RECEIVED: gettext_lazy("The complete dossier was received."),
    Cause.PLANNED: gettext_lazy("The day was named."),
    Cause.WAITING: gettext_lazy(
        "The dossier was received; its time limit waits for an event, so no day is named yet."
    ),
    Cause.EVENT: gettext_lazy("The event from which the time limit counts came to pass."),
    Cause.SUPPLEMENT: gettext_lazy("The supplement that was asked for was received."),
    Cause.APOLOGY: gettext_lazy("The agency apologised and moved the day of return."),
    Cause.HOLIDAY: gettext_lazy("A day off was announced that lies within the time limit."),
}
WHOSE: dict[str, Promise] = {
    Clock.RUNNING: gettext_lazy("The agency's time runs since %(moment)s."),
    Clock.SUPPLEMENT: gettext_lazy(
        "The agency's time stands still since %(moment)s: the applicant is asked for a supplement."
    ),
    Clock.PAYMENT: gettext_lazy(
        "The agency's time stands still since %(moment)s: the applicant is asked to pay."
    ),
    Clock.EVENT: gettext_lazy(
        "The agency's time has not begun: since %(moment)s its event is awaited."
    ),
}
HELD: dict[str, Promise] = {
    Party.AGENCY: gettext_lazy("The file lies with %(who)s since %(moment)s."),
    Party.CITIZEN: gettext_lazy("It is the applicant's turn since %(moment)s."),
    Party.THIRD: gettext_lazy(
        "The file lies since %(moment)s with %(who)s, which is to pass it on to the agency that "
        "decides; the time limit begins there."
    ),
}


def told(dossier: Dossier) -> Iterator[str]:
    """Each due date with who set it, when, why and on what basis; then whose time runs."""
    changes = dossier.due_changes.select_related("by__unit__agency")
    for change in changes:
        yield from _change(change)
    if not changes:
        yield _("Dossier %(dossier)s has no due date yet.") % {"dossier": dossier}
    yield from _now(dossier)


def as_json(dossier: Dossier) -> dict[str, Any]:
    changes = dossier.due_changes.select_related("by")
    running = dossier.clock_segments.filter(ended_at=None).first()
    return {
        "dossier": str(dossier),
        "changes": [
            {
                "number": one.number,
                "due": localtime(one.due_at).isoformat() if one.due_at else None,
                "cause": one.cause,
                "at": localtime(one.at).isoformat(),
                "by": str(one.by.public_id) if one.by else None,
                "basis": one.basis,
                "promised": one.promised,
                "derivation": one.derivation,
            }
            for one in changes
        ],
        "clock": running.cause if running else None,
    }


def _change(change: DueChange) -> Iterator[str]:
    due = moment(localtime(change.due_at)) if change.due_at else _("no day yet")
    yield _("%(number)d. Due: %(due)s.") % {"number": change.number, "due": due}
    yield "   " + _("Set at %(moment)s by %(who)s.") % {
        "moment": moment(localtime(change.at)),
        "who": _who(change.by, change) if change.by else _("what the applicant handed in"),
    }
    yield f"   {WHY[change.cause]}"
    if change.basis:
        yield "   " + _("Basis: %(basis)s.") % {"basis": change.basis}
    if change.due_at:
        yield "   " + (
            _("The applicant has this day on paper.")
            if change.promised
            else _("This day stands on no paper that the applicant has.")
        )
    for step in read(change.derivation):
        yield f"   - {step}"


def _who(post: Post, change: DueChange) -> str:
    """By office, not by name: who held it is the business of the agency."""
    return f"{post}, {post.unit.agency.name_on(localdate(change.at))}"


def _now(dossier: Dossier) -> Iterator[str]:
    running = dossier.clock_segments.filter(ended_at=None).first()
    if running is not None:
        since = moment(localtime(running.started_at))
        yield str(WHOSE[running.cause]) % {"moment": since}
    elif dossier.received_at is None:
        yield _("The agency's time has not begun: the dossier is not received.")
    else:
        yield _("The agency's time has ended.")
    held = dossier.holdings.select_related("agency", "post", "unit").filter(until=None).first()
    if held is not None:
        yield str(HELD[held.party]) % {
            "who": _holder(held),
            "moment": moment(localtime(held.since)),
        }


def _holder(held: Holding) -> str:
    agency = held.agency.name_on(localdate(held.since)) if held.agency else ""
    return ", ".join(str(part) for part in (held.post or held.unit, agency) if part)
