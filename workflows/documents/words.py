"""Days, moments and money as papers write them in Vietnamese."""

from __future__ import annotations

from datetime import date, datetime

from procedures.shown import day as day
from procedures.shown import money as money
from workflows.clock.days import LEGAL_TIME

BY_PLAN = "Theo kế hoạch được thông báo"


def moment(value: datetime) -> str:
    """Hour, minute, day, in legal time."""
    return f"{hour(value)}, ngày {day(value.astimezone(LEGAL_TIME))}"


def hour(value: datetime) -> str:
    return f"{value.astimezone(LEGAL_TIME):%H giờ %M phút}"


def dated(place: str, value: datetime) -> str:
    """Place and day as the head of a paper states them."""
    number, month, year = parts(value.astimezone(LEGAL_TIME))
    return f"{place}, ngày {number} tháng {month} năm {year}"


def parts(value: date) -> tuple[str, str, str]:
    """Day, month and year of a paper: a zero leads days under 10 and months 1 and 2.

    NĐ 30/2020, Annex I, II.4.
    """
    month = f"{value.month:02d}" if value.month < 3 else f"{value.month}"
    return f"{value.day:02d}", month, f"{value.year}"


def due(value: datetime | date | str) -> str:
    """The day of return, the moment where the limit counts hours, or what it waits for."""
    if isinstance(value, str):
        return value
    return moment(value) if isinstance(value, datetime) else day(value)


def sets(number: int) -> str:
    return f"{number:02d} (bộ)"


LIMITS = {
    "working days": "ngày làm việc",
    "calendar days": "ngày",
    "working hours": "giờ làm việc",
}


def limit(written: str) -> str:
    """A time limit of the catalogue in words: `30 working days` is 30 ngày làm việc."""
    if written == "same day":
        return "Trong ngày làm việc"
    amount, _, unit = written.partition(" ")
    return f"{amount} {LIMITS[unit]}" if unit in LIMITS else BY_PLAN


def hidden(number: str) -> str:
    """A personal number as 0740••••0923: enough to know one's own by, and no more."""
    return f"{number[:4]}••••{number[-4:]}" if number else ""
