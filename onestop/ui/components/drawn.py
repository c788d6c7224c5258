"""How a component is drawn: from its own template, with what it was given."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString


def drawn(component: str, **given: Any) -> SafeString:
    return SafeString(render_to_string(f"ui/components/{component}.html", given).strip())
