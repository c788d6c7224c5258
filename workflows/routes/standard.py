"""The standard route: receive, assess, approve, sign, number, issue, hand over.

Names of nodes and of classes are stored with running dossiers: never rename one. A change of the
way is a class of its own beside the old one, which stays for the dossiers that are on it.
"""

from __future__ import annotations

from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.activation import Activation
from viewflow.workflow.lock import SelectForUpdateLock

from workflows.dossiers.status import Status

from .models import Run, Task


def is_now(status: Status) -> object:
    """A condition of the route: it reads the legal status and never writes it."""

    def condition(activation: Activation) -> bool:
        return bool(activation.process.dossier.status == status)

    return condition


class RouteBase(flow.Flow):
    """What all routes share: our own rows, and a lock the engine does not take by itself."""

    process_class = Run
    task_class = Task
    lock_impl = SelectForUpdateLock(nowait=False)


class Standard(RouteBase):
    """Standard route, as it was before a handler could ask for a supplement"""

    set_out = flow.StartHandle().Next(this.receive)

    receive = flow.Handle().Next(this.received)
    received = (
        flow.Switch()
        .Case(this.complete, is_now(Status.COMPLETION_REQUESTED))
        .Case(this.end, is_now(Status.NOT_RECEIVED))
        .Default(this.assign)
    )
    complete = flow.Handle().Next(this.receive)

    assign = flow.Handle().Next(this.assess)
    assess = flow.Handle().Next(this.approve)
    approve = flow.Handle().Next(this.approved)
    approved = flow.Switch().Case(this.sign, is_now(Status.APPROVED)).Default(this.assess)
    sign = flow.Handle().Next(this.number)
    number = flow.Handle().Next(this.issue)
    issue = flow.Handle().Next(this.hand_over)
    hand_over = flow.Handle().Next(this.end)

    end = flow.End()


class StandardWithSupplement(RouteBase):
    """Standard route"""

    set_out = flow.StartHandle().Next(this.receive)

    receive = flow.Handle().Next(this.received)
    received = (
        flow.Switch()
        .Case(this.complete, is_now(Status.COMPLETION_REQUESTED))
        .Case(this.end, is_now(Status.NOT_RECEIVED))
        # Passed on to the agency that decides, whose counter receives it.
        .Case(this.receive, is_now(Status.SUBMITTED))
        .Default(this.assign)
    )
    complete = flow.Handle().Next(this.receive)

    assign = flow.Handle().Next(this.assess)
    assess = flow.Handle().Next(this.assessed)
    assessed = (
        flow.Switch()
        .Case(this.supplement, is_now(Status.SUPPLEMENT_REQUESTED))
        .Default(this.approve)
    )
    supplement = flow.Handle().Next(this.assess)
    approve = flow.Handle().Next(this.approved)
    approved = flow.Switch().Case(this.sign, is_now(Status.APPROVED)).Default(this.assess)
    sign = flow.Handle().Next(this.number)
    number = flow.Handle().Next(this.issue)
    issue = flow.Handle().Next(this.hand_over)
    hand_over = flow.Handle().Next(this.end)

    end = flow.End()
