"""The citizens' door: procedures, filing, tracking, results."""

from __future__ import annotations
