"""Answering a request item by item: each answer is kept at once, and sent when all are there.

No legal act: like a draft, it can be given anew or taken back until the request is answered.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from procedures import answers
from procedures.answers import cleaned
from procedures.fields import Situation
from workflows.dossiers.drafts import HandedIn, check_uploadable
from workflows.dossiers.models import CompletionItem, Dossier
from workflows.dossiers.pinned import procedure_of
from workflows.dossiers.status import Status
from workflows.files.models import StoredFile
from workflows.files.register import enter
from workflows.people.models import Account
from workflows.people.standing import NotEntitled
from workflows.permissions.rules import is_applicant

from .answering import check_not_typed_over, given_answers, open_items, vouched
from .refusals import AnsweredMeanwhile, AnswersWrong, NotAsked

State = CompletionItem.State
OPEN = (State.ASKED, State.GIVEN)
ASKED = (Status.COMPLETION_REQUESTED, Status.SUPPLEMENT_REQUESTED)


@transaction.atomic
def give(
    dossier: Dossier,
    key: str,
    *,
    by: Account,
    at: datetime,
    value: Any = None,
    paper: HandedIn | None = None,
    over: str | None = None,
) -> CompletionItem:
    """Keeps one answer; giving the same again changes nothing.

    `over` is the `mark_of` the answer that the person saw: another one, given meanwhile, stays.
    Raises `NotEntitled`, `NotAsked`, `AnswersWrong`, `AnsweredMeanwhile`, or why such a paper
    cannot be handed in.
    """
    asked, item = _open_item(dossier, key, by, at)
    before, mark = (item.value, item.file_id), mark_of(item)
    if paper is not None:
        check_uploadable(procedure_of(asked), asked.case, key)
        file = enter(paper.kept, at=at, scan=StoredFile.Scan.PENDING)
        item.file, item.file_name, item.value = file, paper.name, None
    else:
        item.value = _checked(asked, key, value, on=localdate(at))
        item.file, item.file_name = None, ""
    if item.state == State.GIVEN and (item.value, item.file_id) == before:
        return item
    if over is not None and over != mark:
        raise AnsweredMeanwhile
    item.state, item.given_at = State.GIVEN, at
    item.save(update_fields=["file", "file_name", "value", "state", "given_at"])
    return item


@transaction.atomic
def take_back(dossier: Dossier, key: str, *, by: Account, at: datetime) -> CompletionItem:
    """Forgets one answer that was not sent yet."""
    _asked, item = _open_item(dossier, key, by, at)
    item.file, item.file_name, item.value, item.given_at = None, "", None, None
    item.state = State.ASKED
    item.save(update_fields=["file", "file_name", "value", "state", "given_at"])
    return item


def mark_of(item: CompletionItem) -> str:
    """Which answer stands there now: for the form on which it is given anew."""
    return item.given_at.isoformat() if item.given_at else ""


def _open_item(
    dossier: Dossier, key: str, by: Account, at: datetime
) -> tuple[Dossier, CompletionItem]:
    """The item, held under the lock of its dossier: sending it and giving it exclude each other."""
    asked = Dossier.objects.whole().select_for_update(of=("self",)).get(pk=dossier.pk)
    if not is_applicant(by, asked, on=localdate(at)):
        raise NotEntitled
    items = CompletionItem.objects.filter(request__dossier=asked, request__answered_at=None)
    item = items.filter(key=key, state__in=OPEN).first()
    if item is None or asked.status not in ASKED:
        raise NotAsked(key)
    return asked, item


def _checked(dossier: Dossier, key: str, value: Any, *, on: date) -> Any:
    """The answer as it would be kept; of a drawn paper, all the answers that it is made of.

    What the State vouches for, nobody types over.
    """
    procedure = procedure_of(dossier)
    drawn = any(r.key == key and r.from_form for r in procedure.requirements_of(dossier.case))
    given = cleaned(value if drawn else {key: value})
    before = {name: told["value"] for name, told in dossier.answers.items()}
    # What one answer makes of the questions, the others of the same request can be held against.
    before |= given_answers(open_items(dossier), procedure, dossier.case)
    situation = Situation(dossier.applicant_kind, before | given)
    wrong = [one for one in answers.check(procedure, dossier.case, situation) if one.key in given]
    if wrong:
        raise AnswersWrong((one.key, one.sentence) for one in wrong)
    check_not_typed_over(given, vouched(dossier, on=on))
    return given if drawn else given.get(key)
