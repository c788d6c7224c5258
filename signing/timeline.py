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
from .errors import CertificateRefused, CertificateRevoked, StatusUnavailable
from .opening import Opened, Signed
from .reports import Fault, Level, Verdict, broken, unproven, worst
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
    doubts = await _doubts(one.certificates, grounds, signed_at)
    if stamp.moment is None:
        level = Level.B
    elif doubts or stamp.faults:
        level = Level.T
    else:
        level = Level.LTA if until.stamped else Level.LT
    moment = signed_at if stamp.moment or until.stamped else None
    return Judged(one, moment, level, (*untouched, *stamp.untouched), (*stamp.untrusted, *doubts))


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
        return _Stamp(untrusted=(unproven(_("No time-stamp says when it was signed.")),))
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
        return _Stamp(untouched=(broken(_("It is stamped with a time yet to come.")),))
    # When it stamped the certificate held, and nobody could have forged the stamp since.
    doubts = await _doubts(by, grounds, moment) or await _ended(by, grounds, until)
    return _Stamp(moment, untouched, doubts)


async def _doubts(by: SignedDataCerts, grounds: Grounds, at: datetime) -> tuple[Fault, ...]:
    """Why the certificate cannot be relied on for what was done with it at this moment."""
    evidence = grounds.evidence + Evidence(tuple(one.dump() for one in by.other_certs))
    try:
        await revocation.prove(by.signer_cert, evidence, trust=grounds.trust, at=at)
    except CertificateRevoked as refusal:
        return (broken(str(refusal)),)
    except StatusUnavailable as refusal:
        sentence = _("The file keeps no proof that the certificate of %(subject)s was not revoked.")
        return (unproven(sentence % {"subject": refusal.subject}),)
    except CertificateRefused as refusal:
        return (unproven(str(refusal)),)
    return ()


async def _ended(by: SignedDataCerts, grounds: Grounds, until: Moment) -> tuple[Fault, ...]:
    others = [*map(Certificate.load, grounds.evidence.certificates), *by.other_certs]
    try:
        await revocation.chain(by.signer_cert, others, trust=grounds.trust, at=until.at)
    except CertificateRefused as refusal:
        return (unproven(str(refusal)),)
    return ()
