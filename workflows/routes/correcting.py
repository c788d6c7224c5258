"""The route of putting an issued result right: opened by the agency, decided and issued anew."""

from __future__ import annotations

from viewflow import this
from viewflow.workflow import flow

from workflows.dossiers.status import Status

from .standard import RouteBase, is_now


class Correcting(RouteBase):
    """Correction route"""

    set_out = flow.StartHandle().Next(this.assess)

    assess = flow.Handle().Next(this.approve)
    approve = flow.Handle().Next(this.approved)
    approved = flow.Switch().Case(this.sign, is_now(Status.APPROVED)).Default(this.assess)
    sign = flow.Handle().Next(this.number)
    number = flow.Handle().Next(this.issue)
    issue = flow.Handle().Next(this.hand_over)
    hand_over = flow.Handle().Next(this.end)

    end = flow.End()
