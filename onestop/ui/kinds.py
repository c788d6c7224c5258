"""How each kind of question is put on a screen: its control, and the value behind what was typed.

To add a kind: a line in `KINDS`. What cannot be read stays as typed, for the catalogue's own check
(`procedures.values`) to refuse in its own words.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from procedures import shown
from procedures.fields import Field, FieldType
from procedures.values import cleaned

from .agencies import named
from .widgets import AddressParts, DayParts, Rows

YES, NO = "yes", "no"
# More than these are easier to find in a list that opens.
FEW = 6
WHOLE = re.compile(r"-?\d+|-?\d{1,3}([.,\s]\d{3})+")
CURRENCY = re.compile(r"\s*(đồng|đ|₫|VND)$", re.IGNORECASE)
# The list of birthplaces in personal numbers is that of before the provinces were merged.
BIRTHPLACES = range(1, 97)


@dataclass(frozen=True)
class Kind:
    """The control of a question, and the way from what is typed to the value and back."""

    control: Callable[[Field], forms.Widget]
    read: Callable[[Field, Any], Any]
    write: Callable[[Field, Any], Any] = lambda _field, value: value
    warn: Callable[[Any], Promise | None] = lambda _value: None
    cell: Callable[[Field], forms.Widget] | None = None  # in a table, where it differs


def read(field: Field, typed: Any) -> Any:
    return KINDS[field.type].read(field, typed)


def write(field: Field, value: Any) -> Any:
    return KINDS[field.type].write(field, value)


def _input(look: str = "in", **attributes: Any) -> Callable[[Field], forms.Widget]:
    return lambda _field: forms.TextInput(attrs={"class": look} | attributes)


def _text(_field: Field, typed: Any) -> Any:
    return cleaned(typed) if typed else None


def _whole(_field: Field, typed: Any) -> Any:
    """An amount may be grouped in threes, as it is shown."""
    written = str(cleaned(str(typed or "")))
    if WHOLE.fullmatch(written):
        return int(re.sub(r"[.,\s]", "", written))
    return written or None


def _amount(field: Field, typed: Any) -> Any:
    return _whole(field, CURRENCY.sub("", str(typed or "").strip()))


def _grouped(_field: Field, value: Any) -> Any:
    return f"{value:,}".replace(",", ".") if isinstance(value, int) else value


def _day(_field: Field, typed: Any) -> Any:
    """Three boxes, or one in a table; a year has four digits, so that none is guessed."""
    parts = typed if isinstance(typed, list) else re.split(r"[./-]", str(typed or ""))
    written = [str(cleaned(str(part or ""))) for part in parts]
    if not any(written):
        return None
    if len(written) == 3 and all(p.isdecimal() for p in written) and len(written[2]) == 4:
        number, month, year = map(int, written)
        try:
            return date(year, month, number).isoformat()
        except ValueError:
            return f"{year:04}-{month:02}-{number:02}"
    return "/".join(written)


def _shown_day(_field: Field, value: Any) -> Any:
    return DayParts().decompress(value)


def _partial(_field: Field, typed: Any) -> Any:
    """`5/11/2026`, `11/2026` or `2026`; what cannot be read stays as typed."""
    parts = [part.strip() for part in re.split(r"[./-]", str(cleaned(str(typed or ""))))]
    whole = all(part.isascii() and part.isdecimal() for part in parts)
    if len(parts) > 3 or not whole or len(parts[-1]) != 4 or any(len(p) > 2 for p in parts[:-1]):
        return "/".join(parts) if any(parts) else None
    return "-".join([parts[-1], *(f"{int(part):02}" for part in reversed(parts[:-1]))])


def _shown_part(_field: Field, value: Any) -> Any:
    return "/".join(reversed(value.split("-"))) if isinstance(value, str) else value


def _digits(_field: Field, typed: Any) -> Any:
    """A personal number may be written in groups, as it is shown."""
    return re.sub(r"[\s.]", "", str(cleaned(str(typed or "")))) or None


def _unusual_number(value: Any) -> Promise | None:
    number = re.sub(r"[\s.]", "", str(value or ""))
    if len(number) == 12 and number.isdecimal() and int(number[:3]) not in BIRTHPLACES:
        return _("The first three digits name no province. Please compare with the card.")
    return None


def _choice(field: Field) -> forms.Widget:
    """Radios where there are few and one must be chosen, else a list that opens."""
    options = [(option.key, str(option.label)) for option in field.options]
    if field.required and len(options) <= FEW:
        return forms.RadioSelect(choices=options)
    return _list(options)


def _list(options: list[tuple[str, Any]]) -> forms.Widget:
    return forms.Select(choices=[("", _("Choose")), *options])


def _options(field: Field) -> forms.Widget:
    return _list([(option.key, str(option.label)) for option in field.options])


def _address(_field: Field, typed: Any) -> Any:
    """What was chosen and written so far; nothing if nothing was."""
    parts = {key: cleaned(str(part or "")) for key, part in (typed or {}).items()}
    return {key: part for key, part in parts.items() if part} or None


def _agencies(field: Field) -> forms.Widget:
    return _list([*named(field.kinds).items()])


def _agency(field: Field, typed: Any) -> Any:
    """As it is named now; a code that is on no list stays as it was sent."""
    name = named(field.kinds, code=typed).get(typed) if typed else None
    return {"code": typed, "name": name} if name else typed or None


def _chosen(_field: Field, value: Any) -> Any:
    return value.get("code") if isinstance(value, dict) else value


def _any_of(field: Field) -> forms.Widget:
    options = [(option.key, str(option.label)) for option in field.options]
    return forms.CheckboxSelectMultiple(choices=options)


def _yes_or_no(_field: Field) -> forms.Widget:
    return forms.RadioSelect(choices=_yes_and_no())


def _yes_and_no() -> list[tuple[str, Any]]:
    return [(YES, str(shown.YES)), (NO, str(shown.NO))]


def _yes(_field: Field, typed: Any) -> Any:
    return {YES: True, NO: False}.get(typed)


def _said(_field: Field, value: Any) -> Any:
    return {True: YES, False: NO}.get(value)


def _table(field: Field) -> forms.Widget:
    return Rows(tuple((column, _in_a_cell(column)) for column in field.columns))


def _in_a_cell(column: Field) -> forms.Widget:
    kind = KINDS[column.type]
    return (kind.cell or kind.control)(column)


def _rows(field: Field, typed: Any) -> Any:
    columns = {column.key: column for column in field.columns}
    rows = [
        {key: value for key, cell in row.items() if (value := read(columns[key], cell)) is not None}
        for row in typed or []
    ]
    return rows or None


def _shown_rows(field: Field, value: Any) -> Any:
    columns = {column.key: column for column in field.columns}
    return [
        {key: _in_words(columns[key], cell) for key, cell in row.items()} for row in value or []
    ]


def _in_words(column: Field, value: Any) -> Any:
    written = write(column, value)
    return "/".join(written) if isinstance(written, list) else written


KINDS: dict[FieldType, Kind] = {
    FieldType.TEXT: Kind(_input(), _text),
    FieldType.LONG_TEXT: Kind(
        lambda _field: forms.Textarea(attrs={"class": "in l", "rows": 5}), _text, cell=_input()
    ),
    FieldType.INTEGER: Kind(_input("in m num", inputmode="numeric"), _whole, _grouped),
    FieldType.MONEY: Kind(_input("in m num", inputmode="numeric"), _amount, _grouped),
    FieldType.DATE: Kind(lambda _field: DayParts(), _day, _shown_day, cell=_input("in m num")),
    FieldType.PARTIAL_DATE: Kind(_input("in m num"), _partial, _shown_part),
    FieldType.PHONE: Kind(_input("in m num", inputmode="tel"), _text),
    FieldType.EMAIL: Kind(_input(inputmode="email", spellcheck="false"), _text),
    FieldType.PERSONAL_NUMBER: Kind(
        _input("in m num", inputmode="numeric"), _digits, warn=_unusual_number
    ),
    FieldType.YES_NO: Kind(_yes_or_no, _yes, _said, cell=lambda _field: _list(_yes_and_no())),
    FieldType.DECLARATION: Kind(
        lambda _field: forms.CheckboxInput(), lambda _field, typed: bool(typed)
    ),
    FieldType.ADDRESS: Kind(lambda _field: AddressParts(), _address),
    FieldType.AGENCY: Kind(_agencies, _agency, _chosen),
    FieldType.SELECT: Kind(_choice, lambda _field, typed: typed or None, cell=_options),
    FieldType.MULTI: Kind(_any_of, lambda _field, typed: list(typed or ()) or None),
    FieldType.TABLE: Kind(_table, _rows, _shown_rows),
}
