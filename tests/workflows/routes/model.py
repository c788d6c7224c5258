"""A second, small telling of what a dossier may become, by the table T1-T22 alone.

It shares no line with the code that it judges: words and days are its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from enum import StrEnum

from tests.workflows.clock.reference import DAY, after_calendar_days, after_working_days

HANOI = timezone(timedelta(hours=7))
LIMIT, ASKED_WITHIN, SILENCE, MOVED_BY = 40, 3, 60, 7


class Answer(StrEnum):
    DONE = "done"
    NOT_YOURS = "not yours"
    NOT_NOW = "not now"
    REFUSED = "refused"


@dataclass(frozen=True)
class Row:
    """One row of the table: who, from where, and to where; nowhere is where it stays."""

    who: str
    whence: frozenset[str]
    whither: str = ""


def _row(who: str, whence: str, whither: str = "") -> Row:
    return Row(who, frozenset(whence.split()), whither)


UNDECIDED = (
    "SUBMITTED COMPLETION_REQUESTED RECEIVED PROCESSING SUPPLEMENT_REQUESTED AWAITING_APPROVAL"
)
TABLE = {
    "submit": _row("citizen", "DRAFT", "SUBMITTED"),
    "ask_completion": _row("reception", "SUBMITTED", "COMPLETION_REQUESTED"),
    "resubmit": _row("citizen", "COMPLETION_REQUESTED", "SUBMITTED"),
    "reject": _row("reception", "SUBMITTED", "NOT_RECEIVED"),
    "receive": _row("reception", "SUBMITTED", "RECEIVED"),
    "assign": _row("head", "RECEIVED", "PROCESSING"),
    "ask_supplement": _row("handler", "PROCESSING", "SUPPLEMENT_REQUESTED"),
    "supplement": _row("citizen", "SUPPLEMENT_REQUESTED", "PROCESSING"),
    "stop_for_silence": _row("head", "SUPPLEMENT_REQUESTED", "STOPPED"),
    "propose": _row("handler", "PROCESSING", "AWAITING_APPROVAL"),
    "send_back": _row("approver", "AWAITING_APPROVAL", "PROCESSING"),
    "approve": _row("approver", "AWAITING_APPROVAL", "APPROVED"),
    "withdraw": _row("citizen", UNDECIDED, "WITHDRAWN"),
    "stop": _row("head", UNDECIDED.replace("SUBMITTED ", "", 1), "STOPPED"),
    "apologise": _row("head", "RECEIVED PROCESSING AWAITING_APPROVAL APPROVED"),
}
ENDED = {"NOT_RECEIVED", "WITHDRAWN", "STOPPED"}
NEEDS_HANDLER, NEEDS_SIGNER = {"ask_supplement", "propose"}, {"send_back", "approve"}


def closing(day: date) -> datetime:
    return datetime.combine(day, time(17), HANOI)


def day_of(at: datetime) -> date:
    return at.astimezone(HANOI).date()


@dataclass
class Model:
    status: str = "DRAFT"
    named: bool = False
    signer: bool = False
    asked: tuple[int, int] = (0, 0)
    received: datetime | None = None
    asked_at: datetime | None = None
    due: datetime | None = None
    apologised: bool = False
    changes: int = 0

    def foretell(self, act: str, who: str, at: datetime, *, whole: bool, consent: bool) -> Answer:
        """What comes of it. `whole`: nothing is left out; `consent`: basis and superior named."""
        row = TABLE[act]
        unnamed = (act in NEEDS_HANDLER and not self.named) or (
            act in NEEDS_SIGNER and not self.signer
        )
        if who != row.who or unnamed:
            return Answer.NOT_YOURS
        if self.status not in row.whence:
            return Answer.NOT_NOW
        return Answer.DONE if whole and self._guard(act, at, consent) else Answer.REFUSED

    def _guard(self, act: str, at: datetime, consent: bool) -> bool:
        if act == "ask_completion":
            return self.asked[0] == 0 or consent
        if act == "ask_supplement":
            assert self.received is not None
            last = closing(after_working_days(day_of(self.received), ASKED_WITHIN))
            return consent or (self.asked[1] == 0 and at <= last)
        if act == "stop_for_silence":
            assert self.asked_at is not None
            return at > closing(after_calendar_days(day_of(self.asked_at), SILENCE))
        if act == "apologise":
            assert self.due is not None
            return not self.apologised and day_of(at) < day_of(self.due)
        return True

    def do(self, act: str, at: datetime) -> None:
        before = self.due
        if act == "ask_completion":
            self.asked = (self.asked[0] + 1, self.asked[1])
        elif act == "receive":
            self.received, self.due = at, closing(after_working_days(day_of(at), LIMIT))
        elif act == "assign":
            self.named = True
        elif act == "ask_supplement":
            self.asked, self.asked_at = (self.asked[0], self.asked[1] + 1), at
        elif act == "supplement":
            self._begin_anew(at)
        elif act == "propose":
            self.signer = True
        elif act == "apologise":
            assert self.due is not None
            later = day_of(self.due) + MOVED_BY * DAY
            self.apologised, self.due = True, closing(after_calendar_days(later, 0))
        self.changes += self.due != before
        self.status = TABLE[act].whither or self.status

    def _begin_anew(self, at: datetime) -> None:
        """The limit begins again; waiting makes up for no lateness, no promise is undone."""
        assert self.due is not None
        assert self.asked_at is not None
        anew = closing(after_working_days(day_of(at), LIMIT))
        if self.asked_at <= self.due < anew:
            self.due = anew
