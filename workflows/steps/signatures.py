"""Signing and sealing, outside any transaction: what was meant, once, with the right key."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate

from signing import pdf, requests
from signing.models import SignatureRequest, SigningKey
from signing.signers.base import OpenKey
from signing.signers.table import open_key
from signing.trust import TrustServices
from signing.validation import Verdict, validate
from workflows.documents.stamps import personal_stamp, seal_stamp
from workflows.dossiers.models import Dossier, Paper
from workflows.files import store
from workflows.people.models import Person
from workflows.permissions.rules import Acting

from .papers import latest
from .refusals import NoKey, NotWhatWasMeant, SignatureUnsound

Purpose = SignatureRequest.Purpose


def by_competent_person(
    dossier: Dossier, *, by: Acting, at: datetime, pin: str
) -> Mapping[str, Any]:
    """The approver signs the approved bytes. Returns the digest of the signed file."""
    request = requests.get_open(dossier.public_id, Purpose.PERSONAL)
    if not request.signed_digest:
        holder = _person(by).public_id
        key = _key(at, purpose=Purpose.PERSONAL, holder_ref=holder, pin=pin)
        signed = _sign(_meant(request, dossier.approved_digest), request, key, by, at)
        _remember(request, signed, by)
    return {"signed": request.signed_digest}


def by_agency(dossier: Dossier, *, by: Acting, at: datetime, pin: str) -> Mapping[str, Any]:
    """The clerk seals the numbered bytes and makes them lasting. Returns the result's digest."""
    request = requests.get_open(dossier.public_id, Purpose.SEAL)
    if not request.signed_digest:
        agency = dossier.competent_agency.public_id
        key = _key(at, purpose=Purpose.SEAL, agency_ref=agency, pin=pin)
        numbered = latest(dossier, Paper.Kind.NUMBERED).file.digest
        sealed = _seal(_meant(request, numbered), key, at)
        _remember(request, sealed, by)
    return {"sealed": request.signed_digest}


def _meant(request: SignatureRequest, digest: str) -> bytes:
    """What is to be signed: the intent and the dossier must name the very same bytes."""
    if request.digest != digest:
        raise NotWhatWasMeant
    return store.read(digest)


def _remember(request: SignatureRequest, content: bytes, by: Acting) -> None:
    """The bytes are on disk before the request says that they are."""
    digest = store.keep_bytes(content).digest
    requests.remember_signed(request, digest, by=by.account.public_id)


def _person(by: Acting) -> Person:
    """A personal signature takes a person; a technical account has none and never signs."""
    if by.account.person is None:
        raise NoKey
    return by.account.person


def _key(at: datetime, *, pin: str, **whose: object) -> OpenKey:
    day = localdate(at)
    found = SigningKey.objects.filter(valid_from__lte=day, valid_to__gte=day, **whose)
    registered = found.order_by("-valid_from").first()
    if registered is None:
        raise NoKey
    return open_key(registered.reference, pin)


def _sign(draft: bytes, request: SignatureRequest, key: OpenKey, by: Acting, at: datetime) -> bytes:
    trusted = TrustServices.configured()
    pdf.check_key(key, services=trusted, at=at)
    place = pdf.places(draft)["Personal"]
    return pdf.sign_personal(
        draft,
        expected_sha256=request.digest,
        key=key,
        stamp=personal_stamp(str(_person(by)), place, at=at),
        services=trusted,
        at=at,
    )


def _seal(numbered: bytes, key: OpenKey, at: datetime) -> bytes:
    trusted = TrustServices.configured()
    pdf.check_key(key, services=trusted, at=at)
    stamp = seal_stamp(pdf.places(numbered)["Agency"])
    sealed = pdf.seal(numbered, key=key, stamp=stamp, services=trusted, at=at)
    lasting = pdf.make_lasting(sealed, services=trusted)
    report = validate(lasting, trust=trusted.trust, at=at)
    if report.verdict is not Verdict.VALID:
        raise SignatureUnsound(report.reasons)
    return lasting
