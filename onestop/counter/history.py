"""The life of a dossier as the office reads it: each act with its reason, and the slip it left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onestop.ui.components.reading import Saying, TrailItem
from onestop.ui.components.words import clock_time, day
from onestop.ui.done import DONE
from onestop.viewer.slips import slip_of
from workflows.dossiers.models import CompletionItem, CompletionRequest
from workflows.journal.models import Entry
from workflows.journal.private import all_values_of
from workflows.people.counter import IdentityPaper
from workflows.routes.errors import Happened
from workflows.routes.last import told

from .opened import Opened

# What an act leaves to be printed and handed out.
PRINTED: dict[str, Promise] = {
    "ask_completion": gettext_lazy("Print the request (Form 02)"),
    "reject": gettext_lazy("Print the refusal (Form 03)"),
    "receive": gettext_lazy("Print the receipt (Form 01)"),
    "ask_supplement": gettext_lazy("Print the request (Form 02)"),
    "supplement": gettext_lazy("Print the receipt (Form 01)"),
    "apologise": gettext_lazy("Print the apology (Form 04)"),
    "withdraw": gettext_lazy("Print the notice (Form 05)"),
    "stop": gettext_lazy("Print the notice (Form 05)"),
    "stop_for_silence": gettext_lazy("Print the notice (Form 05)"),
    "issue": gettext_lazy("Print the result"),
}
# What people wrote of an act, under the name it is kept by.
WRITTEN = ("reason", "note", "ground", "received_by")


@dataclass(frozen=True)
class History:
    entries: tuple[Entry, ...]
    trail: tuple[TrailItem, ...]
    sayings: tuple[Saying, ...]


def history_of(opened: Opened) -> History:
    """Newest first; every act, and whatever is not forgotten of its reasons."""
    entries = tuple(opened.dossier.entries.order_by("seq"))
    written = all_values_of(opened.dossier, WRITTEN)
    items = [
        _item(opened, entry, happened, written.get(entry.seq, {}))
        for entry, happened in zip(entries, told(entries), strict=True)
    ]
    return History(entries, tuple(reversed(items)), tuple(_sayings(opened)))


def printed(opened: Opened, entry: Entry) -> tuple[tuple[Promise, str], ...]:
    """The paper that the act made, if it made one to be handed out."""
    return slip_of(opened.dossier, entry, opened.made, PRINTED)


def _item(
    opened: Opened,
    entry: Entry,
    happened: Happened,
    written: Mapping[str, object],
) -> TrailItem:
    said = [*_identity(entry), *(str(written[name]) for name in WRITTEN if written.get(name))]
    note = f"{happened.who}, {clock_time(entry.at)} {day(entry.at)}"
    return TrailItem(
        DONE[entry.act],
        ": ".join((note, *said)),
        links=printed(opened, entry),
    )


def _identity(entry: Entry) -> Iterator[str]:
    """By which paper the officer knew who filed, where it was written down at the counter."""
    if paper := entry.details.get("identity"):
        seen = IdentityPaper(paper).label
        yield _("Identity paper seen: %(paper)s") % {"paper": seen}


def _sayings(opened: Opened) -> list[Saying]:
    labels = {r.key: str(r.title) for r in opened.procedure.requirements}
    labels |= {q.key: str(q.label) for q in opened.procedure.questions}
    return [_asked(request, labels) for request in opened.completions]


def _asked(request: CompletionRequest, labels: Mapping[str, str]) -> Saying:
    lines = [_item_told(item, labels) for item in request.items.all()]
    if request.legal_basis:
        lines.append(_("Legal basis: %(basis)s") % {"basis": request.legal_basis})
    after = request.stage == CompletionRequest.Stage.ASSESSMENT
    author = _("Professional unit") if after else _("One-stop unit")
    return Saying(str(author), request.asked_at, "\n".join(lines))


def _item_told(item: CompletionItem, labels: Mapping[str, str]) -> str:
    """What was asked, why, how it stands, and what an officer said of the answer."""
    told = f"{labels.get(item.key, item.key)}: {item.reason} [{item.get_state_display()}]"
    return f"{told} {item.note}" if item.note else told
