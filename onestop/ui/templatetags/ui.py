"""The one library of the kit: `{% load ui %}`. Each drawer of components brings its tags."""

from __future__ import annotations

from django.template import Library

from onestop.ui.components import (
    acting,
    asking,
    casework,
    codes,
    drawings,
    figures,
    filing,
    lists,
    reading,
    signs,
    timing,
    words,
)

register = Library()
DRAWERS = (
    words,
    drawings,
    signs,
    acting,
    asking,
    filing,
    reading,
    timing,
    codes,
    lists,
    casework,
    figures,
)
for drawer in DRAWERS:
    register.tags.update(drawer.register.tags)
    register.filters.update(drawer.register.filters)
