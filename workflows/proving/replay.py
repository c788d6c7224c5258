"""Replay: each dossier rebuilt from its journal alone, and held against the tables.

Each difference is an incident. It is told by the name of the field, never by what stands in it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from workflows.dossiers.models import CompletionItem, CompletionRequest, Component, Dossier
from workflows.journal.models import Entry, PrivateValue

from .look import Look, Violation, dossiers

CODE = "replay"
Answer = CompletionItem.State
# What nothing in the journal has told of yet.
UNTOLD: Any = object()
Request = tuple[datetime, datetime | None]

_REQUESTS = CompletionRequest.objects.prefetch_related("items")
_ANSWERS = PrivateValue.objects.filter(name="answers")
_ENTRIES = Entry.objects.order_by("seq").prefetch_related(
    Prefetch("private_values", _ANSWERS, to_attr="answers")
)
AROUND = (
    Prefetch("entries", _ENTRIES),
    Prefetch("completion_requests", _REQUESTS),
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
    papers: Any = UNTOLD
    results: Any = UNTOLD
    answers: Any = UNTOLD


def check(look: Look) -> Iterator[Violation]:
    for dossier in look.over(dossiers(*AROUND)):
        for sentence in _parted(dossier):
            yield Violation(CODE, str(dossier.public_id), sentence)


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
    return [
        name for name, value in vars(told).items() if value is not UNTOLD and value != held[name]
    ]


def rebuilt(entries: Iterable[Entry]) -> Rebuilt:
    one = Rebuilt()
    for entry in entries:
        one.status, one.national_code = entry.status_to, entry.national_code
        one.count, one.head, one.due = one.count + 1, entry.hash, entry.due
        _ACTS.get(entry.act, _nothing)(one, entry)
        for kept in entry.answers:  # type: ignore[attr-defined]  # prefetched
            one.answers = json.loads(kept.value)
    return one


def _nothing(one: Rebuilt, entry: Entry) -> None:
    """Of most acts, what every entry tells is all there is."""


def _submit(one: Rebuilt, entry: Entry) -> None:
    one.submitted_at = entry.at
    _hand_in(one, entry)


def _hand_in(one: Rebuilt, entry: Entry) -> None:
    one.papers, one.results = entry.details["papers"], entry.details["results"]


def _ask(one: Rebuilt, entry: Entry) -> None:
    one.requests[entry.details["request"]] = (entry.at, None)
    # What was judged of the request before is not asked about any more.
    one.judged = {}


def _answer(one: Rebuilt, entry: Entry) -> None:
    _hand_in(one, entry)
    for request, (asked, answered) in one.requests.items():
        one.requests[request] = (asked, answered or entry.at)


def _judge(one: Rebuilt, entry: Entry) -> None:
    one.judged[entry.details["item"]] = entry.details["accepted"]


def _forward(one: Rebuilt, entry: Entry) -> None:
    one.counter_agency = entry.details["to"]


def _receive(one: Rebuilt, entry: Entry) -> None:
    one.received_at, one.code = entry.at, entry.details["code"]


def _assign(one: Rebuilt, entry: Entry) -> None:
    one.handler = entry.details["handler"]


def _record_event(one: Rebuilt, entry: Entry) -> None:
    one.event_on = date.fromisoformat(entry.details["on"])


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


def _reject(one: Rebuilt, entry: Entry) -> None:
    one.ended_at = entry.at


def _end(one: Rebuilt, entry: Entry) -> None:
    one.ended_at = entry.at
    one.ending = (entry.details["finance"], entry.details["superior"])


def _open_correction(one: Rebuilt, entry: Entry) -> None:
    """Its papers and its outcome are those of the dossier whose result it puts right."""
    _receive(one, entry)
    _assign(one, entry)
    one.correction, one.corrects = entry.details["kind"], entry.details["corrects"]
    one.outcome = UNTOLD


_ACTS: Mapping[str, Callable[[Rebuilt, Entry], None]] = {
    "submit": _submit,
    "ask_completion": _ask,
    "resubmit": _answer,
    "forward": _forward,
    "reject": _reject,
    "receive": _receive,
    "assign": _assign,
    "take_up": _assign,
    "record_event": _record_event,
    "ask_supplement": _ask,
    "supplement": _answer,
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
        "requests": {str(one.public_id): (one.asked_at, one.answered_at) for one in requests},
        "judged": dict(_judged(requests)),
        "papers": {key: one.file.digest for key, one in components.items() if one.file},
        "results": {key: str(one.public_id) for key, one in results.items() if one},
        "answers": dossier.answers,
    }


def _number_of(dossier: Dossier) -> tuple[str, str] | None:
    live = [one for one in dossier.document_numbers.all() if one.state != one.State.VOID]
    return (str(live[0]), live[0].dated.isoformat()) if live else None


def _judged(requests: list[CompletionRequest]) -> Iterator[tuple[str, bool]]:
    """What an officer said of the items of the last request."""
    last = max(requests, key=lambda one: one.asked_at, default=None)
    for item in last.items.all() if last else ():
        if item.state in (Answer.ACCEPTED, Answer.INSUFFICIENT):
            yield item.key, item.state == Answer.ACCEPTED


def _id(one: Any) -> str | None:
    return str(one.public_id) if one else None
