"""What the law lets a dossier become: NĐ 118/2025 as amended by NĐ 309/2026; T-numbers name moves.

The same pairs stand in a database trigger (migration `refuse_unlawful_moves`); a test compares.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

if TYPE_CHECKING:
    # To the type checker the library's class is Any, and every dossier would be Any with it.
    class ConcurrentTransitionMixin: ...

else:
    from django_fsm import ConcurrentTransitionMixin


class Status(models.TextChoices):
    """The professional status. Money, delivery and synchronisation are axes of their own."""

    DRAFT = "DRAFT", _("Draft")
    SUBMITTED = "SUBMITTED", _("Submitted, not yet received")
    COMPLETION_REQUESTED = "COMPLETION_REQUESTED", _("Completion requested before reception")
    NOT_RECEIVED = "NOT_RECEIVED", _("Not received")
    RECEIVED = "RECEIVED", _("Received")
    PROCESSING = "PROCESSING", _("Being processed")
    SUPPLEMENT_REQUESTED = "SUPPLEMENT_REQUESTED", _("Supplement requested")
    PAYMENT_REQUESTED = "PAYMENT_REQUESTED", _("Payment requested")
    AWAITING_APPROVAL = "AWAITING_APPROVAL", _("Awaiting approval")
    APPROVED = "APPROVED", _("Approved, to be signed")
    SIGNED = "SIGNED", _("Signed, to be numbered and sealed")
    ISSUED = "ISSUED", _("Result issued")
    RETURNED = "RETURNED", _("Result handed over")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn by the applicant")
    STOPPED = "STOPPED", _("Stopped")


S = Status

# What the national portal calls it (codes 1-10); a draft is nobody's business yet.
NATIONAL_CODE: dict[str, int | None] = {
    S.DRAFT: None,
    S.SUBMITTED: 1,
    S.RECEIVED: 2,
    S.NOT_RECEIVED: 3,
    S.PROCESSING: 4, S.AWAITING_APPROVAL: 4, S.APPROVED: 4, S.SIGNED: 4,
    S.COMPLETION_REQUESTED: 5, S.SUPPLEMENT_REQUESTED: 5,
    S.PAYMENT_REQUESTED: 6,
    S.WITHDRAWN: 7,
    S.STOPPED: 8,
    S.ISSUED: 9,
    S.RETURNED: 10,
}  # fmt: skip

BEFORE_A_DECISION = [
    S.SUBMITTED, S.COMPLETION_REQUESTED, S.RECEIVED, S.PROCESSING, S.SUPPLEMENT_REQUESTED,
    S.PAYMENT_REQUESTED, S.AWAITING_APPROVAL,
]  # fmt: skip
UNDER_WAY = [S.RECEIVED, S.PROCESSING, S.AWAITING_APPROVAL, S.APPROVED, S.SIGNED]
# Here the agency's time stands still.
WITH_APPLICANT = [S.COMPLETION_REQUESTED, S.SUPPLEMENT_REQUESTED, S.PAYMENT_REQUESTED]
# Received and not issued: a day of return stands written down, whosever time it is.
OWED = [*UNDER_WAY, S.SUPPLEMENT_REQUESTED, S.PAYMENT_REQUESTED]
ENDED = [S.NOT_RECEIVED, S.RETURNED, S.WITHDRAWN, S.STOPPED]


class LegalStatus(ConcurrentTransitionMixin, models.Model):
    """A status that only its transitions change. They change this object and nothing else."""

    status = FSMField(choices=Status.choices, default=S.DRAFT, protected=True, db_index=True)

    class Meta:
        abstract = True

    @transition(status, source=S.DRAFT, target=S.SUBMITTED)
    def submit(self) -> None: ...  # T1

    @transition(status, source=S.SUBMITTED, target=S.COMPLETION_REQUESTED)
    def ask_completion(self) -> None: ...  # T2

    @transition(status, source=S.COMPLETION_REQUESTED, target=S.SUBMITTED)
    def resubmit(self) -> None: ...  # T3

    @transition(status, source=S.SUBMITTED, target=S.NOT_RECEIVED)
    def reject(self) -> None: ...  # T4

    @transition(status, source=S.SUBMITTED, target=S.RECEIVED)
    def receive(self) -> None: ...  # T5

    @transition(status, source=S.RECEIVED, target=S.PROCESSING)
    def assign(self) -> None: ...  # T6

    @transition(status, source=S.PROCESSING, target=None)
    def consult(self) -> None: ...  # T7

    @transition(status, source=S.PROCESSING, target=S.SUPPLEMENT_REQUESTED)
    def ask_supplement(self) -> None: ...  # T8

    @transition(status, source=S.SUPPLEMENT_REQUESTED, target=S.PROCESSING)
    def supplement(self) -> None: ...  # T9

    @transition(status, source=S.SUPPLEMENT_REQUESTED, target=S.STOPPED)
    def stop_for_silence(self) -> None: ...  # T10

    @transition(status, source=S.PROCESSING, target=S.PAYMENT_REQUESTED)
    def ask_payment(self) -> None: ...  # T11

    @transition(status, source=S.PAYMENT_REQUESTED, target=S.PROCESSING)
    def settle_payment(self) -> None: ...  # T12

    @transition(status, source=S.PROCESSING, target=S.AWAITING_APPROVAL)
    def propose(self) -> None: ...  # T13

    @transition(status, source=S.AWAITING_APPROVAL, target=S.PROCESSING)
    def send_back(self) -> None: ...  # T14

    @transition(status, source=S.AWAITING_APPROVAL, target=S.APPROVED)
    def approve(self) -> None: ...  # T15

    @transition(status, source=S.APPROVED, target=S.SIGNED)
    def sign(self) -> None: ...  # T16

    @transition(status, source=S.SIGNED, target=S.ISSUED)
    def issue(self) -> None: ...  # T17

    @transition(status, source=S.ISSUED, target=S.RETURNED)
    def hand_over(self) -> None: ...  # T18

    @transition(status, source=BEFORE_A_DECISION, target=S.WITHDRAWN)
    def withdraw(self) -> None: ...  # T19

    @transition(status, source=BEFORE_A_DECISION[1:], target=S.STOPPED)
    def stop(self) -> None: ...  # T20

    # T21: a refusal is a result of kind REFUSAL and takes the road T13-T17; no edge of its own.

    @transition(status, source=UNDER_WAY, target=None)
    def announce_lateness(self) -> None: ...  # T22

    @transition(status, source=[S.ISSUED, S.RETURNED], target=None)
    def correct(self) -> None: ...  # T23

    # The agency's own task that T23 opens: nobody files it, and nothing is received.
    @transition(status, source=S.DRAFT, target=S.PROCESSING)
    def open_correction(self) -> None: ...  # T23
