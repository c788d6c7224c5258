"""Every legal act there is, and every route. Doors name acts; this table knows the functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workflows.dossiers.status import BEFORE_A_DECISION, UNDER_WAY, Status
from workflows.journal.models import Entry
from workflows.steps import (
    answering,
    approval,
    assessment,
    completion,
    correction,
    events,
    handover,
    issuing,
    judging,
    lateness,
    numbering,
    reception,
    signatures,
    stopping,
    submission,
    supplement,
)

from .correcting import Correcting
from .event_started import EventStarted
from .same_day import SameDay
from .standard import RouteBase, Standard, StandardWithSupplement

Step = Callable[..., Entry]
Outside = Callable[..., Mapping[str, Any]]


@dataclass(frozen=True)
class Act:
    """One legal act: its step, the task it closes, and what must happen before any transaction.

    `outside` may sign, ask a time-stamp authority or verify files; the step gets what it returns.
    An act without a task stands beside the route: it is open `during` some statuses, closes
    nothing, and where it `ends` the dossier, takes away whatever still waits.
    """

    name: str
    title: Promise
    task: str
    step: Step
    outside: Outside | None = None
    during: frozenset[Status] = frozenset()
    ends: bool = False
    # The task that only newer ways lead to.
    leads_to: str = ""
    # Whether it opens another dossier, whose run begins with it.
    begets: bool = False

    @property
    def sets_out(self) -> bool:
        """Whether the act begins the dossier's way instead of closing a task on it."""
        return self.task == SET_OUT

    @property
    def stands_apart(self) -> bool:
        return not self.task

    def is_open_during(self, status: str) -> bool:
        return status in self.during


SET_OUT = "set_out"
APART = ""

JUDGED = frozenset({Status.SUBMITTED, Status.PROCESSING})

_ACTS = (
    Act("submit", _("submit"), SET_OUT, submission.submit, submission.examine),
    Act("ask_completion", _("ask for completion"), "receive", completion.ask),
    Act("resubmit", _("resubmit"), "complete", completion.resubmit, answering.examine),
    Act("forward", _("pass on to the competent agency"), "receive", reception.forward),
    Act("reject", _("refuse reception"), "receive", reception.reject),
    Act("receive", _("receive"), "receive", reception.receive),
    Act("assign", _("assign"), "assign", assessment.assign),
    Act("take_up", _("take up"), "take_up", assessment.take_up),
    Act("record_event", _("record the event"), "await_event", events.record_event),
    Act(
        "ask_supplement",
        _("ask for a supplement"),
        "assess",
        supplement.ask,
        leads_to="supplement",
    ),
    Act(
        "supplement",
        _("hand in the supplement"),
        "supplement",
        supplement.supplement,
        answering.examine,
    ),
    Act("judge", _("judge what was sent"), APART, judging.judge, during=JUDGED),
    Act("propose", _("propose a result"), "assess", assessment.propose),
    Act("send_back", _("send back"), "approve", approval.send_back),
    Act("approve", _("approve"), "approve", approval.approve),
    Act("sign", _("sign"), "sign", approval.sign, signatures.by_competent_person),
    Act("number", _("number"), "number", numbering.number),
    Act("issue", _("seal and issue"), "issue", issuing.issue, signatures.by_agency),
    Act("hand_over", _("hand over"), "hand_over", handover.hand_over),
    Act(
        "apologise",
        _("apologise and move the day of return"),
        APART,
        lateness.apologise,
        during=frozenset(UNDER_WAY),
    ),
    Act(
        "withdraw",
        _("withdraw"),
        APART,
        stopping.withdraw,
        during=frozenset(BEFORE_A_DECISION),
        ends=True,
    ),
    Act(
        "stop",
        _("stop the dossier"),
        APART,
        stopping.stop,
        during=frozenset(BEFORE_A_DECISION[1:]),
        ends=True,
    ),
    Act(
        "stop_for_silence",
        _("stop, as the applicant is silent"),
        APART,
        stopping.stop_for_silence,
        during=frozenset({Status.SUPPLEMENT_REQUESTED}),
        ends=True,
    ),
    Act(
        "correct",
        _("put the result right"),
        APART,
        correction.correct,
        during=frozenset({Status.ISSUED, Status.RETURNED}),
        begets=True,
    ),
)
ACTS: dict[str, Act] = {act.name: act for act in _ACTS}

# What the catalogue names, and the way a dossier that sets out now takes.
ROUTES: dict[str, type[RouteBase]] = {
    "standard": StandardWithSupplement,
    "same_day": SameDay,
    "event_started": EventStarted,
}
# Opened by no procedure, but by an act.
CORRECTION = Correcting
# Every way a running dossier may be on; one that is no longer set out on stays here for those.
ALL_ROUTES: tuple[type[RouteBase], ...] = (Standard, *ROUTES.values(), CORRECTION)

# Acts that the journal tells of although nobody performs them through a door.
TOLD_ONLY: dict[str, Promise] = {
    "open_correction": _("open a correction"),
    "recount": _("count the due date again"),
}


def title_of(act: str) -> Promise:
    """What an act that the journal names is called."""
    return ACTS[act].title if act in ACTS else TOLD_ONLY[act]
