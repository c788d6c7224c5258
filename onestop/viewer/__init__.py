"""A stored paper as images of its pages and as a file to save, the same for every door."""

from __future__ import annotations
