"""Whether a file still looks as its first signer saw it, drawn by a program that reads it anew.

The third means beside bytes and objects: it knows nothing of either. It draws in a process of its
own, for drawing may crash, and may take as long as a page wants; then it has no opinion.
"""

from __future__ import annotations

import faulthandler
import os
import resource
import signal
from collections.abc import Iterator, Mapping, Sequence
from ctypes import byref, c_int
from typing import Any, TypeAlias

import pypdfium2
from django.utils.translation import gettext_lazy as _
from pypdfium2 import raw

from . import fields
from .fields import Box
from .opening import Opened, Signed
from .reading import GARBLED
from .reports import Covers, Fault, altered, unproven

MOST_BYTES, MOST_PAGES = 20_000_000, 20
# Of processor time, and by the clock.
SECONDS, PATIENCE = 2, 10
DOTS, LONGEST_SIDE = 50, 900
# Letters drawn from the same bytes come out alike to the last dot; this is for shades.
LEAST_SHADE, BORDER = 24, 2
# Darker than this is ink, lighter than that is paper: a line as thin as those of tables is neither.
INK, PAPER, FEW = 140, 150, 3
_ALIKE, _DIFFERENT, _NO_OPINION = 6, 7, 8
# A box of a later revision, and whether it was there when the file was signed; by page.
Place: TypeAlias = tuple[Box, bool]
Places: TypeAlias = Mapping[int, Sequence[Place]]
_NOT_DRAWN = frozenset({"/AcroForm", "/DSS", "/Extensions", "/Version", "/Metadata"})
_NOTES = frozenset({"/Annots"})
_TO_SIGN = frozenset({"/Fields", "/SigFlags"})


def faults(opened: Opened, since: Signed) -> Iterator[Fault]:
    """Only places of later signatures may look otherwise, and fields that may be filled.

    Into a place that was there already anything may be drawn; a new one may hide nothing.
    """
    if since.covers is not Covers.REVISION:
        return
    try:
        if _is_nothing_shown_touched(opened, since):
            return
        places = _places(opened, since)
    except GARBLED:
        # Pages that cannot be gone through cannot be compared; what was added speaks for itself.
        return
    is_drawn = len(opened.pdf) <= MOST_BYTES
    seen = differ(opened.pdf[: since.end], opened.pdf, places) if is_drawn else None
    if seen:
        yield altered(_("Its pages look otherwise than when it was signed."))
    elif seen is None and any(_is_any_new(held) for held in places.values()):
        yield unproven(_("A place was added to it that could not be looked at; it may hide much."))


def _is_any_new(held: Sequence[Place]) -> bool:
    return not held or not all(was_there for _box, was_there in held)


def differ(before: bytes, after: bytes, places: Places) -> bool | None:
    """Is anything seen that differs, save in the places? Unknown where pages cannot be drawn."""
    try:
        child = os.fork()
        if not child:
            _answer(before, after, places)
        _child, status = os.waitpid(child, 0)
    except OSError:
        return None
    return {_ALIKE: False, _DIFFERENT: True}.get(os.waitstatus_to_exitcode(status))


def _is_nothing_shown_touched(opened: Opened, since: Signed) -> bool:
    """Is nothing written anew that was there, save catalogue, form, and pages with unseen fields?

    So it is where only evidence and time-stamps follow, and nothing then needs to be drawn.
    """
    old, new = opened.past(since.revision), opened.past(opened.revisions - 1)
    form = old.root.raw_get("/AcroForm") if "/AcroForm" in old.root else None
    spared = {old.root_ref.idnum, getattr(form, "idnum", 0)}
    # What was referred to and not there may be filled in later, and then shows.
    known = (_listed(opened, range(since.revision + 1)) | old.reached) - spared
    again = known & _listed(opened, range(since.revision + 1, opened.revisions))
    if len(again) > MOST_PAGES or _without(old.root, _NOT_DRAWN) != _without(new.root, _NOT_DRAWN):
        return False
    # By what else stands in the form, viewers draw fields that have no look.
    if _without(fields.form(old), _TO_SIGN) != _without(fields.form(new), _TO_SIGN):
        return False
    pages = (fields.at(past, number) for number in again for past in (old, new))
    return all(_is_alike_but_for_fields(*each) for each in zip(pages, pages, strict=True))


def _listed(opened: Opened, revisions: range) -> set[int]:
    tables = opened.reader.xrefs
    return {one.idnum for each in revisions for one in tables.explicit_refs_in_revision(each)}


def _is_alike_but_for_fields(old: Any, new: Any) -> bool:
    """Has a page been given nothing but fields that take no place on it?"""
    if not (fields.is_page(old) and fields.is_page(new)):
        return False
    before, after = fields.notes(old), fields.notes(new)
    added = [one for one in after if one not in before]
    return (
        _without(old, _NOTES) == _without(new, _NOTES)
        and [one for one in after if one in before] == before
        and all(fields.takes_no_place(one) for one in added)
    )


def _without(dictionary: Any, keys: frozenset[str]) -> dict[str, Any]:
    return {key: dictionary.raw_get(key) for key in dictionary if key not in keys}


def _may_look_otherwise(opened: Opened, since: Signed) -> set[str]:
    later = (one.field for one in opened.signed if one.revision > since.revision)
    names = {*later, *(one.field for one in opened.unreadable)}
    if not opened.may_be_filled:
        return names
    before, after = opened.past(since.revision), opened.past(opened.revisions - 1)
    known, values = fields.values(before), fields.values(after)
    return names | {name for name, value in values.items() if known.get(name, value) != value}


def _places(opened: Opened, since: Signed) -> Places:
    """On whichever page: those that hold a place are drawn, however many there are."""
    names, known = _may_look_otherwise(opened, since), set[str]()
    for page in fields.pages(opened.past(since.revision)):
        known |= {name for name, _box in fields.boxes(page)}
    found = dict[int, list[Place]]()
    for number, page in enumerate(fields.pages(opened.past(opened.revisions - 1))):
        for name, box in fields.boxes(page):
            if (name in names or name not in known) and fields.has_room(box):
                held = found.setdefault(number, [])
                held += [(box, name in known)] if name in names else []
    return found


# Apart --------------------------------------------------------------------------------------------


def _answer(before: bytes, after: bytes, places: Places) -> None:
    """Ends the process; how it ends is the answer."""
    answer = _NO_OPINION
    try:
        # How it ends is expected here: nobody needs to be told, and nothing is to be kept of it.
        faulthandler.disable()
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(PATIENCE)
        used = int(sum(resource.getrusage(resource.RUSAGE_SELF)[:2]))
        resource.setrlimit(resource.RLIMIT_CPU, (used + SECONDS, used + SECONDS))
        answer = _DIFFERENT if _is_any_page_different(before, after, places) else _ALIKE
    finally:
        os._exit(answer)


def _is_any_page_different(before: bytes, after: bytes, places: Places) -> bool:
    old, new = (pypdfium2.PdfDocument(content) for content in (before, after))
    for each in (old, new):
        each.init_forms()
    if len(old) != len(new):
        return True
    drawn = dict.fromkeys([*places, *range(min(len(old), MOST_PAGES))])
    return any(
        _look_different(old[number], new[number], places.get(number, ())) for number in drawn
    )


def _look_different(
    old: pypdfium2.PdfPage, new: pypdfium2.PdfPage, places: Sequence[Place]
) -> bool:
    if old.get_size() != new.get_size():
        return True
    scale = min(DOTS / 72, LONGEST_SIDE / max(new.get_size()))
    images = [each.render(scale=scale, grayscale=True) for each in (old, new)]
    width, height, stride = images[1].width, images[1].height, images[1].stride
    drawn = [bytearray(each.buffer) for each in images]
    for box, was_there in places:
        left, top, right, bottom = _in_dots(new, box, width, height)
        rows = [slice(row * stride + left, row * stride + right) for row in range(top, bottom)]
        if not was_there and sum(_hidden(drawn[0][row], drawn[1][row]) for row in rows) > FEW:
            return True
        for row in rows:
            drawn[0][row] = drawn[1][row]
    return drawn[0] != drawn[1] and any(
        abs(a - b) > LEAST_SHADE for a, b in zip(*drawn, strict=True)
    )


def _hidden(before: bytearray, after: bytearray) -> int:
    """How many dots of ink have gone: what a seal is printed over is still seen."""
    return sum(
        a < INK and b > PAPER and b - a > 2 * LEAST_SHADE
        for a, b in zip(before, after, strict=True)
    )


def _in_dots(page: pypdfium2.PdfPage, box: Box, width: int, height: int) -> tuple[int, ...]:
    x, y = c_int(), c_int()
    corners = []
    for corner in (box[:2], box[2:]):
        place = (0, 0, width, height, 0, *corner)
        raw.FPDF_PageToDevice(page, *place, byref(x), byref(y))  # type: ignore[attr-defined]
        corners.append((x.value, y.value))
    (left, right), (top, bottom) = (sorted(each) for each in zip(*corners, strict=True))
    return (
        max(left - BORDER, 0), max(top - BORDER, 0),
        min(right + BORDER, width), min(bottom + BORDER, height),
    )  # fmt: skip
