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
    counted = procedure.counted(case, situation)
    fields = {q.key: q for q in procedure.asked_of(case, counted)}
    return tuple(values.problems(fields, counted.answers, _("There is no such question.")))


def cleaned(answers: Mapping[str, Any]) -> dict[str, Any]:
    """What a person typed as it is kept: in Unicode form NFC, without spaces around it."""
    return {values.cleaned(key): values.cleaned(value) for key, value in answers.items()}
