"""Every legal act there is, and every route. Doors name acts; only this table knows the functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workflows.journal.models import Entry
from workflows.steps import (
    approval,
    assessment,
    completion,
    handover,
    issuing,
    numbering,
    reception,
    signatures,
    submission,
)

from .standard import RouteBase, Standard

Step = Callable[..., Entry]
Outside = Callable[..., Mapping[str, Any]]


@dataclass(frozen=True)
class Act:
    """One legal act: its step, the task it closes, and what must happen before any transaction.

    `outside` may sign, ask a time-stamp authority or verify files; what it returns reaches the step.
    """

    title: Promise
    task: str
    step: Step
    outside: Outside | None = None


ACTS: dict[str, Act] = {
    "submit": Act(_("submit"), "set_out", submission.submit, submission.examine),
    "ask_completion": Act(_("ask for completion"), "receive", completion.ask),
    "resubmit": Act(_("resubmit"), "complete", completion.resubmit, completion.examine),
    "reject": Act(_("refuse reception"), "receive", reception.reject),
    "receive": Act(_("receive"), "receive", reception.receive),
    "assign": Act(_("assign"), "assign", assessment.assign),
    "propose": Act(_("propose a result"), "assess", assessment.propose),
    "send_back": Act(_("send back"), "approve", approval.send_back),
    "approve": Act(_("approve"), "approve", approval.approve),
    "sign": Act(_("sign"), "sign", approval.sign, signatures.by_competent_person),
    "number": Act(_("number"), "number", numbering.number),
    "issue": Act(_("seal and issue"), "issue", issuing.issue, signatures.by_agency),
    "hand_over": Act(_("hand over"), "hand_over", handover.hand_over),
}

ROUTES: dict[str, type[RouteBase]] = {"standard": Standard}
