"""Where a dossier is inside the office: one run along a route, and its tasks."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from viewflow.workflow.models import AbstractProcess, AbstractTask

from workflows.dossiers.models import Dossier


class Run(AbstractProcess):
    """One dossier's way along its route. viewflow keeps the route's name in `flow_class`."""

    dossier = models.OneToOneField(Dossier, models.PROTECT, related_name="run")


class Task(AbstractTask):
    """A piece of work that waits for somebody, or has been done."""

    process = models.ForeignKey(Run, models.PROTECT, related_name="task_set")
    # PROTECT, where the engine would delete the history together with the account.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Unused: who may act is asked of `permissions`. Repeated here for its name alone, which the
    # engine's own table takes too.
    owner_permission_content_type = models.ForeignKey(
        "contenttypes.ContentType", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["flow_task", "created"],
                condition=models.Q(finished=None),
                name="open_tasks_by_kind",
            ),
            models.Index(
                fields=["process"], condition=models.Q(finished=None), name="open_tasks_of_a_run"
            ),
        ]
