"""Signing and sealing, outside any transaction: what was meant, once, with the right key."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.timezone import localdate

from signing import pdf, registry, requests
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
from .refusals import NoKey, NotTheSigner, NotWhatWasMeant, SignatureUnsound

Purpose = SignatureRequest.Purpose


def by_competent_person(
    dossier: Dossier, *, by: Acting, at: datetime, key: str, pin: str
) -> Mapping[str, Any]:
    """The approver signs the approved bytes. Returns the digest of the signed file."""
    request = _intent(dossier, Purpose.PERSONAL, of=by.office.public_id)
    if not request.signed_digest:
        person = _person(by)
        registered = _registered(dossier, at, purpose=Purpose.PERSONAL, holder_ref=person.public_id)
        signer = _opened(registered, pin, name=person.full_name)
        draft = _meant(request, dossier.approved_digest)
        _remember(request, _sign(draft, request, signer, person, at), by=by, at=at, key=key)
    return {"signed": request.signed_digest}


def by_agency(
    dossier: Dossier, *, by: Acting, at: datetime, key: str, pin: str
) -> Mapping[str, Any]:
    """The clerk seals the numbered bytes and makes them lasting. Returns the result's digest."""
    agency = dossier.competent_agency
    request = _intent(dossier, Purpose.SEAL, of=agency.public_id)
    if not request.signed_digest:
        registered = _registered(dossier, at, purpose=Purpose.SEAL)
        signer = _opened(registered, pin, name=agency.name_on(localdate(at)).name_vi)
        numbered = _meant(request, latest(dossier, Paper.Kind.NUMBERED).file.digest)
        _remember(request, _seal(numbered, signer, at), by=by, at=at, key=key)
    return {"sealed": request.signed_digest}


def _intent(dossier: Dossier, purpose: str, *, of: UUID) -> SignatureRequest:
    """The open intent, if it is this post or agency that it names."""
    request = requests.get_open(dossier.public_id, purpose)
    if request.signer_ref != of:
        raise NotTheSigner
    return request


def _meant(request: SignatureRequest, digest: str) -> bytes:
    """What is to be signed: the intent and the dossier must name the very same bytes."""
    if request.digest != digest:
        raise NotWhatWasMeant
    return store.read(digest)


def _remember(
    request: SignatureRequest, content: bytes, *, by: Acting, at: datetime, key: str
) -> None:
    """The bytes are on disk before the request says that they are."""
    digest = store.keep_bytes(content).digest
    requests.remember_signed(request, digest, by=by.account.public_id, at=at, key=key)


def _person(by: Acting) -> Person:
    """A personal signature takes a person; a technical account has none and never signs."""
    if by.account.person is None:
        raise NoKey
    return by.account.person


def _registered(
    dossier: Dossier, at: datetime, *, purpose: str, holder_ref: UUID | None = None
) -> SigningKey:
    """The key for this signature, whoever signs it for the competent agency."""
    found = registry.registered(
        purpose=purpose,
        agency_ref=dossier.competent_agency.public_id,
        holder_ref=holder_ref,
        on=localdate(at),
    )
    if found is None:
        raise NoKey
    return found


def _opened(registered: SigningKey, pin: str, *, name: str) -> OpenKey:
    opened = open_key(registered.reference, pin)
    pdf.check_holder(opened, fingerprint=registered.fingerprint, name=name)
    return opened


def _sign(
    draft: bytes, request: SignatureRequest, signer: OpenKey, person: Person, at: datetime
) -> bytes:
    trusted = TrustServices.configured()
    pdf.check_key(signer, services=trusted, at=at)
    place = pdf.places(draft)["Personal"]
    return pdf.sign_personal(
        draft,
        expected_sha256=request.digest,
        key=signer,
        stamp=personal_stamp(person.full_name, place, at=at),
        services=trusted,
        at=at,
    )


def _seal(numbered: bytes, signer: OpenKey, at: datetime) -> bytes:
    trusted = TrustServices.configured()
    stamp = seal_stamp(pdf.places(numbered)["Agency"])
    pdf.check_key(signer, services=trusted, at=at)
    sealed = pdf.seal(numbered, key=signer, stamp=stamp, services=trusted, at=at)
    lasting = pdf.make_lasting(sealed, services=trusted)
    report = validate(lasting, trust=trusted.trust, at=at)
    if report.verdict is not Verdict.VALID:
        raise SignatureUnsound(report.reasons)
    return lasting
