"""Whether a certificate holds: its chain to a root, and proof that nothing in it is revoked."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from asn1crypto.crl import CertificateList
from asn1crypto.ocsp import OCSPResponse
from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_der_x509_certificate, load_der_x509_crl
from cryptography.x509.ocsp import (
    OCSPCertStatus,
    OCSPRequestBuilder,
    OCSPResponseStatus,
    load_der_ocsp_response,
)
from pyhanko_certvalidator import CertificateValidator, ValidationContext, errors
from pyhanko_certvalidator.path import ValidationPath

from . import fetching
from .algorithms import NEVER, Algorithms, Dated
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
from .fetching import NoAnswer
from .policies import newest_algorithms
from .subjects import name_of
from .trust import TrustServices, TrustStore

OCSP_QUERY = "application/ocsp-request"

# The most telling first: some of these are subclasses of later ones.
_REFUSALS: tuple[tuple[type[Exception], type[CertificateRefused]], ...] = (
    (errors.ExpiredError, CertificateExpired),
    (errors.NotYetValidError, CertificateNotYetValid),
    (errors.RevokedError, CertificateRevoked),
    (errors.InsufficientRevinfoError, StatusUnavailable),
    (errors.DisallowedAlgorithmError, WeakMethods),
    (errors.PathBuildingError, IssuerUnknown),
)


@dataclass(frozen=True)
class Safety:
    """By which table methods must be safe, and until when; without it, at the present.

    What does not lie `under` the stamp that says so was perhaps added since: that must be safe
    until `later`. Where nothing is said of it, all lies under it.
    """

    table: Algorithms
    until: datetime | None
    under: frozenset[bytes] | None = None
    later: datetime | None = None

    @property
    def dated(self) -> Dated:
        return Dated(self.table, self.until)

    def of(self, item: bytes) -> Dated:
        lies_under = self.under is None or item in self.under
        return Dated(self.table, self.until if lies_under else self.later)


@dataclass(frozen=True)
class Evidence:
    """Certificates and what was said of their revocation, each as DER, none twice."""

    certificates: tuple[bytes, ...] = ()
    ocsps: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()

    def __add__(self, other: Evidence) -> Evidence:
        return Evidence(
            _without_doubles(self.certificates + other.certificates),
            _without_doubles(self.ocsps + other.ocsps),
            _without_doubles(self.crls + other.crls),
        )


async def chain(
    certificate: Certificate,
    others: Iterable[Certificate],
    *,
    trust: TrustStore,
    at: datetime | None,
    safety: Safety | None = None,
    read: Read = Certificate.load,
) -> list[Certificate]:
    """From the certificate up to a trusted root, all valid `at`; raises a `CertificateRefused`."""
    safety = safety or Safety(newest_algorithms(), at)
    context = ValidationContext(
        trust_roots=map(read, trust.counting(at)),
        moment=at,
        revocation_mode="soft-fail",
        algorithm_usage_policy=safety.dated,
    )
    return _upwards(await _path(certificate, others, context), safety, context.moment)


async def gather(
    certificate: Certificate,
    others: Iterable[Certificate],
    *,
    services: TrustServices,
    at: datetime | None = None,
    known: Evidence = Evidence(),
) -> Evidence:
    """`known`, and what issuers say of the certificate and those above it: enough to prove it.

    OCSP first; where it gives no answer, or none that serves, the CRL. Nobody is asked twice.
    With `at`, the certificates need have held only then; without, they must hold at present.
    """
    read = reading()
    found = await chain(certificate, others, trust=services.trust, at=at, read=read)
    evidence = known + Evidence(tuple(one.dump() for one in found))
    # From the root down: what is said by an issuer counts only while the issuer itself holds.
    for issuer, one in reversed(list(zip(found[1:], found[:-1], strict=True))):
        if not await _holds(one, evidence, services.trust, at, read):
            evidence = await _asked_about(one, issuer, evidence, services, at, read)
    return evidence


async def prove(
    certificate: Certificate,
    evidence: Evidence,
    *,
    trust: TrustStore,
    at: datetime | None,
    safety: Safety | None = None,
    read: Read = Certificate.load,
) -> list[Certificate]:
    """Holds the evidence, by itself and offline, for each certificate of the chain but the root?

    What was said after `at` counts too: it is said of the same certificate, and later is safer.
    What was said with methods that are not safe was said by anybody. Gives the chain.
    """
    # Without `at` the library takes the present, and what was said is held against the same.
    present = ValidationContext(trust_roots=(), moment=at).moment
    safety = safety or Safety(newest_algorithms(), present)
    context = ValidationContext(
        trust_roots=map(read, trust.counting(at)),
        moment=at,
        revocation_mode="require",
        retroactive_revinfo=True,
        ocsps=[one for one in evidence.ocsps if _is_safe(one, _method_of_ocsp, safety)],
        crls=[one for one in evidence.crls if _is_safe(one, _method_of_crl, safety)],
        algorithm_usage_policy=safety.dated,
    )
    others = map(read, evidence.certificates)
    return _upwards(await _path(certificate, others, context), safety, context.moment)


def called_revoked(certificate: Certificate, evidence: Evidence) -> Iterator[datetime]:
    """When each answer and list was given that calls it revoked. Nothing of it is proven."""
    serial = certificate.serial_number
    for said in (*evidence.ocsps, *evidence.crls):
        # What cannot be read says nothing.
        with suppress(ValueError):
            yield from _answered(said, serial) if is_ocsp(said) else _listed(said, serial)


def _answered(answer: bytes, serial: int) -> Iterator[datetime]:
    for one in load_der_ocsp_response(answer).responses:
        if one.serial_number == serial and one.certificate_status is OCSPCertStatus.REVOKED:
            yield one.this_update_utc


def _listed(content: bytes, serial: int) -> Iterator[datetime]:
    crl = load_der_x509_crl(content)
    if crl.get_revoked_certificate_by_serial_number(serial) is not None:
        yield crl.last_update_utc


def _upwards(path: ValidationPath, safety: Safety, at: datetime) -> list[Certificate]:
    """From the certificate to the root; the library does not know what was added since."""
    found = list(reversed(list(path.iter_certs(include_root=True))))
    for one, issuer in pairwise(found):
        method, dated = one["signature_algorithm"], safety.of(one.dump())
        said = dated.signature_algorithm_allowed(method, at, issuer.public_key)
        if not said:
            refusal = WeakMethods(name_of(found[0]))
            refusal.until = said.not_allowed_after or NEVER
            raise refusal
    return found


def _is_safe(said: bytes, method_of: Callable[[bytes], Any], safety: Safety) -> bool:
    """What cannot be read says nothing, and must not keep the rest from being heard."""
    try:
        dated = safety.of(said)
        return bool(dated.signature_algorithm_allowed(method_of(said), None, None))
    except (ValueError, TypeError, KeyError, AttributeError):
        return False


def _method_of_ocsp(answer: bytes) -> Any:
    return OCSPResponse.load(answer).basic_ocsp_response["signature_algorithm"]


def _method_of_crl(listed: bytes) -> Any:
    return CertificateList.load(listed)["signature_algorithm"]


async def _path(
    certificate: Certificate, others: Iterable[Certificate], context: ValidationContext
) -> ValidationPath:
    validator = CertificateValidator(
        certificate, intermediate_certs=list(others), validation_context=context
    )
    try:
        return await validator.async_validate_path()
    except (errors.ValidationError, errors.PathError) as error:
        refusal = _refusal(error)(name_of(certificate))
        if isinstance(refusal, CertificateRevoked) and isinstance(error, errors.RevokedError):
            refusal.is_of_issuer = not error.is_ee_cert
        if isinstance(refusal, WeakMethods) and isinstance(error, errors.DisallowedAlgorithmError):
            refusal.until = error.banned_since or NEVER
        raise refusal from None


async def _asked_about(
    one: Certificate,
    issuer: Certificate,
    known: Evidence,
    services: TrustServices,
    at: datetime | None,
    read: Read,
) -> Evidence:
    async for said in _answers(one, issuer, services.timeout):
        if await _holds(one, known + said, services.trust, at, read):
            return known + said
    raise StatusUnavailable(name_of(one))


async def _holds(
    one: Certificate, evidence: Evidence, trust: TrustStore, at: datetime | None, read: Read
) -> bool:
    """Whether the evidence is enough; raises where it shows that the certificate does not hold."""
    try:
        await prove(one, evidence, trust=trust, at=at, read=read)
    except StatusUnavailable:
        return False
    return True


async def _answers(
    one: Certificate, issuer: Certificate, timeout: float
) -> AsyncIterator[Evidence]:
    """What each place named in the certificate answers, while it answers at all."""
    question = _ocsp_question(one, issuer)
    for url in one.ocsp_urls:
        with suppress(NoAnswer):
            answer = await fetching.post(url, question, kind=OCSP_QUERY, timeout=timeout)
            if is_ocsp(answer):
                yield Evidence(ocsps=(answer,))
    for url in _crl_urls(one):
        with suppress(NoAnswer):
            answer = await fetching.get(url, timeout=timeout)
            if is_crl(answer):
                yield Evidence(crls=(answer,))


def _ocsp_question(one: Certificate, issuer: Certificate) -> bytes:
    asked, by = (load_der_x509_certificate(each.dump()) for each in (one, issuer))
    # SHA-1 only names the certificate here (RFC 6960, 4.1.1), and every responder knows it.
    built = OCSPRequestBuilder().add_certificate(asked, by, SHA1()).build()  # noqa: S303
    return built.public_bytes(Encoding.DER)


def is_certificate(content: bytes) -> bool:
    try:
        one = Certificate.load(content)
        return bool(one.issuer.hashable and one.subject.hashable and one.serial_number is not None)
    except (ValueError, TypeError):
        return False


def is_ocsp(answer: bytes) -> bool:
    try:
        return load_der_ocsp_response(answer).response_status is OCSPResponseStatus.SUCCESSFUL
    except ValueError:
        return False


def is_crl(answer: bytes) -> bool:
    try:
        load_der_x509_crl(answer)
    except ValueError:
        return False
    return True


def _crl_urls(one: Certificate) -> list[str]:
    return [point.url for point in one.crl_distribution_points if point.url]


def _refusal(error: Exception) -> type[CertificateRefused]:
    kinds = (refusal for kind, refusal in _REFUSALS if isinstance(error, kind))
    return next(kinds, CertificateRefused)


def _without_doubles(items: tuple[bytes, ...]) -> tuple[bytes, ...]:
    return tuple(dict.fromkeys(items))
