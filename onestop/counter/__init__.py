"""The counter's door: reception officers and records clerks."""

from __future__ import annotations
