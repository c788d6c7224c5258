"""The road of a document as its signer sees it: by whom it came here, and where it goes next."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from onestop.ui.components.reading import TrailItem
from onestop.ui.components.words import clock_time, day_month
from workflows.dossiers.models import Dossier
from workflows.dossiers.status import ENDED
from workflows.journal.private import values_of
from workflows.routes.last import told

DONE: dict[str, Promise] = {
    "submit": _("Filed"),
    "receive": _("Received"),
    "assign": _("Assigned"),
    "propose": _("Draft proposed"),
    "send_back": _("Sent back"),
    "approve": _("Approved"),
    "sign": _("Signed"),
    "number": _("Numbered and dated"),
    "issue": _("Sealed and issued"),
    "hand_over": _("Handed over"),
}
AHEAD: dict[str, Promise] = {
    "sign": _("You approve and sign"),
    "number": _("The records clerk gives number and day"),
    "issue": _("The agency's seal is set, the result issued"),
    "hand_over": _("The result is handed over"),
}


def reasons_of(dossier: Dossier) -> dict[int, str]:
    """What was written with the acts, by their place in the journal."""
    return {seq: str(reason) for seq, reason in values_of(dossier, "reason").items() if reason}


def road_of(dossier: Dossier, reasons: dict[int, str]) -> list[TrailItem]:
    """What was done, with the reason for which it was sent back; then what lies ahead."""
    entries = [one for one in dossier.entries.order_by("seq") if one.act in DONE]
    done = [
        TrailItem(
            DONE[entry.act],
            f"{happened.who}, {day_month(entry.at)}, {clock_time(entry.at)}"
            + (f": {reasons[entry.seq]}" if entry.act == "send_back" else ""),
        )
        for entry, happened in zip(entries, told(entries), strict=True)
    ]
    return [*done, *_ahead(dossier, {entry.act for entry in entries})]


def _ahead(dossier: Dossier, done: set[str]) -> Iterator[TrailItem]:
    if dossier.status in ENDED:
        return
    left = [act for act in AHEAD if act not in done]
    for n, act in enumerate(left):
        icon = "sign" if act == "sign" else ""
        yield TrailItem(AHEAD[act], state="todo" if n else "now", icon=icon)
