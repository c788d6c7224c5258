"""The papers of a dossier as an officer turns them over: the result, then what was handed in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from onestop.filing.papers import extent_of
from onestop.ui.components.casework import Bound, Check
from onestop.ui.components.words import day
from onestop.viewer.shown import Pages, pages_shown
from workflows.dossiers.models import Component, Paper
from workflows.files.models import StoredFile

from .checklist import Checked
from .opened import Opened

# The states of a result; each begins with the bytes of the one before.
RESULTS = (Paper.Kind.DRAFT, Paper.Kind.SIGNED, Paper.Kind.NUMBERED, Paper.Kind.RESULT)


@dataclass(frozen=True)
class Turned:
    """The binder, and beside it a line for each paper that came in."""

    binder: tuple[Bound, ...]
    checks: tuple[Check, ...]
    unscanned: bool


def turned(opened: Opened, papers: Iterable[Checked]) -> Turned:
    """The result as far as it has come lies on top."""
    every = [(one, _handed_in(opened, one)) for one in papers]
    return Turned(
        binder=(*_result(opened), *(bound for _one, bound in every)),
        checks=tuple(_check(one, bound) for one, bound in every),
        unscanned=any(_opens_unscanned(one.component) for one, _bound in every),
    )


def _opens_unscanned(component: Component | None) -> bool:
    file = component.file if component else None
    return file is not None and file.scan == StoredFile.Scan.PENDING and not file.held


def _check(one: Checked, bound: Bound) -> Check:
    return Check(
        key=one.key,
        title=str(one.requirement.title),
        note=_told(one, len(bound.pages)),
        verdict=one.verdict,
        reason=one.reason,
        address=f"#{one.anchor}",
    )


def _result(opened: Opened) -> Iterator[Bound]:
    """Only the newest state; a draft that was sent back too, to be put right."""
    for paper in [one for one in opened.made if one.kind in RESULTS][-1:]:
        title = str(Paper.Kind(paper.kind).label)
        pages = pages_shown(opened.dossier.public_id, paper.public_id, paper.file, title=title)
        yield _bound("ket-qua", title, pages)


def _handed_in(opened: Opened, one: Checked) -> Bound:
    component = one.component
    if component is None or component.file is None:
        return Bound(one.anchor, one.title, note=_without_file(one))
    if component.file.closed:
        return Bound(one.anchor, one.title, note=_why_closed(component.file))
    dossier, paper = opened.dossier.public_id, component.public_id
    pages = pages_shown(dossier, paper, component.file, title=one.title)
    return _bound(one.anchor, one.title, pages)


def _why_closed(file: StoredFile) -> str:
    if file.held:
        return _("It is being checked for malware; until then it stays closed.")
    return _("Malware was found in it (%(name)s); it stays closed. Ask for a clean copy.") % {
        "name": file.malware
    }


def _bound(anchor: str, title: str, pages: Pages) -> Bound:
    shown = tuple((image.address, image.alt) for image in pages.images)
    note = "" if shown else _("The pages of this paper cannot be shown. Save the file to read it.")
    return Bound(anchor, title, shown, note, ((_("Save the file"), pages.attachment),))


def _without_file(one: Checked) -> str:
    if one.component is not None and one.component.origin == Component.Origin.PAPER:
        return _("Handed in on paper: %(extent)s.") % {"extent": extent_of(one.component)}
    if one.component is not None:
        return _("There is no file of it: %(origin)s.") % {
            "origin": one.component.get_origin_display()
        }
    if not one.requirement.from_citizen:
        return _("The applicant does not hand it in; the agency looks it up.")
    return _("It was not handed in.")


def _told(one: Checked, pages: int) -> str:
    """Where it comes from, how long it is, and that it was replaced."""
    component = one.component
    if component is None or component.file is None:
        return _without_file(one)
    said = [capfirst(str(component.get_origin_display()))]
    if component.result:
        said.append(component.result.number)
        if component.result.valid_to:
            said.append(_("valid to %(day)s") % {"day": day(component.result.valid_to)})
    if pages:
        said.append(ngettext("%(count)d page", "%(count)d pages", pages) % {"count": pages})
    if component.file.closed:
        said.append(component.file.get_scan_display())
    if component.version > 1:
        said.append(_("version %(number)d") % {"number": component.version})
    return " · ".join(said)
