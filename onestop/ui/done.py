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
    "forward": _("Passed on to the agency that decides"),
    "assign": _("Assigned"),
    "take_up": _("Taken up"),
    "record_event": _("Event noted, clock started"),
    "ask_supplement": _("Supplement asked for"),
    "supplement": _("Supplemented"),
    "judge": _("An item looked at"),
    "propose": _("Draft proposed"),
    "send_back": _("Sent back"),
    "approve": _("Approved"),
    "sign": _("Signed"),
    "number": _("Numbered and dated"),
    "issue": _("Sealed and issued"),
    "hand_over": _("Handed over"),
    "apologise": _("Apology sent, day of return moved"),
    "recount": _("Counted again after a day off was announced"),
    "withdraw": _("Withdrawn by the applicant"),
    "stop": _("Stopped by the agency"),
    "stop_for_silence": _("Stopped, as the applicant did not answer"),
    "correct": _("Correction of the result opened"),
    "open_correction": _("Opened to put a result right"),
}
