"""A value as people read it: on a paper, on a screen, in either language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from .conditions import Reckoned
from .fees import Tariff
from .fields import FactField, Field, FieldType
from .outcomes import ANSWER
from .places import register
from .schema import Channel, Procedure
from .values import is_empty
from .words import Language, Text

YES = Text(vi="Có", en="Yes")
NO = Text(vi="Không", en="No")
SAME_DAY = Text(vi="trong ngày làm việc", en="within the working day")
BY_PLAN = Text(vi="theo kế hoạch được thông báo", en="by the plan that is announced")
UNITS = {
    "working days": Text(vi="ngày làm việc", en="working days"),
    "calendar days": Text(vi="ngày", en="calendar days"),
    "working hours": Text(vi="giờ làm việc", en="working hours"),
}


def shown(field: Field, value: Any, language: Language = "vi") -> str:
    """`2026-11-24` as 24/11/2026, an option by its label, a table row by row; empty as empty."""
    if is_empty(value):
        return ""
    return SHOWN.get(field.type, _plain)(field, value, language)


def stated(
    procedure: Procedure, case: str, facts: Mapping[str, Any], language: Language = "vi"
) -> tuple[tuple[str, str], ...]:
    """The facts of a result as lines of label and value, in the order of the procedure."""
    return tuple(
        (getattr(fact.label, language), shown(_asked(procedure, fact), facts[fact.key], language))
        for fact in procedure.result_of(case).facts
        if fact.key in facts
    )


def day(value: date) -> str:
    return f"{value:%d/%m/%Y}"


def reckoning(procedure: Procedure, one: Reckoned, language: Language = "vi") -> str:
    """`7.200.000.000 ₫, cần ít nhất 1.300.000.000 ₫`: what was found, and what is demanded."""
    types = {question.key: question.type for question in procedure.questions}
    in_money = types.get(one.condition.question) is FieldType.MONEY

    def said(number: int) -> str:
        return money(number, language) if in_money else whole(number, language)

    none = Text(vi="chưa có số liệu", en="no number given")
    found = getattr(none, language) if one.found is None else said(one.found)
    needed = "" if one.needed is None else said(one.needed)
    if one.condition.test == "share-at-least":
        needed = needed and f"{one.needed} %"
        if one.part is not None and one.whole is not None:
            found = f"{said(one.part)} / {said(one.whole)} = {one.found} %"
    if not needed:
        return found
    return f"{found}, cần ít nhất {needed}" if language == "vi" else f"{found}, at least {needed}"


def tier(tariff: Tariff, number: int, language: Language = "vi") -> str:
    """One tier of a tariff: `500.000 ₫ mỗi thí sinh, khi dưới 100 (số thí sinh)`."""
    one, per = tariff.tiers[number], getattr(tariff.per, language)
    amount = money(one.amount, language)
    said = f"{amount} mỗi {per}" if language == "vi" else f"{amount} for each {per}"
    before = tariff.tiers[number - 1].below if number else None
    counted = getattr(tariff.counted, language) if tariff.counted else ""
    if one.below is not None:
        under = "dưới" if language == "vi" else "under"
        return f"{said} ({counted} {under} {whole(one.below, language)})"
    if before is not None:
        over = "từ" if language == "vi" else "from"
        return f"{said} ({counted} {over} {whole(before, language)})"
    return said


def whole(number: int, language: Language = "vi") -> str:
    grouped = f"{number:,}"
    return grouped if language == "en" else grouped.replace(",", ".")


def money(amount: int, language: Language = "vi") -> str:
    """An amount in đồng, thousands set apart as the language does."""
    return f"{whole(amount, language)} {'VND' if language == 'en' else '₫'}"


def limit_of(channel: Channel, language: Language = "vi") -> str:
    """The time limit of a channel, and from what it counts where that is not the reception."""
    written = limit(channel.limit, language)
    if channel.counted_from is None:
        return written
    since = {"vi": "kể từ", "en": "from"}[language]
    return f"{written} {since} {getattr(channel.counted_from, language)}"


def limit(written: str, language: Language = "vi") -> str:
    """A time limit as a file writes it: `30 working days` is 30 ngày làm việc."""
    if written == "same day":
        return str(getattr(SAME_DAY, language))
    amount, _, unit = written.partition(" ")
    if unit not in UNITS:
        return str(getattr(BY_PLAN, language))
    said = str(getattr(UNITS[unit], language))
    return f"{amount} {said.removesuffix('s') if amount == '1' else said}"


def _asked(procedure: Procedure, fact: FactField) -> Field:
    """The question behind a fact, which knows its options and columns; else the fact itself."""
    asked = {ANSWER + question.key: question for question in procedure.questions}
    return asked.get(fact.source, fact)


def _plain(_field: Field, value: Any, _language: Language) -> str:
    return str(value)


def _day(_field: Field, value: Any, _language: Language) -> str:
    return day(date.fromisoformat(value))


def _partial_day(_field: Field, value: Any, _language: Language) -> str:
    return "/".join(reversed(value.split("-")))


def _money(_field: Field, value: Any, language: Language) -> str:
    return money(value, language)


def _yes_no(_field: Field, value: Any, language: Language) -> str:
    return str(getattr(YES if value else NO, language))


def _option(field: Field, value: Any, language: Language) -> str:
    labels = {option.key: option.label for option in field.options}
    return str(getattr(labels[value], language))


def _options(field: Field, value: Any, language: Language) -> str:
    return ", ".join(_option(field, one, language) for one in value)


def _address(_field: Field, value: Any, _language: Language) -> str:
    """`12 đường Bờ Sông, phường Hoàn Kiếm, thành phố Hà Nội`: from the smallest to the largest."""
    for places in register.every():
        if commune := places.communes.get(value["commune"]):
            names = (commune.name, places.provinces[commune.province].name)
            return ", ".join([value["street"], *(name[:1].lower() + name[1:] for name in names)])
    return str(value["street"])


def _agency(_field: Field, value: Any, _language: Language) -> str:
    return str(value["name"])


def _rows(field: Field, value: Any, language: Language) -> str:
    return "; ".join(_row(field, row, language) for row in value)


def _row(field: Field, row: Mapping[str, Any], language: Language) -> str:
    given = (c for c in field.columns if row.get(c.key) not in (None, ""))
    return ", ".join(shown(column, row[column.key], language) for column in given)


SHOWN: dict[FieldType, Callable[[Field, Any, Language], str]] = {
    FieldType.DATE: _day,
    FieldType.PARTIAL_DATE: _partial_day,
    FieldType.MONEY: _money,
    FieldType.YES_NO: _yes_no,
    FieldType.DECLARATION: _yes_no,
    FieldType.ADDRESS: _address,
    FieldType.AGENCY: _agency,
    FieldType.SELECT: _option,
    FieldType.MULTI: _options,
    FieldType.TABLE: _rows,
}
