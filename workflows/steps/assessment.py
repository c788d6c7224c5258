"""Assessment (T6, T13): a handler is named, and proposes a result as a frozen draft."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from procedures import outcomes
from procedures.schema import Procedure
from workflows.dossiers.corrections import ABOUT_ANOTHER, facts_about, outcomes_of
from workflows.dossiers.models import Dossier
from workflows.dossiers.pinned import procedure_of
from workflows.journal.models import Entry
from workflows.people.models import Post, Role
from workflows.permissions.rules import Acting

from . import draft, posts
from .clean import check_clean
from .refusals import AnswersWrong, NoSuchPost, ReasonNeeded, SignerNeeded, UnknownOutcome
from .relied import check_in_force
from .settle import settle
from .typed import typed

# Two pages: the grounds of a refusal stand in the decision itself.
LONGEST_GROUNDS = 5_000


def assign(dossier: Dossier, *, by: Acting, at: datetime, handler: str) -> Entry:
    """The head names who handles the dossier, by the public id of a handler's post."""
    dossier.handler = handler_of(dossier, handler, at)
    dossier.unit = dossier.handler.unit
    was = dossier.status
    dossier.assign()
    return settle(
        dossier,
        "assign",
        by=by,
        at=at,
        was=was,
        details={"handler": str(dossier.handler.public_id)},
    )


def take_up(dossier: Dossier, *, by: Acting, at: datetime) -> Entry:
    """Where a result is due the same day, a handler takes the dossier without being named."""
    dossier.handler = by.office
    dossier.unit = by.office.unit
    was = dossier.status
    dossier.assign()
    return settle(
        dossier,
        "take_up",
        by=by,
        at=at,
        was=was,
        details={"handler": str(by.office.public_id)},
    )


def propose(
    dossier: Dossier,
    *,
    by: Acting,
    at: datetime,
    outcome: str,
    facts: Mapping[str, Any] | None = None,
    reason: str = "",
    signer: str = "",
) -> Entry:
    """The handler drafts the result, to grant or to refuse; from here on its bytes are frozen.

    `facts` are what the officer enters for the result; `signer` names the post that is to sign,
    and may be left out where only one post of the agency may.
    """
    if outcome not in outcomes_of(dossier):
        raise UnknownOutcome(outcome)
    reason = typed(reason, longest=LONGEST_GROUNDS)
    if (outcome == Dossier.Outcome.REFUSAL or dossier.correction) and not reason:
        raise ReasonNeeded
    check_clean(dossier)
    procedure = procedure_of(dossier)
    dossier.outcome = outcome
    check_in_force(dossier)
    dossier.outcome_facts = _facts(dossier, procedure, facts or {})
    dossier.signer = _signer(dossier, signer, at)
    paper = draft.draw(dossier, procedure, reason=reason, at=at)
    dossier.draft_digest = paper.file.digest
    was = dossier.status
    dossier.propose()
    return settle(
        dossier,
        "propose",
        by=by,
        at=at,
        was=was,
        digest=dossier.draft_digest,
        details={"outcome": outcome, "signer": str(dossier.signer.public_id)},
        private={"reason": reason, "facts": dossier.outcome_facts},
    )


def handler_of(dossier: Dossier, handler: str, at: datetime) -> Post:
    """The handler's post of this id, at one of the dossier's agencies; raises `NoSuchPost`."""
    agencies = {dossier.counter_agency_id, dossier.competent_agency_id}
    return posts.named(handler, at=at, role=Role.HANDLER, unit__agency__in=agencies)


def _signer(dossier: Dossier, signer: str, at: datetime) -> Post:
    wanted = {"role": Role.APPROVER, "unit__agency": dossier.competent_agency_id}
    if signer:
        return posts.named(signer, at=at, **wanted)
    match list(posts.held(at=at, **wanted)[:2]):
        case []:
            raise NoSuchPost
        case [only]:
            return only
        case _:
            raise SignerNeeded


def _facts(dossier: Dossier, procedure: Procedure, entered: Mapping[str, Any]) -> dict[str, Any]:
    given = {key: answer["value"] for key, answer in dossier.answers.items()}
    if dossier.correction in ABOUT_ANOTHER:
        assert dossier.corrects is not None, "the constraint a_correction_corrects_something"  # noqa: S101
        return facts_about(dossier.corrects)
    if dossier.outcome == Dossier.Outcome.REFUSAL:
        return {}
    if problems := outcomes.check(procedure, dossier.case, entered):
        raise AnswersWrong((problem.key, problem.sentence) for problem in problems)
    return dict(outcomes.facts(procedure, dossier.case, given, entered, owner=str(dossier.owner)))
