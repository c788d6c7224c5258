"""The applicant's form, for every door: which answers are wrong, which are still to be given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from . import values
from .fields import Situation
from .schema import Procedure
from .values import Problem


def check(procedure: Procedure, case: str, situation: Situation) -> tuple[Problem, ...]:
    """Every wrong, missing or unknown answer of a case, each with its sentence.

    What is not asked in this situation may stay answered; it does not count.
    """
    fields = {q.key: q for q in procedure.asked_of(case, situation)}
    given = without_unasked(procedure, case, situation, situation.answers)
    return tuple(values.problems(fields, given, _("There is no such question.")))


def without_unasked(
    procedure: Procedure, case: str, situation: Situation, answers: Mapping[str, Any]
) -> dict[str, Any]:
    """The answers but for those to questions that this situation does not raise."""
    asked = {q.key for q in procedure.asked_of(case, situation)}
    unasked = {q.key for q in procedure.questions_of(case)} - asked
    return {key: answer for key, answer in answers.items() if key not in unasked}


def cleaned(answers: Mapping[str, Any]) -> dict[str, Any]:
    """What a person typed as it is kept: in Unicode form NFC, without spaces around it."""
    return {values.cleaned(key): values.cleaned(value) for key, value in answers.items()}
