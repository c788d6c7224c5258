"""Thousands of dossiers beside the one that is looked at, without thousands of lives."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

from django.db import connection
from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.timezone import localdate
from viewflow.workflow.status import STATUS

from onestop.demo.office import citizen
from tests.lives import Life
from workflows.dossiers.models import Book, DocumentNumber, Dossier, Paper
from workflows.dossiers.status import Status
from workflows.files.models import StoredFile
from workflows.outbox.models import Notice
from workflows.people.models import Role
from workflows.results.models import Result, ResultUse
from workflows.routes.models import Run, Task
from workflows.routes.standard import Standard

S = Status
# Where the dossiers of an office at work stand, each as far as the next, and what they wait for.
STANDS = {
    S.SUBMITTED: Standard.receive,
    S.RECEIVED: Standard.assign,
    S.PROCESSING: Standard.assess,
    S.AWAITING_APPROVAL: Standard.approve,
    S.APPROVED: Standard.sign,
    S.SIGNED: Standard.number,
    S.ISSUED: Standard.hand_over,
    S.RETURNED: Standard.hand_over,
}


def a_crowd(like: Dossier, size: int) -> None:
    """Submitted by the same citizen to the same agencies, and waiting at the counter."""
    Dossier.objects.bulk_create(_another(like) for _ in range(size))
    fresh = Dossier.objects.filter(run=None, journal_count=0, status="DRAFT").exclude(pk=like.pk)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE dossiers_dossier SET status = 'SUBMITTED' WHERE id = ANY(%s)",
            [list(fresh.values_list("pk", flat=True))],
        )
    waiting = Dossier.objects.filter(run=None, status="SUBMITTED")
    Run.objects.bulk_create(
        Run(flow_class=Standard, dossier=dossier)  # type: ignore[misc] # the field takes the class
        for dossier in waiting
    )
    Task.objects.bulk_create(
        Task(
            process=run,
            flow_task=Standard.receive,
            flow_task_type=Standard.receive.task_type,
            status=STATUS.NEW,
        )
        for run in Run.objects.filter(task_set=None)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def an_office_at_work(life: Life, size: int, *, own: int) -> None:
    """So many dossiers at every stage, half of them late; so many of them are the same citizen's,
    with a result on the register and a notice for each that came to its end.
    """
    a_crowd(life.dossier, size)
    crowd = Dossier.objects.exclude(pk=life.dossier.pk)
    every = list(crowd.order_by("pk").values_list("pk", flat=True))
    if not every:
        return
    theirs = citizen("khach", at=timezone.now()).person
    crowd.filter(pk__in=every[own:]).update(owner_person=theirs, submitter=theirs)
    _moved_on(life, every)
    _issued(life, crowd.filter(status__in=[S.ISSUED, S.RETURNED]))
    _told(life, crowd.filter(owner_person=life.owner))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _moved_on(life: Life, every: list[int]) -> None:
    """Stage by stage, for the law knows no jump; at each an equal share stays."""
    for n, (status, task) in enumerate(STANDS.items()):
        here = [pk for place, pk in enumerate(every) if place // 2 % len(STANDS) >= n]
        found = Dossier.objects.filter(pk__in=here)
        if n:
            found.update(status=status)
        if status == S.RECEIVED:
            _received(life, found)
            found.filter(pk__in=every[::2]).update(due_at=timezone.now() - timedelta(days=1))
        if status == S.ISSUED:
            found.update(ended_at=timezone.now())
        Task.objects.filter(process__dossier__in=found).update(flow_task=task)
    over = Dossier.objects.filter(pk__in=every, status=S.RETURNED)
    Task.objects.filter(process__dossier__in=over).update(finished=timezone.now())


def _received(life: Life, found: QuerySet[Dossier]) -> None:
    """Under a code, and with everything that an office notes of a dossier on its way."""
    now, handler = timezone.now(), life.office.who(Role.HANDLER, life.receiving)
    found.update(
        code=Concat(Value("T-"), Cast("pk", TextField())),
        received_at=now - timedelta(days=9),
        due_at=now + timedelta(days=9),
        unit=handler.unit,
        handler=handler,
        signer=life.office.who(Role.APPROVER, life.competent),
        outcome=Dossier.Outcome.GRANT,
        outcome_facts=life.details("propose")["facts"],
        draft_digest="d" * 64,
        approved_digest="d" * 64,
    )


def _issued(life: Life, found: QuerySet[Dossier]) -> None:
    """Each numbered; on the register, with its paper and a use, for those of the citizen."""
    at, day, agency = timezone.now(), localdate(), life.dossier.competent_agency
    book = Book.objects.create(agency=agency, symbol="QĐ-T", year=day.year)
    DocumentNumber.objects.bulk_create(
        DocumentNumber(book=book, number=n, state="issued", dossier=one, dated=day)
        for n, one in enumerate(found, start=1)
    )
    own = list(found.filter(owner_person=life.owner))
    file = StoredFile.objects.all()[0]
    Paper.objects.bulk_create(Paper(dossier=d, kind="result", file=file, made_at=at) for d in own)
    results = Result.objects.bulk_create(_results(life, own, file))
    ResultUse.objects.bulk_create(
        ResultUse(
            result=one,
            dossier=life.dossier.public_id,
            requirement="T",
            purpose=life.dossier.procedure_key,
            consented=True,
            digest="d" * 64,
            checked_at=at,
        )
        for one in results
    )


def _results(life: Life, dossiers: list[Dossier], file: StoredFile) -> Iterator[Result]:
    for n, one in enumerate(dossiers, start=1):
        yield Result(
            result_type="fund-licence",
            title_vi="Giấy phép",
            title_en="Licence",
            owner_person=life.owner,
            issuer=one.competent_agency,
            number=f"{n}/QĐ-T",
            issued_on=localdate(),
            valid_from=localdate(),
            procedure_key=one.procedure_key,
            procedure_revision=one.procedure_revision,
            bundle_hash=one.bundle_hash,
            dossier_code=one.code or "",
            file=file,
            state_since=timezone.now(),
        )


def _told(life: Life, found: QuerySet[Dossier]) -> None:
    Notice.objects.bulk_create(
        Notice(
            key=f"T:{one.pk}",
            account=life.citizen.public_id,
            dossier=one.public_id,
            act="receive",
            at=timezone.now(),
        )
        for one in found
    )


def _another(like: Dossier) -> Dossier:
    kept = {
        field.attname: getattr(like, field.attname)
        for field in Dossier._meta.concrete_fields
        if field.attname not in {"id", "public_id", "status", "submitted_at"}
    }
    return Dossier(**kept | {"public_id": uuid4(), "created_at": timezone.now()})
