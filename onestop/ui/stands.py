"""Where a dossier stands, in the few words that a dense list has room for."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workflows.dossiers.models import Dossier
from workflows.dossiers.status import Status

S = Status
STANDS: dict[Status, Promise] = {
    S.SUBMITTED: _("To be received"),
    S.COMPLETION_REQUESTED: _("To be completed"),
    S.NOT_RECEIVED: _("Not received"),
    S.RECEIVED: _("To be assigned"),
    S.PROCESSING: _("Being assessed"),
    S.SUPPLEMENT_REQUESTED: _("To be supplemented"),
    S.PAYMENT_REQUESTED: _("To be paid"),
    S.AWAITING_APPROVAL: _("To be approved"),
    S.APPROVED: _("To be signed"),
    S.SIGNED: _("To be numbered and sealed"),
    S.ISSUED: _("To be handed over"),
    S.RETURNED: _("Handed over"),
    S.WITHDRAWN: _("Withdrawn"),
    S.STOPPED: _("Stopped"),
}
# What is to be done by whoever holds the file, by the name of the task on its route.
STEPS: dict[str, Promise] = {
    "receive": _("To be received"),
    "complete": _("To be completed by the applicant"),
    "assign": _("To be assigned"),
    "take_up": _("To be taken up"),
    "await_event": _("Waits for the event"),
    "assess": _("Assessment"),
    "supplement": _("To be supplemented by the applicant"),
    "approve": _("To be approved"),
    "sign": _("To be signed"),
    "number": _("To be numbered"),
    "issue": _("To be sealed and issued"),
    "hand_over": _("To be handed over"),
}
WRITTEN_DOWN = _("Being written down")


def stand_of(dossier: Dossier) -> Promise:
    """A draft in a list of the office is one that the office writes down itself."""
    return STANDS.get(Status(dossier.status), WRITTEN_DOWN)
