"""Mẫu 07, the register of a year: on paper, and as a spreadsheet that another program reads."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest

from workflows.documents import register_book
from workflows.documents.register_book import COLUMNS, RegisterBook

from . import reading
from .makers import AT, a_register, a_row

HEAD = ["TT", *(column.head for column in COLUMNS.values())]
FORMULAS = ["=1+1", "+84900000001", "-1", "@SUM(A1)", '=HYPERLINK("http://x.example")']


def pdf(book: RegisterBook) -> bytes:
    return register_book.pdf(book, at=AT)


def sheet(book: RegisterBook) -> Any:
    opened = openpyxl.load_workbook(io.BytesIO(register_book.xlsx(book)))
    (only,) = opened.worksheets
    return only


def table(book: RegisterBook) -> list[list[Any]]:
    """The head and what stands below it."""
    rows = [list(row) for row in sheet(book).iter_rows(values_only=True)]
    return rows[next(n for n, row in enumerate(rows) if row[0] == "TT") :]


def cells(book: RegisterBook) -> Iterator[Any]:
    for row in sheet(book).iter_rows():
        yield from row


def many(number: int) -> RegisterBook:
    return a_register(rows=tuple(a_row(n) for n in range(1, number + 1)))


def test_three_hundred_dossiers_fill_pages_below_the_same_head() -> None:
    drawn = pdf(many(300))
    pages = [reading.words(drawn, number) for number in range(len(reading.sizes(drawn)))]
    assert len(pages) > 10
    for number, page in enumerate(pages, start=1):
        assert reading.squeezed("TT Mã hồ sơ Trích yếu nội dung Số bộ Chủ hồ sơ") in page
        assert f"Trang{number}/{len(pages)}" in page
    whole = "".join(pages)
    for number in range(1, 301):
        assert whole.count(f"{number}H99.01-261124-{number:04d}") == 1


def test_a_row_goes_over_the_page_in_one_piece() -> None:
    rows = [a_row(n, address="Số 5, đường Bến Nước. " * (1 + n % 9) + "Hết.") for n in range(1, 81)]
    drawn = pdf(a_register(rows=tuple(rows)))
    for number in range(len(reading.sizes(drawn))):
        page = reading.words(drawn, number)
        assert page.count("Hết.") == page.count("H99.01-261124-") > 0


def test_a_year_without_dossiers_says_so() -> None:
    assert "Trongnămchưacóhồsơnào." in reading.words(pdf(a_register(rows=())))


def test_a_day_that_is_not_known_is_left_empty() -> None:
    read = reading.words(pdf(a_register(rows=(a_row(due_on=None, returned_on=None),))))
    assert "24/11/2026NguyễnThịHoa" in read
    assert "None" not in read


def test_the_sheet_has_the_columns_of_the_form_and_the_rows_in_order() -> None:
    head, first, second, _third = table(a_register())
    assert head == HEAD
    assert first == [
        1,
        "H99.01-261124-0001",
        "Cấp giấy phép thành lập và công nhận điều lệ quỹ",
        1,
        "Quỹ Bảo trợ Trẻ em Nắng Mai",
        "Số 5, đường Bến Nước, phường Trăng Non, tỉnh Sông Trăng",
        "0900000001",
        datetime(2026, 11, 24),  # noqa: DTZ001  a spreadsheet knows no zone
        datetime(2027, 1, 25),  # noqa: DTZ001
        None,
        "Nguyễn Thị Hoa",
        "Trực tuyến",
    ]
    assert second[:2] == [2, "H99.01-261124-0002"]


def test_days_are_days_and_shown_as_they_are_written_here() -> None:
    shown = {cell.number_format for cell in cells(a_register()) if cell.is_date}
    assert shown == {"dd/mm/yyyy"}


@pytest.mark.parametrize("text", FORMULAS)
def test_what_begins_like_a_formula_is_text_and_stays_text_when_it_is_edited(text: str) -> None:
    book = a_register(rows=(a_row(owner=text, phone=text, note=text),))
    found = [cell for cell in cells(book) if cell.value == text]
    assert len(found) == 3
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in found)


def test_no_cell_is_a_formula_or_leads_out_of_the_file() -> None:
    book = a_register(rows=(a_row(owner="http://x.example", note="=1"), a_row(2, owner="{=1}")))
    assert {cell.data_type for cell in cells(book)} <= {"s", "n", "d"}
    with zipfile.ZipFile(io.BytesIO(register_book.xlsx(book))) as parts:
        sheets = [name for name in parts.namelist() if name.startswith("xl/worksheets/")]
        assert sheets == ["xl/worksheets/sheet1.xml"]  # no links beside it
        assert b"<f>" not in parts.read(sheets[0])


def test_the_head_stays_in_sight_and_on_every_printed_page() -> None:
    found = sheet(a_register())
    (head,) = (row[0].row for row in found.iter_rows() if row[0].value == "TT")
    assert found.freeze_panes == f"A{head + 1}"
    assert found.print_title_rows == f"${head}:${head}"
    assert found.page_setup.orientation == "landscape"
    assert int(found.page_setup.paperSize) == 9  # A4


def test_the_sheet_says_whose_it_is_and_of_which_day() -> None:
    said = [row[0] for row in sheet(a_register()).iter_rows(values_only=True)][:5]
    assert said == [
        "Ủy ban nhân dân tỉnh Sông Trăng",
        "Trung tâm Phục vụ hành chính công",
        "SỔ THEO DÕI HỒ SƠ NĂM 2026",
        "Tính đến ngày 24/11/2026",
        register_book.DEMO,
    ]


def test_only_the_demos_sheet_is_called_one() -> None:
    assert register_book.DEMO not in {cell.value for cell in cells(a_register(demo=False))}


def test_an_empty_year_is_a_sheet_with_its_head() -> None:
    assert table(a_register(rows=())) == [HEAD]


def test_the_same_book_is_the_same_sheet() -> None:
    assert register_book.xlsx(a_register()) == register_book.xlsx(a_register())
    other = a_register(drawn_on=date(2026, 11, 25))
    assert register_book.xlsx(a_register()) != register_book.xlsx(other)


def test_paper_and_sheet_say_the_same() -> None:
    book = many(40)
    read = reading.words(pdf(book))
    for row in table(book)[1:]:
        for value in row:
            text = value.strftime("%d/%m/%Y") if isinstance(value, datetime) else str(value or "")
            assert reading.squeezed(text) in read


@pytest.mark.parametrize("unknown", ["\u200b", "\u202e", "😀", "漢字", "\ufffd", "👨\u200d👩"])
def test_what_cannot_be_shown_stands_as_a_question_mark(unknown: str) -> None:
    """What was once written down stays; the register of its year is drawn all the same."""
    book = a_register(rows=(a_row(receiver=f"Nguyễn Văn {unknown} An"), a_row(2)))
    assert reading.squeezed(f"Nguyễn Văn {'?' * len(unknown)} An") in reading.words(pdf(book))
    assert sheet(book)


def test_the_sheet_shows_what_has_no_picture_as_a_question_mark() -> None:
    book = a_register(rows=(a_row(receiver="Nguyễn Văn\u200b An", address="Ngõ \u202e5"),))
    shown = {cell.value for cell in cells(book)}
    assert {"Nguyễn Văn? An", "Ngõ ?5"} <= shown
