"""A draft that an officer writes down at the counter for somebody who came with papers in hand."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from procedures.schema import Procedure
from workflows.people.counter import Newcomer, entered
from workflows.people.models import Account, Agency, Organisation, Person
from workflows.people.standing import NotEntitled, receives_at

from .drafts import open_once
from .models import Contact, Dossier


class OwnDossier(NotEntitled):
    """Who files stands before the desk, not behind it."""

    def __init__(self) -> None:
        Exception.__init__(
            self, _("Nobody writes down a dossier of their own. Ask a colleague to do it.")
        )


@transaction.atomic
def open_at_counter(
    *,
    public_id: UUID,
    applicant: Person | Newcomer,
    owner: Person | Organisation | None,
    procedure: Procedure,
    case: str,
    channel: str,
    receiving: Agency,
    competent: Agency,
    by: Account,
    at: datetime,
    contact: Contact | None = None,
) -> Dossier:
    """The applicant's draft, kept by a reception officer of the receiving agency.

    `owner` is none where they file for themselves; `contact` is saved with the draft. Raises
    `NotEntitled`, `OwnDossier`, `UnknownWord`, or what `entered` raises.
    """
    if not receives_at(by, receiving, on=localdate(at)):
        raise NotEntitled
    submitter = entered(applicant) if isinstance(applicant, Newcomer) else applicant
    if submitter.pk == by.person_id:
        raise OwnDossier
    draft = open_once(
        public_id=public_id,
        submitter=submitter,
        owner=owner or submitter,
        procedure=procedure,
        case=case,
        channel=channel,
        receiving=receiving,
        competent=competent,
        assisted_by=by,
        at=at,
    )
    if contact is not None and draft.contact_id is None:
        contact.save()
        draft.contact = contact
        draft.save(update_fields=["contact"])
    return draft
