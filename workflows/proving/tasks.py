"""I4: what waits is what the status demands; and no open dossier is without hands, clock and
next act.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from operator import attrgetter

from django.db.models import Prefetch, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from workflows.dossiers.models import ClockSegment, DocumentNumber, Dossier, Holding
from workflows.dossiers.status import ENDED, OWED, Status
from workflows.routes import engine
from workflows.routes.models import Run, Task
from workflows.routes.table import ACTS

from .look import Look, Violation, dossiers

S = Status
TASKS, OWNED = "I4", "owned"
DEMANDS = {
    S.SUBMITTED: "receive",
    S.COMPLETION_REQUESTED: "complete",
    S.RECEIVED: "assign",
    S.PROCESSING: "assess",
    S.SUPPLEMENT_REQUESTED: "supplement",
    S.AWAITING_APPROVAL: "approve",
    S.APPROVED: "sign",
    S.SIGNED: "number",
    S.ISSUED: "hand_over",
}
# By name, as it is stored: a node that no class knows any more must not stop the look.
NAMED = Task.objects.filter(finished=None).annotate(node=Cast("flow_task", TextField()))
WAITING = Prefetch("run__task_set", NAMED.defer("flow_task"), to_attr="waiting")
TAKEN = Prefetch(
    "document_numbers",
    DocumentNumber.objects.filter(state=DocumentNumber.State.TAKEN),
    to_attr="taken",
)


def check_tasks(look: Look) -> Iterator[Violation]:
    for dossier in look.over(dossiers(WAITING, TAKEN)):
        wanted, waiting = demanded(dossier), waiting_for(dossier)
        if waiting == wanted:
            continue
        told = _("Waiting: %(waiting)s; demanded: %(wanted)s.") % {
            "waiting": ", ".join(waiting) or "-",
            "wanted": ", ".join(wanted) or "-",
        }
        yield Violation(TASKS, str(dossier.public_id), told)


def demanded(dossier: Dossier) -> list[str]:
    """The tasks that the status asks to be open: one, or none."""
    run: Run | None = getattr(dossier, "run", None)
    task = DEMANDS.get(S(dossier.status))
    if task is None:
        return []
    if task == "assign" and run and engine.knows(run, "take_up"):
        return ["take_up"]
    if task == "assess" and dossier.waits_for_event and run and engine.knows(run, "await_event"):
        return ["await_event"]
    if task == "number" and dossier.taken:  # type: ignore[attr-defined]  # prefetched
        return ["issue"]
    return [task]


def waiting_for(dossier: Dossier) -> list[str]:
    run: Run | None = getattr(dossier, "run", None)
    waiting: list[Task] = run.waiting if run else []  # type: ignore[attr-defined]  # prefetched
    return sorted(str(task.node).rpartition(".")[2] for task in waiting)  # type: ignore[attr-defined]  # annotated


def check_owned(look: Look) -> Iterator[Violation]:
    """Whoever is open is held by somebody, its clock tells whose time it is, and an act is next."""
    for dossier in look.over(dossiers(WAITING, "holdings", "clock_segments")):
        open_now = dossier.status not in (S.DRAFT, *ENDED)
        waiting, held = waiting_for(dossier), list(dossier.holdings.all())
        faults = [*_hands(held, waiting, open_now=open_now), *_clock(dossier)]
        if open_now and not {act.task for act in ACTS.values()} & set(waiting):
            faults.append(_("No act is next."))
        for sentence in faults:
            yield Violation(OWNED, str(dossier.public_id), sentence)


def _hands(held: list[Holding], waiting: list[str], *, open_now: bool) -> Iterator[str]:
    now = [one for one in held if one.until is None]
    if len(now) != open_now:
        told = _("Holders at this moment: %(count)d.")
        yield told % {"count": len(now)}
    elif now and [one.step for one in now] != waiting:
        yield _("Held for another step than the one that waits.")
    for before, after in pairwise(held):
        if before.until is None or after.since > before.until:
            yield _("Between holding %(number)d and the next, nobody held it.") % {
                "number": before.number
            }


def _clock(dossier: Dossier) -> Iterator[str]:
    """From reception to the end there is no moment of which the clock does not say whose it is."""
    # An event before reception leaves a stretch of no length, which begins with the next one.
    segments = sorted(dossier.clock_segments.all(), key=attrgetter("started_at", "pk"))
    now = [one for one in segments if one.ended_at is None]
    runs = dossier.status in OWED
    if len(now) != runs:
        yield _("Clocks running at this moment: %(count)d.") % {"count": len(now)}
    elif now and now[0].cause != _cause(dossier):
        yield _("The clock names another cause than the status.")
    for before, after in pairwise(segments):
        if before.ended_at != after.started_at:
            yield _("Between two stretches the clock said nothing, or two things.")
    if segments and segments[0].started_at != dossier.received_at:
        yield _("The clock did not start at reception.")


def _cause(dossier: Dossier) -> ClockSegment.Cause:
    waits = {
        S.SUPPLEMENT_REQUESTED: ClockSegment.Cause.SUPPLEMENT,
        S.PAYMENT_REQUESTED: ClockSegment.Cause.PAYMENT,
    }
    running = ClockSegment.Cause.EVENT if dossier.waits_for_event else ClockSegment.Cause.RUNNING
    return waits.get(S(dossier.status), running)
