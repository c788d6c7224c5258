"""Who had the right to a signature at its moment: by post, place and key, as they were that day."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from signing import registry
from signing.models import Purpose, SignatureRequest
from workflows.dossiers.models import Dossier, KeptRegister
from workflows.people.models import Account, Agency, Post, Role

NOBODY = UUID(int=0)


def had_the_right(of: Dossier | KeptRegister, intent: SignatureRequest) -> bool:
    if intent.signed_at is None:
        return False
    day = localdate(intent.signed_at)
    if intent.purpose == Purpose.SLIP:
        return _slip(of, intent, day)
    account = Account.objects.filter(public_id=intent.signed_by or NOBODY).first()
    if account is None or isinstance(of, KeptRegister):
        return False
    if intent.purpose == Purpose.SEAL:
        return _seal(of, intent, account, day)
    return _personal(of, intent, account, day)


def _personal(dossier: Dossier, intent: SignatureRequest, account: Account, day: date) -> bool:
    """The approver that the draft names, who did not prepare it, with a key of their own."""
    posts = _posts(account, Role.APPROVER, dossier.competent_agency, day)
    named = posts.filter(public_id=intent.signer_ref, pk=dossier.signer_id or 0).exists()
    alone = dossier.handler is not None and dossier.handler.account.same_person(account)
    holder = account.person.public_id if account.person else NOBODY
    return named and not alone and _key(intent, dossier.competent_agency, day, holder=holder)


def _seal(dossier: Dossier, intent: SignatureRequest, account: Account, day: date) -> bool:
    """A clerk of the competent agency, with its seal."""
    agency = dossier.competent_agency
    clerk = _posts(account, Role.CLERK, agency, day).exists()
    return clerk and intent.signer_ref == agency.public_id and _key(intent, agency, day)


def _slip(of: Dossier | KeptRegister, intent: SignatureRequest, day: date) -> bool:
    """An agency that acts on the dossier or keeps the register, by itself: no person signs."""
    agencies = (
        (of.agency,)
        if isinstance(of, KeptRegister)
        else (of.counter_agency, of.receiving_agency, of.competent_agency)
    )
    agency = next((one for one in agencies if one.public_id == intent.signer_ref), None)
    return agency is not None and intent.signed_by == agency.public_id and _key(intent, agency, day)


def _posts(account: Account, role: Role, agency: Agency, day: date) -> QuerySet[Post]:
    return Post.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=day),
        account=account,
        valid_from__lte=day,
        unit__agency=agency,
        role=role,
    )


def _key(
    intent: SignatureRequest, agency: Agency, day: date, *, holder: UUID | None = None
) -> bool:
    found = registry.registered(
        purpose=intent.purpose, agency_ref=agency.public_id, holder_ref=holder, on=day
    )
    return found is not None
