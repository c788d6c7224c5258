"""What befalls a dossier in the simulated year: each story yields when its next act takes place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time
from functools import partial

from django.utils.timezone import localdate

from tests.people import HANOI

from .case import LAW, PRESENT, Case
from .ground import PLANNED

When = Iterator[datetime]
Telling = Callable[[Case], When]


@dataclass(frozen=True)
class Story:
    procedure: str
    tells: Telling
    # Filed where the citizen lives, and decided by another agency.
    elsewhere: bool = False
    # No later in the year than this month, so that there is time for what takes long.
    until: int = 12


def received(case: Case, *, event: bool = True) -> When:
    """Filed, received and on the handler's desk; the event, where one is awaited, has come."""
    case.file()
    if case.elsewhere:
        yield case.within(1, 2)
        case.pass_on()
    yield case.within(0, 2)
    case.receive()
    yield case.soon()
    if case.procedure == "year-same-day":
        case.act("take_up")
        return
    case.act("assign")
    if event and case.procedure.startswith("year-event"):
        yield case.within(1, 9)
        ago = case.chance.choice([1, 2, 5, 30])
        day = localdate(case.at).toordinal() - ago
        case.act("record_event", on=localdate(case.at).fromordinal(day))


def supplemented(case: Case, **details: str) -> When:
    case.ask(**details)
    yield case.any_day(0, 25)
    case.act("supplement")


# Before reception.


def rejected(case: Case) -> When:
    case.file()
    yield case.within(0, 3)
    case.act("reject")


def withdrawn_at_once(case: Case) -> When:
    case.file()
    yield case.any_day(0, 1)
    case.act("withdraw")


def completed(case: Case) -> When:
    case.file()
    yield case.within(0, 2)
    case.act("ask_completion")
    yield case.any_day(0, 9)
    case.act("resubmit")
    yield case.within(0, 1)
    case.act("judge", by=case.of.who("receive"))
    case.receive()
    yield case.within(0, 2)
    case.act("assign")
    yield case.within(1, 3)
    case.stop()


# Under way.


def withdrawn_late(case: Case) -> When:
    yield from received(case)
    yield case.within(1, 3)
    case.propose()
    yield case.within(0, 1)
    case.act("send_back")
    yield case.any_day(0, 1)
    case.act("withdraw")


def withdrawn_waiting(case: Case) -> When:
    yield from received(case, event=False)
    yield case.any_day(1, 9)
    case.act("withdraw")


def asked(case: Case) -> When:
    """Within three working days, and answered; then judged, and withdrawn."""
    yield from received(case)
    yield case.soon()
    late = {"legal_basis": LAW} if case.procedure.startswith("year-event") else {}
    yield from supplemented(case, **late)
    yield case.within(0, 1)
    case.act("judge", accepted=case.chance.random() < 0.7, note="Còn mờ ở trang 2.")
    yield case.any_day(0, 2)
    case.act("withdraw")


def asked_late(case: Case) -> When:
    yield from received(case)
    yield case.within(7, 9)
    yield from supplemented(case, legal_basis=LAW)
    yield case.within(1, 4)
    case.stop()


def asked_twice(case: Case) -> When:
    yield from received(case)
    yield case.soon()
    yield from supplemented(case, legal_basis=LAW)
    yield case.within(1, 3)
    yield from supplemented(case, legal_basis=LAW)
    yield case.within(0, 3)
    case.stop()


def asked_after_due(case: Case) -> When:
    """Waiting does not make it punctual again."""
    yield from received(case)
    yield case.past_due()
    yield from supplemented(case, legal_basis=LAW)
    yield case.within(0, 2)
    case.stop()


def silent(case: Case) -> When:
    yield from received(case)
    yield case.soon()
    case.ask(legal_basis=LAW)
    # Sixty days, and the holidays of Tết on which they may end.
    yield case.within(72, 85)
    case.act("stop_for_silence")


def withdrawn_when_asked(case: Case) -> When:
    yield from received(case)
    yield case.soon()
    case.ask(legal_basis=LAW)
    yield case.any_day(1, 20)
    case.act("withdraw")


def apologised(case: Case) -> When:
    yield from received(case)
    yield case.before_due()
    case.apologise()
    yield case.within(0, 3)
    case.act("withdraw")


def late_all_the_same(case: Case) -> When:
    """What was promised with the apology passes, too."""
    yield from received(case)
    yield case.before_due()
    case.apologise()
    yield case.past_due()
    case.stop()


def apologised_then_asked(case: Case) -> When:
    yield from received(case)
    yield case.before_due()
    case.apologise()
    yield case.soon()
    yield from supplemented(case, legal_basis=LAW)
    yield case.within(0, 2)
    case.stop()


def asked_then_apologised(case: Case) -> When:
    yield from received(case)
    yield case.soon()
    yield from supplemented(case, legal_basis=LAW)
    yield case.before_due()
    case.apologise()
    yield case.within(0, 8)
    case.act("withdraw")


def late(case: Case) -> When:
    yield from received(case)
    yield case.past_due()
    case.stop()


def refused_and_waiting(case: Case) -> When:
    """Approved, and nobody signs before the year is over: it grows late."""
    yield from received(case)
    yield case.within(0, 4)
    case.act("propose", outcome="refusal", reason="Chưa đủ điều kiện.", facts={})
    yield case.within(0, 1)
    case.act("approve")


def after_fifteen_hundred(case: Case) -> When:
    """What is received then is due the next working day."""
    case.file()
    yield datetime.combine(localdate(case.within(1, 4)), time(15, 20), HANOI)
    case.receive()
    yield case.soon()
    case.act("take_up")
    yield case.within(1, 1)
    case.stop()


# Signed and issued: by services that stamp the true time, so all of it at the true present.


def issued(case: Case, **proposal: object) -> When:
    yield from received(case)
    yield case.within(0, 3)
    case.propose(**proposal)
    yield case.soon()
    case.act("approve")
    for act in ("sign", "number", "issue"):
        yield PRESENT
        case.act(act)


def handed_over(case: Case) -> When:
    yield from issued(case)
    yield PRESENT
    case.act("hand_over")


def refused(case: Case) -> When:
    yield from issued(case, outcome="refusal", reason="Chưa đủ điều kiện.", facts={})


def put_right(case: Case, *, kind: str) -> When:
    yield from handed_over(case)
    yield PRESENT
    other = case.correct(kind)
    yield PRESENT
    other.at = case.at
    other.act("propose", reason="Ghi sai ngày cấp.")
    for act in ("approve", "sign", "number", "issue", "hand_over"):
        yield PRESENT
        other.at = case.at
        other.act(act)


def correction_given_up(case: Case) -> When:
    yield from issued(case)
    yield PRESENT
    other = case.correct("amend")
    yield PRESENT
    other.at = case.at
    other.stop()


RESTART, PAUSE, CALENDAR = "year-restart", "year-pause", "year-calendar"
HOURS, EVENT, SAME_DAY = "year-hours", "year-event", "year-same-day"

STORIES = (
    Story(PAUSE, rejected),
    Story(RESTART, withdrawn_at_once),
    Story(PAUSE, completed),
    Story(CALENDAR, withdrawn_late),
    *(
        Story(one, asked)
        for one in (
            *(RESTART, PAUSE, CALENDAR, HOURS, EVENT, SAME_DAY, PLANNED),
            *("year-calendar-restart", "year-event-restart"),
        )
    ),
    Story(PAUSE, asked_late),
    Story(RESTART, asked_late),
    Story(PAUSE, asked_twice),
    Story(RESTART, asked_twice),
    Story(CALENDAR, asked_twice),
    Story(PAUSE, asked_after_due),
    Story(HOURS, asked_after_due),
    Story(PAUSE, silent, until=8),
    Story(RESTART, silent, until=8),
    Story(PAUSE, withdrawn_when_asked),
    *(Story(one, apologised) for one in (PAUSE, RESTART, CALENDAR, EVENT, PLANNED)),
    Story(PAUSE, late_all_the_same, until=10),
    Story(EVENT, late_all_the_same, until=9),
    Story(PAUSE, apologised_then_asked),
    Story(PAUSE, asked_then_apologised),
    Story(RESTART, asked_then_apologised),
    *(Story(one, late, until=11) for one in (PAUSE, CALENDAR, HOURS, SAME_DAY)),
    Story(PAUSE, refused_and_waiting),
    Story(PAUSE, late, elsewhere=True, until=11),
    Story(RESTART, asked, elsewhere=True),
    Story(EVENT, withdrawn_waiting),
    Story(SAME_DAY, after_fifteen_hundred),
)
# Every other dossier goes no further than the counter: a whole year must be played in minutes.
BRIEF = (Story(PAUSE, rejected), Story(RESTART, withdrawn_at_once))
UNSIGNED = STORIES + BRIEF * (len(STORIES) // len(BRIEF))
# Approved before the summer is over; every other story ends before a signature.
SIGNED = (
    Story(PAUSE, handed_over, until=6),
    Story(PAUSE, refused, until=6),
    Story(SAME_DAY, handed_over, until=6),
    *(
        Story(RESTART, partial(put_right, kind=kind), until=6)
        for kind in ("amend", "replace", "revoke")
    ),
    Story(PLANNED, handed_over, until=6),
    Story(PAUSE, correction_given_up, until=6),
)
