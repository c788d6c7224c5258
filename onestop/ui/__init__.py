"""The design kit: tokens, components as template tags, and the eForm, for every door."""

from __future__ import annotations
