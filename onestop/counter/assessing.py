"""The acts of assessment: to name who handles a dossier, and to propose its result."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onestop.ui.components.asking import Fault
from onestop.ui.components.reading import Fact
from onestop.ui.eform import EForm
from procedures import outcomes
from procedures.fields import FactField, Question
from procedures.shown import stated
from workflows.dossiers.corrections import ABOUT_ANOTHER, outcomes_of
from workflows.dossiers.models import Dossier
from workflows.dossiers.pinned import result_type_of
from workflows.people.models import Post, Role

from .asking import ActForm, choices_of, holders, named, written
from .opened import Opened

GRANT, REFUSAL = Dossier.Outcome.GRANT, Dossier.Outcome.REFUSAL
LONGEST_GROUNDS = 5_000
# What a document that puts a result right says in the officer's own words.
CORRECTING = {
    Dossier.Correction.AMEND: (
        gettext_lazy("What was written wrongly, and how it reads rightly"),
        gettext_lazy("It stands in the letter of correction, word by word."),
    ),
    Dossier.Correction.REPLACE: (
        gettext_lazy("Why the result is replaced"),
        gettext_lazy("It stands in the decision; what counts now stands in the new result."),
    ),
    Dossier.Correction.REVOKE: (
        gettext_lazy("Why the result is revoked"),
        gettext_lazy("It stands in the decision of revocation."),
    ),
}


class Assign(ActForm):
    """The head names who handles it."""

    act = "assign"
    title = gettext_lazy("Assign the dossier")
    lead = gettext_lazy("Whoever you name assesses the dossier and drafts its result.")
    button = gettext_lazy("Assign")

    def __init__(self, opened: Opened, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(opened, data)
        agencies = (opened.dossier.counter_agency, opened.dossier.competent_agency)
        self.fields["handler"] = forms.ChoiceField(
            label=Role.HANDLER.label,
            choices=choices_of(holders(opened, (Role.HANDLER,), agencies)),
            widget=forms.RadioSelect,
            error_messages={"required": gettext_lazy("Choose who handles it.")},
        )


class Propose(ActForm):
    """The draft is drawn from what is entered here; from then on its bytes are frozen."""

    act = "propose"
    title = gettext_lazy("Propose a result")
    lead = gettext_lazy(
        "The draft is drawn from the dossier and from what you enter. The one who signs reads it,"
        " and signs these very bytes or sends them back."
    )
    button = gettext_lazy("Propose")

    outcome = forms.ChoiceField(
        label=gettext_lazy("What you propose"),
        choices=[(GRANT, gettext_lazy("to grant")), (REFUSAL, gettext_lazy("to refuse"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say whether to grant or to refuse.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Only a refusal needs it: it stands in the decision itself."),
        required=False,
        max_length=LONGEST_GROUNDS,
        widget=forms.Textarea(attrs={"class": "in l", "rows": 4}),
    )

    def __init__(self, opened: Opened, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(opened, data)
        if opened.dossier.correction:
            self._put_right(Dossier.Correction(opened.dossier.correction))
        if len(self.signers) > 1:
            self.fields["signer"] = forms.ChoiceField(
                label=gettext_lazy("To be signed by"),
                choices=choices_of(self.signers),
                widget=forms.RadioSelect,
                error_messages={"required": gettext_lazy("Several may sign: say who.")},
            )

    def _put_right(self, kind: Dossier.Correction) -> None:
        """Nothing is granted or refused anew: what the document says of the result is asked."""
        (only,) = outcomes_of(self.opened.dossier)
        self.fields["outcome"] = forms.CharField(initial=only, widget=forms.HiddenInput)
        label, hint = CORRECTING[kind]
        self.fields["reason"] = written(
            label, hint=hint, error=gettext_lazy("Say it; it stands in the document."), rows=4
        )

    @cached_property
    def signers(self) -> list[Post]:
        return holders(self.opened, (Role.APPROVER,), (self.opened.dossier.competent_agency,))

    @cached_property
    def _sent(self) -> EForm:
        about_another = self.opened.dossier.correction in ABOUT_ANOTHER
        asked = outcomes.officer_fields(self.opened.procedure, self.opened.dossier.case)
        fields = () if about_another else asked
        questions = [_as_question(one) for one in fields]
        return EForm(questions, answers={}, known={}, data=self.data if self.is_bound else None)

    @cached_property
    def stated(self) -> EForm:
        """What the officer enters for the result, if it is granted."""
        sent, questions = self._sent, self._sent.questions
        if sent.wants_more:
            return sent.with_more()
        if self.grants or not self.is_bound:
            return sent
        # To refuse, none of it is needed; it is kept in case the officer thinks again.
        typed = {key: {"value": value} for key, value in sent.typed.items()}
        return EForm(questions, answers=typed, known={})

    @property
    def grants(self) -> bool:
        return self.data.get("outcome") == GRANT

    @property
    def right(self) -> bool:
        own, facts = super().right, not self.grants or self.stated.is_valid()
        return own and facts and not self._sent.wants_more

    @property
    def faults(self) -> tuple[Fault, ...]:
        return (*super().faults, *(self.stated.faults if self.grants else ()))

    @property
    def details(self) -> dict[str, Any]:
        facts = self.stated.cleaned_data if self.grants else {}
        entered = {key: value for key, value in facts.items() if value is not None}
        return {**self.cleaned_data, "facts": entered}

    @property
    def facts(self) -> tuple[Fact, ...]:
        """What the result will say by itself, and who signs it."""
        dossier, procedure = self.opened.dossier, self.opened.procedure
        given = {key: told["value"] for key, told in dossier.answers.items()}
        known = outcomes.facts(procedure, dossier.case, given, {}, owner=str(dossier.owner))
        lines = stated(procedure, dossier.case, known, self.opened.language)
        kind = Fact(_("Result"), str(result_type_of(dossier, procedure).title))
        if dossier.correction in ABOUT_ANOTHER and dossier.corrects:
            lines = ((_("About"), f"{dossier.corrects.title_vi} {dossier.corrects.number}"),)
        signs = [Fact(_("To be signed by"), named(post)) for post in self.signers[:1]]
        only = signs if len(self.signers) == 1 else []
        return (kind, *(Fact(label, value) for label, value in lines), *only)

    def clean(self) -> dict[str, Any]:
        sent = super().clean() or self.cleaned_data
        if sent.get("outcome") == REFUSAL and not sent.get("reason"):
            self.add_error("reason", _("Give the reason; a refusal states it."))
        return sent


def _as_question(field: FactField) -> Question:
    """The same field, put to an officer."""
    return Question.model_validate(field.model_dump(exclude={"source"}))
