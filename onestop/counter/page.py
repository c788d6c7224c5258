"""What the pages of one dossier show, whatever is asked on them: found once, for both views."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from onestop.ui.components.acting import Act, Kind
from onestop.ui.components.words import day
from onestop.ui.limits import limit_of
from workflows.journal.models import Entry
from workflows.permissions.rules import APPLICANT_ACTS
from workflows.routes.lawful import Choice
from workflows.routes.table import ACTS

from .checklist import Checklist, checklist_of
from .forms import FORMS
from .history import history_of, printed
from .onward import following, home_of, waiting_for
from .opened import Opened, address_at
from .papers import turned
from .results import results_of
from .standing import standing_of
from .supplementing import sent_items
from .telling import answers_of, conditions_told, people_of, strip_of

# Done with the check of the papers: their buttons belong to its form.
CHECKING = ("receive", "ask_completion", "reject")
DESK = ("approve", "sign", "send_back")
# What ends a dossier is never offered first.
STOPPING = ("reject", "stop", "stop_for_silence")
# In the address after an act: its place in the journal.
DONE = "xong"
GO = "go"


@dataclass(frozen=True)
class Done:
    """What the reader has just done, in a sentence, and what is to be printed of it."""

    words: str
    slips: tuple[tuple[Promise, str], ...]


SAID: dict[str, Promise] = {
    "submit": gettext_lazy(
        "Filed in the applicant's name. Look through the papers, and receive it."
    ),
    "receive": gettext_lazy("Received under the code %(code)s, due on %(due)s."),
    "ask_completion": gettext_lazy("The request for completion was sent to the applicant."),
    "reject": gettext_lazy("Reception was refused; the applicant has the refusal in writing."),
    "forward": gettext_lazy("The dossier was passed on to the agency that decides."),
    "assign": gettext_lazy("The dossier was assigned."),
    "take_up": gettext_lazy("You have taken the dossier up."),
    "record_event": gettext_lazy("The event was noted; the result is due on %(due)s."),
    "ask_supplement": gettext_lazy(
        "The request for a supplement was sent; the clock stands still."
    ),
    "judge": gettext_lazy("It was noted, and the applicant sees it."),
    "propose": gettext_lazy("The draft was proposed; it now waits for its signer."),
    "number": gettext_lazy("The result was given the number %(number)s."),
    "issue": gettext_lazy("The result was sealed, issued and entered in the register."),
    "hand_over": gettext_lazy("The result was handed over."),
    "apologise": gettext_lazy("The apology was sent; the result is due on %(due)s."),
    "stop": gettext_lazy("The dossier was stopped; the applicant has the notice in writing."),
    "stop_for_silence": gettext_lazy(
        "The dossier was stopped; the applicant has the notice in writing."
    ),
    "correct": gettext_lazy("The correction was opened; its file is on the handler's desk."),
}


def page_of(opened: Opened, *, checked: Checklist | None = None) -> dict[str, Any]:
    """For `counter/dossier.html`, and for the page of an act that stands in its place."""
    found = checked or checklist_of(opened)
    lies, history = turned(opened, found.papers), history_of(opened)
    waiting = waiting_for(opened)
    return {
        "opened": opened,
        "dossier": opened.dossier,
        "limit": limit_of(opened.dossier, at=opened.at),
        "strip": strip_of(opened),
        "binder": lies.binder,
        "checks": lies.checks,
        "unscanned": lies.unscanned,
        "checklist": found,
        "checking": opened.choices["receive"].allowed,
        "acts": offered(opened, found),
        "beside": offered_beside(opened),
        "standing": standing_of(opened),
        "sent": sent_items(opened),
        "judging": opened.address_of("judge") if opened.choices["judge"].allowed else "",
        "results": results_of(opened),
        "barred": list(barred(opened)),
        "people": people_of(opened),
        "answers": answers_of(opened),
        "conditions": conditions_told(opened),
        "history": history,
        "done": _done(opened, history.entries),
        "waiting": waiting.count(),
        "following": following(opened, waiting),
        "home": home_of(opened),
        "GO": GO,
    }


def offered(opened: Opened, found: Checklist) -> list[Act]:
    """The acts that lead on, open to the reader; the likely next one as the filled button."""
    allowed = [one for one in _allowed(opened) if not ACTS[one.act].stands_apart]
    likely = _likely(opened, found)
    allowed.sort(key=lambda one: (one.act in STOPPING, one.act != likely))
    return [_offer(opened, one, first=n == 0) for n, one in enumerate(allowed)]


def offered_beside(opened: Opened) -> list[Act]:
    """The acts that stand beside the road: rarely done, and never the next step."""
    return [_offer(opened, one, first=False) for one in _beside(opened)]


def _beside(opened: Opened) -> Iterator[Choice]:
    """Without those that have nothing to be done to: an act that is open may be idle."""
    for one in _allowed(opened):
        idle = one.act == "judge" and not sent_items(opened)
        if ACTS[one.act].stands_apart and not idle:
            yield one


def _allowed(opened: Opened) -> list[Choice]:
    return [
        one
        for one in opened.choices.values()
        if one.allowed and _address(opened, one.act) and _fits(opened, one.act)
    ]


def _fits(opened: Opened, act: str) -> bool:
    """Of receiving and passing on, what this dossier needs."""
    if act == "forward":
        return not opened.dossier.counter_is_in_line
    return act != "receive" or opened.dossier.counter_is_in_line


def _likely(opened: Opened, found: Checklist) -> str:
    if not opened.dossier.counter_is_in_line:
        return "forward"
    if opened.choices["receive"].allowed:
        return "ask_completion" if found.failed else "receive"
    return "propose"


def barred(opened: Opened) -> Iterator[tuple[str, str]]:
    """The others, each with the reason why it cannot be done now."""
    for one in opened.choices.values():
        if one.reason and one.act not in APPLICANT_ACTS:
            yield capfirst(str(one.title)), one.reason


def _offer(opened: Opened, one: Choice, *, first: bool) -> Act:
    kind: Kind = "" if first else "stop" if one.act in STOPPING else "second"
    words = str(FORMS[one.act].title) if one.act in FORMS else capfirst(str(one.title))
    if one.act in CHECKING:
        return Act(words, GO, one.act, kind=kind)
    return Act(words, address=_address(opened, one.act), kind=kind)


def _address(opened: Opened, act: str) -> str:
    """The page on which it is done; at the desk, where this site has one."""
    if act in FORMS:
        return opened.address_of(act)
    return address_at("desk:sign", opened.dossier.public_id) if act in DESK else ""


def _done(opened: Opened, entries: tuple[Entry, ...]) -> Done | None:
    """Only of the last act, and only to whoever did it."""
    asked, last = opened.request.GET.get(DONE, ""), entries[-1:]
    for entry in last:
        own = entry.actor == opened.account.public_id
        if own and asked == str(entry.seq) and entry.act in SAID:
            told = {
                "code": opened.dossier.code,
                "due": day(opened.dossier.due_at),
                "number": entry.details.get("number", ""),
            }
            return Done(str(SAID[entry.act]) % told, printed(opened, entry))
    return None
