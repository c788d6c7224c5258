"""Which papers are missing. Those drawn from the answers are there once these are right."""

from __future__ import annotations

from collections.abc import Collection

from .fields import Situation
from .schema import Procedure, Requirement


def check(
    procedure: Procedure, case: str, handed_in: Collection[str], situation: Situation
) -> tuple[Requirement, ...]:
    """What must still be handed in, in the order of the procedure."""
    return tuple(
        r
        for r in procedure.requirements_of(case)
        if r.required and r.from_form is None and r.applies_to(situation) and r.key not in handed_in
    )
