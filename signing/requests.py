"""Requests to sign: opened by an act, remembered outside any, closed by the act that records."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .models import SignatureRequest

State = SignatureRequest.State
# Not at its end: whoever may sign can still do so, or have recorded what is signed.
PENDING = (State.OPEN, State.HELD)
# Why a request is held that nobody signed in its time.
OVERDUE = "overdue"


class RequestRefused(Exception):
    """A request to sign is not in the state the act needs; the sentence says which."""


class NothingToSign(RequestRefused):
    def __init__(self) -> None:
        super().__init__(_("No signature is being asked for here."))


class AlreadyAsked(RequestRefused):
    def __init__(self) -> None:
        super().__init__(_("This signature has been asked for already."))


class AlreadySigned(RequestRefused):
    def __init__(self) -> None:
        super().__init__(_("This was signed already; a second signature was not accepted."))


class NotTheSigned(RequestRefused):
    """The file to be recorded is not the one that was signed."""

    def __init__(self) -> None:
        super().__init__(_("This is not the file that was signed; it was not accepted."))


def open_request(
    *,
    purpose: str,
    subject_ref: UUID,
    digest: str,
    signer_ref: UUID,
    at: datetime,
    until: datetime,
) -> SignatureRequest:
    """Records that `signer_ref` is to sign the bytes of this SHA-256 digest."""
    if _pending(subject_ref, purpose).exists():
        raise AlreadyAsked
    return SignatureRequest.objects.create(
        purpose=purpose,
        subject_ref=subject_ref,
        digest=digest,
        signer_ref=signer_ref,
        opened_at=at,
        until=until,
    )


def get_open(subject_ref: UUID, purpose: str) -> SignatureRequest:
    """The one that has not come to its end, held or not; raises `NothingToSign`."""
    request = _pending(subject_ref, purpose).first()
    if request is None:
        raise NothingToSign
    return request


@transaction.atomic(durable=True)
def remember_signed(
    request: SignatureRequest, digest: str, *, by: UUID, at: datetime, key: str
) -> None:
    """Commits at once what was signed: a crash before it is recorded signs nothing twice.

    `key` is the one it was asked for with; what was held as overdue is so no longer.
    """
    known = {"signed_digest": digest, "signed_by": by, "signed_at": at, "idempotency_key": key}
    unsigned = SignatureRequest.objects.filter(pk=request.pk, state__in=PENDING, signed_digest="")
    if not unsigned.update(**known, state=State.OPEN, reason=""):
        raise AlreadySigned
    request.refresh_from_db()


def done(request: SignatureRequest, *, signed_digest: str, at: datetime) -> None:
    """Closes the request with the very file that was signed for it."""
    if not signed_digest or request.signed_digest != signed_digest:
        raise NotTheSigned
    still = SignatureRequest.objects.filter(
        pk=request.pk, state__in=PENDING, signed_digest=signed_digest
    )
    if not still.update(ended_at=at, state=State.DONE, reason=""):
        raise NothingToSign
    request.refresh_from_db()


def hold(request: SignatureRequest, *, reason: str) -> bool:
    """Leaves it to a person; whether it was still open, as it was read, and is held now."""
    as_read = SignatureRequest.objects.filter(
        pk=request.pk, state=State.OPEN, signed_digest=request.signed_digest
    )
    return bool(as_read.update(state=State.HELD, reason=reason))


def left_open(*, at: datetime, of: Collection[str]) -> Sequence[SignatureRequest]:
    """Of these purposes: signed but not recorded, or not signed in time; not what is held."""
    waits = ~Q(signed_digest="") | Q(until__lte=at)
    return list(_open(of).filter(waits))


def signers(purpose: str) -> Sequence[UUID]:
    """Whose signature of this purpose is open."""
    return list(_open([purpose]).order_by().values_list("signer_ref", flat=True).distinct())


def waiting(purpose: str, *, signer_ref: UUID, most: int) -> Sequence[SignatureRequest]:
    """The oldest open ones of a signer, signed but not recorded ones too; not what is held."""
    return list(_open([purpose]).filter(signer_ref=signer_ref)[:most])


def _open(purposes: Collection[str]) -> models.QuerySet[SignatureRequest]:
    """Oldest first."""
    found = SignatureRequest.objects.filter(purpose__in=purposes, state=State.OPEN)
    return found.order_by("opened_at", "pk")


def _pending(subject_ref: UUID, purpose: str) -> models.QuerySet[SignatureRequest]:
    return SignatureRequest.objects.filter(
        subject_ref=subject_ref, purpose=purpose, state__in=PENDING
    )
