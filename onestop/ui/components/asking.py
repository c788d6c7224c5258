"""Asking: the errors of a form, its fields, and what need not be asked because it is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.forms import BoundField, Form, RadioSelect
from django.forms.widgets import CheckboxInput, HiddenInput
from django.template import Library
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from onestop.ui.widgets import AddressParts, Box, Cell, DayParts, Rows, Tier

from .drawn import drawn
from .reading import Fact

register = Library()


@dataclass(frozen=True)
class Fault:
    """What is wrong, in the words that stand at the field too. `target` is the id to go to."""

    sentence: Promise | str
    target: str = ""


@dataclass(frozen=True)
class Asked:
    """A field as its template shows it, whoever made the form."""

    bound: BoundField

    @property
    def id(self) -> str:
        return self.bound.auto_id or self.bound.html_name

    @property
    def first(self) -> str:
        """The id of the first control, where a link from the summary of errors leads."""
        widget = self.bound.field.widget
        if isinstance(widget, Rows):
            return f"{self.id}-0-{widget.columns[0][0].key}"
        if isinstance(widget, AddressParts):
            return f"{self.id}-province"
        parted = isinstance(widget, DayParts | RadioSelect)
        return f"{self.id}_0" if parted else self.id

    @property
    def source(self) -> str:
        """Where the value was taken from, if nobody typed it."""
        return str(getattr(self.bound.field, "source", ""))

    @property
    def warning(self) -> str:
        """What looks wrong and is not refused."""
        warn = getattr(self.bound.field, "warning", None)
        return str(warn(self.bound.value()) or "") if warn and not self.bound.errors else ""

    @property
    def described_by(self) -> str:
        parts = {
            "hint": self.bound.help_text,
            "error": self.bound.errors,
            "warning": self.warning,
            "source": self.source,
        }
        return " ".join(f"{self.id}-{part}" for part, said in parts.items() if said)

    @property
    def control(self) -> SafeString:
        return self.bound.as_widget(attrs=self._attributes)

    @property
    def choices(self) -> Iterator[tuple[SafeString, str]]:
        """Each radio or checkbox with its label."""
        for one in self.bound.subwidgets:
            yield one.tag(), one.choice_label

    @property
    def boxes(self) -> list[Box]:
        widget = self.bound.field.widget
        return list(widget.boxes(self.id, self.bound.html_name, self.bound.value()))

    @property
    def tiers(self) -> tuple[Tier, Tier]:
        widget = self.bound.field.widget
        tiers: tuple[Tier, Tier] = widget.tiers(self.id, self.bound.html_name, self.bound.value())
        return tiers

    @property
    def street(self) -> Box:
        widget = self.bound.field.widget
        box: Box = widget.street(self.id, self.bound.html_name, self.bound.value())
        return box

    @property
    def rows(self) -> list[list[Cell]]:
        widget, invalid = self.bound.field.widget, bool(self.bound.errors)
        return list(widget.rows(self.id, self.bound.html_name, self.bound.value(), invalid))

    @property
    def next_row(self) -> str:
        """The id of the first control of a row that is yet to be added."""
        return f"{self.id}-{len(self.rows)}-{self.bound.field.widget.columns[0][0].key}"

    @property
    def shape(self) -> str:
        """The template that shows it."""
        for widget, shape in SHAPES:
            if isinstance(self.bound.field.widget, widget):
                return shape
        return "plain"

    @property
    def _look(self) -> str:
        return str(self.bound.field.widget.attrs.get("class", "in"))

    @property
    def _attributes(self) -> dict[str, Any]:
        attributes = {} if self.shape == "single" else {"class": self._look}
        if self.described_by:
            attributes["aria-describedby"] = self.described_by
        return attributes


SHAPES: tuple[tuple[type[Any], str], ...] = (
    (DayParts, "parts"),
    (AddressParts, "address"),
    (Rows, "rows"),
    (RadioSelect, "choices"),  # CheckboxSelectMultiple is one too
    (CheckboxInput, "single"),
    (HiddenInput, "hidden"),
)


def faults_of(form: Form) -> tuple[Fault, ...]:
    """What a refused form says at its top: each sentence as at the field, in its order."""
    whole = tuple(Fault(str(sentence)) for sentence in form.non_field_errors())
    return whole + tuple(
        Fault(str(sentence), Asked(bound).first) for bound in form for sentence in bound.errors
    )


@register.simple_tag
def errors(
    found: Form | Fault | Iterable[Fault | Exception | str] | Exception | str | None,
) -> SafeString:
    """The summary of a refusal: a form, faults, or the one sentence of a refused act."""
    faults = _faults(found)
    return drawn("errors", faults=faults, count=len(faults)) if faults else SafeString("")


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """Label, hint, error, control, source: a field of any form."""
    asked = Asked(bound)
    return drawn(f"field_{asked.shape}", field=bound, asked=asked)


@register.simple_block_tag
def group(content: str, legend: str) -> SafeString:
    """Fields that make one thing, such as an address."""
    return drawn("group", body=content, legend=legend)


@register.simple_tag
def pick(
    name: str,
    value: str,
    label: str,
    hint: str = "",
    checked: bool = False,
    many: bool = False,
) -> SafeString:
    """A radio, or a checkbox where `many` may be chosen, with its words around it."""
    return drawn("pick", name=name, value=value, label=label, hint=hint, checked=checked, many=many)


@register.simple_tag
def given(lines: Iterable[Fact], source: str, at: datetime | None = None) -> SafeString:
    """What the State knows already: text, with its source, and what to do if it is wrong."""
    return drawn("given", facts=lines, source=source, at=at)


def _faults(found: Any) -> tuple[Fault, ...]:
    if isinstance(found, Form):
        return faults_of(found)
    if isinstance(found, Fault):
        return (found,)
    if isinstance(found, str | Promise | Exception):
        return (Fault(str(found)),) if str(found) else ()
    return tuple(f if isinstance(f, Fault) else Fault(str(f)) for f in found or ())
