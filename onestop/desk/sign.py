"""One document before its signer: read as it will be signed, then signed or sent back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from onestop import door, proof
from onestop.frame.middleware import moment
from workflows.dossiers.models import Dossier
from workflows.journal import access
from workflows.people.models import Account, Role

from .shown import page_of

LONGEST_REASON = 1_000


class Returning(forms.Form):
    """Why a draft goes back to whoever prepared it."""

    use_required_attribute = False
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The handler reads it and proposes anew."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what has to be changed in the draft.")},
    )


@dataclass(frozen=True)
class Sent:
    """What came with the form, and why it was refused; on a fresh page nothing of it."""

    pin: proof.Pin = field(default_factory=proof.Pin)
    returning: Returning = field(default_factory=Returning)
    refusal: Exception | None = None
    status: int = 200

    @property
    def found(self) -> Any:
        """What `{% errors %}` shows: the refusal of the act, or the form that is wrong."""
        wrong = self.returning if self.returning.errors else self.pin
        return self.refusal or (wrong if wrong.errors else None)

    @property
    def unfolded(self) -> bool:
        """Nothing that was typed, and nothing that is wrong with it, is folded away."""
        return bool(self.returning["reason"].value() or self.returning.errors)


@sensitive_post_parameters("pin")
@require_http_methods(["GET", "HEAD", "POST"])
@door.officer(Role.APPROVER)
def sign(request: HttpRequest, account: Account, dossier: UUID) -> HttpResponse:
    """GET shows the bytes that wait; POST approves and signs them, or sends them back."""
    if request.method != "POST":
        return _shown(request, account, dossier, Sent())
    found = _addressed(request, account, dossier)
    if request.POST.get("act") == "send_back":
        return _sent_back(request, account, found)
    if not proof.proved_lately(request, at=moment(request)):
        return proof.step_up(request)
    return _signed(request, account, found)


def _signed(request: HttpRequest, account: Account, found: Dossier) -> HttpResponse:
    """The intent first, then the signature: what fails between is taken up where it stopped."""
    pin = proof.Pin(request.POST)
    returning = Returning(initial={"reason": request.POST.get("reason", "")})
    if not pin.is_valid():
        return _shown(request, account, found.public_id, Sent(pin, returning, status=door.REFUSED))
    meant = None
    try:
        if request.POST.get("act") == "approve":
            draft = request.POST.get("draft", "")
            meant = door.perform(request, account, found, "approve", draft=draft)
        door.perform(request, account, found, "sign", after=meant, **pin.cleaned_data)
    except door.REFUSALS as refusal:
        status = door.status_of(refusal)
        sent = Sent(pin, returning, pin.refuse(refusal), status)
        return _shown(request, account, found.public_id, sent)
    return redirect("desk:sign", found.public_id)


def _sent_back(request: HttpRequest, account: Account, found: Dossier) -> HttpResponse:
    returning = Returning(request.POST)
    if not returning.is_valid():
        sent = Sent(returning=returning, status=door.REFUSED)
        return _shown(request, account, found.public_id, sent)
    try:
        door.perform(request, account, found, "send_back", **returning.cleaned_data)
    except door.REFUSALS as refusal:
        sent = Sent(returning=returning, refusal=refusal, status=door.status_of(refusal))
        return _shown(request, account, found.public_id, sent)
    return redirect("desk:queue")


def _addressed(request: HttpRequest, account: Account, dossier: UUID) -> Dossier:
    """The dossier a form is about, seen or gone back meanwhile; only for who is to sign it."""
    found = Dossier.objects.filter(public_id=dossier, signer__account=account).first()
    if found is None:
        access.refused(
            account=account.public_id,
            dossier=dossier,
            what="dossier",
            purpose="sign",
            at=moment(request),
        )
        raise Http404
    return found


def _shown(request: HttpRequest, account: Account, dossier: UUID, sent: Sent) -> HttpResponse:
    try:
        found = door.find(request, account, dossier, purpose="sign")
    except Http404:
        if sent.refusal is None:
            raise
        # It has gone back to its handler: what happened is all there is to show.
        return render(request, "desk/gone.html", {"refusal": sent.refusal}, status=sent.status)
    if found.signer is None or found.signer.account_id != account.pk:
        raise Http404
    data = page_of(request, account, found, found.signer) | {"sent": sent}
    return render(request, "desk/sign.html", data, status=sent.status)
