"""Linearised files: their first table counts for as long as the file has the length it states.

ISO 32000-2, Annex F. To one reader such a file shows another document once its length is another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from django.utils.translation import gettext_lazy as _
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import read_non_whitespace

from .opening import WHITESPACE, Opened, Signed, entry
from .reading import GARBLED
from .reports import Fault, altered

_WHITE = b"[%b]" % WHITESPACE
_FIRST = re.compile(
    rb"(?:%b|%%[^\r\n]*[\r\n])*(\d{1,10})%b+(\d{1,5})%b+obj" % (_WHITE, _WHITE, _WHITE)
)
_ENDED = re.compile(rb"%b*endobj%b*" % (_WHITE, _WHITE))


def faults(opened: Opened, since: Signed) -> Iterator[Fault]:
    """A file that was linearised before it was signed states a length that lies behind it."""
    said, behind = _parameters(opened)
    if said is None or "/Linearized" not in said:
        return
    length = entry(said, "/L")
    if not isinstance(length, int) or length > since.end or _counts(opened, since, length, behind):
        yield altered(_("The file shows something else as soon as it has another length."))


def _counts(opened: Opened, since: Signed, length: int, first: int) -> bool:
    """Does the first table count as it was signed, though it is not the one that counts else?"""
    tables = opened.reader.xrefs
    starts = [tables.get_startxref_for_revision(each) for each in range(opened.revisions)]
    signed = [one for one in starts if one < since.end]
    return length == since.end and signed[-1:] != [first]


def _parameters(opened: Opened) -> tuple[Any, int]:
    """The dictionary that a file begins with, if it does, and where the first table would begin."""
    found = _FIRST.match(opened.pdf)
    if found is None:
        return None, 0
    stream = BytesIO(opened.pdf)
    stream.seek(found.end())
    try:
        read_non_whitespace(stream, seek_back=True)
        number, generation = map(int, found.groups())
        said = generic.read_object(stream, generic.Reference(number, generation, opened.reader))
    except GARBLED:
        return None, 0
    ended = _ENDED.match(opened.pdf, stream.tell())
    return said if isinstance(said, generic.DictionaryObject) else None, ended.end() if ended else 0
