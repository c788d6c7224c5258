"""Whether a value is what its field asks for: one rule for each type of field."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from .fields import Field, FieldType
from .places import register

SHORT, LONG, ROWS = 500, 10_000, 100
# RFC 8785, 3.2.2.3: beyond this a JSON number is no longer exact, and could not be hashed.
LARGEST = 2**53 - 1

ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
PART_OF_DATE = re.compile(r"[0-9]{4}(-[0-9]{2})?")
PHONE = re.compile(r"\+?[0-9](?:[ .-]?[0-9]){7,14}")
# No check digit: the law knows none. Whose number it is only the population database can say.
PERSONAL_NUMBER = re.compile(r"[0-9]{12}")
ADDRESS = ("province", "commune", "street")
# The identifier of QĐ 20/2020/QĐ-TTg, at most 35 characters.
AGENCY = re.compile(r"[A-Z0-9.]{1,35}")
NO_SUCH_AGENCY = _("Choose one of the agencies on the register.")
# Halves of a letter, and the null letter: no text in a database can hold them.
UNKEPT = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True)
class Problem:
    """What is wrong with the value of one field, in a sentence for whoever wrote it."""

    key: str
    sentence: Promise | str


def is_empty(value: Any) -> bool:
    """Nothing was written: zero and "no" are answers."""
    return value is None or value in ("", [])


def problem_with(field: Field, value: Any) -> Promise | str | None:
    """What is wrong with a value, in one sentence; none for a right one."""
    if is_empty(value):
        return _("An answer is required.") if field.required else None
    return CHECKS[field.type](field, value)


def problems(
    fields: Mapping[str, Field], values: Mapping[str, Any], unknown: Promise
) -> Iterator[Problem]:
    """What is wrong with values for these fields; `unknown` is said of those without a field."""
    for key, field in fields.items():
        if sentence := problem_with(field, values.get(key)):
            yield Problem(key, sentence)
    for key in values:
        if key not in fields:
            yield Problem(key, unknown)


def cleaned(value: Any) -> Any:
    """The same value in Unicode form NFC without spaces around it, at every depth."""
    return in_texts(value, _trimmed)


def in_texts(value: Any, change: Callable[[str], str]) -> Any:
    """The same value with every text in it changed, at every depth, keys too."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {in_texts(key, change): in_texts(part, change) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [in_texts(part, change) for part in value]
    return value


def composed(text: str) -> str:
    """Unicode form NFC, lines ended as here."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n"))


def _trimmed(text: str) -> str:
    return composed(UNKEPT.sub("", text)).strip()


def _words(value: Any, longest: int, breaks: str = "") -> Promise | str | None:
    if not isinstance(value, str):
        return _("Write text here.")
    if len(value) > longest:
        return format_lazy(_("Write at most {} characters."), longest)
    if value != cleaned(value):
        return _("Remove spaces before and after, and write in Unicode form NFC.")
    # Controls, formats and surrogates: a signed paper must show all that it says.
    if any(unicodedata.category(c)[0] == "C" and c not in breaks for c in value):
        return _("Remove invisible characters.")
    return None


def _text(_field: Field, value: Any) -> Promise | str | None:
    return _words(value, SHORT)


def _long_text(_field: Field, value: Any) -> Promise | str | None:
    return _words(value, LONG, breaks="\n")


def _integer(_field: Field, value: Any) -> Promise | str | None:
    whole = isinstance(value, int) and not isinstance(value, bool)
    return None if whole and abs(value) <= LARGEST else _("Write a whole number.")


def _money(_field: Field, value: Any) -> Promise | str | None:
    wrong = _integer(_field, value) or value < 0
    return _("Write an amount in whole đồng.") if wrong else None


def _date(_field: Field, value: Any) -> Promise | str | None:
    if isinstance(value, str) and ISO_DATE.fullmatch(value):
        try:
            date.fromisoformat(value)
        except ValueError:
            return _("There is no such day.")
        return None
    return _("Write a date.")


def _partial_date(field: Field, value: Any) -> Promise | str | None:
    if isinstance(value, str) and PART_OF_DATE.fullmatch(value):
        return _date(field, f"{value}-01-01"[:10])
    wrong = _date(field, value)
    return _("Write a day, a month or a year.") if wrong and not _is_day(value) else wrong


def _is_day(value: Any) -> bool:
    return isinstance(value, str) and bool(ISO_DATE.fullmatch(value))


def _matching(pattern: re.Pattern[str], sentence: Promise) -> Check:
    def check(_field: Field, value: Any) -> Promise | None:
        return None if isinstance(value, str) and pattern.fullmatch(value) else sentence

    return check


def _email(_field: Field, value: Any) -> Promise | str | None:
    try:
        validate_email(value if isinstance(value, str) else "")
    except ValidationError:
        return _("Write an e-mail address.")
    return _words(value, SHORT)


def _yes_no(_field: Field, value: Any) -> Promise | None:
    return None if isinstance(value, bool) else _("Answer yes or no.")


def _declaration(field: Field, value: Any) -> Promise | None:
    given = value is True or (value is False and not field.required)
    return None if given else _("This must be confirmed.")


def _select(field: Field, value: Any) -> Promise | None:
    keys = [option.key for option in field.options]
    return None if value in keys else _("Choose one of the answers offered.")


def _multi(field: Field, value: Any) -> Promise | None:
    keys = [option.key for option in field.options]
    chosen = value if isinstance(value, list) else [None]
    once = len(chosen) == len({str(one) for one in chosen})
    return None if once and all(one in keys for one in chosen) else _("Choose among the answers.")


def _address(_field: Field, value: Any) -> Promise | str | None:
    if not isinstance(value, dict) or not all(isinstance(value.get(p, ""), str) for p in ADDRESS):
        return _("Write an address.")
    province, commune, street = (value.get(part, "") for part in ADDRESS)
    if not any(province in places.provinces for places in register.every()):
        return _("Choose the province.")
    if not any(places.within(province, commune) for places in register.every()):
        return _("Choose the commune or ward of this province.")
    if value.keys() - set(ADDRESS):
        return _("Write an address.")
    return _words(street, SHORT) if street else _("Write the house number and street, or hamlet.")


def _agency(_field: Field, value: Any) -> Promise | str | None:
    """Only its shape; whether there is such an agency, the register says."""
    whole = isinstance(value, dict) and value.keys() == {"code", "name"}
    if not whole or not isinstance(value["code"], str) or not AGENCY.fullmatch(value["code"]):
        return NO_SUCH_AGENCY
    return _words(value["name"], SHORT) if value["name"] else NO_SUCH_AGENCY


def _table(field: Field, value: Any) -> Promise | str | None:
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        return _("Fill in the table row by row.")
    if len(value) > ROWS:
        return format_lazy(_("Write at most {} rows."), ROWS)
    columns = {column.key: column for column in field.columns}
    for number, row in enumerate(value, start=1):
        for wrong in problems(columns, row, _("The table has no such column.")):
            name = columns[wrong.key].label if wrong.key in columns else wrong.key
            return format_lazy(_("Row {}, “{}”: {}"), number, name, wrong.sentence)
    return None


Check = Callable[[Field, Any], Promise | str | None]

CHECKS: dict[FieldType, Check] = {
    FieldType.TEXT: _text,
    FieldType.LONG_TEXT: _long_text,
    FieldType.INTEGER: _integer,
    FieldType.MONEY: _money,
    FieldType.DATE: _date,
    FieldType.PARTIAL_DATE: _partial_date,
    FieldType.PHONE: _matching(PHONE, _("Write a telephone number.")),
    FieldType.EMAIL: _email,
    FieldType.PERSONAL_NUMBER: _matching(
        PERSONAL_NUMBER, _("A personal identification number has 12 digits.")
    ),
    FieldType.YES_NO: _yes_no,
    FieldType.DECLARATION: _declaration,
    FieldType.ADDRESS: _address,
    FieldType.AGENCY: _agency,
    FieldType.SELECT: _select,
    FieldType.MULTI: _multi,
    FieldType.TABLE: _table,
}
