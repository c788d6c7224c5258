"""The route of a limit that waits for an event: nothing is decided before it has come."""

from __future__ import annotations

from viewflow import this
from viewflow.workflow import flow

from workflows.dossiers.status import Status

from .standard import RouteBase, is_now


class EventStarted(RouteBase):
    """Event-started route"""

    set_out = flow.StartHandle().Next(this.receive)

    receive = flow.Handle().Next(this.received)
    received = (
        flow.Switch()
        .Case(this.complete, is_now(Status.COMPLETION_REQUESTED))
        .Case(this.end, is_now(Status.NOT_RECEIVED))
        .Case(this.receive, is_now(Status.SUBMITTED))
        .Default(this.assign)
    )
    complete = flow.Handle().Next(this.receive)

    assign = flow.Handle().Next(this.await_event)
    await_event = flow.Handle().Next(this.assess)
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
