"""Each component as a template tag, beside the frozen values it shows; see the table in ui.py."""

from __future__ import annotations
