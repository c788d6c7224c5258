"""The inbox: the dossiers of the office, in groups of work, the most urgent first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

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
from onestop.ui.stands import stand_of
from onestop.ui.work import roles_here
from procedures.schema import Procedure
from workflows.dossiers.models import Dossier
from workflows.dossiers.pinned import procedure_of
from workflows.journal import looking
from workflows.people.models import Account, Role, Unit

from .groups import ROLES, Group, counted, groups_for
from .narrowing import Narrowed, narrowed

SIZE = 50
COLUMNS = (
    Column(_("Dossier code")),
    Column(_("Owner of the dossier"), width="w1"),
    Column(_("Procedure"), width="w2"),
    Column(_("Due"), sort="ascending"),
    Column(_("Status"), width="w1"),
    Column(_("Channel"), width="w3"),
    Column(_("Came in"), width="w3"),
    Column(_("Handler"), width="w2"),
)
AROUND = ("owner_person", "owner_organisation", "competent_agency", "handler__account__person")


@dataclass(frozen=True)
class Row:
    """A dossier in the list."""

    dossier: Dossier
    procedure: Procedure
    limit: Due | None

    @property
    def stand(self) -> Promise:
        return stand_of(self.dossier)

    @property
    def name(self) -> str:
        """What people call it by: before reception it has its tracking code only."""
        return self.dossier.code or self.dossier.tracking_code


@require_safe
@door.officer(*ROLES)
def inbox(request: HttpRequest, account: Account) -> HttpResponse:
    """One group of dossiers, narrowed by the address."""
    at, given = moment(request), request.GET.dict()
    roles = roles_here(request)
    seen = looking.list_dossiers(by=account, at=at, purpose="inbox", in_office=True)
    units = Unit.objects.filter(pk__in=seen.values("unit")).order_by("name_vi", "pk")
    groups, wanted = groups_for(account, roles, at=at), narrowed(given, units, at=at)
    group = next((one for one in groups if one.key == given.get("nhom")), groups[0])
    found = seen.filter(group.holds).filter(wanted.leaves).select_related(*AROUND)
    page = listed(found, request, size=SIZE, query={"nhom": group.key, **wanted.query})
    data = {
        "group": group,
        "tabs": list(_tabs(groups, group, counted(groups, seen))),
        "wanted": wanted,
        "chips": [(words, _without(name, group, wanted)) for words, name in wanted.chips],
        "everywhere": _address(groups[-1], wanted.query) if group != groups[-1] else "",
        "columns": COLUMNS,
        "rows": [Row(one, procedure_of(one), limit_of(one, at=at)) for one in page.rows],
        "pager": page.pager,
        "receives": Role.RECEPTION in roles,
    }
    return render(request, "counter/inbox.html", data)


def _tabs(groups: Iterable[Group], here: Group, counts: dict[str, int]) -> Iterator[Tab]:
    for one in groups:
        yield Tab(one.words, _address(one, {}), counts[one.key], one == here, one.late)


def _without(name: str, group: Group, wanted: Narrowed) -> str:
    return _address(group, {key: value for key, value in wanted.query.items() if key != name})


def _address(group: Group, query: dict[str, str]) -> str:
    return reverse("counter:inbox", query={"nhom": group.key, **query})
