"""Replay: each dossier rebuilt from its journal alone, and held against the tables.

Each difference is an incident. It is told by the name of the field, never by what stands in it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, NamedTuple

from django.db.models import Prefetch
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from workflows.dossiers.models import (
    ClockSegment,
    CompletionItem,
    CompletionRequest,
    Component,
    Dossier,
    DueChange,
    Holding,
)
from workflows.journal.models import Entry, PrivateValue

from . import registered
from .hands import Hands
from .look import Look, Violation, dossiers
from .second_clock import HANOI

CODE = "replay"
Answer = CompletionItem.State
# What nothing in the journal has told of yet.
UNTOLD: Any = object()
Stage, Cause = CompletionRequest.Stage, ClockSegment.Cause
Stretch = tuple[str, datetime, datetime | None]
# The acts that set a due date, and whether the applicant has it on paper from them.
PROMISES = {
    "receive": True,
    "open_correction": False,
    "record_event": False,
    "supplement": True,
    "apologise": True,
    "recount": False,
}


class Request(NamedTuple):
    """What was asked for, at which stage, with whose consent, and when it was answered."""

    stage: str
    items: tuple[str, ...]
    superior: str
    asked: datetime
    answered: datetime | None = None


_REQUESTS = CompletionRequest.objects.select_related("approved_by").prefetch_related("items")
_ANSWERS = PrivateValue.objects.filter(name="answers")
_ENTRIES = Entry.objects.order_by("seq").prefetch_related(
    Prefetch("private_values", _ANSWERS, to_attr="answers")
)
AROUND = (
    Prefetch("entries", _ENTRIES),
    Prefetch("completion_requests", _REQUESTS),
    Prefetch("clock_segments", ClockSegment.objects.order_by("pk")),
    Prefetch("due_changes", DueChange.objects.defer("derivation").order_by("number")),
    Prefetch("holdings", Holding.objects.select_related("post").order_by("number")),
    Prefetch("components", Component.objects.select_related("file", "result")),
    "document_numbers__book",
    "handler",
    "signer",
    "counter_agency",
    "corrects",
    "ending__approved_by",
)


@dataclass
class Rebuilt:
    """A dossier as its journal alone tells it."""

    status: Any = "DRAFT"
    national_code: Any = None
    head: str = ""
    count: int = 0
    code: Any = None
    due: Any = None
    submitted_at: datetime | None = None
    received_at: datetime | None = None
    ended_at: datetime | None = None
    event_on: date | None = None
    handler: Any = None
    signer: Any = None
    outcome: Any = ""
    draft_digest: str = ""
    approved_digest: str = ""
    counter_agency: Any = UNTOLD
    correction: str = ""
    corrects: Any = None
    ending: Any = None
    number: Any = None
    requests: dict[str, Request] = field(default_factory=dict)
    judged: dict[str, bool] = field(default_factory=dict)
    clock: list[Stretch] = field(default_factory=list)
    promised: list[tuple[datetime, bool]] = field(default_factory=list)
    papers: Any = UNTOLD
    results: Any = UNTOLD
    answers: Any = UNTOLD


def check(look: Look) -> Iterator[Violation]:
    for dossier in look.over(dossiers(*AROUND)):
        for sentence in _parted(dossier):
            yield Violation(CODE, str(dossier.public_id), sentence)
    for result in registered.parted(look):
        told = _("“%(field)s” is not what the journal makes of it.") % {"field": "state"}
        yield Violation(CODE, result, told)


def _parted(dossier: Dossier) -> Iterator[str]:
    try:
        names = differences(dossier)
    except (LookupError, TypeError, ValueError, AttributeError):
        yield _("The journal lacks what the dossier could be rebuilt from.")
        return
    for name in names:
        yield _("“%(field)s” is not what the journal makes of it.") % {"field": name}


def differences(dossier: Dossier) -> list[str]:
    """The names of the fields in which the tables and the journal part."""
    told, held = rebuilt(dossier.entries.all()), _held(dossier)
    names = [
        name for name, value in vars(told).items() if value is not UNTOLD and value != held[name]
    ]
    hands = Hands()
    for entry in dossier.entries.all():
        hands.learn(entry)
    return names if hands.are(dossier.holdings.all()) else [*names, "holdings"]


def rebuilt(entries: Iterable[Entry]) -> Rebuilt:
    one = Rebuilt()
    for entry in entries:
        one.status, one.national_code = entry.status_to, entry.national_code
        one.count, one.head, one.due = one.count + 1, entry.hash, entry.due
        _ACTS.get(entry.act, _nothing)(one, entry)
        if _sets_due(entry):
            one.promised.append((entry.at, PROMISES[entry.act]))
        for kept in entry.answers:  # type: ignore[attr-defined]  # prefetched
            one.answers = json.loads(kept.value)
    return one


def _sets_due(entry: Entry) -> bool:
    """A supplement that moves the day of return comes with a new slip, and no other."""
    return entry.act in PROMISES and (entry.act != "supplement" or entry.digest is not None)


def _turn(one: Rebuilt, cause: str, at: datetime) -> None:
    """The clock goes on with another cause."""
    _stop(one, at)
    one.clock.append((cause, at, None))


def _stop(one: Rebuilt, at: datetime) -> None:
    """Whoever waited for a lock may have come with a moment before the stretch began."""
    if one.clock and one.clock[-1][2] is None:
        cause, began, _running = one.clock[-1]
        one.clock[-1] = (cause, began, max(began, at))


def _nothing(one: Rebuilt, entry: Entry) -> None:
    """Of most acts, what every entry tells is all there is."""


def _submit(one: Rebuilt, entry: Entry) -> None:
    one.submitted_at = entry.at
    _hand_in(one, entry)


def _hand_in(one: Rebuilt, entry: Entry) -> None:
    one.papers, one.results = entry.details["papers"], entry.details["results"]


def _ask_completion(one: Rebuilt, entry: Entry) -> None:
    _ask(one, entry, Stage.RECEPTION)


def _ask_supplement(one: Rebuilt, entry: Entry) -> None:
    _ask(one, entry, Stage.ASSESSMENT)
    _turn(one, Cause.SUPPLEMENT, entry.at)


def _ask(one: Rebuilt, entry: Entry, stage: str) -> None:
    told = entry.details
    asked = Request(stage, tuple(sorted(told["items"])), told["superior"], entry.at)
    one.requests[told["request"]] = asked
    # What was judged of the request before is not asked about any more.
    one.judged = {}


def _answer(one: Rebuilt, entry: Entry) -> None:
    _hand_in(one, entry)
    for key, request in one.requests.items():
        one.requests[key] = request._replace(answered=request.answered or entry.at)


def _supplement(one: Rebuilt, entry: Entry) -> None:
    _answer(one, entry)
    _turn(one, Cause.RUNNING, entry.at)


def _judge(one: Rebuilt, entry: Entry) -> None:
    one.judged[entry.details["item"]] = entry.details["accepted"]


def _forward(one: Rebuilt, entry: Entry) -> None:
    one.counter_agency = entry.details["to"]


def _receive(one: Rebuilt, entry: Entry) -> None:
    one.received_at, one.code = entry.at, entry.details["code"]
    # Without a day of return the limit waits for its event.
    _turn(one, Cause.RUNNING if entry.due else Cause.EVENT, entry.at)


def _assign(one: Rebuilt, entry: Entry) -> None:
    one.handler = entry.details["handler"]


def _record_event(one: Rebuilt, entry: Entry) -> None:
    one.event_on = date.fromisoformat(entry.details["on"])
    begins = datetime.combine(one.event_on, time(), HANOI)
    _turn(one, Cause.RUNNING, max(one.received_at or begins, begins))


def _propose(one: Rebuilt, entry: Entry) -> None:
    one.outcome, one.signer = entry.details["outcome"], entry.details["signer"]
    one.draft_digest = entry.digest or ""


def _send_back(one: Rebuilt, _entry: Entry) -> None:
    one.draft_digest = ""


def _approve(one: Rebuilt, entry: Entry) -> None:
    one.approved_digest = entry.digest or ""


def _number(one: Rebuilt, entry: Entry) -> None:
    one.number = (entry.details["number"], entry.details["dated"])


def _issue(one: Rebuilt, entry: Entry) -> None:
    one.ended_at = datetime.fromisoformat(entry.details["sealed_at"])
    _stop(one, one.ended_at)


def _reject(one: Rebuilt, entry: Entry) -> None:
    one.ended_at = entry.at


def _end(one: Rebuilt, entry: Entry) -> None:
    one.ended_at = entry.at
    one.ending = (entry.details["finance"], entry.details["superior"])
    _stop(one, entry.at)


def _open_correction(one: Rebuilt, entry: Entry) -> None:
    """Its papers and its outcome are those of the dossier whose result it puts right."""
    _receive(one, entry)
    _assign(one, entry)
    one.correction, one.corrects = entry.details["kind"], entry.details["corrects"]
    one.outcome = UNTOLD


_ACTS: Mapping[str, Callable[[Rebuilt, Entry], None]] = {
    "submit": _submit,
    "ask_completion": _ask_completion,
    "resubmit": _answer,
    "forward": _forward,
    "reject": _reject,
    "receive": _receive,
    "assign": _assign,
    "take_up": _assign,
    "record_event": _record_event,
    "ask_supplement": _ask_supplement,
    "supplement": _supplement,
    "judge": _judge,
    "propose": _propose,
    "send_back": _send_back,
    "approve": _approve,
    "number": _number,
    "issue": _issue,
    "withdraw": _end,
    "stop": _end,
    "stop_for_silence": _end,
    "open_correction": _open_correction,
}


def _held(dossier: Dossier) -> dict[str, Any]:
    """The same of the tables."""
    requests = list(dossier.completion_requests.all())
    newest = sorted(dossier.components.all(), key=lambda one: one.version)
    components = {one.requirement: one for one in newest}
    results = {key: one.result for key, one in components.items()}
    ending = getattr(dossier, "ending", None)
    return {
        "status": dossier.status,
        "national_code": dossier.national_code,
        "head": dossier.journal_head,
        "count": dossier.journal_count,
        "code": dossier.code,
        "due": localdate(dossier.due_at).isoformat() if dossier.due_at else None,
        "submitted_at": dossier.submitted_at,
        "received_at": dossier.received_at,
        "ended_at": dossier.ended_at,
        "event_on": dossier.event_on,
        "handler": _id(dossier.handler),
        "signer": _id(dossier.signer),
        "outcome": dossier.outcome,
        "draft_digest": dossier.draft_digest,
        "approved_digest": dossier.approved_digest,
        "counter_agency": _id(dossier.counter_agency),
        "correction": dossier.correction,
        "corrects": _id(dossier.corrects),
        "ending": (ending.finance, _id(ending.approved_by) or "") if ending else None,
        "number": _number_of(dossier),
        "requests": {str(one.public_id): _request(one) for one in requests},
        "judged": dict(_judged(requests)),
        "clock": [(c.cause, c.started_at, c.ended_at) for c in dossier.clock_segments.all()],
        "promised": [(one.at, one.promised) for one in dossier.due_changes.all()],
        "papers": {key: one.file.digest for key, one in components.items() if one.file},
        "results": {key: str(one.public_id) for key, one in results.items() if one},
        "answers": dossier.answers,
    }


def _number_of(dossier: Dossier) -> tuple[str, str] | None:
    live = [one for one in dossier.document_numbers.all() if one.state != one.State.VOID]
    return (str(live[0]), live[0].dated.isoformat()) if live else None


def _request(one: CompletionRequest) -> Request:
    """Of an item the key: the reason is on the paper alone."""
    items = tuple(sorted(item.key for item in one.items.all()))
    superior = _id(one.approved_by) or ""
    return Request(one.stage, items, superior, one.asked_at, one.answered_at)


def _judged(requests: list[CompletionRequest]) -> Iterator[tuple[str, bool]]:
    """What an officer said of the items of the last request."""
    last = max(requests, key=lambda one: one.asked_at, default=None)
    for item in last.items.all() if last else ():
        if item.state in (Answer.ACCEPTED, Answer.INSUFFICIENT):
            yield item.key, item.state == Answer.ACCEPTED


def _id(one: Any) -> str | None:
    return str(one.public_id) if one else None
