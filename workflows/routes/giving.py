"""For the doors: answering a request item by item, and how long it may wait."""

from __future__ import annotations

from workflows.steps.giving import give, mark_of, take_back
from workflows.steps.stopping import patience

__all__ = ["give", "mark_of", "patience", "take_back"]
