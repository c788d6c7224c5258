"""Days off announced after the calendar was written: one announces, another confirms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from onestop import door
from onestop.frame.middleware import moment
from onestop.ui.components.asking import faults_of
from workflows.clock.models import AnnouncedDay
from workflows.clock.words import TYPES
from workflows.people.models import Account, Agency, Post, Role
from workflows.routes import holidays
from workflows.routes.holidays import Moved

YEAR = "nam"
CALENDAR = "national"


class Announcement(forms.Form):
    """What the announcement says, and where it is written."""

    use_required_attribute = False

    day = forms.DateField(
        label=_("Day"),
        help_text=_("For example 24/11/2026."),
        widget=forms.TextInput(attrs={"class": "in m num", "autocomplete": "off"}),
        error_messages={"required": _("Enter the day.")},
    )
    type = forms.ChoiceField(
        label=_("What it becomes"),
        choices=AnnouncedDay.Type.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the day becomes.")},
    )
    name_vi = forms.CharField(
        label=_("Name in Vietnamese"),
        max_length=200,
        widget=forms.TextInput(attrs={"class": "in l"}),
        error_messages={"required": _("Give the day a name in Vietnamese.")},
    )
    name_en = forms.CharField(
        label=_("Name in English"),
        max_length=200,
        widget=forms.TextInput(attrs={"class": "in l"}),
        error_messages={"required": _("Give the day a name in English.")},
    )
    source = forms.CharField(
        label=_("Decision or notice that announces it"),
        help_text=_("Number, day and who issued it, so that anybody can find it."),
        max_length=300,
        widget=forms.TextInput(attrs={"class": "in l"}),
        error_messages={"required": _("Name the decision that announces the day.")},
    )


@dataclass(frozen=True)
class Told:
    """An announcement as the page shows it: by whom, and what came of it."""

    day: AnnouncedDay
    announced_by: str
    confirmed_by: str
    taken_back_by: str
    may_confirm: bool
    moved: tuple[Moved, ...]

    @property
    def may_be_taken_back(self) -> bool:
        return self.day.confirmed_at is None and self.day.taken_back_at is None

    @property
    def state(self) -> tuple[str, Promise]:
        if self.day.taken_back_at is not None:
            return "", _("taken back, never counted")
        if self.day.confirmed_at is None:
            return "warn", _("waits for a second person")
        if self.day.recounted_at is None:
            return "info", _("dossiers are being counted again")
        return "ok", _("in force")


@require_http_methods(["GET", "HEAD", "POST"])
@door.officer(Role.ADMINISTRATOR)
def days(request: HttpRequest, account: Account) -> HttpResponse:
    """GET shows the days of a year that differ from their weekday; POST announces another."""
    form = Announcement(request.POST if request.method == "POST" else None)
    refusal: Exception | None = None
    if form.is_bound and form.is_valid():
        try:
            holidays.announce(
                calendar=CALENDAR, **form.cleaned_data, by=account, at=moment(request)
            )
        except door.REFUSALS as error:
            refusal = error
        else:
            return redirect(request.get_full_path())
    status = door.REFUSED if form.is_bound else 200
    data = _page(request, account) | {"form": form, "found": refusal or faults_of(form)}
    return render(request, "administration/days.html", data, status=status)


@require_POST
@door.officer(Role.ADMINISTRATOR)
def confirm(request: HttpRequest, account: Account, day: UUID) -> HttpResponse:
    """Another administrator has looked at the source. From now on the day counts."""
    return _done(holidays.confirm, request, account, day)


@require_POST
@door.officer(Role.ADMINISTRATOR)
def take_back(request: HttpRequest, account: Account, day: UUID) -> HttpResponse:
    """It was announced in error, and counts nowhere yet."""
    return _done(holidays.take_back, request, account, day)


def _done(
    act: Callable[..., AnnouncedDay], request: HttpRequest, account: Account, day: UUID
) -> HttpResponse:
    announced = get_object_or_404(AnnouncedDay, public_id=day)
    try:
        act(announced, by=account, at=moment(request))
    except door.REFUSALS as refusal:
        data = _page(request, account) | {"form": Announcement(), "found": refusal}
        return render(request, "administration/days.html", data, status=door.status_of(refusal))
    return redirect("administration:days")


def _page(request: HttpRequest, account: Account) -> dict[str, Any]:
    year = _year(request)
    announced = list(AnnouncedDay.objects.filter(calendar=CALENDAR, day__year=year))
    names = _names(announced)
    moved = holidays.moved_by(announced)
    return {
        "year": year,
        "years": holidays.years_of(CALENDAR),
        "rows": [(one, TYPES[one.type]) for one in holidays.days_of(CALENDAR, year)],
        "announced": [_told(one, account, names, moved) for one in announced],
        "agencies": Agency.objects.filter(calendar=CALENDAR).count(),
        "pending": any(one.confirmed_at and not one.recounted_at for one in announced),
    }


def _year(request: HttpRequest) -> int:
    written = request.GET.get(YEAR, "")
    known = holidays.years_of(CALENDAR)
    if not written:
        here = localdate(moment(request)).year
        return here if here in known else max(known)
    found = next((year for year in known if str(year) == written), None)
    if found is None:
        raise Http404
    return found


def _told(
    one: AnnouncedDay,
    account: Account,
    names: dict[UUID, Post],
    moved: dict[UUID, tuple[Moved, ...]],
) -> Told:
    first = names.get(one.announced_by)
    own = first is not None and first.account.same_person(account)
    return Told(
        day=one,
        announced_by=_name(first),
        confirmed_by=_name(names.get(one.confirmed_by)) if one.confirmed_by else "",
        taken_back_by=_name(names.get(one.taken_back_by)) if one.taken_back_by else "",
        may_confirm=one.confirmed_at is None and not own,
        moved=moved.get(one.public_id, ()),
    )


def _names(announced: list[AnnouncedDay]) -> dict[UUID, Post]:
    ids = {
        who
        for one in announced
        for who in (one.announced_by, one.confirmed_by, one.taken_back_by)
        if who
    }
    posts = Post.objects.select_related("account__person").filter(public_id__in=ids)
    return {one.public_id: one for one in posts}


def _name(post: Post | None) -> str:
    return str(post.account.person or post.account) if post else "–"
