"""What surrounds every page: its moment, its language, and what is said when it fails."""

from __future__ import annotations
