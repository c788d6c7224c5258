"""Tests of the site that one command starts."""

from __future__ import annotations
