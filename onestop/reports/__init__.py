"""The leader's door: what came in, what is due, what is late."""

from __future__ import annotations
