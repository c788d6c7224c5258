"""When each signature was made, and whether its certificate held then. Nobody is asked.

Time-stamps are read from the newest to the oldest (EN 319 102-1, 5.6.3): each must hold until the
next one vouches for it, the newest until now.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import MAXYEAR, MINYEAR, datetime

from asn1crypto import cms
from asn1crypto.x509 import Certificate
from django.utils.translation import gettext_lazy as _
from pyhanko.sign.general import SignedDataCerts, extract_certificate_info, find_cms_attribute_iter

from . import integrity, revocation
from .algorithms import NEVER, Algorithms
from .anchors import Anchor
from .certificates import Read, reading
from .errors import (
    CertificateExpired,
    CertificateNotYetValid,
    CertificateRefused,
    CertificateRevoked,
    IssuerUnknown,
    StatusUnavailable,
    WeakMethods,
)
from .opening import NOT_READ, Opened, Signed
from .reports import Fault, Level, Sentence, Sub, Verdict, failed, unproven, worst
from .revocation import Evidence, Safety
from .sentences import filled
from .timestamps import SKEW, generation_time
from .trust import TrustStore


@dataclass(frozen=True)
class Grounds:
    """All that is believed: the roots, what the file brings to be proven by them, and methods."""

    trust: TrustStore
    evidence: Evidence
    methods: Algorithms
    at: datetime
    read: Read = field(default_factory=reading)

    def safety(self, by: SignedDataCerts, until: Moment) -> Safety:
        """What a signature carries in itself lies under the stamp that follows it."""
        carried = {one.dump() for one in (by.signer_cert, *by.other_certs)}
        return Safety(self.methods, until.at, until.under | carried, self.at)

    def brought(self, by: SignedDataCerts) -> Evidence:
        """What the file keeps, and the signature carries."""
        return self.evidence + Evidence(tuple(one.dump() for one in by.other_certs))

    async def root(self, by: SignedDataCerts, at: datetime, safety: Safety) -> Anchor | None:
        """The root at which the chain ends; raises a `CertificateRefused`, revoked or not."""
        others = map(self.read, self.brought(by).certificates)
        *_below, top = await revocation.chain(
            by.signer_cert, others, trust=self.trust, at=at, safety=safety, read=self.read
        )
        return self.trust.anchor(top)


@dataclass(frozen=True)
class Moment:
    """A moment up to which something must have held, and whether a time-stamp says so."""

    at: datetime
    stamped: bool
    under: frozenset[bytes] = frozenset()  # the evidence that lies under this time-stamp


@dataclass(frozen=True)
class Judged:
    """What is known of one signature or time-stamp by itself."""

    one: Signed
    moment: datetime | None = None
    level: Level = Level.B
    untouched: tuple[Fault, ...] = ()  # what speaks against it being intact
    untrusted: tuple[Fault, ...] = ()  # what speaks against its certificate and moment
    anchor: Anchor | None = None
    stamp_anchor: Anchor | None = None

    @property
    def faults(self) -> tuple[Fault, ...]:
        return (*self.untouched, *self.untrusted)


async def judge(
    opened: Opened, *, trust: TrustStore, at: datetime, methods: Algorithms
) -> tuple[Judged, ...]:
    """Each signature that could be read, in the order they were made."""
    grounds, until = Grounds(trust, opened.evidence(), methods, at), Moment(at, stamped=False)
    judged = []
    for one in reversed(opened.signed):
        result = await _judged(one, grounds, until)
        judged.append(result)
        if one.is_timestamp and result.moment and not result.faults:
            until = Moment(result.moment, stamped=True, under=_under(opened, one))
    return tuple(reversed(judged))


def _under(opened: Opened, stamp: Signed) -> frozenset[bytes]:
    try:
        kept = opened.evidence(stamp.revision)
    except Exception:  # noqa: BLE001  hostile bytes; what cannot be read lies under nothing
        return frozenset()
    return frozenset((*kept.certificates, *kept.ocsps, *kept.crls))


async def _judged(one: Signed, grounds: Grounds, until: Moment) -> Judged:
    try:
        return await (_timestamp if one.is_timestamp else _signature)(one, grounds, until)
    except Exception:  # noqa: BLE001  hostile bytes; one bad signature must not hide the others
        return Judged(one, untouched=(NOT_READ,))


async def _timestamp(one: Signed, grounds: Grounds, until: Moment) -> Judged:
    stamp = await _stamp(one.cms, one.pdf.compute_digest, grounds, until)
    found = (stamp.untouched, stamp.untrusted, stamp.anchor)
    return Judged(one, stamp.proven, Level.TIMESTAMP, *found)


async def _signature(one: Signed, grounds: Grounds, until: Moment) -> Judged:
    untouched = tuple(integrity.faults_of_signature(one))
    stamp = await _stamp_of(one, grounds, until)
    signed_at = stamp.proven or until.at
    proven = Moment(signed_at, stamped=bool(stamp.proven) or until.stamped)
    vouched = Moment(stamp.proven, stamped=True) if stamp.proven else until
    untouched += _weakness(_safe_until(one.pdf.signer_info, one.certificates, grounds), vouched)
    doubts, anchor = await _doubts(one.certificates, grounds, proven, until)
    level = _level(stamp, until, doubts=bool(doubts))
    moment = stamp.proven or (until.at if until.stamped else None)
    untrusted = (*doubts, *stamp.untrusted)
    untouched += stamp.untouched
    return Judged(one, moment, level, untouched, untrusted, anchor, stamp.anchor)


def _level(stamp: _Stamp, until: Moment, *, doubts: bool) -> Level:
    """The same time-stamp does not both date a signature and keep its evidence."""
    if stamp.moment is None and not until.stamped:
        return Level.B
    if doubts or stamp.faults:
        return Level.T
    return Level.LTA if until.stamped and stamp.moment else Level.LT


def claimed_time(one: Signed) -> datetime | None:
    """When the signer says it was made; nothing rests on it."""
    try:
        said = one.pdf.self_reported_timestamp
    except Exception:  # noqa: BLE001  a date written in any way, deep in the library
        return None
    # At the ends of time there is no telling it by another clock.
    told = isinstance(said, datetime) and said.tzinfo and MINYEAR < said.year < MAXYEAR
    return said if told else None


@dataclass(frozen=True)
class _Stamp:
    moment: datetime | None = None
    untouched: tuple[Fault, ...] = ()
    untrusted: tuple[Fault, ...] = ()
    anchor: Anchor | None = None

    @property
    def faults(self) -> tuple[Fault, ...]:
        return (*self.untouched, *self.untrusted)

    @property
    def proven(self) -> datetime | None:
        """Its moment, where nothing speaks against it: a doubtful stamp proves none."""
        return None if self.faults else self.moment


async def _stamp_of(one: Signed, grounds: Grounds, until: Moment) -> _Stamp:
    """The time-stamp that the signature carries in itself."""
    signer = one.pdf.signer_info
    token = next(
        find_cms_attribute_iter(signer["unsigned_attrs"], "signature_time_stamp_token"), None
    )
    if token is None:
        # EN 319 142-1, 6.3: a time-stamp of the document serves as well as one in the signature.
        missing = unproven(_("No time-stamp says when it was signed."), Sub.NO_POE)
        return _Stamp(untrusted=() if until.stamped else (missing,))
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
    # Subtracted, for at the end of time nothing can be added.
    if moment - SKEW > until.at:
        sub = Sub.TIMESTAMP_ORDER_FAILURE
        return _Stamp(untrusted=(unproven(_("It is stamped with a time yet to come."), sub),))
    # When it stamped the certificate held, and nobody could have forged the stamp since.
    # Its own word is no proof: a doubtful authority proves nothing, and condemns nobody.
    doubts, anchor = await _doubts(by, grounds, Moment(moment, stamped=False), until)
    stamped = token["encap_content_info"]["content"].parsed["message_imprint"]
    imprinted = grounds.methods.until_digest(stamped["hash_algorithm"]["algorithm"].native)
    ends = min(imprinted, _safe_until(token["signer_infos"][0], by, grounds))
    untouched += _weakness(ends, until, made=moment)
    return _Stamp(moment, untouched, doubts or await _ended(by, grounds, until), anchor)


def _safe_until(signer: cms.SignerInfo, by: SignedDataCerts, grounds: Grounds) -> datetime:
    return grounds.methods.until_signer(signer, by.signer_cert.public_key)


def _weakness(ends: datetime, until: Moment, *, made: datetime | None = None) -> tuple[Fault, ...]:
    """Were its methods safe until somebody vouched for it (EN 319 102-1, 5.2.8 and 5.6.2.4)?"""
    return () if until.at < ends else (_weak(integrity.UNSAFE.sentence, ends, until, made),)


def _weak(sentence: Sentence, ends: datetime, until: Moment, made: datetime | None = None) -> Fault:
    """What was safe once may have been made then; what was weak when made was never worth much."""
    too_late = until.stamped or (made is not None and made >= ends)
    proven = ends == NEVER or too_late
    return unproven(sentence, Sub.CRYPTO_CONSTRAINTS_FAILURE if proven else Sub.CRYPTO_NO_POE)


async def _doubts(
    by: SignedDataCerts, grounds: Grounds, at: Moment, until: Moment
) -> tuple[tuple[Fault, ...], Anchor | None]:
    """Why the certificate cannot be relied on for what was done with it at this moment.

    And the root at which its chain ends. Nobody vouches for the chain and its evidence before
    `until`, and for what was added since nobody at all: so long its methods must have been safe.
    """
    trust, safety = grounds.trust, grounds.safety(by, until)
    try:
        *_below, top = await revocation.prove(
            by.signer_cert,
            grounds.brought(by),
            trust=trust,
            at=at.at,
            safety=safety,
            read=grounds.read,
        )
    except StatusUnavailable as refusal:
        sentence = _("The file keeps no proof that the certificate of %(subject)s was not revoked.")
        fault = unproven(filled(sentence, {"subject": refusal.subject}), Sub.TRY_LATER)
        return (fault,), await _root(by, grounds, at.at, safety)
    except CertificateRefused as refusal:
        began = by.signer_cert.not_valid_before
        safety = grounds.safety(by, Moment(began, stamped=False))
        found = not isinstance(refusal, IssuerUnknown)
        root = await _root(by, grounds, began, safety) if found else None
        return (_fault(refusal, by.signer_cert, at),), root
    except (ValueError, TypeError, LookupError):
        # Its signature may hold all the same: what fails here is the proof of whose it is.
        sentence = _("The certificates that are to prove whose it is cannot be read.")
        return (unproven(sentence, Sub.CHAIN_GENERAL_FAILURE),), None
    return (), trust.anchor(top)


async def _root(
    by: SignedDataCerts, grounds: Grounds, at: datetime, safety: Safety
) -> Anchor | None:
    """Through which root the refusal was believed: without its name nobody could judge again."""
    with suppress(CertificateRefused, ValueError, TypeError, LookupError):
        return await grounds.root(by, at, safety)
    return None


def _fault(refusal: CertificateRefused, certificate: Certificate, at: Moment) -> Fault:
    """EN 319 102-1, 5.2.6 and 5.5: a proven moment condemns; without one, it stays open."""
    if isinstance(refusal, WeakMethods):
        begun = certificate.not_valid_before
        at = Moment(at.at, stamped=at.stamped and at.at >= refusal.until)
        return _weak(refusal.told, refusal.until, at, begun)
    if type(refusal) is CertificateRefused and certificate.self_issued:
        return unproven(refusal.told, Sub.NO_CHAIN_FOUND)
    begins, ends = certificate.not_valid_before, certificate.not_valid_after
    if isinstance(refusal, CertificateRevoked):
        if refusal.is_of_issuer:
            return unproven(refusal.told, Sub.REVOKED_CA_NO_POE)
        return _condemned(refusal, Sub.REVOKED, Sub.REVOKED_NO_POE, at)
    if isinstance(refusal, CertificateExpired) and at.at > ends:
        return _condemned(refusal, Sub.EXPIRED, Sub.OUT_OF_BOUNDS_NO_POE, at)
    if isinstance(refusal, CertificateNotYetValid) and at.at < begins:
        return _condemned(refusal, Sub.NOT_YET_VALID, Sub.OUT_OF_BOUNDS_NO_POE, at)
    return unproven(refusal.told, _sub(refusal))


def _condemned(refusal: CertificateRefused, proven: Sub, otherwise: Sub, at: Moment) -> Fault:
    return failed(refusal.told, proven) if at.stamped else unproven(refusal.told, otherwise)


def _sub(refusal: CertificateRefused) -> Sub:
    if isinstance(refusal, IssuerUnknown):
        return Sub.NO_CHAIN_FOUND
    if isinstance(refusal, CertificateExpired | CertificateNotYetValid):
        return Sub.OUT_OF_BOUNDS_NO_POE
    return Sub.CHAIN_GENERAL_FAILURE


async def _ended(by: SignedDataCerts, grounds: Grounds, until: Moment) -> tuple[Fault, ...]:
    if stolen := await _revoked_since(by, grounds, until):
        return (stolen,)
    try:
        await grounds.root(by, until.at, grounds.safety(by, until))
    except CertificateRefused as refusal:
        if isinstance(refusal, WeakMethods):
            return (_fault(refusal, by.signer_cert, until),)
        return (unproven(refusal.told, _sub(refusal)),)
    return ()


async def _revoked_since(by: SignedDataCerts, grounds: Grounds, until: Moment) -> Fault | None:
    """Whoever has the key of a time-stamp stamps any moment: it must not be revoked before `until`.

    Whatever calls it revoked is heard, stale or not, if it can be proven.
    """
    evidence, safety = grounds.brought(by), grounds.safety(by, until)
    for said_at in revocation.called_revoked(by.signer_cert, evidence):
        try:
            await revocation.prove(
                by.signer_cert,
                evidence,
                trust=grounds.trust,
                at=min(said_at, until.at),
                safety=safety,
                read=grounds.read,
            )
        except CertificateRevoked as refusal:
            return unproven(refusal.told, Sub.REVOKED_NO_POE)
        except CertificateRefused:
            continue
    return None
