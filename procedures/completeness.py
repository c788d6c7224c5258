"""Which papers are missing."""

from __future__ import annotations

from collections.abc import Collection

from .schema import Procedure, Requirement


def check(
    procedure: Procedure, case: str, handed_in: Collection[str], applicant: str
) -> tuple[Requirement, ...]:
    """What an applicant of this kind must still hand in, in the order of the procedure."""
    return tuple(
        r
        for r in procedure.requirements_of(case)
        if r.required and r.applies_to(applicant) and r.key not in handed_in
    )
