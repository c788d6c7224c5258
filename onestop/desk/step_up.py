"""Proving once more who one is, before a key is used."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from onestop import door, proof
from onestop.frame.middleware import moment
from workflows.people.models import Account, Role


@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "HEAD", "POST"])
@door.officer(Role.APPROVER, Role.CLERK)
def step_up(request: HttpRequest, account: Account) -> HttpResponse:
    """GET asks for password and code; POST leads back to what was to be signed."""
    form = proof.Again(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if proof.prove_again(request, account, **form.cleaned_data, at=moment(request)):
            return redirect(proof.wanted(request) or "desk:queue")
        form.add_error(None, _("Password and code do not count. Wait for the next code."))
    data = {
        "form": form,
        "next": proof.wanted(request),
        "demo_code": proof.code_of_the_demo(account),
    }
    return render(request, "desk/step_up.html", data, status=door.REFUSED if form.errors else 200)
