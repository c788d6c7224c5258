"""A draft whose procedure has a newer revision in force goes on under that one."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from procedures import catalogue, publication
from procedures.reconciling import Reconciled, case_of, reconcile
from procedures.schema import Procedure
from workflows.people.models import Account

from . import drafts
from .models import Dossier
from .pinned import procedure_of


def newer(dossier: Dossier, *, on: date) -> Procedure | None:
    """The revision in force instead of the draft's; none where the draft's own is.

    Raises `NotInForce` or `UnknownProcedure` where none is in force any more. One statement.
    """
    found = publication.in_force(dossier.procedure_key, on=on)
    return None if found.bundle_hash == dossier.bundle_hash else found


def case_now(dossier: Dossier, to: Procedure) -> str | None:
    """The draft's case in that revision; none where one must choose."""
    return case_of(_between(dossier, to), dossier.case)


def reconciled(dossier: Dossier, to: Procedure, case: str) -> Reconciled:
    """What would become of the draft; raises `UnknownWord` for a case that is not there."""
    return reconcile(
        _between(dossier, to),
        dossier.case,
        dossier.answers,
        set(dossier.components.values_list("requirement", flat=True)),
        applicant=dossier.applicant_kind,
        to_case=to.case(case).key,
    )


@transaction.atomic
def renew(
    dossier: Dossier, to: Procedure, case: str, *, by: Account, at: datetime
) -> tuple[Dossier, Reconciled | None]:
    """The draft under the newer revision, and what became of it; none if it was there already.

    Raises `NotADraft`, `NotEntitled` or `UnknownWord`.
    """
    draft = drafts.locked(dossier, by, at)
    if draft.bundle_hash == to.bundle_hash:
        return draft, None
    found = reconciled(draft, to, case)
    move_papers(draft, found)
    draft.procedure_revision, draft.bundle_hash = to.revision, to.bundle_hash
    draft.case, draft.answers = found.case, dict(found.answers)
    if draft.channel not in {one.key for one in to.channels}:
        draft.channel = to.channels[0].key
    draft.save(update_fields=["procedure_revision", "bundle_hash", "case", "answers", "channel"])
    return draft, found


def move_papers(draft: Dossier, found: Reconciled) -> None:
    """Each paper goes along under its name of now; those no longer asked for are taken out."""
    draft.components.filter(requirement__in=found.papers_dropped).delete()
    # By way of names that no paper has, for one may take the place another leaves.
    for was, now in found.papers.items():
        draft.components.filter(requirement=was).update(requirement=f"~{now}")
    for now in found.papers.values():
        draft.components.filter(requirement=f"~{now}").update(requirement=now)


def _between(dossier: Dossier, to: Procedure) -> list[Procedure]:
    """The draft's own revision and every later one, as far as this one.

    An older one may be in force again: then there is nothing between them.
    """
    own = procedure_of(dossier)
    every = catalogue.current().of(dossier.procedure_key)
    return [own, *(p for p in every if own.revision < p.revision < to.revision), to]
