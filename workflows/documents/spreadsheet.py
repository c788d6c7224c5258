"""A table as a spreadsheet (XLSX): text stays text, days are days, the same bytes each time."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, TypeAlias

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from .printable import printable

Cell: TypeAlias = str | int | date | None
Formats: TypeAlias = Mapping[str, Format]

# What a program for tables would take for the beginning of a formula, were the cell edited once.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
LONGEST = 32_767  # letters in a cell, as the format allows
A4 = 9
FACE = {"font_name": "Times New Roman", "font_size": 11, "valign": "top"}
RULED = FACE | {"border": 1, "text_wrap": True}
LOOKS: Mapping[str, Mapping[str, Any]] = {
    "title": FACE | {"bold": True, "font_size": 13},
    "plain": FACE,
    "warning": FACE | {"bold": True, "font_color": "#C00000"},
    "head": RULED | {"bold": True, "align": "center", "valign": "vcenter", "bg_color": "#EDEDED"},
    "text": RULED,
    # Shows a leading quote when edited, and so remains text.
    "quoted": RULED | {"quote_prefix": True},
    "number": RULED | {"align": "center"},
    "day": RULED | {"num_format": "dd/mm/yyyy", "align": "center"},
}


@dataclass(frozen=True)
class Column:
    """What stands above a column, and how many letters wide it is."""

    head: str
    width: int


@dataclass(frozen=True)
class Sheet:
    """One sheet: titles, then a table whose head stays in sight and on every printed page."""

    name: str
    titles: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    warning: str
    footer: str
    made_on: date

    def written(self) -> bytes:
        """Raises `UnprintableText` for what cannot be shown truthfully, as papers do."""
        out = io.BytesIO()
        with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
            # Its own date, so that the same table is the same file.
            book.set_properties({"created": _midnight(self.made_on)})
            formats = {name: book.add_format(dict(look)) for name, look in LOOKS.items()}
            self._write(book.add_worksheet(self.name), formats)
        return out.getvalue()

    def _write(self, sheet: Worksheet, formats: Formats) -> None:
        head = self._write_titles(sheet, formats)
        for number, column in enumerate(self.columns):
            sheet.set_column(number, number, column.width)
            sheet.write_string(head, number, column.head, formats["head"])
        for number, row in enumerate(self.rows, start=head + 1):
            for place, cell in enumerate(row):
                _write_cell(sheet, (number, place), cell, formats)
        sheet.freeze_panes(head + 1, 0)
        sheet.autofilter(head, 0, head + max(1, len(self.rows)), len(self.columns) - 1)
        sheet.repeat_rows(head)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&L{self.footer}&R&P/&N")

    def _write_titles(self, sheet: Worksheet, formats: Formats) -> int:
        """Returns the row that is left for the head of the table."""
        *above, title, last = self.titles
        lines = [*((one, "plain") for one in above), (title, "title"), (last, "plain")]
        if self.warning:
            lines.append((self.warning, "warning"))
        for number, (line, look) in enumerate(lines):
            sheet.write_string(number, 0, printable(line), formats[look])
        return len(lines) + 1


def _write_cell(sheet: Worksheet, at: tuple[int, int], cell: Cell, formats: Formats) -> None:
    match cell:
        case None | "":
            sheet.write_blank(*at, None, formats["text"])
        case date():
            sheet.write_datetime(*at, _midnight(cell), formats["day"])
        case int():
            sheet.write_number(*at, cell, formats["number"])
        case _:
            text = printable(cell)[:LONGEST]
            look = "quoted" if text.startswith(FORMULA) else "text"
            sheet.write_string(*at, text, formats[look])


def _midnight(day: date) -> datetime:
    """A spreadsheet knows days only as moments, and no zone."""
    return datetime.combine(day, time())
