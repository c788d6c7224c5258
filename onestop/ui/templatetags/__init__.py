"""The one library of the kit: `{% load ui %}`."""

from __future__ import annotations
