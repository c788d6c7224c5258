"""The pages on which people say who they are."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from onestop import proof
from onestop.demo.cast import CITIZENS
from onestop.demo.identity import DemoIdentityProvider, UnknownIdentity
from onestop.frame.middleware import moment
from onestop.ui.components.asking import Fault
from onestop.ui.work import begins_at
from workflows.people import identity
from workflows.people.models import Account


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Two doors: one for citizens and organisations, one for officers."""
    return render(request, "entry/choose.html", _carrying(request))


@require_http_methods(["GET", "HEAD", "POST"])
def citizen(request: HttpRequest) -> HttpResponse:
    """The identity provider vouches for a citizen. Only the demo's is there so far."""
    data = _carrying(request) | {"citizens": CITIZENS if settings.DEMO else ()}
    if request.method != "POST":
        return render(request, "entry/citizen.html", data)
    try:
        vouched = DemoIdentityProvider().identify(request.POST.get("assertion", ""))
        account = identity.enter(vouched, at=moment(request))
    except (UnknownIdentity, identity.NotAssured) as refusal:
        return render(request, "entry/citizen.html", data | {"refusal": refusal}, status=422)
    auth.login(request, account, backend=settings.PASSWORD_BACKEND)
    return redirect(_onward(request, account))


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def officer(request: HttpRequest) -> HttpResponse:
    """An officer's login and password."""
    login, password = _login(request), request.POST.get("password", "")
    data = _carrying(request) | {"login": login}
    if request.method != "POST":
        return render(request, "entry/officer.html", data)
    if proof.by_password(request, login, password, at=moment(request)) is None:
        refusal = Fault(_("The login and the password do not belong together."), "login")
        return render(request, "entry/officer.html", data | {"refusal": refusal}, status=422)
    return redirect(_with_next(request, "entry:code"))


@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The code of the moment, after the password."""
    account = proof.waiting(request, at=moment(request))
    if account is None:
        return redirect(_with_next(request, "entry:officer"))
    data = _carrying(request) | {"demo_code": proof.code_of_the_demo(account)}
    if request.method != "POST":
        return render(request, "entry/code.html", data)
    device = proof.by_code(account, request.POST.get("code", ""))
    if device is None:
        refusal = Fault(_("This code does not count. Wait for the next one and type that."), "code")
        return render(request, "entry/code.html", data | {"refusal": refusal}, status=422)
    proof.begin(request, account, device, at=moment(request))
    return redirect(_onward(request, account))


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    auth.logout(request)
    return redirect("/")


@sensitive_post_parameters()
def locked_out(request: HttpRequest, credentials: Any, *args: Any) -> HttpResponse:
    """Too many wrong passwords: the answer of django-axes."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    return render(request, "entry/locked.html", {"minutes": minutes}, status=429)


def _onward(request: HttpRequest, account: Account) -> str:
    """Where they wanted to go, as far as it is ours; else where their work begins."""
    return proof.wanted(request) or begins_at(account, at=moment(request))


def _login(request: HttpRequest) -> str:
    """As typed, as far as a name can be that: attempts are kept under it."""
    return "".join(filter(str.isprintable, request.POST.get("login", "")))[:150]


def _carrying(request: HttpRequest) -> dict[str, Any]:
    return {"next": request.POST.get(proof.NEXT) or request.GET.get(proof.NEXT, "")}


def _with_next(request: HttpRequest, name: str) -> str:
    wanted = _carrying(request)["next"]
    return reverse(name, query={proof.NEXT: wanted} if wanted else None)
