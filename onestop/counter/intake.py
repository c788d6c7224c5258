"""The acts of reception: to receive, to ask for completion, to refuse."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onestop.ui.components.asking import Fault
from onestop.ui.components.reading import Fact
from onestop.ui.components.words import clock_time, day
from procedures import shown
from procedures.schema import Channel
from workflows.clock.deadline import Limit, due
from workflows.clock.errors import NoDueDate
from workflows.people.models import Role
from workflows.routes.giving import answerable, vouched

from .asking import ActForm, basis_for_results, consent, legal_basis, reason_of
from .checklist import LONGEST_REASON, Checklist, checklist_of
from .opened import Opened

REASON = "reason-"
ASK = "ask-"
AS_PRINTED = gettext_lazy("It is printed on the slip that the applicant gets.")


class Receive(ActForm):
    """The clock starts with it, so its day of return is told before."""

    act = "receive"
    title = gettext_lazy("Receive the dossier")
    lead = gettext_lazy(
        "The dossier gets its code, the time limit begins, and the applicant gets the receipt"
        " (Form 01)."
    )
    button = gettext_lazy("Receive")

    def __init__(self, opened: Opened, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(opened, data)
        if opened.procedure.is_dated_by_hand(opened.dossier.channel):
            self.fields["due_on"] = forms.DateField(
                label=self._dated_by,
                help_text=gettext_lazy("For example 24/11/2026."),
                widget=forms.TextInput(attrs={"class": "in m num"}),
            )

    @property
    def channel(self) -> Channel:
        return self.opened.procedure.channel(self.opened.dossier.channel)

    @property
    def _dated_by(self) -> str:
        event = self.channel.counted_from
        if event is None:
            return _("Day on which the result is due, by the plan")
        return _("Day on which the result is due, counted from %(event)s") % {"event": event}

    @cached_property
    def checklist(self) -> Checklist:
        return checklist_of(self.opened)

    @property
    def obstacles(self) -> tuple[Fault, ...]:
        return (*self.checklist.not_right, *self.checklist.unchecked)

    @property
    def facts(self) -> tuple[Fact, ...]:
        limit = Fact(_("Time limit"), shown.limit_of(self.channel, self.opened.language))
        expected = self._expected()
        found = Fact(_("Papers found right"), f"{self.checklist.done}/{len(self.checklist.papers)}")
        return (found, limit, *([Fact(_("Received now, due on"), expected)] if expected else []))

    def _expected(self) -> str:
        """What the receipt will say, if it is received at this moment."""
        if self.channel.waits_or_is_planned:
            return ""
        limit = Limit.parse(self.channel.limit)
        try:
            promised = due(self.opened.at, limit, self.opened.calendar).at
        except NoDueDate:
            return ""
        return f"{clock_time(promised)}, {day(promised)}" if limit.in_hours else day(promised)


def offered(opened: Opened, *, on_ground: bool) -> frozenset[str]:
    """What can be asked for. Where no law is named, nothing that the State vouches for."""
    dossier, papers = opened.dossier, opened.handed_in
    may = answerable(dossier, opened.procedure, papers)
    return (
        may if on_ground else may - vouched(dossier, on=localdate(opened.at), papers=papers).keys()
    )


class AskCompletion(ActForm):
    """One full list: every paper that is not right, and whatever else is wrong or missing."""

    act = "ask_completion"
    title = gettext_lazy("Ask for completion")
    lead = gettext_lazy(
        "The applicant gets one list of all that has to be put right (Form 02). It is asked only"
        " once: what is left out today cannot be asked for later."
    )
    button = gettext_lazy("Send the request")
    folded = gettext_lazy("Ask for something else too")

    def __init__(self, opened: Opened, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(opened, data)
        for paper in checklist_of(opened).failed:
            self.fields[f"{REASON}{paper.key}"] = reason_of(
                paper.title,
                initial=paper.reason,
                hint=AS_PRINTED,
                error=gettext_lazy("Say why this paper will not do."),
            )
        if any(request.answered_at for request in opened.completions):
            self._ask_for_its_ground()
        else:
            self.fields |= basis_for_results(opened)
        for key, label in self._others():
            self.fields[f"{ASK}{key}"] = reason_of(label, required=False)

    @property
    def obstacles(self) -> tuple[Fault, ...]:
        return checklist_of(self.opened).unchecked

    @property
    def rare(self) -> frozenset[str]:
        return frozenset(name for name in self.fields if name.startswith(ASK))

    @property
    def details(self) -> dict[str, Any]:
        ground = {name: self.cleaned_data.get(name, "") for name in ("legal_basis", "approved_by")}
        return {"items": self._items(), **ground}

    def _items(self) -> dict[str, str]:
        sent = ((name.partition("-")[2], text) for name, text in self.cleaned_data.items())
        asked = {r.key for r in self.opened.procedure.requirements_of(self.opened.dossier.case)}
        asked |= {q.key for q in self.opened.procedure.questions_of(self.opened.dossier.case)}
        return {key: text for key, text in sent if text and key in asked}

    def _ask_for_its_ground(self) -> None:
        """NĐ 61/2018 art. 11: once; again only on a legal basis, with a superior's consent."""
        self.fields["legal_basis"] = legal_basis(gettext_lazy("Legal basis for asking again"))
        self.fields["approved_by"] = consent(self.opened, Role.RECEPTION)

    def _others(self) -> list[tuple[str, str]]:
        """Papers that were not handed in since nobody must, and the answers of the form."""
        opened, procedure, case = self.opened, self.opened.procedure, self.opened.dossier.case
        shown_already = {one.key for one in opened.requirements}
        papers = [
            (r.key, str(r.title))
            for r in procedure.requirements_of(case)
            if r.key not in shown_already and r.applies_to(opened.dossier.situation)
        ]
        answers = ((q.key, str(q.label)) for q in procedure.questions_of(case))
        may = offered(opened, on_ground="legal_basis" in self.fields)
        return [(key, title) for key, title in (*papers, *answers) if key in may]


class Reject(ActForm):
    """An end in writing, for a reason that the law knows."""

    act = "reject"
    title = gettext_lazy("Refuse reception")
    lead = gettext_lazy(
        "The dossier ends here. The applicant gets the refusal in writing (Form 03) and may file"
        " anew at any time."
    )
    button = gettext_lazy("Refuse reception")

    note = forms.CharField(
        label=gettext_lazy("What it means here, and what the applicant can do"),
        help_text=AS_PRINTED,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"class": "in l", "rows": 3}),
        error_messages={"required": gettext_lazy("Explain the refusal to the applicant.")},
    )

    def __init__(self, opened: Opened, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(opened, data)
        self.fields["reason"] = forms.ChoiceField(
            label=gettext_lazy("Ground in law"),
            choices=[(one.key, str(one.text)) for one in opened.procedure.refusal_reasons],
            widget=forms.RadioSelect,
            error_messages={"required": gettext_lazy("Choose the ground on which it is refused.")},
        )
        self.order_fields(["reason", "note"])
