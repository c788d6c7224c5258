"""The number, day and data of a result, as the agency sealed them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from django.utils.translation import gettext_lazy as _
from pyhanko.pdf_utils.reader import PdfFileReader

from .opening import Opened, Signed, entry
from .reading import GARBLED
from .reports import Embedded, Sentence
from .sentences import filled

DATA = "result.json"
NUMBER = "so"
DAY = ("nam", "thang", "ngay")
FIELDS = (NUMBER, *DAY)


class NotEmbedded(Exception):
    """The paper does not carry what a result carries; the sentence says what is wrong."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        super().__init__(sentence)


@dataclass(frozen=True)
class _Carried:
    """What a revision carries: the texts of its fields, and each attached file of the name."""

    fields: Mapping[str, str]
    files: tuple[bytes, ...]


def carries_data(opened: Opened) -> bool:
    try:
        return any(name == DATA for name, _file in _attached(opened.reader.root))
    except GARBLED:
        # What cannot be read carries nothing.
        return False


def read(opened: Opened, seal: Signed) -> Embedded:
    """From nothing but the bytes that the seal covers; raises `NotEmbedded`.

    What the file shows now must be the same, or a reader would be shown something else.
    """
    sealed = _carried(PdfFileReader(BytesIO(opened.pdf[: seal.end])))
    if not _is_shown(opened, sealed):
        raise NotEmbedded(_("Number, date or data are not those that were sealed."))
    if len(sealed.files) != 1:
        raise NotEmbedded(_("The paper does not carry its data exactly once."))
    if missing := [name for name in FIELDS if not sealed.fields.get(name)]:
        raise NotEmbedded(filled(_("Not filled in: %(fields)s."), {"fields": ", ".join(missing)}))
    day, data = _day(*(sealed.fields[name] for name in DAY)), _data(sealed.files[0])
    return Embedded(_printed(sealed.fields[NUMBER], data), day.isoformat(), data)


def _is_shown(opened: Opened, sealed: _Carried) -> bool:
    return sealed == _carried(opened.reader)


def _printed(number: str, data: Mapping[str, Any]) -> str:
    """With the symbol that is printed after it, which data of schema 1 do not state."""
    symbol = data.get("symbol")
    if symbol is None:
        return number
    if not isinstance(symbol, str):
        raise NotEmbedded(_("The data of the paper cannot be read."))
    return f"{number}/{symbol}"


def _day(year: str, month: str, day: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise NotEmbedded(_("The date filled in is no date.")) from None


def _data(content: bytes) -> Mapping[str, Any]:
    try:
        data = json.loads(content.decode(), object_pairs_hook=_once)
        # Half a letter and what is no number can be read, but not written for anybody.
        json.dumps(data, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):
        raise NotEmbedded(_("The data of the paper cannot be read.")) from None
    if not isinstance(data, dict):
        raise NotEmbedded(_("The data of the paper cannot be read."))
    return data


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Two readers could take two different ones of a key that is given twice."""
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a key is given twice")
    return dict(pairs)


def _carried(reader: PdfFileReader) -> _Carried:
    return _Carried(
        fields=_fields(reader.root),
        files=tuple(
            bytes(file["/EF"]["/F"].data) for name, file in _attached(reader.root) if name == DATA
        ),
    )


def _fields(root: Any) -> dict[str, str]:
    form = entry(root, "/AcroForm", {})
    listed = [reference.get_object() for reference in entry(form, "/Fields", ())]
    return {
        str(field["/T"]): str(field["/V"])
        for field in listed
        if entry(field, "/FT") == "/Tx" and "/V" in field
    }


def _attached(root: Any) -> Iterator[tuple[str, Any]]:
    """The attached files by name (ISO 32000-1, 7.11.4); a tree that bites its tail ends too."""
    waiting, seen = [entry(entry(root, "/Names", {}), "/EmbeddedFiles", {})], set()
    while waiting:
        node = waiting.pop()
        names = entry(node, "/Names", [])
        for index in range(0, len(names) - 1, 2):
            yield str(names[index]), names[index + 1]
        for kid in entry(node, "/Kids", []):
            if kid.reference not in seen:
                seen.add(kid.reference)
                waiting.append(kid.get_object())
