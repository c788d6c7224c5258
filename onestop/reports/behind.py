"""The dossiers behind a figure: counted by the same definition, the most urgent first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from onestop.door import officer
from onestop.frame.middleware import moment
from onestop.ui.components.lists import Column
from onestop.ui.limits import limit_of
from onestop.ui.listed import listed
from onestop.ui.stands import STANDS, STEPS, stand_of
from workflows.dossiers.models import Holding
from workflows.dossiers.models.dossier import DossierQuerySet
from workflows.dossiers.pinned import procedure_of
from workflows.dossiers.status import Status
from workflows.journal import looking
from workflows.people.models import Account, Role, Unit

from . import queries
from .causes import held_when_due
from .queries import NO_UNIT
from .views import list_of

SIZE = 50
COLUMNS = (
    Column(gettext_lazy("Dossier code")),
    Column(gettext_lazy("Owner of the dossier"), width="w1"),
    Column(gettext_lazy("Procedure"), width="w2"),
    Column(gettext_lazy("Due"), sort="ascending"),
    Column(gettext_lazy("Status"), width="w1"),
    Column(gettext_lazy("Unit"), width="w2"),
)
AROUND = ("owner_person", "owner_organisation", "competent_agency", "unit")


@dataclass(frozen=True)
class Chosen:
    """A unit or a step that the list is narrowed to."""

    name: str
    value: str
    words: Promise | str
    leaves: Q


@require_safe
@officer(Role.LEADER)
def dossiers(request: HttpRequest, account: Account) -> HttpResponse:
    """As the address names them: a figure, and perhaps a unit or a step."""
    at = moment(request)
    measure = queries.measures(at).get(request.GET.get("muc", "dang-giai-quyet"))
    if measure is None:
        raise Http404
    seen = looking.list_dossiers(by=account, at=at, purpose="leader", in_office=True)
    led = queries.led_by(account, seen, at=at)
    chosen = list(_chosen(request, led))
    found = led.filter(measure.counts).select_related(*AROUND)
    for one in chosen:
        found = found.filter(one.leaves)
    query = {one.name: one.value for one in chosen}
    page = listed(found, request, size=SIZE, query={"muc": measure.key, **query})
    data = {
        "measure": measure,
        "chips": [(str(c.words), list_of(measure.key, **_without(query, c.name))) for c in chosen],
        "columns": COLUMNS,
        "rows": [
            (one, procedure_of(one), stand_of(one), limit_of(one, at=at)) for one in page.rows
        ],
        "pager": page.pager,
    }
    return render(request, "reports/dossiers.html", data)


def _chosen(request: HttpRequest, led: DossierQuerySet) -> Iterator[Chosen]:
    """Of the units in which dossiers lie, and of the statuses there are."""
    unit, step = request.GET.get("don-vi", ""), request.GET.get("buoc", "")
    if unit == NO_UNIT:
        yield Chosen("don-vi", unit, _("Not assigned yet"), Q(unit=None))
    elif unit:
        units = Unit.objects.filter(pk__in=led.values("unit"))
        named = get_object_or_404(units, public_id=_uuid(unit))
        yield Chosen("don-vi", unit, str(named), Q(unit=named))
    if cause := request.GET.get("khau", ""):
        yield from _cause(request, led, cause)
    if step:
        if step not in STANDS:
            raise Http404
        yield Chosen("buoc", step, STANDS[Status(step)], Q(status=step))


def _cause(request: HttpRequest, led: DossierQuerySet, step: str) -> Iterator[Chosen]:
    """Where the file lay when its day passed: at a step, in a unit or a queue."""
    if step not in STEPS:
        raise Http404
    where, told = request.GET.get("tai", NO_UNIT), STEPS[step]
    if where == NO_UNIT:
        yield Chosen("khau", step, told, held_when_due(step=step, unit=None))
        return
    units = Unit.objects.filter(pk__in=Holding.objects.filter(dossier__in=led).values("unit"))
    unit = get_object_or_404(units, public_id=_uuid(where))
    words = f"{told}: {unit}"
    yield Chosen("khau", step, words, held_when_due(step=step, unit=unit))
    yield Chosen("tai", where, str(unit), Q())


def _without(query: dict[str, str], name: str) -> dict[str, str]:
    return {key: value for key, value in query.items() if key != name}


def _uuid(written: str) -> UUID:
    try:
        return UUID(written)
    except ValueError:
        raise Http404 from None
