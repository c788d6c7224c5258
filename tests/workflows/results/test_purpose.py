"""Where a result may serve: in which procedures, at which level, in which territory."""

from __future__ import annotations

from typing import Any

import pytest

from workflows.people.models import Agency

from .makers import a_purpose

COMMITTEE = Agency(code="H99", kind="province-committee")
DEPARTMENT = Agency(code="H99.01", kind="province-department")
COMMUNE = Agency(code="H99.70", kind="commune-committee")
ELSEWHERE = Agency(code="H98.01", kind="province-department")


@pytest.mark.parametrize(
    ("scope", "at", "covered"),
    [
        ({}, ELSEWHERE, True),
        ({"procedures": ["1.013018"]}, ELSEWHERE, True),
        ({"procedures": ["1.013019"]}, COMMITTEE, False),
        ({"levels": ["province", "central"]}, ELSEWHERE, True),
        ({"levels": ["province"]}, COMMUNE, False),
        ({"territory": "issuer"}, COMMITTEE, True),
        ({"territory": "issuer"}, COMMUNE, True),
        ({"territory": "issuer"}, ELSEWHERE, False),
        ({"procedures": ["1.013018"], "levels": ["commune"]}, COMMITTEE, False),
    ],
    ids=str,
)
def test_what_a_scope_leaves_out_is_not_limited(
    scope: dict[str, Any], at: Agency, covered: bool
) -> None:
    assert a_purpose(at).is_within(scope, issuer=DEPARTMENT) is covered
