"""Mẫu 07, sổ theo dõi hồ sơ: the dossiers of a unit in a year, to print (A4) or to reckon with."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from . import render as paper
from . import words
from .printable import UnprintableText, legible, without
from .spreadsheet import Column, Sheet


@dataclass(frozen=True)
class Row:
    """A dossier, as the register states it; a day that is not yet known is none."""

    code: str
    abstract: str
    sets: int
    owner: str
    address: str
    phone: str
    received_on: date | None
    due_on: date | None
    returned_on: date | None
    receiver: str
    note: str


@dataclass(frozen=True)
class RegisterBook:
    """The book of one unit and year, as it stands on the day it is drawn."""

    agency: str
    unit: str
    year: int
    rows: tuple[Row, ...]
    demo: bool
    drawn_on: date


# In the order of the form; for the sheet, how many letters wide.
COLUMNS = {
    "code": Column("Mã hồ sơ", 24),
    "abstract": Column("Trích yếu nội dung", 44),
    "sets": Column("Số bộ", 7),
    "owner": Column("Chủ hồ sơ", 28),
    "address": Column("Địa chỉ", 32),
    "phone": Column("Điện thoại", 14),
    "received_on": Column("Ngày nhận", 12),
    "due_on": Column("Ngày hẹn trả", 12),
    "returned_on": Column("Ngày trả kết quả", 12),
    "receiver": Column("Người nhận kết quả", 24),
    "note": Column("Phương thức nhận, ghi chú", 30),
}
PROVISIONAL = "Mẫu số 07. Bố cục tạm thời, sẽ thay khi có phụ lục chính thức."
DEMO = "BẢN CHẠY THỬ (DEMO) – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ"


def pdf(book: RegisterBook, *, at: datetime) -> bytes:
    """The book is drawn whatever its entries hold: they can be neither changed nor left out."""
    shown = {
        "agency": book.agency,
        "unit": book.unit,
        "year": str(book.year),
        "drawn_on": words.day(book.drawn_on),
        "heads": [column.head for column in COLUMNS.values()],
        "rows": [[_written(value) for value in asdict(row).values()] for row in book.rows],
        "demo": book.demo,
    }
    return _drawn(legible(shown), at)


def _drawn(shown: dict[str, Any], at: datetime) -> bytes:
    while True:
        try:
            return paper.compile("register_07", shown, at=at).pdf
        except UnprintableText as unknown:
            known = without(shown, unknown.character)
            if known == shown:
                raise
            shown = known


def xlsx(book: RegisterBook) -> bytes:
    sheet = Sheet(
        name=f"Mẫu 07 – {book.year}",
        titles=(
            *filter(None, (book.agency, book.unit)),
            f"SỔ THEO DÕI HỒ SƠ NĂM {book.year}",
            f"Tính đến ngày {words.day(book.drawn_on)}",
        ),
        columns=(Column("TT", 6), *COLUMNS.values()),
        rows=tuple((n, *legible(asdict(row)).values()) for n, row in enumerate(book.rows, start=1)),
        warning=DEMO if book.demo else "",
        footer=PROVISIONAL,
        made_on=book.drawn_on,
    )
    return sheet.written()


def _written(value: Any) -> str:
    match value:
        case None:
            return ""
        case date():
            return words.day(value)
        case _:
            return str(value)
