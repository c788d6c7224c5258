"""Whose time has passed: the stretches of a dossier's way in working days, for the clock figure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from onestop.ui.components.timing import Clock, Segment
from onestop.ui.limits import days_left
from workflows.clock import announced
from workflows.clock.days import LEGAL_TIME, Calendar
from workflows.clock.derivation import read
from workflows.clock.errors import NoCalendarForYear
from workflows.dossiers.lateness import working_days
from workflows.dossiers.models import ClockSegment, CompletionRequest, Dossier

RUNNING = ClockSegment.Cause.RUNNING


def clock_of(
    dossier: Dossier,
    segments: Sequence[ClockSegment],
    requests: Iterable[CompletionRequest],
    *,
    at: datetime,
) -> Clock | None:
    """None before reception, and where no calendar counts the days."""
    if dossier.submitted_at is None or dossier.received_at is None or dossier.due_at is None:
        return None
    calendar = announced.calendar(dossier.competent_agency.calendar)
    before = [one for one in requests if one.stage == CompletionRequest.Stage.RECEPTION]
    # While it waits for somebody else, none of the agency's days pass, and none is late.
    still = next((one for one in segments if not one.ended_at and one.cause != RUNNING), None)
    try:
        left, late = days_left(dossier.due_at, calendar, at=still.started_at if still else at)
        return Clock(
            segments=(
                *_before(dossier.submitted_at, dossier.received_at, before, calendar),
                *_since(segments, at, calendar),
            ),
            begun=_day(dossier.submitted_at),
            due=_day(dossier.due_at),
            today=_day(at),
            left=left,
            late=late,
            paused=still is not None,
            derivation=" ".join(str(step) for step in read(dossier.derivation or [])),
        )
    except NoCalendarForYear:
        return None


def _before(
    submitted: datetime,
    received: datetime,
    requests: Iterable[CompletionRequest],
    calendar: Calendar,
) -> Iterator[Segment]:
    """Up to reception: with the one-stop unit, with the applicant, and so on."""
    checking = _("The one-stop unit checks it")
    since = submitted
    for request in requests:
        answered = request.answered_at or received
        yield Segment("pre", working_days(since, request.asked_at, calendar), checking)
        yield Segment(
            "you",
            working_days(request.asked_at, answered, calendar),
            _("Waiting for you, not counted"),
        )
        since = answered
    yield Segment("pre", working_days(since, received, calendar), checking)


def _since(segments: Iterable[ClockSegment], at: datetime, calendar: Calendar) -> Iterator[Segment]:
    for one in segments:
        days = working_days(one.started_at, one.ended_at or at, calendar)
        if one.cause == RUNNING:
            yield Segment("office", days, _("The agency works on it"))
        elif one.cause == ClockSegment.Cause.EVENT:
            yield Segment("pre", days, _("Waiting for the event, not counted"))
        else:
            yield Segment("you", days, _("Waiting for you, not counted"))


def _day(moment: datetime) -> date:
    return localtime(moment, LEGAL_TIME).date()
