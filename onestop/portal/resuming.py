"""Going on with a draft: at the page that was reached, whatever link one comes by."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from onestop.filing.papers import malware_in

from .drafting import Draft, drafting


@require_safe
@drafting
def resume(_request: HttpRequest, draft: Draft) -> HttpResponse:
    """Leads on, and changes nothing."""
    return redirect(_reached(draft))


def _reached(draft: Draft) -> str:
    """The first page of the form that is still open, then the papers, then the check."""
    for number in draft.numbers:
        if not draft.settled(number):
            return draft.address("form", number)
    infected = any(malware_in(component) for component in draft.handed_in.values())
    return draft.address("papers" if draft.missing or infected else "check")
