"""The page that is shown where no other can be: whose fault, what is safe, what to do now."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .middleware import incident

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Failure:
    """What a reader is told: who caused it, what happened, and what remains."""

    status: int
    cause: Promise
    title: Promise
    remains: Promise


BAD = Failure(
    400,
    _("The request could not be read"),
    _("This page cannot be shown"),
    _("Nothing was changed. Go back and try again."),
)
FORBIDDEN = Failure(
    403,
    _("This page is not open to you"),
    _("You may not do this"),
    _("Nothing was changed. Sign in with the account that holds this right."),
)
STALE_FORM = Failure(
    403,
    _("The page had grown old"),
    _("Send the form once more"),
    _("Nothing was changed. Go back, load the page again and send it once more."),
)
NOT_THERE = Failure(
    404,
    _("There is nothing at this address"),
    _("Page not found"),
    _("Check the address. If you followed a link from us, tell us the code below."),
)
OURS = Failure(
    500,
    _("The fault is ours, not yours"),
    _("The system could not answer"),
    _("What you had saved is safe. What you had just sent may not have arrived; try again."),
)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _told(request, BAD)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _told(request, FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _told(request, NOT_THERE)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The proof that a form came from our own page is missing or has expired."""
    return _told(request, STALE_FORM)


def server_error(request: HttpRequest) -> HttpResponse:
    log.error("A request failed: %s", incident(request))
    return _told(request, OURS)


def _told(request: HttpRequest, failure: Failure) -> HttpResponse:
    data = {"failure": failure, "incident": incident(request)}
    return render(request, "errors/failure.html", data, status=failure.status)
