"""The approver's door: what waits for a decision and a signature."""

from __future__ import annotations
