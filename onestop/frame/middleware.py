"""What each request is given before a view sees it, and each answer before it leaves."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from workflows.clock import announced

Answer = Callable[[HttpRequest], HttpResponse]

# Letters and figures that nobody confuses when they are read out over the telephone.
SPOKEN = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
# What no page of ours needs of a browser.
NOT_NEEDED = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"


class Frame:
    """Gives the request its moment and its name, and keeps what is personal out of every cache."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.META["moment"] = timezone.now()
        request.META["incident"] = "".join(secrets.choice(SPOKEN) for _ in range(8))
        with announced.remembering():
            response = self.answer(request)
        response.headers.setdefault("Permissions-Policy", NOT_NEEDED)
        # A page shown to one person is not kept for the next at the same machine.
        response.headers.setdefault("Cache-Control", "no-store")
        return response


def moment(request: HttpRequest) -> datetime:
    """When the request came in: the one moment of everything that it does."""
    return request.META["moment"]  # type: ignore[no-any-return]  # META holds anything


def incident(request: HttpRequest) -> str:
    """The name under which the log knows this request."""
    return str(request.META.get("incident", ""))
