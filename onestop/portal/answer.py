"""Completing a dossier: one block for each thing asked, all of them sent in at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from onestop import door
from onestop.filing.papers import taken
from onestop.frame.middleware import moment
from onestop.ui.components.asking import Fault
from onestop.ui.components.words import size
from onestop.ui.eform import EForm
from procedures.fields import FieldType, Question, Situation
from procedures.schema import Procedure, Requirement
from workflows.dossiers.drafts import HandedIn
from workflows.dossiers.models import CompletionItem, Dossier
from workflows.dossiers.pinned import procedure_of
from workflows.dossiers.status import Status
from workflows.files.store import Kept
from workflows.people.models import Account
from workflows.permissions.rules import NotAllowed
from workflows.routes.preview import Preview, preview

from .track import labels_of

KEPT = "completing"


@dataclass(frozen=True)
class Asked:
    """One thing to put right, with the reason; and what has been sent for it so far."""

    key: str
    title: str
    reason: str
    paper: Requirement | None
    questions: tuple[Question, ...]
    sent: HandedIn | None = None
    reused: bool = False
    fault: str = ""

    @property
    def anchor(self) -> str:
        return f"item-{self.key}"

    @property
    def state(self) -> str:
        if self.fault:
            return "replace"
        if self.sent:
            return "have"
        return "store" if self.reused else "replace"

    @property
    def told(self) -> str:
        return size(self.sent.kept.size) if self.sent else ""


@dataclass(frozen=True)
class Completing:
    """The open request of a dossier, as its submitter answers it."""

    account: Account
    dossier: Dossier
    procedure: Procedure
    items: tuple[CompletionItem, ...]
    preview: Preview

    @cached_property
    def papers(self) -> dict[str, Requirement]:
        keys = {item.key for item in self.items}
        asked = self.procedure.requirements_of(self.dossier.case)
        return {one.key: one for one in asked if one.key in keys}

    @property
    def uploads(self) -> dict[str, Requirement]:
        """Those that are handed in; the others are made from the answers."""
        return {key: one for key, one in self.papers.items() if one.from_form is None}

    def questions_of(self, item: str, situation: Situation) -> tuple[Question, ...]:
        """The answer that was asked for; of a paper made from the answers, all of these."""
        asked = self.procedure.asked_of(self.dossier.case, situation)
        if item in self.papers.keys() - self.uploads.keys():
            others = {one.key for one in self.items}
            return tuple(
                q for q in asked if q.type is not FieldType.DECLARATION and q.key not in others
            )
        return tuple(q for q in asked if q.key == item)

    def form(self, data: Mapping[str, Any] | None = None) -> EForm:
        """What an answer raises is asked at once."""
        asked = self._form(self.dossier.situation, data)
        if data is None:
            return asked
        given = {**self.dossier.situation.answers, **asked.typed}
        return self._form(replace(self.dossier.situation, answers=given), data)

    def _form(self, situation: Situation, data: Mapping[str, Any] | None) -> EForm:
        questions = [q for item in self.items for q in self.questions_of(item.key, situation)]
        return EForm(questions, answers=self.dossier.answers, known=self.preview.known, data=data)

    def asked(
        self, form: EForm, kept: Mapping[str, HandedIn], faults: Mapping[str, str]
    ) -> list[Asked]:
        labels = labels_of(self.procedure)
        situation = replace(
            self.dossier.situation, answers={**self.dossier.situation.answers, **form.told}
        )
        return [
            Asked(
                key=item.key,
                title=labels.get(item.key, item.key),
                reason=item.reason,
                paper=self.papers.get(item.key),
                questions=self.questions_of(item.key, situation),
                sent=kept.get(item.key),
                reused=self.reused(item.key),
                fault=faults.get(item.key, ""),
            )
            for item in self.items
        ]

    def reused(self, key: str) -> bool:
        held = self.preview.held.get(key)
        return held is not None and held.result is not None and not held.needs_consent


@require_http_methods(["GET", "HEAD", "POST"])
@door.citizen
def answer(request: HttpRequest, account: Account, dossier: UUID) -> HttpResponse:
    """GET shows what is asked; POST keeps what is sent, and sends it in once all is there."""
    found = door.find(request, account, dossier, purpose="complete")
    if found.submitter_id != account.person_id:
        raise Http404
    if found.status != Status.COMPLETION_REQUESTED:
        return redirect("portal:track", found.public_id)
    completing = _completing(request, account, found)
    if request.method != "POST":
        return _shown(request, completing, completing.form())
    return _sent(request, completing)


def _sent(request: HttpRequest, completing: Completing) -> HttpResponse:
    faults = _keep_files(request, completing)
    form = completing.form(request.POST)
    if form.wants_more:
        return _shown(request, completing, form.with_more(), faults)
    kept = _kept(request, completing.dossier)
    for key in completing.uploads.keys() - kept.keys() - faults.keys():
        if not completing.reused(key):
            faults[key] = _("Choose the file to hand in.")
    if not form.is_valid() or faults:
        return _shown(request, completing, form, faults, status=door.REFUSED)
    account, dossier = completing.account, completing.dossier
    try:
        door.perform(request, account, dossier, "resubmit", answers=form.typed, papers=kept)
    except door.REFUSALS as refusal:
        status = door.status_of(refusal)
        return _shown(request, completing, form, faults, refusal, status=status)
    _forget(request, completing.dossier)
    return redirect("portal:track", completing.dossier.public_id)


def _completing(request: HttpRequest, account: Account, dossier: Dossier) -> Completing:
    items = CompletionItem.objects.filter(request__dossier=dossier, request__answered_at=None)
    try:
        known = preview(dossier, by=account, at=moment(request))
    except NotAllowed:
        raise Http404 from None
    return Completing(account, dossier, procedure_of(dossier), tuple(items.order_by("pk")), known)


def _keep_files(request: HttpRequest, completing: Completing) -> dict[str, str]:
    """What was chosen is kept whatever else is wrong; the faults of the rest, by key."""
    faults: dict[str, str] = {}
    new: dict[str, HandedIn] = {}
    for key, paper in completing.uploads.items():
        if files := request.FILES.getlist(f"tep-{key}"):
            try:
                new[key] = taken(files, title=paper.title.vi, request=request)
            except door.REFUSALS as refusal:
                faults[key] = str(refusal)
    if new:
        every = request.session.get(KEPT, {})
        name = str(completing.dossier.public_id)
        rows = {key: asdict(one) for key, one in new.items()}
        request.session[KEPT] = every | {name: every.get(name, {}) | rows}
    return faults


def _kept(request: HttpRequest, dossier: Dossier) -> dict[str, HandedIn]:
    """Sent in this session and not yet part of the dossier."""
    rows = request.session.get(KEPT, {}).get(str(dossier.public_id), {})
    return {key: HandedIn(Kept(**row["kept"]), row["name"]) for key, row in rows.items()}


def _forget(request: HttpRequest, dossier: Dossier) -> None:
    every = request.session.get(KEPT, {})
    request.session[KEPT] = {k: v for k, v in every.items() if k != str(dossier.public_id)}


def _shown(
    request: HttpRequest,
    completing: Completing,
    form: EForm,
    faults: Mapping[str, str] | None = None,
    refusal: Exception | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    asked = completing.asked(form, _kept(request, completing.dossier), faults or {})
    wrong = [Fault(one.fault, f"tep-{one.key}") for one in asked if one.fault]
    data = {
        "dossier": completing.dossier,
        "procedure": completing.procedure,
        "asked": [
            (one, [form[q.key] for q in one.questions if q.key in form.fields]) for one in asked
        ],
        "form": form,
        "found": refusal or [*form.faults, *wrong],
        "key": door.key_of(request),
        "seen": completing.dossier.journal_count,
        "faulty": status != 200,
    }
    return render(request, "portal/answer.html", data, status=status)
