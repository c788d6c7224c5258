"""Which acts are open to somebody on a dossier now, and why the others are not."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from workflows.dossiers.models import Dossier
from workflows.dossiers.status import ENDED
from workflows.people.models import Account
from workflows.permissions import rules
from workflows.permissions.rules import NotAllowed, SamePerson, why_not

from .errors import NotThisWay
from .models import Task
from .table import ACTS, Act


@dataclass(frozen=True)
class Choice:
    """An act, and the reason why it cannot be done now; none where it can."""

    act: str
    title: Promise
    reason: str = ""

    @property
    def allowed(self) -> bool:
        return not self.reason


def acts_for(dossier: Dossier, *, by: Account, at: datetime) -> tuple[Choice, ...]:
    """Every act, in the order of a dossier's life. Two statements, for a dossier that is whole.

    It says what `perform` would ask first: who may, then what is open. The step may still refuse.
    """
    waiting, known = _waiting(dossier)
    refused = why_not(by, ACTS, dossier, at=at)
    return tuple(
        Choice(
            act.name,
            act.title,
            _not_his(act, dossier, refused[act.name])
            or _not_now(act, dossier, waiting)
            or _not_this_way(act, known),
        )
        for act in ACTS.values()
    )


def _waiting(dossier: Dossier) -> tuple[set[str], set[str]]:
    """The tasks that are open, and all that their way leads to; before it sets out, that alone."""
    tasks = list(Task.objects.filter(process__dossier=dossier, finished=None))
    names = {task.flow_task.name for task in tasks}
    known = {node.name for task in tasks for node in task.flow_task.flow_class.instance.nodes()}
    if dossier.journal_count:
        return names, known
    return {act.task for act in ACTS.values() if act.sets_out}, known


def _not_his(act: Act, dossier: Dossier, refusal: NotAllowed | None) -> str:
    if refusal is None or isinstance(refusal, SamePerson):
        return str(refusal or "")
    rule = rules.rule_of(act.name, dossier)
    if rule is None:
        return _("Only the applicant does this.")
    return _("Done by: %(role)s.") % {"role": rule.role.label}


def _not_now(act: Act, dossier: Dossier, waiting: Collection[str]) -> str:
    if act.task in waiting:
        return ""
    if act.stands_apart:
        return _apart(act, dossier)
    first = [str(other.title) for other in ACTS.values() if other.task in waiting]
    if not first:
        return _("The dossier has come to its end.")
    return _("Something else comes first: %(acts)s.") % {"acts": ", ".join(first)}


def _not_this_way(act: Act, known: Collection[str]) -> str:
    return str(NotThisWay(act.title)) if act.leads_to and act.leads_to not in known else ""


def _apart(act: Act, dossier: Dossier) -> str:
    """Of an act that closes no task: whether the dossier stands where the law allows it."""
    if act.is_open_during(dossier.status):
        return ""
    if dossier.status in ENDED:
        return _("The dossier has come to its end.")
    return _("Not where the dossier stands now: %(status)s.") % {
        "status": dossier.get_status_display()
    }
