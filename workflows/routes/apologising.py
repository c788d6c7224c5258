"""For the doors: until when a day of return can be moved."""

from __future__ import annotations

from workflows.steps.lateness import last_day

__all__ = ["last_day"]
