"""A second, small telling of what a dossier may become, by the table T1-T23 alone.

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
    "apologise": _row("head", "RECEIVED PROCESSING AWAITING_APPROVAL APPROVED SIGNED"),
    "judge": _row("handler", "SUBMITTED PROCESSING"),
    "sign": _row("approver", "APPROVED", "SIGNED"),
    "number": _row("clerk", "SIGNED"),
    "issue": _row("clerk", "SIGNED", "ISSUED"),
    "hand_over": _row("reception", "ISSUED", "RETURNED"),
    "correct": _row("head", "ISSUED RETURNED"),
    # Filed where it is decided, it has nowhere to go; and neither waits for an event nor is it
    # due on the same day.
    "forward": _row("reception", "SUBMITTED"),
    "take_up": _row("handler", ""),
    "record_event": _row("handler", ""),
}
ENDED = {"NOT_RECEIVED", "WITHDRAWN", "STOPPED", "RETURNED"}
DECIDED = ENDED | {"ISSUED"}
NEEDS_HANDLER = {"ask_supplement", "propose", "record_event"}
NEEDS_SIGNER = {"send_back", "approve", "sign"}


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
    # What of the applicant's was ever sent on a request, and whether the result bears a number.
    sent: bool = False
    numbered: bool = False
    corrected: bool = False

    def foretell(self, act: str, who: str, at: datetime, *, whole: bool, consent: bool) -> Answer:
        """What comes of it. `whole`: nothing is left out; `consent`: basis and superior named."""
        if who != self.who(act) or self._unnamed(act):
            return Answer.NOT_YOURS
        if not self.is_open(act):
            return Answer.NOT_NOW
        return Answer.DONE if whole and self._guard(act, at, consent) else Answer.REFUSED

    def who(self, act: str) -> str:
        """What was sent before reception is the counter's to judge."""
        before = act == "judge" and self.received is None
        return "reception" if before else TABLE[act].who

    def is_open(self, act: str) -> bool:
        """The number comes first, and once; then the seal."""
        waits = {"number": not self.numbered, "issue": self.numbered}
        return self.status in TABLE[act].whence and waits.get(act, True)

    def _unnamed(self, act: str) -> bool:
        if act in NEEDS_SIGNER:
            return not self.signer
        of_handler = act in NEEDS_HANDLER or (act == "judge" and self.received is not None)
        return of_handler and not self.named

    def _guard(self, act: str, at: datetime, consent: bool) -> bool:
        if act in {"judge", "correct", "forward"}:
            return {"judge": self.sent, "correct": not self.corrected, "forward": False}[act]
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
        self._note(act)
        self._reckon(act, at)
        self.changes += self.due != before
        self.status = TABLE[act].whither or self.status

    def _note(self, act: str) -> None:
        before, after = self.asked
        self.asked = (before + (act == "ask_completion"), after + (act == "ask_supplement"))
        self.sent |= act in {"resubmit", "supplement"}
        self.named |= act == "assign"
        self.signer |= act == "propose"
        self.numbered |= act == "number"
        self.corrected |= act == "correct"
        self.apologised |= act == "apologise"

    def _reckon(self, act: str, at: datetime) -> None:
        if act == "receive":
            self.received, self.due = at, closing(after_working_days(day_of(at), LIMIT))
        elif act == "ask_supplement":
            self.asked_at = at
        elif act == "supplement":
            self._begin_anew(at)
        elif act == "apologise":
            assert self.due is not None
            later = day_of(self.due) + MOVED_BY * DAY
            self.due = closing(after_calendar_days(later, 0))

    def _begin_anew(self, at: datetime) -> None:
        """The limit begins again; waiting makes up for no lateness, no promise is undone."""
        assert self.due is not None
        assert self.asked_at is not None
        anew = closing(after_working_days(day_of(at), LIMIT))
        if self.asked_at <= self.due < anew:
            self.due = anew
