"""What was done with a dossier, act by act, as the office tells it."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DONE: dict[str, Promise] = {
    "submit": _("Filed"),
    "ask_completion": _("Completion asked for"),
    "resubmit": _("Completed"),
    "reject": _("Reception refused"),
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
