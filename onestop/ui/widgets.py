"""Controls that Django does not have: a day in three boxes, a table row by row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import TextInput, Widget
from django.forms.widgets import MultiWidget
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from procedures.fields import Field
from procedures.places.register import latest
from procedures.values import ADDRESS, SHORT

ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


@dataclass(frozen=True)
class Box:
    """One of the inputs that make up a value: the day, the month, the year."""

    id: str
    name: str
    label: Promise | str
    value: str
    length: int


@dataclass(frozen=True)
class Cell:
    id: str
    label: str
    required: bool
    control: SafeString


class DayParts(MultiWidget):
    """Day, month and year. `5` and `05` are the same day; what cannot be a day stays as typed."""

    parts = ((_("Day"), 2), (_("Month"), 2), (_("Year"), 4))

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__([TextInput() for _part in self.parts], attrs)

    def decompress(self, value: Any) -> list[str]:
        """From `2026-11-05`, or from what was typed: `5/11/`."""
        if whole := ISO.fullmatch(value or ""):
            return [whole[3], whole[2], whole[1]]
        return [*str(value or "").split("/"), "", "", ""][:3]

    def boxes(self, id: str, name: str, value: Any) -> Iterator[Box]:  # noqa: A002  as in HTML
        written = value if isinstance(value, list) else self.decompress(value)
        for n, (label, length) in enumerate(self.parts):
            yield Box(f"{id}_{n}", f"{name}_{n}", label, str(written[n] or ""), length)


@dataclass(frozen=True)
class Tier:
    """One of the lists of an address: its options by code, and which is chosen."""

    id: str
    name: str
    chosen: str
    options: tuple[tuple[str, str], ...]


class AddressParts(Widget):
    """Province, commune, and the rest in words. Only the communes of one province are listed."""

    parts = ADDRESS

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> dict[str, Any]:
        return {part: data.get(f"{name}-{part}", "") for part in self.parts}

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not any(f"{name}-{part}" in data for part in self.parts)

    def tiers(self, id: str, name: str, value: Any) -> tuple[Tier, Tier]:  # noqa: A002  as in HTML
        written, places = _parts_of(value), latest()
        province = places.provinces.get(written["province"])
        communes = province.communes if province else ()
        return (
            Tier(
                f"{id}-province",
                f"{name}-province",
                written["province"],
                tuple((one.code, one.name) for one in places.provinces.values()),
            ),
            Tier(
                f"{id}-commune",
                f"{name}-commune",
                written["commune"],
                tuple((one.code, one.name) for one in communes),
            ),
        )

    def street(self, id: str, name: str, value: Any) -> Box:  # noqa: A002  as in HTML
        label = _("House number and street, or hamlet")
        return Box(f"{id}-street", f"{name}-street", label, _parts_of(value)["street"], SHORT)


def _parts_of(value: Any) -> dict[str, str]:
    given = value if isinstance(value, Mapping) else {}
    return {part: str(given.get(part) or "") for part in ADDRESS}


class Rows(Widget):
    """A table as groups of fields, so that it is filled in on a telephone too."""

    def __init__(self, columns: tuple[tuple[Field, Widget], ...]) -> None:
        self.columns = columns
        super().__init__()

    def value_from_datadict(
        self, data: Mapping[str, Any], files: Any, name: str
    ) -> list[dict[str, Any]]:
        """Every row in which something was written, in its order."""
        rows = self.sent(data, files, name)
        return [row for row in rows if any(str(cell or "").strip() for cell in row.values())]

    def sent(self, data: Mapping[str, Any], files: Any, name: str) -> list[dict[str, Any]]:
        """Every row of the page, those left blank too."""
        place = re.compile(rf"{re.escape(name)}-(\d{{1,3}})-")
        numbers = sorted({int(found[1]) for key in data if (found := place.match(key))})
        return [self._row(data, files, f"{name}-{number}") for number in numbers]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not any(key.startswith(f"{name}-") for key in data)

    def rows(self, id: str, name: str, value: Any, invalid: bool) -> Iterator[list[Cell]]:  # noqa: A002
        for number, row in enumerate(value or [{}]):
            yield [
                self._cell(f"{id}-{number}", f"{name}-{number}", column, widget, row, invalid)
                for column, widget in self.columns
            ]

    def _row(self, data: Mapping[str, Any], files: Any, name: str) -> dict[str, Any]:
        return {
            column.key: widget.value_from_datadict(data, files, f"{name}-{column.key}")
            for column, widget in self.columns
        }

    def _cell(
        self, at: str, name: str, column: Field, widget: Widget, row: Any, invalid: bool
    ) -> Cell:
        place = f"{at}-{column.key}"
        attributes = {"id": place, "class": "in"} | ({"aria-invalid": "true"} if invalid else {})
        control = widget.render(f"{name}-{column.key}", row.get(column.key), attributes)
        return Cell(place, str(column.label), column.required, control)
