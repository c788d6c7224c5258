"""What a check leaves behind: its report in a file, or the file as one signer saw it.

What is there already is never written over: it might be the very paper that was checked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from signing import etsi
from signing.confined import seen_by
from signing.reports import SignatureReport
from signing.revisions import NotSeen
from workflows.documents import check_report
from workflows.documents.check_report import Checked

USAGE_ERROR = 2
WRITERS: dict[str, Callable[[Checked], bytes]] = {
    ".pdf": lambda checked: check_report.pdf(check_report.told(checked)),
    ".html": lambda checked: check_report.html(check_report.told(checked)).encode(),
    ".xml": lambda checked: etsi.written(
        checked.report, checked.revisions, sha256=checked.sha256, at=checked.at
    ),
}
IN_FOLDER = ".pdf"


class Unkept(CommandError):
    """It cannot be written there; the sentence says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, returncode=USAGE_ERROR)


def check_place(out: Path, *, files: int) -> None:
    """Before anything is examined: a known ending for one file, a folder for several."""
    if out.is_dir():
        return
    if out.suffix.lower() not in WRITERS:
        endings = ", ".join(WRITERS)
        raise Unkept(
            _("The report must end in one of %(endings)s, or be a folder that is there.")
            % {"endings": endings}
        )
    if files > 1:
        raise Unkept(_("For several files, name a folder for their reports."))
    check_free(out)


def check_free(out: Path) -> None:
    if out.exists():
        raise _there(out)


def keep_report(out: Path, checked: Checked) -> Path:
    """In a folder as PDF, under the name of the file that was checked."""
    if not out.is_dir():
        return keep(out, WRITERS[out.suffix.lower()](checked))
    content = WRITERS[IN_FOLDER](checked)
    name = Path(checked.name).stem or "report"
    for place in _places(out, name):
        if not place.exists():
            return keep(place, content)
    raise AssertionError("there is always a further number")


def keep_revision(out: Path, field: str, content: bytes, report: SignatureReport) -> Path:
    """The exact bytes, none of them ours."""
    try:
        return keep(out, seen_by(field, content, report))
    except NotSeen as reason:
        raise Unkept(str(reason)) from None


def keep(out: Path, content: bytes) -> Path:
    try:
        with out.open("xb") as file:
            file.write(content)
    except FileExistsError:
        raise _there(out) from None
    except (OSError, ValueError):
        raise Unkept(_("%(path)s cannot be written.") % {"path": out}) from None
    return out


def _there(out: Path) -> Unkept:
    return Unkept(_("%(path)s is there already; it was not written over.") % {"path": out})


def _places(folder: Path, name: str) -> Iterator[Path]:
    yield folder / f"{name}.report{IN_FOLDER}"
    for number in count(2):
        yield folder / f"{name}.report-{number}{IN_FOLDER}"
