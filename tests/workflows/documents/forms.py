"""The seven forms of TT 03/2025/TT-VPCP at each of their sizes: what holds of all is said once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

import pytest

from workflows.documents import (
    apology_slip,
    completion_slip,
    control_slip,
    receipt_slip,
    refusal_slip,
    register_book,
    stop_slip,
)
from workflows.documents.slip import Size

from . import makers
from .makers import AT

# What a form does not show as it was given: a code's content, a name of a case.
UNSHOWN = {"qr", "kind"}


@dataclass(frozen=True)
class Form:
    """One form at one size: an example of what it states, and how that is drawn."""

    number: str
    size: Size
    example: Callable[..., Any]
    drawn: Callable[[Any], bytes]

    def __str__(self) -> str:
        return f"{self.number}-{self.size}"


SLIPS: dict[str, tuple[Callable[..., Any], Callable[..., Any]]] = {
    "01": (makers.a_receipt, receipt_slip.render),
    "02": (makers.a_completion, completion_slip.render),
    "03": (makers.a_refusal, refusal_slip.render),
    "04": (makers.an_apology, apology_slip.render),
    "05": (makers.a_stop, stop_slip.render),
    "06": (makers.a_control, control_slip.render),
}
SIZES: tuple[Size, ...] = ("a5", "a4")


def _slips() -> Iterator[Form]:
    for number, (example, render) in SLIPS.items():
        for size in SIZES:
            yield Form(number, size, example, _at(render, size))


def _at(render: Callable[..., Any], size: Size) -> Callable[[Any], bytes]:
    return lambda slip: bytes(render(slip, at=AT, size=size).pdf)


def _register(book: Any) -> bytes:
    return register_book.pdf(book, at=AT)


REGISTER = Form("07", "a4", makers.a_register, _register)
FORMS = (*_slips(), REGISTER)
every_form = pytest.mark.parametrize("form", FORMS, ids=str)
every_slip = pytest.mark.parametrize("form", FORMS[:-1], ids=str)


def texts(value: Any) -> Iterator[str]:
    """Every text that is put into a form and is to be read on it."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from texts(one)
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in UNSHOWN:
                yield from texts(getattr(value, field.name))


def saying(value: Any, text: str) -> Any:
    """The same form, all of whose texts say this instead."""
    if isinstance(value, str):
        return text
    if isinstance(value, tuple):
        return tuple(saying(one, text) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        told = [field.name for field in fields(value) if field.name not in UNSHOWN]
        return replace(value, **{name: saying(getattr(value, name), text) for name in told})
    return value
