"""Time-stamps (RFC 3161): asked of one authority after the other, believed only after checking."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from datetime import datetime, timedelta
from typing import cast

from asn1crypto import cms, tsp
from asn1crypto.x509 import Certificate
from django.utils.translation import gettext_lazy as _
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko.sign.validation.status import TimestampSignatureStatus
from pyhanko_certvalidator import ValidationContext

from . import fetching
from .errors import TimestampUnavailable, TimestampWrong
from .fetching import NoAnswer
from .trust import TrustServices, TrustStore

QUERY = "application/timestamp-query"
# How far the authority's clock may be ahead of ours.
SKEW = timedelta(seconds=10)
# What reading an answer of the wrong form raises, deep in the libraries.
MALFORMED = (ValueError, TypeError, KeyError, AttributeError, SignatureValidationError)


def timestamp(data: bytes, *, services: TrustServices) -> bytes:
    """A time-stamp token of `data`, DER. Raises `TimestampUnavailable`."""
    stamper = Authorities(services)
    token = asyncio.run(stamper.async_timestamp(hashlib.sha256(data).digest(), "sha256"))
    return bytes(token.dump())


def check_timestamp(token: bytes, data: bytes, *, trust: TrustStore, at: datetime) -> datetime:
    """When `data` existed, by the token; raises `TimestampWrong`. Asks nobody.

    The authority's certificate is judged at the moment it stamped; `at` is when we look.
    """
    try:
        parsed = cms.ContentInfo.load(token, strict=True)
        when = asyncio.run(_checked(parsed, data, trust))
    except MALFORMED:
        raise TimestampWrong(_("This is no time-stamp.")) from None
    if when > at + SKEW:
        raise TimestampWrong(_("The time-stamp is of a time that is yet to come."))
    return when


class Authorities(TimeStamper):
    """The time-stamp authorities of a site, as pyHanko asks for one."""

    def __init__(self, services: TrustServices) -> None:
        super().__init__()  # type: ignore[no-untyped-call] # the library has no types here
        self._services = services

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """A checked token from the first authority that gives one."""
        failed = []
        for url in self._services.tsa_urls:
            try:
                return await self._from(url, message_digest, md_algorithm)
            except NoAnswer as no:
                failed.append((url, no.reason))
            except TimestampWrong as wrong:
                failed.append((url, str(wrong)))
        raise TimestampUnavailable(failed)

    async def _from(self, url: str, digest: bytes, algorithm: str) -> cms.ContentInfo:
        # RFC 3161, 2.4.1: the nonce binds the answer to this question.
        nonce = secrets.randbits(63)
        asked = _question(digest, algorithm, nonce)
        answer = await fetching.post(url, asked, kind=QUERY, timeout=self._services.timeout)
        try:
            token = _granted(tsp.TimeStampResp.load(answer, strict=True), nonce)
            await _check(token, {algorithm: digest}, self._services.trust)
        except MALFORMED:
            raise TimestampWrong(_("This is no time-stamp.")) from None
        return token


def _question(digest: bytes, algorithm: str, nonce: int) -> bytes:
    imprint = {"hash_algorithm": {"algorithm": algorithm}, "hashed_message": digest}
    asked = {"version": 1, "message_imprint": imprint, "nonce": nonce, "cert_req": True}
    return bytes(tsp.TimeStampReq(asked).dump())


def generation_time(stamped: cms.SignedData) -> datetime:
    """What the token says of when; only worth something once the token is checked."""
    said = stamped["encap_content_info"]["content"].parsed["gen_time"].native
    return cast("datetime", said)


def _granted(answer: tsp.TimeStampResp, nonce: int) -> cms.ContentInfo:
    if answer["status"]["status"].native not in {"granted", "granted_with_mods"}:
        raise TimestampWrong(_("The authority refused to stamp."))
    token: cms.ContentInfo = answer["time_stamp_token"]
    if token["content"]["encap_content_info"]["content"].parsed["nonce"].native != nonce:
        raise TimestampWrong(_("The time-stamp answers another question."))
    return token


async def _check(token: cms.ContentInfo, digests: dict[str, bytes], trust: TrustStore) -> datetime:
    """The token's moment; its imprint must be the digest given for its algorithm."""
    when = generation_time(token["content"])
    context = ValidationContext(
        trust_roots=map(Certificate.load, trust.counting(when)),
        moment=when,
        revocation_mode="soft-fail",
    )
    found = await validate_tst_signed_data(
        token["content"], context, lambda algorithm: digests.get(algorithm, b"")
    )
    status = TimestampSignatureStatus(**found)
    if not (status.intact and status.valid):
        raise TimestampWrong(_("The time-stamp is not one of these bytes."))
    if not status.trusted:
        raise TimestampWrong(_("The time-stamp comes from an authority that is not trusted here."))
    return when


async def _checked(token: cms.ContentInfo, data: bytes, trust: TrustStore) -> datetime:
    digests = {name: hashlib.new(name, data).digest() for name in ("sha256", "sha384", "sha512")}
    return await _check(token, digests, trust)
