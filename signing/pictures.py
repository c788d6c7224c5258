"""Whether a file still looks as its first signer saw it, drawn by a program that reads it anew.

The third means beside bytes and objects: it knows nothing of either. It draws in a process of its
own, for drawing may crash, and may take as long as a page wants; then it has no opinion.
"""

from __future__ import annotations

import faulthandler
import math
import os
import resource
import signal
from collections.abc import Iterator, Sequence
from ctypes import byref, c_int
from enum import IntEnum
from typing import Any, NamedTuple, TypeAlias

import pypdfium2
from django.utils.translation import gettext_lazy as _
from pypdfium2 import raw

from . import fields, hiding, plain_looks
from .fields import Box
from .opening import Opened, Signed
from .reading import GARBLED
from .reports import Covers, Fault, altered, unproven

MOST_BYTES, MOST_PAGES = 20_000_000, 20
# Of processor time, and where nothing shown was touched; and by the clock.
SECONDS, BRIEFLY, PATIENCE = 2.0, 0.3, 10
# To an inch: of whole pages, and of places that were added; so many at once.
DOTS, FINE_DOTS, AT_ONCE = 50, 150, 500_000
# Letters drawn from the same bytes come out alike to the last dot; this is for shades.
LEAST_SHADE = 24
_ON_NO_PAGE = "who knows on which page a place is"
# In points: lines are drawn half beside their place.
BORDER = 3
_NOT_DRAWN = frozenset({"/AcroForm", "/DSS", "/Extensions", "/Version", "/Metadata"})
_NOTES = frozenset({"/Annots"})
_TO_SIGN = frozenset({"/Fields", "/SigFlags"})


class Seen(IntEnum):
    """What was seen, as a process may say it when it ends."""

    NOTHING = 5
    ALIKE = 6
    COVERED = 7  # by what was drawn in a place that was there
    DIFFERENT = 8


# Left, top, right, bottom of a picture.
Dots: TypeAlias = tuple[int, int, int, int]


class Place(NamedTuple):
    """A box of a later revision, whether it was there when the file was signed, and its field."""

    box: Box
    was_there: bool
    note: Any
    to_sign: bool


class Sheet(NamedTuple):
    """A page as it is now: how many points its unit is, and its places."""

    unit: float
    places: list[Place]


def faults(opened: Opened, since: Signed) -> Iterator[Fault]:
    """Only places of later signatures may look otherwise, and fields that may be filled.

    A place that was added may hide nothing; of one that was there it is said that it does.
    """
    if since.covers is not Covers.REVISION or since.revision == opened.revisions - 1:
        return
    try:
        sheets = [] if _is_nothing_shown_touched(opened, since) else _sheets(opened, since)
    except GARBLED:
        # Pages that cannot be gone through cannot be compared.
        yield _not_looked_at()
        return
    # Where no object that is shown was touched, a reader of another make may still see one.
    seen = look(opened.pdf[: since.end], opened.pdf, sheets, SECONDS if sheets else BRIEFLY)
    added = [one.note for sheet in sheets for one in sheet.places if not one.was_there]
    if seen is Seen.DIFFERENT:
        yield altered(_("Its pages look otherwise than when it was signed."))
    elif added and (seen is Seen.NOTHING or not all(map(plain_looks.is_plain, added))):
        yield _not_looked_at()
    elif seen is Seen.COVERED:
        yield unproven(_("A later signature hides something that its page shows."))
    elif seen is Seen.NOTHING and _was_lighter(opened, since):
        yield unproven(_("So much was added to it that its pages could not be looked at."))


def _was_lighter(opened: Opened, since: Signed) -> bool:
    """Could its pages be looked at when it was signed, and in half the time?"""
    before = opened.pdf[: since.end]
    return look(before, before, [], BRIEFLY / 2) is Seen.ALIKE


def _not_looked_at() -> Fault:
    return unproven(_("A place was added to it that could not be looked at; it may hide much."))


def look(before: bytes, after: bytes, sheets: Sequence[Sheet], seconds: float = SECONDS) -> Seen:
    """What is seen of the pages, save in the places; nothing where they cannot be drawn in time."""
    if len(after) > MOST_BYTES:
        return Seen.NOTHING
    try:
        child = os.fork()
        if not child:
            _answer(before, after, sheets, seconds)
        _child, status = os.waitpid(child, 0)
    except OSError:
        return Seen.NOTHING
    code = os.waitstatus_to_exitcode(status)
    return Seen(code) if code in {*Seen} else Seen.NOTHING


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


def _sheets(opened: Opened, since: Signed) -> list[Sheet]:
    """Every page: those that hold a place are drawn, however many there are."""
    names, known = _may_look_otherwise(opened, since), set[str]()
    for page in fields.pages(opened.past(since.revision), whole=True):
        known |= {name for name, _box, _note in fields.boxes(page)}
    now = fields.pages(opened.past(opened.revisions - 1), whole=True)
    signed = {one.field for one in opened.signed}
    return [Sheet(fields.unit(page), list(_places(page, names, known, signed))) for page in now]


def _places(page: Any, names: set[str], known: set[str], signed: set[str]) -> Iterator[Place]:
    for name, box, note in fields.boxes(page):
        if (name in names or name not in known) and fields.has_room(box):
            yield Place(box, name in known, note, name in signed)


# Apart --------------------------------------------------------------------------------------------


def _answer(before: bytes, after: bytes, sheets: Sequence[Sheet], seconds: float) -> None:
    """Ends the process; how it ends is the answer."""
    answer = Seen.NOTHING
    try:
        # How it ends is expected here: nobody needs to be told, and nothing is to be kept of it.
        faulthandler.disable()
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(PATIENCE)
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, seconds)
        answer = _seen(before, after, sheets)
    finally:
        os._exit(answer)


def _seen(before: bytes, after: bytes, sheets: Sequence[Sheet]) -> Seen:
    old, new = (pypdfium2.PdfDocument(content) for content in (before, after))
    for each in (old, new):
        each.init_forms()
    if len(old) != len(new):
        return Seen.DIFFERENT
    placed = [number for number, sheet in enumerate(sheets) if sheet.places]
    if placed and len(sheets) != len(new):
        raise LookupError(_ON_NO_PAGE)
    drawn = dict.fromkeys([*placed, *range(min(len(old), MOST_PAGES))])
    nothing = [Sheet(1, [])] * (len(new) - len(sheets))
    compared = [(old[n], new[n], [*sheets, *nothing][n]) for n in drawn]
    if any(_is_different(*each) for each in compared):
        return Seen.DIFFERENT
    return Seen.COVERED if any(_is_any_covered(*each) for each in compared) else Seen.ALIKE


def _is_different(old: pypdfium2.PdfPage, new: pypdfium2.PdfPage, sheet: Sheet) -> bool:
    if old.get_size() != new.get_size():
        return True
    return _is_any_beside(old, new, sheet) or _is_any_hidden(old, new, sheet)


def _is_any_beside(old: pypdfium2.PdfPage, new: pypdfium2.PdfPage, sheet: Sheet) -> bool:
    """Does anything look otherwise that lies in no place?"""
    scale = DOTS / 72 * max(sheet.unit, 1)
    spared = [_in_dots(new, one.box, scale) for one in sheet.places]
    for part in _parts(_whole(new, scale)):
        before, after = (_drawn(each, part, scale, grayscale=True) for each in (old, new))
        _spare(spared, part, before, after)
        shades = before.tobytes(), after.tobytes()
        if shades[0] != shades[1] and any(
            abs(a - b) > LEAST_SHADE for a, b in zip(*shades, strict=True)
        ):
            return True
    return False


def _is_any_hidden(old: pypdfium2.PdfPage, new: pypdfium2.PdfPage, sheet: Sheet) -> bool:
    """Does a place that was added hide what could be seen there?"""
    scale = FINE_DOTS / 72 * max(sheet.unit, 1)
    spared = [_in_dots(new, one.box, scale) for one in sheet.places if one.was_there]
    added = [_in_dots(new, one.box, scale) for one in sheet.places if not one.was_there]
    for part in (part for box in added for part in _parts(box, overlap=2 * hiding.TILE)):
        before, after = (_drawn(each, part, scale) for each in (old, new))
        _spare(spared, part, before, after)
        if hiding.is_anything_hidden(before, after):
            return True
    return False


def _is_any_covered(old: pypdfium2.PdfPage, new: pypdfium2.PdfPage, sheet: Sheet) -> bool:
    """Does a signature in a place that was there hide what the page itself says beneath it?"""
    scale = FINE_DOTS / 72 * max(sheet.unit, 1)
    signed = [one.box for one in sheet.places if one.was_there and one.to_sign]
    for part in (part for box in signed for part in _parts(_in_dots(new, box, scale))):
        bare = _drawn(old, part, scale, draw_annots=False, may_draw_forms=False)
        if hiding.is_anything_hidden(bare, _drawn(new, part, scale)):
            return True
    return False


def _whole(page: pypdfium2.PdfPage, scale: float) -> Dots:
    width, height = page.get_size()
    return 0, 0, math.ceil(width * scale), math.ceil(height * scale)


def _parts(area: Dots, *, overlap: int = 0) -> Iterator[Dots]:
    """From above to below, each of so many dots as are drawn at once."""
    left, top, right, bottom = area
    rows = max(AT_ONCE // max(right - left, 1), 4 * overlap, 1)
    while left < right and top < bottom:
        yield left, top, right, min(top + rows, bottom)
        top += rows
        top -= overlap if top < bottom else 0


def _drawn(page: pypdfium2.PdfPage, part: Dots, scale: float, **how: bool) -> Any:
    _left, _top, width, height = _whole(page, scale)
    cut_off = (part[0], height - part[3], width - part[2], part[1])
    # Rounded up to whole dots.
    return page.render(
        scale=scale, crop=tuple((dots - 0.5) / scale for dots in cut_off), **how
    ).to_pil()


def _spare(boxes: Sequence[Dots], part: Dots, before: Any, after: Any) -> None:
    """Shows in both what was drawn later."""
    for box in boxes:
        left, top = (max(box[n] - part[n], 0) for n in (0, 1))
        right, bottom = (min(box[n], part[n]) - part[n - 2] for n in (2, 3))
        if left < right and top < bottom:
            before.paste(after.crop((left, top, right, bottom)), (left, top))


def _in_dots(page: pypdfium2.PdfPage, box: Box, scale: float) -> Dots:
    x, y = c_int(), c_int()
    *_corner, width, height = whole = _whole(page, scale)
    corners = []
    for corner in (box[:2], box[2:]):
        raw.FPDF_PageToDevice(page, *whole, 0, *corner, byref(x), byref(y))  # type: ignore[attr-defined]
        corners.append((x.value, y.value))
    (left, right), (top, bottom) = (sorted(each) for each in zip(*corners, strict=True))
    border = math.ceil(BORDER * scale)
    return (
        max(left - border, 0), max(top - border, 0),
        min(right + border, width), min(bottom + border, height),
    )  # fmt: skip
