"""For the doors: answering a request item by item, and how long it may wait."""

from __future__ import annotations

from workflows.steps.answering import vouched
from workflows.steps.asking import above, answerable
from workflows.steps.giving import give, mark_of, take_back
from workflows.steps.stopping import patience
from workflows.steps.supplement import last_moment

__all__ = [
    "above",
    "answerable",
    "give",
    "last_moment",
    "mark_of",
    "patience",
    "take_back",
    "vouched",
]
