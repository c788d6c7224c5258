"""The applicant's form, for every door: which answers are wrong, which are still to be given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from . import values
from .schema import Procedure, Question
from .values import Problem


def check(procedure: Procedure, case: str, answers: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Every wrong, missing or unknown answer of a case, each with its sentence."""
    fields: dict[str, Question] = {q.key: q for q in procedure.questions_of(case)}
    return tuple(values.problems(fields, answers, _("There is no such question.")))


def cleaned(answers: Mapping[str, Any]) -> dict[str, Any]:
    """What a person typed as it is kept: in Unicode form NFC, without spaces around it."""
    return {values.cleaned(key): values.cleaned(value) for key, value in answers.items()}
