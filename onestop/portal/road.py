"""The road of a dossier in the words of its applicant: what was done, what is now, what comes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onestop.ui.components.reading import TrailItem
from onestop.ui.components.words import clock_time, day
from onestop.viewer.slips import slip_of
from workflows.dossiers.models import Component, Dossier, Paper
from workflows.dossiers.pinned import procedure_of
from workflows.dossiers.status import ENDED, Status
from workflows.journal.models import Entry

S = Status

# What the office does within its walls is not told act by act; these are.
DONE: dict[str, Promise] = {
    "submit": gettext_lazy("The dossier was filed"),
    "ask_completion": gettext_lazy("The one-stop unit asked for it to be completed"),
    "resubmit": gettext_lazy("It was completed"),
    "reject": gettext_lazy("The one-stop unit did not receive it"),
    "receive": gettext_lazy("The one-stop unit received it"),
    "forward": gettext_lazy("It was passed on to the agency that decides"),
    "assign": gettext_lazy("The professional unit took it up"),
    "take_up": gettext_lazy("An officer took it up, to see to it on the same day"),
    "record_event": gettext_lazy("The event came to pass from which the limit counts"),
    "ask_supplement": gettext_lazy("The agency asked for a supplement"),
    "supplement": gettext_lazy("The supplement was sent"),
    "apologise": gettext_lazy("The agency apologised and named a new day of return"),
    "recount": gettext_lazy("A day off was announced, and the time limit counted anew"),
    "withdraw": gettext_lazy("The dossier was withdrawn"),
    "stop": gettext_lazy("The agency stopped it"),
    "stop_for_silence": gettext_lazy("The agency stopped it, as no answer came"),
    "open_correction": gettext_lazy("The agency set out to put a result right"),
    "sign": gettext_lazy("The competent person signed the result"),
    "issue": gettext_lazy("The result was numbered, sealed and issued"),
    "hand_over": gettext_lazy("The result was handed over"),
    "correct": gettext_lazy("The agency set out to put the result right"),
}
# What comes, as far as nothing intervenes; each by the act that ends it.
AHEAD: dict[str, Promise] = {
    "forward": gettext_lazy("It is passed on to the agency that decides"),
    "receive": gettext_lazy("The one-stop unit checks it"),
    "take_up": gettext_lazy("An officer takes it up, to see to it on the same day"),
    "assign": gettext_lazy("The professional unit takes it up"),
    "record_event": gettext_lazy("The event is awaited from which the limit counts"),
    "sign": gettext_lazy("It is assessed, and a competent person signs"),
    "issue": gettext_lazy("The registry numbers and seals the result"),
    "hand_over": gettext_lazy("The result is handed over"),
}
SLIPS: dict[str, Promise] = {
    "ask_completion": gettext_lazy("Request for completion (Form 02)"),
    "reject": gettext_lazy("Refusal of reception (Form 03)"),
    "receive": gettext_lazy("Receipt with the day of return (Form 01)"),
    "ask_supplement": gettext_lazy("Request for a supplement (Form 02)"),
    "supplement": gettext_lazy("New receipt with the day of return (Form 01)"),
    "apologise": gettext_lazy("Apology with the new day of return (Form 04)"),
    "withdraw": gettext_lazy("Notice that the dossier is stopped (Form 05)"),
    "stop": gettext_lazy("Notice that the dossier is stopped (Form 05)"),
    "stop_for_silence": gettext_lazy("Notice that the dossier is stopped (Form 05)"),
    "issue": gettext_lazy("The result"),
}


@dataclass(frozen=True)
class Head:
    """Where things stand, and what the applicant does about it."""

    words: Promise
    lead: Promise


# What only the applicant can do next.
WAITING: dict[Status, Promise] = {
    S.DRAFT: gettext_lazy("You file the dossier"),
    S.COMPLETION_REQUESTED: gettext_lazy("You complete it"),
    S.SUPPLEMENT_REQUESTED: gettext_lazy("You supplement it"),
}

NOTHING_TO_DO = gettext_lazy("You need not do anything now.")
AT_WORK = Head(gettext_lazy("The agency is assessing your dossier"), NOTHING_TO_DO)
SIGNING = Head(gettext_lazy("The result is being signed"), NOTHING_TO_DO)
HEADS: dict[Status, Head] = {
    S.DRAFT: Head(
        gettext_lazy("The dossier has not been filed yet"),
        gettext_lazy("It waits for the one who is preparing it."),
    ),
    S.SUBMITTED: Head(gettext_lazy("The one-stop unit is checking your dossier"), NOTHING_TO_DO),
    S.COMPLETION_REQUESTED: Head(
        gettext_lazy("The dossier waits for you to complete it"),
        gettext_lazy("Answer what is listed below, one by one; then send all of it at once."),
    ),
    S.SUPPLEMENT_REQUESTED: Head(
        gettext_lazy("The dossier waits for you to supplement it"),
        gettext_lazy(
            "Answer what is listed below, one by one; then send all of it at once."
            " Until then the agency's time stands still."
        ),
    ),
    S.NOT_RECEIVED: Head(
        gettext_lazy("The dossier was not received"),
        gettext_lazy("The reason stands on the slip. You may file again at any time."),
    ),
    S.RECEIVED: Head(gettext_lazy("The dossier has been received"), NOTHING_TO_DO),
    S.APPROVED: SIGNING,
    S.SIGNED: SIGNING,
    S.ISSUED: Head(
        gettext_lazy("The result is ready"), gettext_lazy("It lies among your papers already.")
    ),
    S.RETURNED: Head(
        gettext_lazy("You have the result"), gettext_lazy("It stays among your papers.")
    ),
    S.WITHDRAWN: Head(
        gettext_lazy("The dossier was withdrawn"),
        gettext_lazy("It has ended without a decision. You may file a new one at any time."),
    ),
    S.STOPPED: Head(
        gettext_lazy("The dossier was stopped"),
        gettext_lazy(
            "It has ended without a decision. Why, stands below and on the notice;"
            " you may file a new one at any time."
        ),
    ),
}
# What the others read whose dossier it is, while it waits for the one who filed it.
ASKED_OF_ANOTHER: dict[Status, Head] = {
    S.COMPLETION_REQUESTED: Head(
        gettext_lazy("The dossier waits to be completed"),
        gettext_lazy("Whoever filed it answers what is listed below."),
    ),
    S.SUPPLEMENT_REQUESTED: Head(
        gettext_lazy("The dossier waits for a supplement"),
        gettext_lazy(
            "Whoever filed it answers what is listed below."
            " Until then the agency's time stands still."
        ),
    ),
}
AWAITING = Head(
    gettext_lazy("The dossier waits for the event from which its time limit counts"),
    gettext_lazy("Until then no day of return can be named. You need not do anything now."),
)
REFUSED: dict[Status, Head] = {
    S.ISSUED: Head(
        gettext_lazy("Your request was refused"),
        gettext_lazy("The reasons stand in the document, which lies among your papers."),
    ),
    S.RETURNED: Head(
        gettext_lazy("Your request was refused, and you have the document"),
        gettext_lazy("The reasons stand in it. It stays among your papers."),
    ),
}
PUT_RIGHT = Head(
    gettext_lazy("The agency is putting a result right"),
    gettext_lazy("Until that is done, the result counts as it is. You need not do anything."),
)
LEFT_AS_IT_IS = Head(
    gettext_lazy("The agency no longer puts the result right"),
    gettext_lazy("The result stays as it was issued. Why, stands below and on the notice."),
)
MADE_RIGHT = Head(
    gettext_lazy("The agency has put a result right"),
    gettext_lazy("What it issued lies among your papers."),
)


def head_of(dossier: Dossier, *, mine: bool) -> Head:
    """`mine`: whether the reader is the one it may wait for."""
    status = Status(dossier.status)
    if not mine and status in ASKED_OF_ANOTHER:
        return ASKED_OF_ANOTHER[status]
    if dossier.correction:
        if status in (S.ISSUED, S.RETURNED):
            return MADE_RIGHT
        return LEFT_AS_IT_IS if status in ENDED else PUT_RIGHT
    if status in REFUSED and dossier.outcome == Dossier.Outcome.REFUSAL:
        return REFUSED[status]
    if status in (S.RECEIVED, S.PROCESSING) and dossier.waits_for_event:
        return AWAITING
    return HEADS.get(status, AT_WORK)


def road_of(
    dossier: Dossier, entries: Iterable[Entry], papers: Collection[Paper], *, mine: bool
) -> list[TrailItem]:
    """What was done with its slips, then where it is, then what lies ahead."""
    acts = list(entries)
    return [*_done(dossier, acts, papers), *_ahead(dossier, acts, mine=mine)]


def newest_papers(dossier: Dossier) -> list[Component]:
    """The newest version of each paper that was handed in or taken from the register."""
    versions = dossier.components.select_related("file", "result")
    return list({one.requirement: one for one in versions}.values())


def _done(
    dossier: Dossier, entries: Iterable[Entry], papers: Collection[Paper]
) -> Iterator[TrailItem]:
    for entry in entries:
        if entry.act in DONE:
            when = f"{day(entry.at)}, {clock_time(entry.at)}"
            yield TrailItem(DONE[entry.act], when, links=slip_of(dossier, entry, papers, SLIPS))


def _ahead(dossier: Dossier, entries: list[Entry], *, mine: bool) -> Iterator[TrailItem]:
    if dossier.status in ENDED:
        return
    waits = dossier.status in WAITING
    if waits:
        words = WAITING[S(dossier.status)] if mine else _("Whoever filed it answers")
        yield TrailItem(words, _("The dossier waits for you.") if mine else "", "now")
    done = {entry.act for entry in entries}
    left = [act for act in AHEAD if act not in done | _elsewhere(dossier, done)]
    for n, act in enumerate(left):
        now = n == 0 and not waits
        yield TrailItem(AHEAD[act], _note(dossier, act), "now" if now else "todo")


def _elsewhere(dossier: Dossier, done: Collection[str]) -> set[str]:
    """Stations that do not lie on this dossier's way."""
    if dossier.correction:
        return {"forward", "receive", "take_up", "assign", "record_event"}
    way = procedure_of(dossier).route.name
    passed_on = dossier.counter_is_in_line or "receive" in done
    return {
        *(["forward"] if passed_on else []),
        "assign" if way == "same_day" else "take_up",
        *(["record_event"] if way != "event_started" else []),
    }


def _note(dossier: Dossier, act: str) -> str:
    if act == "record_event":
        return _("Only from then on the time limit is counted.")
    if act == "receive":
        return _("Only from then on the time limit is counted.")
    # While the clock stands still, nobody knows the day; once it has ended, none is left.
    still = dossier.status == S.SUPPLEMENT_REQUESTED or dossier.ended_at
    if act == "hand_over" and dossier.due_at and not still:
        return _("At the latest on %(day)s") % {"day": day(dossier.due_at)}
    return ""
