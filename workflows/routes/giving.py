"""For the doors: answering a request item by item, before it is sent with `supplement`."""

from __future__ import annotations

from workflows.steps.giving import give, mark_of, take_back

__all__ = ["give", "mark_of", "take_back"]
