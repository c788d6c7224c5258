"""What the demo's trust services answer, made afresh for each question."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from asn1crypto import algos, crl, keys, ocsp, tsp, x509
from certomancer.services import (
    CRLBuilder,
    RevocationInfoInterface,
    SimpleOCSPResponder,
    TimeStamper,
)
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from .issuing import Holder
from .pki import DemoPki

FRESH_FOR = timedelta(hours=1)


class Answering:
    """The answers of one infrastructure, by path."""

    def __init__(self, pki: DemoPki) -> None:
        self._pki = pki
        self._timestamps = _time_stamper(pki.timestamps)
        self._answers: dict[str, Callable[[bytes, datetime], bytes]] = {"/tsa": self._timestamp}
        for name, holder in {"root": pki.root, "authority": pki.authority}.items():
            status = _Status(holder, pki)
            self._answers[f"/{name}/ocsp"] = status.ocsp
            self._answers[f"/{name}/crl"] = status.crl
            self._answers[f"/{name}/certificate"] = status.certificate

    def to(self, path: str, asked: bytes, *, at: datetime) -> bytes:
        """Raises KeyError for an unknown path, ValueError for a question that is none."""
        # RFC 5280 and RFC 6960 know whole seconds only.
        return self._answers[path](asked, at.replace(microsecond=0))

    def _timestamp(self, asked: bytes, at: datetime) -> bytes:
        answer = self._timestamps.request_tsa_response(tsp.TimeStampReq.load(asked, strict=True))
        return bytes(answer.dump())


class _Status(RevocationInfoInterface):
    """What one authority says of the certificates it has issued."""

    def __init__(self, holder: Holder, pki: DemoPki) -> None:
        self._pki = pki
        self._certificate, self._key = _parts(holder)
        self._algorithm = algos.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"})

    def ocsp(self, asked: bytes, at: datetime) -> bytes:
        responder = SimpleOCSPResponder(
            self._certificate, self._key, self._algorithm, at, self, validity=FRESH_FOR
        )
        answer = responder.build_ocsp_response(ocsp.OCSPRequest.load(asked, strict=True))
        return bytes(answer.dump())

    def crl(self, _asked: bytes, at: datetime) -> bytes:
        builder = CRLBuilder(
            self._certificate.subject,
            self._key,
            self._algorithm,
            self._certificate.key_identifier_value,
        )
        listed = [
            builder.format_revoked_cert(serial, crl.CRLReason("key_compromise"), since)
            for serial, since in self._pki.revoked().items()
        ]
        number = int(at.timestamp())
        return bytes(builder.build_crl(number, at, at + FRESH_FOR, listed).dump())

    def certificate(self, _asked: bytes, _at: datetime) -> bytes:
        return bytes(self._certificate.dump())

    def get_issuer_cert(self) -> x509.Certificate:
        return self._certificate

    def check_revocation_status(self, cid: Any, at_time: datetime) -> tuple[Any, list[Any]]:
        since = self._pki.revoked().get(cid["serial_number"].native)
        if since is None:
            return ocsp.CertStatus("good"), []
        told = {"revocation_time": since, "revocation_reason": crl.CRLReason("key_compromise")}
        return ocsp.CertStatus("revoked", ocsp.RevokedInfo(told)), []


def _time_stamper(holder: Holder) -> TimeStamper:
    certificate, key = _parts(holder)
    above = [x509.Certificate.load(one.public_bytes(Encoding.DER)) for one in holder.chain]
    return TimeStamper(certificate, key, certs_to_embed=above)


def _parts(holder: Holder) -> tuple[x509.Certificate, keys.PrivateKeyInfo]:
    certificate = x509.Certificate.load(holder.certificate.public_bytes(Encoding.DER))
    key = holder.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return certificate, keys.PrivateKeyInfo.load(key)
