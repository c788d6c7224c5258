"""Slips and registers are signed for the agency with no person at hand: wanted, signed, recorded.

Wanted in the act that makes the paper; signed outside any transaction; recorded with the paper.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from signing import pdf, registry, requests
from signing.models import SignatureRequest
from signing.signers.base import OpenKey
from signing.signers.table import open_key
from signing.trust import TrustServices
from signing.validation import Verdict, validate
from workflows.documents.stamps import slip_stamp
from workflows.dossiers.models import KeptRegister, Paper
from workflows.files import store
from workflows.files.models import StoredFile
from workflows.files.register import enter
from workflows.people.models import Agency

from .refusals import NoKey, NotWhatWasMeant, SignatureUnsound

PURPOSE = SignatureRequest.Purpose.SLIP
Kind = Paper.Kind
SLIPS = frozenset(
    {Kind.FORM_01, Kind.FORM_02, Kind.FORM_03, Kind.FORM_04, Kind.FORM_05, Kind.FORM_06}
)
# Nobody is waited for, so a slip that is not signed by then has met with trouble.
SOON = timedelta(days=1)


def wanted(paper: Paper | KeptRegister, *, agency: Agency, at: datetime) -> None:
    """Notes, with the act that made the slip, that the agency is to sign these very bytes."""
    requests.open_request(
        purpose=PURPOSE,
        subject_ref=paper.public_id,
        digest=paper.file.digest,
        signer_ref=agency.public_id,
        at=at,
        until=at + SOON,
    )


def opened(agency_ref: UUID, *, at: datetime) -> OpenKey:
    """The agency's key for slips, checked to be that of this agency and fit to sign now."""
    registered = registry.registered(purpose=PURPOSE, agency_ref=agency_ref, on=localdate(at))
    if registered is None:
        raise NoKey
    key = open_key(registered.reference, settings.SLIP_PIN)
    pdf.check_holder(key, fingerprint=registered.fingerprint, name=_name(agency_ref, at))
    pdf.check_key(key, services=TrustServices.configured(), at=at)
    return key


def sign(request: SignatureRequest, *, key: OpenKey, at: datetime) -> None:
    """Signs what is meant, unless a crash came between signing and recording, and records it."""
    if not request.signed_digest:
        signed = _signed(store.read(request.digest), key, _name(request.signer_ref, at), at)
        requests.remember_signed(
            request,
            store.keep_bytes(signed).digest,
            by=request.signer_ref,  # no person signs
            at=at,
            key=f"slip:{request.subject_ref}",
        )
    _record(request, at=at)


def _signed(drawn: bytes, key: OpenKey, name: str, at: datetime) -> bytes:
    """Lasting, so that whoever has the slip can check it by itself: PAdES B-LTA."""
    trusted = TrustServices.configured()
    stamp = slip_stamp(name, pdf.place_on(drawn), at=at)
    signed = pdf.sign_slip(drawn, key=key, stamp=stamp, services=trusted, at=at)
    lasting = pdf.make_lasting(signed, services=trusted, last=pdf.SLIP)
    report = validate(lasting, trust=trusted.trust, at=at)
    if report.verdict is not Verdict.VALID:
        raise SignatureUnsound(report.reasons)
    return lasting


@transaction.atomic
def _record(request: SignatureRequest, *, at: datetime) -> None:
    paper = _paper(request.subject_ref)
    drawn, signed = store.read(request.digest), store.read(request.signed_digest)
    if StoredFile.objects.get(pk=paper.file_id).digest != request.digest:
        raise NotWhatWasMeant
    if not signed.startswith(drawn):
        raise NotWhatWasMeant
    kept = store.Kept(request.signed_digest, len(signed), "application/pdf")
    paper.signed = enter(kept, at=at, scan=StoredFile.Scan.OWN)
    paper.signed_at = request.signed_at
    paper.save(update_fields=["signed", "signed_at"])
    requests.done(request, signed_digest=request.signed_digest, at=at)


def _paper(public_id: UUID) -> Paper | KeptRegister:
    """What is to be signed, locked: a slip of a dossier, or the register of many."""
    paper = Paper.objects.select_for_update().filter(public_id=public_id).first()
    return paper or KeptRegister.objects.select_for_update().get(public_id=public_id)


def _name(agency_ref: UUID, at: datetime) -> str:
    return Agency.objects.get(public_id=agency_ref).name_on(localdate(at)).name_vi
