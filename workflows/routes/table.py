"""Every legal act there is, and every route. Doors name acts; this table knows the functions."""

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

    `outside` may sign, ask a time-stamp authority or verify files; the step gets what it returns.
    """

    name: str
    title: Promise
    task: str
    step: Step
    outside: Outside | None = None

    @property
    def sets_out(self) -> bool:
        """Whether the act begins the dossier's way instead of closing a task on it."""
        return self.task == SET_OUT


SET_OUT = "set_out"

_ACTS = (
    Act("submit", _("submit"), SET_OUT, submission.submit, submission.examine),
    Act("ask_completion", _("ask for completion"), "receive", completion.ask),
    Act("resubmit", _("resubmit"), "complete", completion.resubmit, completion.examine),
    Act("reject", _("refuse reception"), "receive", reception.reject),
    Act("receive", _("receive"), "receive", reception.receive),
    Act("assign", _("assign"), "assign", assessment.assign),
    Act("propose", _("propose a result"), "assess", assessment.propose),
    Act("send_back", _("send back"), "approve", approval.send_back),
    Act("approve", _("approve"), "approve", approval.approve),
    Act("sign", _("sign"), "sign", approval.sign, signatures.by_competent_person),
    Act("number", _("number"), "number", numbering.number),
    Act("issue", _("seal and issue"), "issue", issuing.issue, signatures.by_agency),
    Act("hand_over", _("hand over"), "hand_over", handover.hand_over),
)
ACTS: dict[str, Act] = {act.name: act for act in _ACTS}

ROUTES: dict[str, type[RouteBase]] = {"standard": Standard}
