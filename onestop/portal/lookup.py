"""Where a dossier stands, for whoever holds its tracking code: the stage, and nobody's data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from onestop.ui.components.asking import Fault
from procedures.words import Text
from workflows.dossiers.models import Dossier
from workflows.dossiers.pinned import procedure_of
from workflows.dossiers.status import Status

# What everybody may be told of each status; the rest is for those whose dossier it is.
STAGES: dict[Status, Promise] = {
    Status.SUBMITTED: gettext_lazy("Filed, not yet received"),
    Status.COMPLETION_REQUESTED: gettext_lazy("Waiting for the applicant to complete it"),
    Status.SUPPLEMENT_REQUESTED: gettext_lazy("Waiting for the applicant to supplement it"),
    Status.NOT_RECEIVED: gettext_lazy("Not received"),
    Status.RETURNED: gettext_lazy("The result has been handed over"),
    Status.ISSUED: gettext_lazy("The result is ready"),
    Status.WITHDRAWN: gettext_lazy("Withdrawn by the applicant; it has ended"),
    Status.STOPPED: gettext_lazy("Stopped; it has ended"),
}
AT_WORK = gettext_lazy("The agency is at work on it")


@dataclass(frozen=True)
class Stage:
    """A dossier as the public sees it."""

    procedure: Text
    words: Promise
    due: datetime | None


@require_safe
def lookup(request: HttpRequest) -> HttpResponse:
    """Asks for the code, and answers it."""
    code = "".join(filter(str.isalnum, request.GET.get("ma", ""))).upper()[:40]
    if not code:
        return render(request, "portal/lookup.html")
    stage = _stage(code)
    if stage is None:
        refusal = Fault(_("There is no dossier under this code. Look at your receipt again."), "ma")
        return render(request, "portal/lookup.html", {"refusal": refusal, "code": code}, status=422)
    return render(request, "portal/lookup.html", {"stage": stage, "code": code})


def _stage(code: str) -> Stage | None:
    found = Dossier.objects.exclude(status=Status.DRAFT).filter(lookup_secret=code).first()
    if found is None:
        return None
    words = STAGES.get(Status(found.status), AT_WORK)
    # While the applicant is asked for something no day stands; it is counted anew after that.
    still = found.ended_at or found.status == Status.SUPPLEMENT_REQUESTED
    due = None if still else found.due_at
    return Stage(procedure_of(found).title, words, due)
