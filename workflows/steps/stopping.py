"""How a dossier ends without a result: withdrawn (T19), stopped (T20), left unanswered (T10)."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from workflows.clock import announced
from workflows.clock.days import Calendar
from workflows.clock.deadline import Limit, due
from workflows.dossiers.models import Dossier, Ending
from workflows.dossiers.pinned import procedure_of
from workflows.journal.models import Entry
from workflows.people.models import Post
from workflows.permissions.rules import Acting

from . import slips
from .asking import superior
from .refusals import ConsentNeeded, FinanceNeeded, GroundNeeded, OpenedByTheAgency, StillTime
from .settle import settle
from .supplement import stop_clock
from .typed import typed

Kind, Finance = Ending.Kind, Ending.Finance
LONGEST = 2_000


def withdraw(dossier: Dossier, *, by: Acting, at: datetime, reason: str = "") -> Entry:
    """The applicant takes the request back, as long as nothing is decided (Mẫu 05).

    A reason is theirs to give or not. What was paid is kept unless the agency decides otherwise.
    """
    if dossier.correction:
        raise OpenedByTheAgency
    fee = procedure_of(dossier).channel(dossier.channel).fee
    ending = Ending(
        kind=Kind.WITHDRAWN,
        ground=typed(reason, longest=LONGEST),
        finance=Finance.NO_CHARGE if fee.amount == 0 else Finance.KEPT,
    )
    return _end(dossier, ending, "withdraw", by=by, at=at)


def stop(
    dossier: Dossier,
    *,
    by: Acting,
    at: datetime,
    ground: str,
    legal_basis: str,
    approved_by: str,
    finance: str,
    finance_note: str = "",
) -> Entry:
    """The agency stops on a ground in law, with a superior's consent, and concludes the fee."""
    ground, legal_basis = typed(ground, longest=LONGEST), typed(legal_basis, longest=300)
    if not (ground and legal_basis):
        raise GroundNeeded
    if not approved_by:
        raise ConsentNeeded
    finance_note = typed(finance_note, longest=500)
    if finance not in Finance.values or (finance != Finance.NO_CHARGE and not finance_note):
        raise FinanceNeeded
    ending = Ending(
        kind=Kind.STOPPED,
        ground=ground,
        legal_basis=legal_basis,
        finance=finance,
        finance_note=finance_note,
        decided_by=by.office,
        approved_by=superior(dossier, approved_by, by=by, at=at),
    )
    return _end(dossier, ending, "stop", by=by, at=at)


def stop_for_silence(dossier: Dossier, *, by: Acting, at: datetime, note: str = "") -> Entry:
    """The applicant did not answer within the agency's internal limit. A person decides it.

    How long the law lets an applicant be silent is not established, so nothing ends by itself.
    """
    calendar = announced.calendar(dossier.competent_agency.calendar)
    until = patience(dossier, calendar)
    if at <= until:
        raise StillTime(until)
    fee = procedure_of(dossier).channel(dossier.channel).fee
    ending = Ending(
        kind=Kind.SILENCE,
        ground=typed(note, longest=LONGEST),
        finance=Finance.NO_CHARGE if fee.amount == 0 else Finance.KEPT,
        decided_by=by.office,
    )
    return _end(dossier, ending, "stop_for_silence", by=by, at=at)


def patience(dossier: Dossier, calendar: Calendar) -> datetime:
    """Until when the applicant may be silent, by the agency's internal limit."""
    [asked] = (one for one in dossier.completion_requests.all() if one.answered_at is None)
    return due(asked.asked_at, Limit.parse(settings.SILENCE_LIMIT), calendar).at


def _end(dossier: Dossier, ending: Ending, act: str, *, by: Acting, at: datetime) -> Entry:
    ending.dossier, ending.stage, ending.at = dossier, dossier.status, at
    ending.save(force_insert=True)
    stop_clock(dossier, at=at)
    slip = slips.stopping(dossier, procedure_of(dossier), ending, by=by, at=at)
    was = dossier.status
    getattr(dossier, act)()
    dossier.ended_at = at
    return settle(
        dossier,
        act,
        by=by,
        at=at,
        was=was,
        digest=slip.file.digest,
        details={"finance": ending.finance, "superior": _id(ending.approved_by)},
        private={"ground": ending.ground} if ending.ground else {},
    )


def _id(post: Post | None) -> str:
    return str(post.public_id) if post else ""
