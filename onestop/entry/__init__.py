"""The way in: citizens by whoever vouches for them, officers by password and code."""

from __future__ import annotations
