"""Putting an issued result right (T23): a task of its own, decided, signed and sealed like any."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import date, datetime
from uuid import uuid4

from workflows.clock import announced
from workflows.clock.deadline import by_plan
from workflows.dossiers.corrections import ABOUT_ANOTHER
from workflows.dossiers.drafts import SECRET_LETTERS
from workflows.dossiers.models import ClockSegment, Dossier
from workflows.dossiers.status import Status
from workflows.journal.models import Entry
from workflows.outbox.post import post
from workflows.permissions.rules import Acting
from workflows.results import register
from workflows.results.models import Amendment, Result, ResultUse

from .assessment import handler_of
from .due_dates import Cause, set_due
from .refusals import NothingToCorrect, ReasonNeeded, UnderCorrection, UnknownCorrection
from .settle import OFFICE, TOPICS, settle
from .typed import typed

BASIS = "NĐ 30/2020, 18; NĐ 61/2018, 21"
Kind = Dossier.Correction
# What those who relied on a result are told of it.
TOLD_AS = {
    Kind.AMEND: "result_amended",
    Kind.REPLACE: "result_replaced",
    Kind.REVOKE: "result_revoked",
}


def correct(
    dossier: Dossier,
    *,
    by: Acting,
    at: datetime,
    kind: str,
    reason: str,
    handler: str,
    due_on: date,
) -> Entry:
    """The head opens the task: what is wrong, how it is put right, by whom and until when.

    Nothing changes for the holder yet: the result counts until the correcting document is issued.
    """
    if kind not in Kind.values:
        raise UnknownCorrection(kind)
    reason = typed(reason, longest=2_000)
    if not reason:
        raise ReasonNeeded
    result = _result_of(dossier)
    opened = _open(dossier, result, Kind(kind), at)
    opened.handler = handler_of(dossier, handler, at)
    opened.unit = opened.handler.unit
    calendar = announced.calendar(dossier.competent_agency.calendar)
    set_due(opened, by_plan(at, due_on, calendar), Cause.PLANNED, by=by, at=at, promised=False)
    ClockSegment.objects.create(
        dossier=opened,
        cause=ClockSegment.Cause.RUNNING,
        started_at=at,
        begun_by=by.office,
        basis=BASIS,
    )
    opened.open_correction()
    settle(
        opened,
        "open_correction",
        by=by,
        at=at,
        was=Status.DRAFT,
        details={
            "kind": kind,
            "corrects": str(result.public_id),
            "code": opened.code,
            "handler": str(opened.handler.public_id),
        },
        private={"reason": reason},
    )
    was = dossier.status
    dossier.correct()
    return settle(
        dossier,
        "correct",
        by=by,
        at=at,
        was=was,
        details={"kind": kind, "opened": str(opened.public_id)},
        private={"reason": reason},
    )


def _result_of(dossier: Dossier) -> Result:
    """The result in force that came of the dossier, and that nobody is putting right already."""
    result = Result.objects.filter(dossier_code=str(dossier)).select_for_update().first()
    only_speaks_of_another = dossier.correction in ABOUT_ANOTHER
    if result is None or result.state != Result.State.ACTIVE or only_speaks_of_another:
        raise NothingToCorrect
    over = [Status.ISSUED, Status.RETURNED, Status.STOPPED, Status.WITHDRAWN]
    if result.corrections.exclude(status__in=over).exists():
        raise UnderCorrection
    return result


def _open(dossier: Dossier, result: Result, kind: Kind, at: datetime) -> Dossier:
    """A dossier of the agency's own, of the same people, under a code that names the first."""
    code = f"{dossier.code}-DC{result.corrections.count() + 1}"
    return Dossier.objects.create(
        public_id=uuid4(),
        code=code,
        lookup_secret="".join(secrets.choice(SECRET_LETTERS) for _ in range(8)),
        procedure_key=dossier.procedure_key,
        procedure_revision=dossier.procedure_revision,
        bundle_hash=dossier.bundle_hash,
        case=dossier.case,
        channel=dossier.channel,
        receiving_agency=dossier.receiving_agency,
        competent_agency=dossier.competent_agency,
        counter_agency=dossier.counter_agency,
        submitter=dossier.submitter,
        owner_person=dossier.owner_person,
        owner_organisation=dossier.owner_organisation,
        representation=dossier.representation,
        contact=dossier.contact,
        answers=dossier.answers,
        created_at=at,
        received_at=at,
        corrects=result,
        correction=kind,
        outcome=dossier.outcome,
        outcome_facts=dossier.outcome_facts,
        search_text=dossier.search_text,
        sort_key=dossier.sort_key,
    )


def put_right(dossier: Dossier, issued: Result, *, at: datetime) -> None:
    """The correcting document is issued: from this moment the old one counts as it says.

    Was it issued anew since this was begun, then that ends with it. Whoever relied on either is
    told, wherever they stand.
    """
    corrected = dossier.corrects
    if corrected is None:
        return
    kind = Kind(dossier.correction)
    changed: Result | None
    if kind is Kind.AMEND:
        changed = register.newest(corrected)
        Amendment.objects.create(result=corrected, by=issued, at=at)
    elif kind is Kind.REPLACE:
        changed = register.replace(corrected, by=issued, at=at)
    else:
        changed = register.revoke(corrected, reason=f"{issued.title_vi} {issued.number}", at=at)
    tell_relied({corrected, changed or corrected}, TOLD_AS[kind], by=issued, at=at)


def tell_relied(results: Collection[Result], act: str, *, by: Result, at: datetime) -> None:
    """Whoever works on what rests on a result, or came by it, is told what became of it.

    Of each document that puts it right, for a letter may be followed by another; but not whoever
    that document is for.
    """
    relied = ResultUse.objects.filter(result__in=results).values_list("dossier", flat=True)
    codes = [one.dossier_code for one in results]
    own = Dossier.objects.filter(code__in=codes).values_list("public_id", flat=True)
    itself = Dossier.objects.filter(code=by.dossier_code).values_list("public_id", flat=True)
    for subject in sorted({*relied, *own} - {*itself}, key=str):
        for topic in (*TOPICS, OFFICE):
            key = f"{by.public_id}:{act}:{subject}:{topic}"
            post(topic, subject, at=at, key=key, act=act)
