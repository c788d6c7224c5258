"""Issuing (T17): the sealed result enters the register, and the legal clock ends."""

from __future__ import annotations

from datetime import datetime

from procedures.results import ResultType
from signing import requests
from signing.models import SignatureRequest
from workflows.dossiers.models import DocumentNumber, Dossier, Paper
from workflows.dossiers.pinned import procedure_of, result_type_of
from workflows.journal.chain import moment
from workflows.journal.models import Entry
from workflows.permissions.rules import Acting
from workflows.results import register
from workflows.results.models import Result
from workflows.results.validity import last_day

from .correction import TOLD_AS, put_right, tell_relied
from .papers import latest, put, starts_with
from .settle import settle
from .supplement import stop_clock


def issue(dossier: Dossier, *, by: Acting, at: datetime, sealed: str) -> Entry:
    """The result sealed before this transaction is issued: number, register and clock together."""
    starts_with(sealed, latest(dossier, Paper.Kind.NUMBERED).file.digest)
    paper = put(dossier, Paper.Kind.RESULT, sealed, at=at)
    number = _issue_number(dossier)
    kind = result_type_of(dossier, procedure_of(dossier))
    result = _enter_register(dossier, kind, number, paper, at)
    ended = _end_replaced(dossier, kind, result, at)
    put_right(dossier, result, at=at)
    request = requests.get_open(dossier.public_id, SignatureRequest.Purpose.SEAL)
    # What was sealed in time is not late because a crash or a service delayed its recording.
    sealed_at = request.signed_at or at
    stop_clock(dossier, at=sealed_at)
    requests.done(request, signed_digest=sealed, at=at)
    was = dossier.status
    dossier.issue()
    dossier.ended_at = sealed_at
    return settle(
        dossier,
        "issue",
        by=by,
        at=at,
        was=was,
        digest=sealed,
        details={
            "number": str(number),
            "result": str(result.public_id),
            "replaced": str(ended.public_id) if ended else "",
            "sealed_at": moment(sealed_at),
        },
    )


def _issue_number(dossier: Dossier) -> DocumentNumber:
    number = dossier.document_numbers.select_related("book").get(state=DocumentNumber.State.TAKEN)
    number.state = DocumentNumber.State.ISSUED
    number.save(update_fields=["state"])
    return number


def _enter_register(
    dossier: Dossier, kind: ResultType, number: DocumentNumber, paper: Paper, at: datetime
) -> Result:
    return Result.objects.create(
        result_type=kind.key,
        title_vi=kind.title.vi,
        title_en=kind.title.en,
        owner_person=dossier.owner_person,
        owner_organisation=dossier.owner_organisation,
        issuer=dossier.competent_agency,
        number=str(number),
        issued_on=number.dated,
        valid_from=number.dated,
        valid_to=last_day(number.dated, kind.validity_rule),
        scope=kind.scope_rule,
        facts=dossier.outcome_facts,
        procedure_key=dossier.procedure_key,
        procedure_revision=dossier.procedure_revision,
        bundle_hash=dossier.bundle_hash,
        dossier_code=str(dossier),
        file=paper.file,
        state_since=at,
    )


def _end_replaced(
    dossier: Dossier, kind: ResultType, result: Result, at: datetime
) -> Result | None:
    """The result this one takes the place of; what came as a paper ends nothing here."""
    if kind.replaces is None:
        return None
    used = dossier.components.select_related("result").filter(requirement=kind.replaces).last()
    before = used.result if used else None
    ended = register.replace(before, by=result, at=at) if before else None
    if before and ended:
        tell_relied({before, ended}, TOLD_AS[Dossier.Correction.REPLACE], by=result, at=at)
    return ended
