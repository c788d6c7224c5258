"""A thousand open dossiers beside the one that is looked at, without a thousand lives."""

from __future__ import annotations

from uuid import uuid4

from django.db import connection
from django.utils import timezone
from viewflow.workflow.status import STATUS

from workflows.dossiers.models import Dossier
from workflows.routes.models import Run, Task
from workflows.routes.standard import Standard


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


def _another(like: Dossier) -> Dossier:
    kept = {
        field.attname: getattr(like, field.attname)
        for field in Dossier._meta.concrete_fields
        if field.attname not in {"id", "public_id", "status", "submitted_at"}
    }
    return Dossier(**kept | {"public_id": uuid4(), "created_at": timezone.now()})
