"""For the doors: answering a request item by item, before it is sent with `supplement`."""

from __future__ import annotations

from workflows.steps.giving import give, take_back

__all__ = ["give", "take_back"]
