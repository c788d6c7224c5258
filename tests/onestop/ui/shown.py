"""A component as its examples show it, made into a tree."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

from django.template import engines

from onestop.ui.samples import samples
from onestop.ui.views import sources
from tests.markup import tree


def drawn(call: str, **given: Any) -> ET.Element:
    """What a call makes, with the values of the gallery and those given."""
    template = engines["django"].from_string("{% load ui %}" + call)
    return tree(template.render(samples() | given))


def example(name: str, state: str = "") -> ET.Element:
    """One state of a component, or all of them together."""
    calls = {said: call for said, call in sources(name) if state in ("", said)}
    assert calls, f"{name} has no state {state}"
    return drawn("".join(calls.values()))
