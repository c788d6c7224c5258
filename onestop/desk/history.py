"""The road of a document as its signer sees it: by whom it came here, and where it goes next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from onestop.ui.components.reading import TrailItem
from onestop.ui.components.words import clock_time, day_month
from onestop.ui.done import DONE
from workflows.dossiers.models import Dossier
from workflows.dossiers.status import ENDED
from workflows.journal.models import Entry
from workflows.journal.private import values_of
from workflows.routes.errors import Happened
from workflows.routes.last import told

# What came before reception is over for whoever signs.
UNTOLD = {"ask_completion", "resubmit", "reject"}
AHEAD: dict[str, Promise] = {
    "approve": _("You read it and approve"),
    "sign": _("You sign"),
    "number": _("The records clerk gives number and day"),
    "issue": _("The agency's seal is set, the result issued"),
    "hand_over": _("The result is handed over"),
}
BY_SIGNER = {"approve", "sign"}


@dataclass(frozen=True)
class History:
    """What was done, what lies ahead, and why the handler proposes what stands now."""

    road: tuple[TrailItem, ...]
    grounds: str


def history_of(dossier: Dossier) -> History:
    """As the journal has it, with the reasons that are not forgotten."""
    entries, reasons = list(dossier.entries.order_by("seq")), values_of(dossier, "reason")
    proposed = max((entry.seq for entry in entries if entry.act == "propose"), default=0)
    shown = [entry for entry in entries if entry.act not in UNTOLD]
    done = [_done(*one, reasons) for one in zip(shown, told(shown), strict=True)]
    ahead = _ahead(dossier, {entry.act for entry in entries})
    return History((*done, *ahead), str(reasons.get(proposed, "")))


def _done(entry: Entry, happened: Happened, reasons: Mapping[int, str]) -> TrailItem:
    note = f"{happened.who}, {day_month(entry.at)}, {clock_time(entry.at)}"
    if entry.act == "send_back" and entry.seq in reasons:
        note = f"{note}: {reasons[entry.seq]}"
    return TrailItem(DONE[entry.act], note)


def _ahead(dossier: Dossier, done: set[str]) -> Iterator[TrailItem]:
    if dossier.status in ENDED:
        return
    left = [act for act in AHEAD if act not in done]
    for n, act in enumerate(left):
        icon = "sign" if n == 0 and act in BY_SIGNER else ""
        yield TrailItem(AHEAD[act], state="todo" if n else "now", icon=icon)
