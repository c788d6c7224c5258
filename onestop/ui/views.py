"""The gallery: each component with its states, its call and the markup that comes of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import engines
from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from .gallery import COMPONENTS, GALLERY, Component
from .samples import samples

# In a file of examples, a line that begins one: {# state: Chờ bổ sung #}
STATE = "{# state: "


@dataclass(frozen=True)
class Example:
    state: str
    call: str
    output: SafeString


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    _only_in_the_demo()
    return render(request, "ui/doc/gallery.html", {"components": GALLERY})


@require_safe
def component(request: HttpRequest, name: str) -> HttpResponse:
    _only_in_the_demo()
    if name not in COMPONENTS:
        raise Http404
    shown = COMPONENTS[name]
    data = {"component": shown, "base": _base(shown), "examples": list(_examples(request, name))}
    return render(request, "ui/doc/component.html", data)


def sources(name: str) -> Iterator[tuple[str, str]]:
    """The states of a component, each with the lines that make it."""
    written: Any = get_template(f"ui/examples/{name}.html")
    for part in written.template.source.split(STATE)[1:]:
        state, _end, call = part.partition(" #}\n")
        yield state, call.strip()


def _examples(request: HttpRequest, name: str) -> Iterator[Example]:
    for state, call in sources(name):
        template = engines["django"].from_string("{% load ui %}" + call)
        yield Example(state, call, SafeString(template.render(samples(), request)))


def _base(shown: Component) -> str:
    return "ui/portal.html" if shown.look == "door-portal" else "ui/office.html"


def _only_in_the_demo() -> None:
    if not settings.DEMO:
        raise Http404
