"""Answering what was asked for: each item on its own page, kept at once; all of them sent in one.

What is kept survives whatever happens to the page. A second post of the same changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from onestop import door
from onestop.filing.consents import consent, consents_of
from onestop.filing.papers import taken
from onestop.frame.middleware import moment
from onestop.ui.components.asking import Fault
from onestop.ui.eform import EForm
from workflows.dossiers.models import Dossier
from workflows.people.models import Account
from workflows.permissions.rules import NotAllowed, is_applicant
from workflows.routes import giving

from .answering import Answering, Item, answerable, answering_of

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@door.citizen
def answer(request: HttpRequest, account: Account, dossier: UUID) -> HttpResponse:
    """GET shows every item with its state, afterwards too; POST sends them in."""
    found = door.find(request, account, dossier, purpose="complete")
    answering = answering_of(found)
    if answering is None:
        return redirect("portal:track", found.public_id)
    mine = is_applicant(account, found, on=localdate(moment(request)))
    if request.method == "POST" and not mine:
        raise Http404
    if not (mine and answering.open):
        # Sent a second time, from another window or after the network was lost: it is there.
        return redirect(_list_of(found)) if request.method == "POST" else _read(request, answering)
    ready = _ready(request, account, answering)
    return _sent(request, account, ready) if request.method == "POST" else _listed(request, ready)


def _sent(request: HttpRequest, account: Account, answering: Answering) -> HttpResponse:
    dossier = answering.dossier
    if answering.left:
        left = [one for one in answering.items if not one.done]
        wanting = _("%(title)s: not answered yet")
        found = [Fault(wanting % {"title": one.title}, one.anchor) for one in left]
        return _listed(request, answering, found, status=door.REFUSED)
    try:
        door.perform(request, account, dossier, answering.act, consents=sorted(answering.consents))
    except door.REFUSALS as refusal:
        return _listed(request, answering, refusal, status=door.status_of(refusal))
    return redirect("portal:track", dossier.public_id)


def _listed(
    request: HttpRequest,
    answering: Answering,
    found: Sequence[Fault] | Exception = (),
    *,
    status: int = 200,
) -> HttpResponse:
    data = {
        "found": found,
        "key": door.key_of(request),
        "seen": answering.dossier.journal_count,
        "faulty": status != 200,
        "open": True,
    }
    return _shown(request, answering, data, status)


def _read(
    request: HttpRequest, answering: Answering, found: Exception | Fault | None = None
) -> HttpResponse:
    """As it was sent, for everybody whose dossier it is."""
    data = {"found": found, "faulty": found is not None, "open": False}
    return _shown(request, answering, data, door.MOVED if found else 200)


def _shown(
    request: HttpRequest, answering: Answering, data: Mapping[str, object], status: int
) -> HttpResponse:
    told = {"answering": answering, "dossier": answering.dossier, "procedure": answering.procedure}
    return render(request, "portal/answer.html", {**told, **data}, status=status)


def answering_item(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For the applicant, while the request is open; then its pages lead to what was sent."""

    @wraps(view)
    def opened(request: HttpRequest, account: Account, dossier: UUID, key: str) -> HttpResponse:
        found = door.find(request, account, dossier, purpose="complete")
        answering = answering_of(found)
        if answering is None or not is_applicant(account, found, on=localdate(moment(request))):
            raise Http404
        if not answering.open:
            return _too_late(request, answering)
        ready = _ready(request, account, answering)
        if (item := ready.item(key)) is None:
            raise Http404
        return view(request, account, ready, item)

    return door.citizen(opened)


@require_http_methods(METHODS)
@answering_item
def item(request: HttpRequest, account: Account, answering: Answering, item: Item) -> HttpResponse:
    """GET asks for the one answer, POST keeps it, or takes it back."""
    if request.method != "POST":
        return _asked(request, answering, item)
    form = answering.form_of(item, request.POST)
    if form.wants_more:
        return _asked(request, answering, item, form.with_more())
    wanted = request.POST.get("act")
    if not item.uploaded and wanted != "take_back" and not form.is_valid():
        return _asked(request, answering, item, form, status=door.REFUSED)
    if item.uploaded and not wanted and not request.FILES.getlist("tep"):
        fault = Fault(_("Choose the file to hand in."), f"tep-{item.key}")
        return _asked(request, answering, item, form, fault, status=door.REFUSED)
    try:
        _kept(request, account, answering, item, form)
    except door.REFUSALS as refusal:
        # With what stands there by now, and what was typed.
        again = _again(request, account, answering)
        if not again.open:
            return _too_late(request, again)
        now = again.item(item.key) or item
        return _asked(request, again, now, form, refusal, status=door.status_of(refusal))
    return redirect(f"{_list_of(answering.dossier)}#{item.anchor}")


def _kept(
    request: HttpRequest, account: Account, answering: Answering, item: Item, form: EForm
) -> None:
    """Raises one of `door.REFUSALS`."""
    dossier, at, wanted = answering.dossier, moment(request), request.POST.get("act")
    seen = request.POST.get("seen")
    if wanted == "take_back":
        consent(request, dossier, answering.consents - {item.key})
        giving.take_back(dossier, item.key, by=account, at=at)
    elif wanted == "consent":
        consent(request, dossier, answering.consents | {item.key})
    elif item.uploaded:
        files = request.FILES.getlist("tep")
        sent = taken(files, title=item.title, request=request)
        giving.give(dossier, item.key, by=account, at=at, paper=sent, over=seen)
    else:
        known = {key: told["value"] for key, told in form.known.items()}
        value = form.typed if item.drawn else (known | form.typed).get(item.key)
        giving.give(dossier, item.key, by=account, at=at, value=value, over=seen)


def _asked(
    request: HttpRequest,
    answering: Answering,
    item: Item,
    form: EForm | None = None,
    refusal: Exception | Fault | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    form = form or answering.form_of(item)
    data = {
        "answering": answering,
        "dossier": answering.dossier,
        "item": item,
        "form": form,
        "fields": [form[name] for name in form.fields],
        "found": refusal or list(form.faults if status != 200 else ()),
        "fault": refusal if isinstance(refusal, Fault) else None,
        "seen": giving.mark_of(item.asked),
        "place": [one.key for one in answering.items].index(item.key) + 1,
        "faulty": status != 200,
    }
    return render(request, "portal/item.html", data, status=status)


def _too_late(request: HttpRequest, answering: Answering) -> HttpResponse:
    """An answer that comes after the request was sent, or after the dossier ended."""
    if request.method != "POST":
        return redirect(_list_of(answering.dossier))
    words = _("Your answers were sent meanwhile; what you have given just now was not kept.")
    if answering.request.answered_at is None:
        words = _("The dossier has ended meanwhile; what you have given just now was not kept.")
    return _read(request, answering, Fault(words))


def _ready(request: HttpRequest, account: Account, answering: Answering) -> Answering:
    consents = consents_of(request, answering.dossier)
    try:
        return answerable(answering, by=account, at=moment(request), consents=consents)
    except NotAllowed:
        raise Http404 from None


def _again(request: HttpRequest, account: Account, answering: Answering) -> Answering:
    """What stands there now, after somebody was faster."""
    newer = answering_of(Dossier.objects.whole().get(pk=answering.dossier.pk))
    assert newer is not None, "it stood there just now"  # noqa: S101
    return _ready(request, account, newer) if newer.open else newer


def _list_of(dossier: Dossier) -> str:
    return reverse("portal:answer", args=[dossier.public_id])
