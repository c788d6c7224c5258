"""The records clerk's queue: what waits for a number, for the seal, and what was issued today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from onestop import door
from onestop.frame.middleware import moment
from onestop.ui.components.lists import Column, Tab
from onestop.ui.components.signs import Due
from onestop.ui.limits import limit_of
from onestop.ui.listed import listed
from procedures.words import Text
from workflows.clock.days import morning
from workflows.dossiers.models import DocumentNumber, Dossier
from workflows.dossiers.models.dossier import DossierQuerySet
from workflows.dossiers.pinned import procedure_of, result_type_of
from workflows.dossiers.status import Status
from workflows.journal import looking
from workflows.people.models import Account, Role
from workflows.routes import inbox

SIZE = 50
NUMBER = Column(_("Number and day"), width="w1")
COLUMNS = (
    Column(_("Dossier code")),
    Column(_("Result"), width="w1"),
    NUMBER,
    Column(_("Signed by"), width="w2"),
    Column(_("Due"), sort="ascending"),
)
AROUND = ("owner_person", "owner_organisation", "competent_agency", "signer__account__person")
GIVEN = Prefetch(
    "document_numbers",
    DocumentNumber.objects.exclude(state=DocumentNumber.State.VOID).select_related("book"),
    to_attr="given",
)


@dataclass(frozen=True)
class Stage:
    """A stretch of the clerk's work; `act` is what each of its dossiers waits for."""

    key: str
    words: Promise
    holds: Q
    act: str = ""


@dataclass(frozen=True)
class Row:
    """A signed result, and what its dossier waits for."""

    dossier: Dossier
    result: Text
    limit: Due | None
    address: str

    @property
    def number(self) -> DocumentNumber | None:
        """None before it is given."""
        return next(iter(self.dossier.given), None)  # type: ignore[attr-defined]  # by `GIVEN`


@require_safe
@door.officer(Role.CLERK)
def registry(request: HttpRequest, account: Account) -> HttpResponse:
    """One stretch of the work; each row leads to the act that is due."""
    at, given = moment(request), request.GET
    seen = looking.list_dossiers(by=account, at=at, purpose="registry", in_office=True)
    stages = _stages(account, at)
    stage = next((one for one in stages if one.key == given.get("buoc")), stages[0])
    found = seen.filter(stage.holds).select_related(*AROUND).prefetch_related(GIVEN)
    page = listed(found, request, size=SIZE, query={"buoc": stage.key})
    numbered = stage.act != "number"
    data = {
        "stage": stage,
        "tabs": list(_tabs(stages, stage, seen)),
        "columns": [one for one in COLUMNS if numbered or one is not NUMBER],
        "numbered": numbered,
        "rows": [_row(one, stage, at) for one in page.rows],
        "pager": page.pager,
    }
    return render(request, "counter/registry.html", data)


def _stages(account: Account, at: datetime) -> tuple[Stage, ...]:
    """Numbering stands before sealing and issuing, which are one act."""

    def waits_for(act: str) -> Q:
        tasks = inbox.open_for(account, at=at, roles=(Role.CLERK,), acts=(act,))
        return Q(pk__in=tasks.values("process__dossier"))

    issued = Q(status__in=[Status.ISSUED, Status.RETURNED], ended_at__gte=morning(at))
    return (
        Stage("cho-so", _("To be numbered"), waits_for("number"), "number"),
        Stage("cho-dau", _("To be sealed and issued"), waits_for("issue"), "issue"),
        Stage("hom-nay", _("Issued today"), issued),
    )


def _tabs(stages: Iterable[Stage], here: Stage, seen: DossierQuerySet) -> Iterator[Tab]:
    """With how many dossiers each holds. One statement."""
    every = list(stages)
    counts = seen.aggregate(
        **{f"n{n}": Count("pk", filter=one.holds) for n, one in enumerate(every)}
    )
    for n, one in enumerate(every):
        address = reverse("counter:registry", query={"buoc": one.key})
        yield Tab(one.words, address, counts[f"n{n}"], one == here)


def _row(dossier: Dossier, stage: Stage, at: datetime) -> Row:
    procedure = procedure_of(dossier)
    kind = result_type_of(dossier, procedure)
    return Row(dossier, kind.title, limit_of(dossier, at=at), _leads_to(dossier, stage))


def _leads_to(dossier: Dossier, stage: Stage) -> str:
    if stage.act:
        return reverse("counter:act", args=[dossier.public_id, stage.act])
    return reverse("counter:dossier", args=[dossier.public_id])
