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
from workflows.dossiers.status import ENDED, Status
from workflows.journal.models import Entry

S = Status

# What the office does within its walls is not told act by act; these are.
DONE: dict[str, Promise] = {
    "submit": gettext_lazy("You filed the dossier"),
    "ask_completion": gettext_lazy("The one-stop unit asked you to complete it"),
    "resubmit": gettext_lazy("You completed it"),
    "reject": gettext_lazy("The one-stop unit did not receive it"),
    "receive": gettext_lazy("The one-stop unit received it"),
    "assign": gettext_lazy("The professional unit took it up"),
    "sign": gettext_lazy("The competent person signed the result"),
    "issue": gettext_lazy("The result was numbered, sealed and issued"),
    "hand_over": gettext_lazy("The result was handed over to you"),
}
# What comes, as far as nothing intervenes; each by the act that ends it.
AHEAD: dict[str, Promise] = {
    "receive": gettext_lazy("The one-stop unit checks it"),
    "assign": gettext_lazy("The professional unit takes it up"),
    "sign": gettext_lazy("It is assessed, and a competent person signs"),
    "issue": gettext_lazy("The registry numbers and seals the result"),
    "hand_over": gettext_lazy("The result is handed over to you"),
}
SLIPS: dict[str, Promise] = {
    "ask_completion": gettext_lazy("Request for completion (Form 02)"),
    "reject": gettext_lazy("Refusal of reception (Form 03)"),
    "receive": gettext_lazy("Receipt with the day of return (Form 01)"),
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
        gettext_lazy("Put right what is listed below, all at once."),
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
    S.WITHDRAWN: Head(gettext_lazy("The dossier was withdrawn"), NOTHING_TO_DO),
    S.STOPPED: Head(gettext_lazy("The dossier was stopped"), NOTHING_TO_DO),
}


def head_of(dossier: Dossier) -> Head:
    return HEADS.get(Status(dossier.status), AT_WORK)


def road_of(
    dossier: Dossier, entries: Iterable[Entry], papers: Collection[Paper]
) -> list[TrailItem]:
    """What was done with its slips, then where it is, then what lies ahead."""
    acts = list(entries)
    return [*_done(dossier, acts, papers), *_ahead(dossier, acts)]


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


def _ahead(dossier: Dossier, entries: list[Entry]) -> Iterator[TrailItem]:
    if dossier.status in ENDED:
        return
    waits = dossier.status in WAITING
    if waits:
        yield TrailItem(WAITING[S(dossier.status)], _("The dossier waits for you."), "now")
    done = {entry.act for entry in entries}
    left = [act for act in AHEAD if act not in done]
    for n, act in enumerate(left):
        now = n == 0 and not waits
        yield TrailItem(AHEAD[act], _note(dossier, act), "now" if now else "todo")


def _note(dossier: Dossier, act: str) -> str:
    if act == "receive":
        return _("Only from then on the time limit is counted.")
    if act == "hand_over" and dossier.due_at:
        return _("At the latest on %(day)s") % {"day": day(dossier.due_at)}
    return ""
