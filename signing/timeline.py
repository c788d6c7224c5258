"""When each signature was made, and whether its certificate held then. Nobody is asked.

Time-stamps are read from the newest to the oldest (EN 319 102-1, 5.6.3): each must hold until the
next one vouches for it, the newest until now.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import cms
from asn1crypto.x509 import Certificate
from django.utils.translation import gettext_lazy as _
from pyhanko.sign.general import SignedDataCerts, extract_certificate_info, find_cms_attribute_iter

from . import integrity, revocation
from .errors import (
    CertificateExpired,
    CertificateNotYetValid,
    CertificateRefused,
    CertificateRevoked,
    IssuerUnknown,
    StatusUnavailable,
)
from .opening import Opened, Signed
from .reports import Fault, Level, Sub, Verdict, broken, failed, unproven, worst
from .revocation import Evidence
from .timestamps import SKEW, generation_time
from .trust import TrustStore


@dataclass(frozen=True)
class Grounds:
    """All that is believed: the roots, and what the file brings to be proven by them."""

    trust: TrustStore
    evidence: Evidence


@dataclass(frozen=True)
class Moment:
    """A moment up to which something must have held, and whether a time-stamp says so."""

    at: datetime
    stamped: bool


@dataclass(frozen=True)
class Judged:
    """What is known of one signature or time-stamp by itself."""

    one: Signed
    moment: datetime | None = None
    level: Level = Level.B
    untouched: tuple[Fault, ...] = ()  # what speaks against it being intact
    untrusted: tuple[Fault, ...] = ()  # what speaks against its certificate and moment

    @property
    def faults(self) -> tuple[Fault, ...]:
        return (*self.untouched, *self.untrusted)

    @property
    def is_intact(self) -> bool:
        return worst(self.untouched) is not Verdict.INVALID


async def judge(opened: Opened, *, trust: TrustStore, at: datetime) -> tuple[Judged, ...]:
    """Each signature that could be read, in the order they were made."""
    grounds, until = Grounds(trust, opened.evidence()), Moment(at, stamped=False)
    judged = []
    for one in reversed(opened.signed):
        result = await _judged(one, grounds, until)
        judged.append(result)
        if one.is_timestamp and result.moment and not result.faults:
            until = Moment(result.moment, stamped=True)
    return tuple(reversed(judged))


async def _judged(one: Signed, grounds: Grounds, until: Moment) -> Judged:
    try:
        return await (_timestamp if one.is_timestamp else _signature)(one, grounds, until)
    except Exception:  # noqa: BLE001  hostile bytes; one bad signature must not hide the others
        return Judged(one, untouched=(broken(_("The signature cannot be read.")),))


async def _timestamp(one: Signed, grounds: Grounds, until: Moment) -> Judged:
    stamp = await _stamp(one.cms, one.pdf.compute_digest, grounds, until)
    return Judged(one, stamp.moment, Level.TIMESTAMP, stamp.untouched, stamp.untrusted)


async def _signature(one: Signed, grounds: Grounds, until: Moment) -> Judged:
    untouched = tuple(integrity.faults_of_signature(one))
    stamp = await _stamp_of(one, grounds, until)
    signed_at = stamp.moment or until.at
    proven = Moment(signed_at, stamped=bool(stamp.moment and not stamp.faults) or until.stamped)
    doubts = await _doubts(one.certificates, grounds, proven)
    if stamp.moment is None:
        level = Level.B
    elif doubts or stamp.faults:
        level = Level.T
    else:
        level = Level.LTA if until.stamped else Level.LT
    moment = signed_at if stamp.moment or until.stamped else None
    untrusted = (*stamp.untrusted, *doubts) if stamp.moment else (*doubts, *stamp.untrusted)
    return Judged(one, moment, level, (*untouched, *stamp.untouched), untrusted)


def claimed_time(one: Signed) -> datetime | None:
    """When the signer says it was made; nothing rests on it."""
    try:
        said = one.pdf.self_reported_timestamp
    except Exception:  # noqa: BLE001  a date written in any way, deep in the library
        return None
    return said if isinstance(said, datetime) and said.tzinfo else None


@dataclass(frozen=True)
class _Stamp:
    moment: datetime | None = None
    untouched: tuple[Fault, ...] = ()
    untrusted: tuple[Fault, ...] = ()

    @property
    def faults(self) -> tuple[Fault, ...]:
        return (*self.untouched, *self.untrusted)


async def _stamp_of(one: Signed, grounds: Grounds, until: Moment) -> _Stamp:
    """The time-stamp that the signature carries in itself."""
    signer = one.pdf.signer_info
    token = next(
        find_cms_attribute_iter(signer["unsigned_attrs"], "signature_time_stamp_token"), None
    )
    if token is None:
        return _Stamp(
            untrusted=(unproven(_("No time-stamp says when it was signed."), Sub.NO_POE),)
        )
    value = signer["signature"].native
    return await _stamp(
        token["content"], lambda name: hashlib.new(name, value).digest(), grounds, until
    )


async def _stamp(
    token: cms.SignedData, imprint: Callable[[str], bytes], grounds: Grounds, until: Moment
) -> _Stamp:
    by = extract_certificate_info(token)
    untouched = tuple(integrity.faults_of_timestamp(token, by, imprint))
    if worst(untouched) is Verdict.INVALID:
        return _Stamp(untouched=untouched)
    moment = generation_time(token)
    if moment > until.at + SKEW:
        sub = Sub.TIMESTAMP_ORDER_FAILURE
        return _Stamp(untrusted=(unproven(_("It is stamped with a time yet to come."), sub),))
    # When it stamped the certificate held, and nobody could have forged the stamp since.
    # Its own word is no proof: a doubtful authority proves nothing, and condemns nobody.
    doubts = await _doubts(by, grounds, Moment(moment, stamped=False)) or await _ended(
        by, grounds, until
    )
    return _Stamp(moment, untouched, doubts)


async def _doubts(by: SignedDataCerts, grounds: Grounds, at: Moment) -> tuple[Fault, ...]:
    """Why the certificate cannot be relied on for what was done with it at this moment."""
    evidence = grounds.evidence + Evidence(tuple(one.dump() for one in by.other_certs))
    try:
        await revocation.prove(by.signer_cert, evidence, trust=grounds.trust, at=at.at)
    except StatusUnavailable as refusal:
        sentence = _("The file keeps no proof that the certificate of %(subject)s was not revoked.")
        return (unproven(sentence % {"subject": refusal.subject}, Sub.TRY_LATER),)
    except CertificateRefused as refusal:
        return (_fault(refusal, by.signer_cert, at),)
    return ()


def _fault(refusal: CertificateRefused, certificate: Certificate, at: Moment) -> Fault:
    """EN 319 102-1, 5.2.6 and 5.5: a proven moment condemns; without one, it stays open."""
    if type(refusal) is CertificateRefused and certificate.self_issued:
        return unproven(str(refusal), Sub.NO_CHAIN_FOUND)
    begins, ends = certificate.not_valid_before, certificate.not_valid_after
    if isinstance(refusal, CertificateRevoked):
        if refusal.is_of_issuer:
            return unproven(str(refusal), Sub.REVOKED_CA_NO_POE)
        return _condemned(refusal, Sub.REVOKED, Sub.REVOKED_NO_POE, at)
    if isinstance(refusal, CertificateExpired) and at.at > ends:
        return _condemned(refusal, Sub.EXPIRED, Sub.OUT_OF_BOUNDS_NO_POE, at)
    if isinstance(refusal, CertificateNotYetValid) and at.at < begins:
        return _condemned(refusal, Sub.NOT_YET_VALID, Sub.OUT_OF_BOUNDS_NO_POE, at)
    return unproven(str(refusal), _sub(refusal))


def _condemned(refusal: CertificateRefused, proven: Sub, otherwise: Sub, at: Moment) -> Fault:
    return failed(str(refusal), proven) if at.stamped else unproven(str(refusal), otherwise)


def _sub(refusal: CertificateRefused) -> Sub:
    if isinstance(refusal, IssuerUnknown):
        return Sub.NO_CHAIN_FOUND
    if isinstance(refusal, CertificateExpired | CertificateNotYetValid):
        return Sub.OUT_OF_BOUNDS_NO_POE
    return Sub.CHAIN_GENERAL_FAILURE


async def _ended(by: SignedDataCerts, grounds: Grounds, until: Moment) -> tuple[Fault, ...]:
    others = [*map(Certificate.load, grounds.evidence.certificates), *by.other_certs]
    try:
        await revocation.chain(by.signer_cert, others, trust=grounds.trust, at=until.at)
    except CertificateRefused as refusal:
        return (unproven(str(refusal), _sub(refusal)),)
    return ()
