"""How often each rule of the year occurred, told by the database and not by whoever planned it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.db.models import F

from workflows.dossiers.models import (
    Alert,
    CompletionItem,
    CompletionRequest,
    Dossier,
    DueChange,
    Ending,
    Paper,
)
from workflows.dossiers.status import Status
from workflows.journal.models import Entry
from workflows.results.models import Amendment, Result

from .ground import PLANNED, RULES

Cause, Stage, Kind = DueChange.Cause, CompletionRequest.Stage, Ending.Kind
RESTARTS = [key for key, rule in RULES.items() if rule.effect == "RESTART"]


def _act(name: str) -> Callable[[], int]:
    return lambda: Entry.objects.filter(act=name).count()


def _due(cause: str, **what: object) -> Callable[[], int]:
    return lambda: DueChange.objects.filter(cause=cause, **what).count()


def _alert(kind: str) -> Callable[[], int]:
    return lambda: Alert.objects.filter(kind=kind).count()


def _ended(kind: str, **what: object) -> Callable[[], int]:
    return lambda: Ending.objects.filter(kind=kind, **what).count()


def _supplements() -> Callable[..., int]:
    asked = CompletionRequest.objects.filter(stage=Stage.ASSESSMENT)
    return lambda **what: asked.filter(**what).count()


COUNTED: Mapping[str, Callable[[], int]] = {
    "dossiers": lambda: Dossier.objects.filter(correction="").count(),
    "acts": Entry.objects.count,
    "due dates": DueChange.objects.count,
    "completion asked before reception": _act("ask_completion"),
    "reception refused": lambda: Paper.objects.filter(kind=Paper.Kind.FORM_03).count(),
    "passed on to the competent agency": _act("forward"),
    "received for another agency, clock of its own": lambda: (
        Dossier.objects.exclude(received_at=None)
        .exclude(receiving_agency=F("counter_agency"))
        .count()
    ),
    "due the same day": _due(Cause.RECEIVED, dossier__procedure_key="year-same-day"),
    "taken up unnamed": _act("take_up"),
    "due by working hours": _due(Cause.RECEIVED, dossier__procedure_key="year-hours"),
    "due by calendar days": _due(Cause.RECEIVED, dossier__procedure_key="year-calendar"),
    "due by plan": _due(Cause.PLANNED, dossier__procedure_key=PLANNED),
    "waiting for an event": _due(Cause.WAITING),
    "counted from the event": _due(Cause.EVENT),
    "event before reception": lambda: Dossier.objects.filter(
        event_on__lt=F("received_at__date")
    ).count(),
    "supplement asked": lambda: _supplements()(number=1),
    "supplement asked on a text of law": lambda: (
        CompletionRequest.objects.filter(stage=Stage.ASSESSMENT, number=1)
        .exclude(legal_basis="")
        .count()
    ),
    "second supplement, basis and superior": lambda: (
        CompletionRequest.objects.filter(stage=Stage.ASSESSMENT, number=2)
        .exclude(legal_basis="")
        .exclude(approved_by=None)
        .count()
    ),
    "clock anew after a supplement": _due(Cause.SUPPLEMENT, dossier__procedure_key__in=RESTARTS),
    "clock going on after a supplement": lambda: (
        DueChange.objects.filter(cause=Cause.SUPPLEMENT)
        .exclude(dossier__procedure_key__in=RESTARTS)
        .count()
    ),
    "supplement that moved no date": lambda: (
        Entry.objects.filter(act="supplement").count()
        - DueChange.objects.filter(cause=Cause.SUPPLEMENT).count()
    ),
    "item accepted": lambda: CompletionItem.objects.filter(state="accepted").count(),
    "item insufficient": lambda: CompletionItem.objects.filter(state="insufficient").count(),
    "apology": _due(Cause.APOLOGY),
    "stopped on a ground in law": _ended(Kind.STOPPED),
    "stopped, fee refunded": _ended(Kind.STOPPED, finance=Ending.Finance.REFUND),
    "stopped for silence": _ended(Kind.SILENCE),
    "withdrawn": _ended(Kind.WITHDRAWN),
    "refusal to resolve": lambda: Entry.objects.filter(
        act="propose", details__outcome="refusal"
    ).count(),
    "sent back": _act("send_back"),
    "counted again after an announced day": _due(Cause.HOLIDAY),
    "warned": _alert("warning"),
    "late": _alert("late"),
    "escalated": _alert("escalated"),
    "silent": _alert("silent"),
    "signed and issued": lambda: Dossier.objects.filter(
        status__in=[Status.ISSUED, Status.RETURNED]
    ).count(),
    "handed over": _act("hand_over"),
    "correction opened": _act("open_correction"),
    "amended": Amendment.objects.count,
    "replaced": lambda: Result.objects.filter(state=Result.State.REPLACED).count(),
    "revoked": lambda: Result.objects.filter(state=Result.State.REVOKED).count(),
}


def tally() -> dict[str, int]:
    return {rule: number() for rule, number in COUNTED.items()}
