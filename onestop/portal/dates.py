"""The days of return of a dossier, as they followed each other: on paper, and by law."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onestop.ui.components.reading import TrailItem
from onestop.ui.components.words import day
from workflows.dossiers.models import Dossier, DueChange, Paper
from workflows.journal.models import Entry
from workflows.journal.private import values_of

Cause = DueChange.Cause
CAUSES: dict[Cause, Promise] = {
    Cause.RECEIVED: gettext_lazy("Counted from reception, on your receipt (Form 01)"),
    Cause.PLANNED: gettext_lazy("Named at reception, on your receipt (Form 01)"),
    Cause.WAITING: gettext_lazy("Received; no day could be named yet"),
    Cause.EVENT: gettext_lazy("Counted from the event, which came to pass"),
    Cause.SUPPLEMENT: gettext_lazy(
        "Counted anew after your supplement, on a new receipt (Form 01)"
    ),
    Cause.APOLOGY: gettext_lazy("Moved by the agency, with an apology (Form 04)"),
    Cause.HOLIDAY: gettext_lazy("Counted anew, as a day off was announced"),
}
# Of what the agency itself opened, nothing was handed out.
PLANNED_INSIDE = gettext_lazy("Named by the agency for itself")


@dataclass(frozen=True)
class Dates:
    """`paper` and `law` are there where the two differ."""

    trail: tuple[TrailItem, ...]
    paper: str = ""
    law: str = ""


def dates_of(
    dossier: Dossier, entries: Collection[Entry], papers: Collection[Paper]
) -> Dates | None:
    """None as long as there has been one day only, and that is on paper."""
    changes = list(dossier.due_changes.all())
    promised = [one for one in changes if one.promised and one.due_at]
    on_paper = promised[-1].due_at if promised else None
    differ = bool(promised and dossier.due_at and day(on_paper) != day(dossier.due_at))
    if len(changes) < 2:
        return None
    reasons = values_of(dossier, "reason")
    told = tuple(_told(dossier, changes, _apology(entries, papers), entries, reasons))
    if differ:
        return Dates(told, paper=day(on_paper), law=day(dossier.due_at))
    return Dates(told)


def _told(
    dossier: Dossier,
    changes: Sequence[DueChange],
    apology: Paper | None,
    entries: Collection[Entry],
    reasons: Mapping[int, Any],
) -> Iterator[TrailItem]:
    for number, one in enumerate(changes, start=1):
        cause = Cause(one.cause)
        words = CAUSES[cause]
        if cause == Cause.PLANNED and not one.promised:
            words = PLANNED_INSIDE
        notes = [f"{words}, {_set_on(one)}"]
        links: tuple[tuple[Promise | str, str], ...] = ()
        if cause == Cause.APOLOGY:
            said = next((reasons.get(e.seq) for e in entries if e.act == "apologise"), None)
            notes += [_("Reason: %(reason)s") % {"reason": said}] if said else []
            links = _link(dossier, apology)
        if cause == Cause.HOLIDAY and one.basis:
            notes.append(_("Source: %(source)s") % {"source": one.basis})
        title = day(one.due_at) or _("No day yet")
        last = number == len(changes)
        yield TrailItem(title, ". ".join(notes), "now" if last else "done", links=links)


def _set_on(change: DueChange) -> str:
    return _("set on %(day)s") % {"day": day(change.at)}


def _apology(entries: Collection[Entry], papers: Collection[Paper]) -> Paper | None:
    digests = {one.digest for one in entries if one.act == "apologise"}
    made = (one for one in papers if one.kind == Paper.Kind.FORM_04 and one.file.digest in digests)
    return next(made, None)


def _link(dossier: Dossier, paper: Paper | None) -> tuple[tuple[Promise | str, str], ...]:
    if paper is None:
        return ()
    where = reverse("viewer:attachment", args=[dossier.public_id, paper.public_id])
    return ((gettext_lazy("Apology with the new day of return (Form 04)"), where),)
