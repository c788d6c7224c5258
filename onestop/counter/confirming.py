"""The last look together with the applicant: who they are, what was written, and the one button."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from onestop import door
from onestop.filing.papers import slots_of
from onestop.filing.told import parts_of, still_open_in
from onestop.frame.middleware import moment
from onestop.ui.components.asking import faults_of
from onestop.ui.components.reading import Fact
from onestop.ui.eform import EForm
from workflows.dossiers.models import Dossier
from workflows.people.counter import IdentityPaper

from .assisting import Assisted, assisting, steps
from .page import DONE

POST = Dossier.Channel.POST


class Confirming(forms.Form):
    """What the officer vouches for: who it was, and that they said so themselves."""

    use_required_attribute = False

    def __init__(self, draft: Assisted, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        by_post = draft.dossier.channel == POST
        self.fields["identity"] = forms.ChoiceField(
            label=_("Identity paper that you have seen"),
            choices=[(one.value, capfirst(str(one.label))) for one in IdentityPaper],
            widget=forms.RadioSelect,
            error_messages={"required": _("Say which identity paper you have seen.")},
        )
        self.fields["holder"] = _ticked(
            _("A copy of it lies in the envelope, and is the applicant's.")
            if by_post
            else _("The one before me is its holder."),
            _("Without that nobody knows who files."),
        )
        self.fields["confirmed"] = _ticked(
            _("The applicant has signed the declaration in the envelope, and it says the same.")
            if by_post
            else _("The applicant has read all of it, or heard it read, and confirms before me."),
            _("Go through it with the applicant, who has to confirm it."),
        )


@require_http_methods(["GET", "HEAD", "POST"])
@assisting
def confirm(request: HttpRequest, draft: Assisted) -> HttpResponse:
    """GET shows all of it, POST files it in the applicant's name."""
    if request.method != "POST":
        return _shown(request, draft, draft.form(draft.declarations), Confirming(draft))
    declared = draft.form(draft.declarations, request.POST)
    confirming = Confirming(draft, request.POST)
    if draft.declarations:
        draft.keep(declared.typed, at=moment(request))
    if not all([declared.is_valid(), confirming.is_valid()]):
        return _shown(request, draft, declared, confirming, status=door.REFUSED)
    try:
        done = door.perform(
            request,
            draft.account,
            draft.dossier,
            "submit",
            consents=sorted(draft.consents),
            identity=confirming.cleaned_data["identity"],
        )
    except door.REFUSALS as refusal:
        status = door.status_of(refusal)
        return _shown(request, draft, declared, confirming, refusal, status=status)
    # To receive it is another act, and one button further.
    return redirect(f"{draft.address('dossier')}?{urlencode({DONE: done.seq})}")


def _shown(
    request: HttpRequest,
    draft: Assisted,
    declared: EForm,
    confirming: Confirming,
    refusal: Exception | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    data = {
        "draft": draft,
        "steps": steps(3, draft),
        "people": _people(draft.dossier),
        "parts": list(parts_of(draft)),
        "slots": slots_of(draft),
        "open": list(still_open_in(draft)),
        "form": declared,
        "confirming": confirming,
        "found": refusal or (*declared.faults, *faults_of(confirming)),
        "key": door.key_of(request),
        "faulty": status != 200,
    }
    return render(request, "counter/confirm.html", data, status=status)


def _people(dossier: Dossier) -> tuple[Fact, ...]:
    ground = dossier.representation.basis if dossier.representation else ""
    contact = dossier.contact
    ways = (contact.name, contact.phone, contact.email) if contact else ()
    told = (
        Fact(_("Filed by"), str(dossier.submitter)),
        Fact(_("Owner of the dossier"), str(dossier.owner)),
        Fact(_("On the ground of"), ground),
        Fact(_("Contact"), " · ".join(filter(None, ways))),
        Fact(_("Way of filing"), capfirst(dossier.get_channel_display())),
    )
    return tuple(one for one in told if one.value)


def _ticked(label: str, otherwise: str) -> forms.Field:
    return forms.BooleanField(label=label, error_messages={"required": otherwise})
