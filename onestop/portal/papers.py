"""The papers of a draft: from the register, from the agency's own look-up, or handed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from onestop import door
from onestop.frame.middleware import moment
from onestop.ui.components.asking import Fault
from onestop.ui.components.words import size
from onestop.viewer.pages import pages_of
from procedures.schema import Requirement
from workflows.documents.intake import Part, take
from workflows.dossiers import drafts
from workflows.dossiers.drafts import HandedIn
from workflows.dossiers.models import Component
from workflows.files.models import StoredFile
from workflows.routes.preview import Held, drawn_now

from .drafting import Draft, consent, drafting


@dataclass(frozen=True)
class Slot:
    """One paper of the dossier: what is asked, what lies there, what was refused just now."""

    requirement: Requirement
    component: Component | None
    held: Held
    reused: bool
    fault: str = ""

    @property
    def anchor(self) -> str:
        return f"giay-{self.requirement.key}"

    @property
    def state(self) -> str:
        """The tag in its head; see `components.filing.STATES`."""
        if self.fault:
            return "replace"
        if self.reused:
            return "store"
        if self.requirement.from_form:
            return "drawn"
        if self.component:
            return "checking" if self.closed else "have"
        if not self.requirement.required:
            return "optional"
        return "missing"

    @property
    def there(self) -> bool:
        return self.state in ("have", "checking", "store", "drawn")

    @property
    def offered(self) -> bool:
        """Whether the register has it, and only the owner's consent is wanting."""
        return self.held.result is not None and self.held.needs_consent

    @property
    def closed(self) -> bool:
        """Whether what lies there may not be opened, or not yet."""
        file = self.component.file if self.component else None
        return file is not None and file.closed

    @property
    def told(self) -> str:
        """The file in figures, as the page says them."""
        return in_figures(self.component.file) if self.component else ""


def malware_in(component: Component | None) -> str:
    """What to do about it, for whoever handed the paper in; empty if none was found."""
    if component is None or component.file is None or not component.file.infected:
        return ""
    return _(
        "Malware was found in “%(name)s”, so nobody may open it."
        " Scan or photograph the paper again, on another device if you can, and replace it."
    ) % {"name": component.name}


def in_figures(file: StoredFile | None) -> str:
    """18 pages · 1,2 MB"""
    if file is None:
        return ""
    count = pages_of(file)
    pages = ngettext("%(count)d page", "%(count)d pages", count) % {"count": count}
    return f"{pages} · {size(file.size)}" if count else size(file.size)


@require_safe
@drafting
def papers(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Every paper in its slot."""
    return _shown(request, draft)


@require_safe
@drafting
def drawn(request: HttpRequest, draft: Draft, requirement: str) -> HttpResponse:
    """A paper that is made from the answers, as they now stand, before it is filed."""
    asked = next((r for r in draft.requirements if r.key == requirement and r.from_form), None)
    if asked is None:
        raise Http404
    try:
        content = drawn_now(draft.dossier, asked, draft.situation, at=moment(request))
    except door.REFUSALS as refusal:
        return _shown(request, draft, {requirement: str(refusal)})
    response = HttpResponse(content, content_type="application/pdf")
    named = content_disposition_header(as_attachment=False, filename=f"{asked.title.vi}.pdf")
    response["Content-Disposition"] = named or "inline"
    return response


@require_POST
@drafting
def paper(request: HttpRequest, draft: Draft, requirement: str) -> HttpResponse:
    """Hands one in, takes it out again, or lets it be reused; then back to its slot."""
    asked = next((r for r in draft.requirements if r.key == requirement), None)
    if asked is None:
        raise Http404
    try:
        _done(request, draft, asked)
    except door.REFUSALS as refusal:
        return _shown(request, draft, {requirement: str(refusal)})
    return redirect(f"{draft.address('papers')}#giay-{requirement}")


def slots_of(draft: Draft, faults: dict[str, str] | None = None) -> list[Slot]:
    return [
        Slot(
            requirement=one,
            component=draft.handed_in.get(one.key),
            held=draft.preview.held.get(one.key, Held()),
            reused=draft.reused(one.key),
            fault=(faults or {}).get(one.key) or malware_in(draft.handed_in.get(one.key)),
        )
        for one in draft.requirements
    ]


def taken(files: Sequence[UploadedFile[Any]], *, title: str, request: HttpRequest) -> HandedIn:
    """What was sent as one paper; raises a `FileRefused`."""
    parts = [Part(file.name or "", file.chunks()) for file in files]
    return take(parts, title=title, at=moment(request))


def _done(request: HttpRequest, draft: Draft, asked: Requirement) -> None:
    at, wanted = moment(request), request.POST.get("act")
    if wanted == "take_out":
        drafts.take_out(draft.dossier, asked.key, by=draft.account, at=at)
    elif wanted == "consent":
        consent(request, draft.dossier, draft.consents | {asked.key})
    elif wanted == "withdraw":
        consent(request, draft.dossier, draft.consents - {asked.key})
    else:
        hand_in(request, draft, asked, request.FILES.getlist("tep"))


def hand_in(
    request: HttpRequest, draft: Draft, asked: Requirement, files: Sequence[UploadedFile[Any]]
) -> None:
    """What was sent as this paper; raises one of `door.REFUSALS`."""
    sent = taken(files, title=asked.title.vi, request=request)
    drafts.attach(
        draft.dossier, draft.procedure, asked.key, sent, by=draft.account, at=moment(request)
    )


def _shown(
    request: HttpRequest, draft: Draft, faults: dict[str, str] | None = None
) -> HttpResponse:
    slots = slots_of(draft, faults)
    needed = [slot for slot in slots if slot.requirement.required]
    there = sum(slot.there for slot in needed)
    data = {
        "draft": draft,
        "slots": slots,
        "steps": draft.steps(len(draft.pages) + 1),
        "found": [Fault(slot.fault, f"tep-{slot.requirement.key}") for slot in slots if slot.fault],
        "counted": _("%(there)d of %(needed)d papers are there.")
        % {"there": there, "needed": len(needed)},
    }
    return render(request, "portal/papers.html", data, status=door.REFUSED if faults else 200)
