"""The one library of the kit: `{% load ui %}`. Each drawer of components brings its tags."""

from __future__ import annotations

from django.template import Library

from onestop.ui.components import signs, words

register = Library()
for drawer in (signs, words):
    register.tags.update(drawer.register.tags)
    register.filters.update(drawer.register.filters)
