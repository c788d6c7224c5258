"""The only place that moves a route: find the open task, close it, let the next one appear."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from viewflow.workflow.status import PROCESS

from workflows.dossiers.models import Dossier
from workflows.dossiers.pinned import procedure_of
from workflows.permissions.rules import Acting

from .models import Run, Task
from .table import CORRECTION, ROUTES


def locked_run(dossier: Dossier) -> Run | None:
    """The dossier's run, held until the transaction ends: first in the order of locks."""
    return Run.objects.select_for_update().filter(dossier_id=dossier.pk).first()


def open_tasks(run: Run) -> dict[str, Task]:
    """What waits on this run, by the name of the node."""
    waiting = run.task_set.filter(finished=None).select_related("process")
    return {task.flow_task.name: task for task in waiting}


def set_out(dossier: Dossier) -> None:
    """Starts the run along the route that the dossier's procedure names, or a correction takes."""
    named = CORRECTION if dossier.correction else ROUTES[procedure_of(dossier).route.name]
    route: Any = named.instance
    activation = route.set_out.activation_class.create(route.set_out, None, None)
    activation.process.dossier = dossier
    activation.execute()


@contextmanager
def closing(task: Task, dossier: Dossier, *, by: Acting) -> Iterator[None]:
    """Closes the task around the act; what comes next follows from the status the act leaves."""
    task.process.dossier = dossier
    task.owner = by.account
    activation: Any = task.flow_task.activation_class(task)
    activation.run(None)
    yield
    activation.execute()


def set_out_begotten(dossier: Dossier) -> None:
    """Starts the runs of dossiers that an act on this one has opened."""
    for begotten in Dossier.objects.filter(
        corrects__dossier_code=str(dossier), journal_count__gt=0, run=None
    ):
        set_out(begotten)


def end(run: Run, *, at: datetime) -> None:
    """Takes away whatever still waits, for the dossier has ended beside its route."""
    for task in open_tasks(run).values():
        activation: Any = task.flow_task.activation_class(task)
        activation.cancel()
    run.status, run.finished = PROCESS.CANCELED, at
    run.save(update_fields=["status", "finished"])


def knows(run: Run, task: str) -> bool:
    """Whether the way this run is on leads to such a task at all."""
    return any(node.name == task for node in run.flow_class.instance.nodes())
