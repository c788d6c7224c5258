"""A dossier before it is submitted: opened, answered, papers attached. No legal act yet."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from procedures.answers import cleaned
from procedures.schema import Procedure
from workflows.files.models import StoredFile
from workflows.files.register import enter
from workflows.files.store import Kept
from workflows.people.models import Account, Agency, Organisation, Person
from workflows.people.standing import NotEntitled, ground_to_act, receives_at
from workflows.people.text import fold

from .models import Component, Contact, Dossier
from .status import Status

# Without 0 O 1 I, so that it can be read out over the telephone.
SECRET_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # noqa: S105  letters to draw from


class NotADraft(Exception):
    """The dossier has been submitted; only a request for completion opens it again."""

    def __init__(self) -> None:
        super().__init__(_("The dossier has been submitted and can no longer be changed."))


class UnknownRequirement(Exception):
    """A paper was handed in that the procedure does not ask for."""

    def __init__(self, key: str) -> None:
        super().__init__(_("The procedure does not ask for “%(key)s”.") % {"key": key})


class CitizenPaperNotAccepted(Exception):
    """The paper may only come from the register or from the agency's own look-up."""

    def __init__(self) -> None:
        super().__init__(
            _("This paper is taken from the register of results; it cannot be uploaded.")
        )


class DrawnFromTheForm(Exception):
    """The paper is made of the answers; there is nothing to hand in."""

    def __init__(self) -> None:
        super().__init__(_("This paper is made from the answers of the form. Change them there."))


@dataclass(frozen=True)
class HandedIn:
    """A paper on its way into a dossier: safe on disk already, under the name its owner gave it."""

    kept: Kept
    name: str


@transaction.atomic
def open_draft(
    *,
    public_id: UUID,
    procedure: Procedure,
    case: str,
    channel: str,
    owner: Person | Organisation,
    receiving: Agency,
    competent: Agency,
    by: Account,
    at: datetime,
    contact: Contact | None = None,
) -> Dossier:
    """The own draft of whoever opens it.

    Raises `NotEntitled`, or `UnknownWord` for a case or channel the procedure does not have.
    """
    if by.person is None:
        raise NotEntitled
    return open_once(
        public_id=public_id,
        submitter=by.person,
        owner=owner,
        procedure=procedure,
        case=case,
        channel=channel,
        receiving=receiving,
        competent=competent,
        at=at,
        contact=contact,
    )


def open_once(
    *,
    public_id: UUID,
    submitter: Person,
    owner: Person | Organisation,
    procedure: Procedure,
    case: str,
    channel: str,
    receiving: Agency,
    competent: Agency,
    at: datetime,
    assisted_by: Account | None = None,
    contact: Contact | None = None,
) -> Dossier:
    """A draft under the id the door chose, so that opening it twice makes one."""
    dossier, _created = Dossier.objects.get_or_create(
        public_id=public_id,
        defaults={
            "submitter": submitter,
            "assisted_by": assisted_by,
            "procedure_key": procedure.key,
            "procedure_revision": procedure.revision,
            "bundle_hash": procedure.bundle_hash,
            "case": procedure.case(case).key,
            "channel": procedure.channel(channel).key,
            "receiving_agency": receiving,
            "competent_agency": competent,
            "counter_agency": receiving,
            "owner_organisation": owner if isinstance(owner, Organisation) else None,
            "owner_person": owner if isinstance(owner, Person) else None,
            "representation": ground_to_act(submitter, owner, on=localdate(at)),
            "contact": contact,
            "lookup_secret": "".join(secrets.choice(SECRET_LETTERS) for _ in range(8)),
            "search_text": fold(f"{owner} {submitter} {procedure.title.vi}"),
            "sort_key": owner.sort_name,
            "created_at": at,
        },
    )
    kept_by = assisted_by.pk if assisted_by else None
    if (dossier.submitter_id, dossier.assisted_by_id) != (submitter.pk, kept_by):
        raise NotEntitled
    return dossier


@transaction.atomic
def answer(dossier: Dossier, answers: Mapping[str, Any], *, by: Account, at: datetime) -> Dossier:
    """Keeps what was typed so far, checked only at submission. Returns the dossier afresh.

    Raises `NotADraft`, or `NotEntitled` for anybody but who keeps the draft.
    """
    draft = locked(dossier, by, at)
    typed, source = cleaned(answers), "counter" if draft.assisted_by_id else "declared"
    draft.answers |= {key: {"value": value, "source": source} for key, value in typed.items()}
    draft.save(update_fields=["answers"])
    return draft


@transaction.atomic
def attach(
    dossier: Dossier,
    procedure: Procedure,
    requirement: str,
    paper: HandedIn,
    *,
    by: Account,
    at: datetime,
) -> Component:
    """Adds a paper; the newest version counts.

    Raises `NotADraft`, `NotEntitled`, or what `check_uploadable` raises.
    """
    draft = locked(dossier, by, at)
    check_uploadable(procedure, draft.case, requirement)
    return add_version(draft, requirement, paper, at=at)


@transaction.atomic
def note_paper(
    dossier: Dossier,
    procedure: Procedure,
    requirement: str,
    *,
    originals: int,
    copies: int,
    by: Account,
    at: datetime,
) -> Component:
    """Adds a paper that was handed in over the counter, counted; the last count stands.

    Raises what `attach` raises; `NotEntitled` for a draft that is not kept there, too.
    """
    draft = locked(dossier, by, at)
    if not draft.assisted_by_id:
        raise NotEntitled
    check_uploadable(procedure, draft.case, requirement)
    draft.components.filter(requirement=requirement, origin=Component.Origin.PAPER).delete()
    return Component.objects.create(
        dossier=draft,
        requirement=requirement,
        version=_next_version(draft, requirement),
        origin=Component.Origin.PAPER,
        originals=originals,
        copies=copies,
        added_at=at,
    )


@transaction.atomic
def take_out(dossier: Dossier, requirement: str, *, by: Account, at: datetime) -> None:
    """Removes a paper with all its versions. Its file is discarded once nothing refers to it."""
    draft = locked(dossier, by, at)
    draft.components.filter(requirement=requirement).delete()


def check_uploadable(procedure: Procedure, case: str, requirement: str) -> None:
    """Raises `UnknownRequirement`, `CitizenPaperNotAccepted` or `DrawnFromTheForm`."""
    asked = {r.key: r for r in procedure.requirements_of(case)}
    if requirement not in asked:
        raise UnknownRequirement(requirement)
    if not asked[requirement].from_citizen:
        raise CitizenPaperNotAccepted
    if asked[requirement].from_form is not None:
        raise DrawnFromTheForm


def add_version(dossier: Dossier, requirement: str, paper: HandedIn, *, at: datetime) -> Component:
    """The next version of a paper; earlier ones stay."""
    return Component.objects.create(
        dossier=dossier,
        requirement=requirement,
        version=_next_version(dossier, requirement),
        origin=Component.Origin.DIGITISED,
        name=paper.name,
        file=enter(paper.kept, at=at, scan=StoredFile.Scan.PENDING),
        added_at=at,
    )


def _next_version(dossier: Dossier, requirement: str) -> int:
    return 1 + Component.objects.filter(dossier=dossier, requirement=requirement).count()


def locked(dossier: Dossier, by: Account, at: datetime) -> Dossier:
    """The draft, until the transaction ends; raises `NotADraft` or `NotEntitled`."""
    draft = (
        Dossier.objects.select_for_update(of=("self",))
        .select_related("representation", "receiving_agency")
        .get(pk=dossier.pk)
    )
    if draft.status != Status.DRAFT:
        raise NotADraft
    if not _keeps(by, draft, localdate(at)):
        raise NotEntitled
    return draft


def _keeps(account: Account, draft: Dossier, day: date) -> bool:
    """The submitter, while their ground holds; at the counter, whoever receives there."""
    if not draft.ground_holds_on(day):
        return False
    if draft.assisted_by_id:
        return receives_at(account, draft.receiving_agency, on=day)
    return account.person_id == draft.submitter_id
