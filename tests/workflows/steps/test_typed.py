"""Text that is too long for its place is refused with a sentence, not by the database."""

from __future__ import annotations

from typing import Any

import pytest

from onestop.demo.office import DemoOffice
from tests.lives import a_life
from tests.unchanged import refusal
from workflows.steps.refusals import TextTooLong
from workflows.steps.typed import typed


def test_what_was_typed_is_kept_composed_and_without_spaces_around_it() -> None:
    assert typed("  Thie\u0302\u0301u chữ ký. ") == "Thiếu chữ ký."


def test_marks_without_width_are_left_out() -> None:
    assert typed("\ufeffThiếu\u200b chữ\u00ad ký.\u200d ") == "Thiếu chữ ký."


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("act", "details"),
    [
        ("ask_completion", {"items": {"draft-charter": "x" * 501}}),
        ("ask_completion", {"items": {"draft-charter": "x"}, "legal_basis": "x" * 301}),
        ("reject", {"reason": "not-competent", "note": "x" * 501}),
        ("propose", {"outcome": "refusal", "reason": "x" * 5_001}),
        ("send_back", {"reason": "x" * 501}),
        ("hand_over", {"how": "online", "received_by": "x" * 501}),
    ],
)
def test_text_too_long_for_its_place_is_refused(
    office: DemoOffice, act: str, details: dict[str, Any]
) -> None:
    before = {"ask_completion": "receive", "reject": "receive", "send_back": "approve"}
    life = a_life(office).until(before.get(act, act))
    said = refusal(life, act, TextTooLong, **details)
    assert said.startswith("Write it shorter: at most ")
