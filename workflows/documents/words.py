"""Days, moments and money as papers write them in Vietnamese."""

from __future__ import annotations

from datetime import date, datetime

from workflows.clock.days import LEGAL_TIME

BY_PLAN = "Theo kế hoạch được thông báo"


def day(value: date) -> str:
    return f"{value:%d/%m/%Y}"


def moment(value: datetime) -> str:
    """Hour, minute, day, in legal time."""
    return f"{value.astimezone(LEGAL_TIME):%H giờ %M phút, ngày %d/%m/%Y}"


def dated(place: str, value: datetime) -> str:
    """Place and day as the head of a paper states them.

    Days under 10 and months 1 and 2 get a leading zero: NĐ 30/2020, Annex I, II.4.
    """
    local = value.astimezone(LEGAL_TIME)
    month = f"{local.month:02d}" if local.month < 3 else f"{local.month}"
    return f"{place}, ngày {local.day:02d} tháng {month} năm {local.year}"


def money(amount: int) -> str:
    """An amount in đồng, thousands set apart by dots."""
    return f"{amount:,}".replace(",", ".") + " ₫"


def due(value: datetime | date | str | None) -> str:
    """The day or moment of return; nothing given means: by plan."""
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    return value or BY_PLAN


LIMITS = {
    "working days": "ngày làm việc",
    "calendar days": "ngày",
    "working hours": "giờ làm việc",
}


def limit(written: str) -> str:
    """A time limit of the catalogue in words: `30 working days` is 30 ngày làm việc."""
    amount, _, unit = written.partition(" ")
    return f"{amount} {LIMITS[unit]}" if unit in LIMITS else BY_PLAN
