"""What comes from a file of its own: icons, the two drawings, and the modules that shorten."""

from __future__ import annotations

from django.template import Library
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """Always beside a word."""
    return _drawn('<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', name)


@register.simple_tag
def mark() -> SafeString:
    """The door of the house, beside its name."""
    return _drawn('<svg aria-hidden="true"><use href="{}#{}"/></svg>', "mark")


@register.simple_tag
def scene() -> SafeString:
    """The threshold, on the start page only."""
    drawing = (
        '<svg class="scene" viewBox="0 0 320 220" aria-hidden="true"><use href="{}#{}"/></svg>'
    )
    return _drawn(drawing, "threshold")


@register.simple_tag
def script(module: str) -> SafeString:
    """In the block `scripts`: upload, keys, leaving, dialog, address. No page needs one."""
    return format_html('<script type="module" src="{}"></script>', static(f"ui/{module}.js"))


def _drawn(svg: str, name: str) -> SafeString:
    return format_html(svg, static("ui/icons.svg"), name)
