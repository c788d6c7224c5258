"""Until when a method is safe depends on the method, the key and the digest; the table says it."""

from __future__ import annotations

import asyncio
import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from asn1crypto.algos import RSASSAPSSParams, SignedDigestAlgorithm
from asn1crypto.keys import PublicKeyInfo
from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from signing.algorithms import NEVER, OPEN, Dated
from signing.demo import issuing
from signing.demo.issuing import AUTHORITY, SIGNER
from signing.errors import WeakMethods
from signing.policies import newest_algorithms
from signing.revocation import Safety, chain
from signing.trust import TrustStore
from tests.trust import der

TABLE = newest_algorithms()
SHA1_ENDS = datetime(2012, 8, 1, tzinfo=UTC)
ENDS_2029 = datetime(2029, 1, 1, tzinfo=UTC)


def public(
    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey,
) -> PublicKeyInfo:
    der = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    loaded: PublicKeyInfo = PublicKeyInfo.load(der)
    return loaded


RSA = {bits: public(rsa.generate_private_key(65537, bits)) for bits in (1024, 2048, 3072)}
P_192, P_224, P_256, P_521 = (
    public(ec.generate_private_key(curve))
    for curve in (ec.SECP192R1(), ec.SECP224R1(), ec.SECP256R1(), ec.SECP521R1())
)


def method(name: str) -> SignedDigestAlgorithm:
    return SignedDigestAlgorithm({"algorithm": name})


def pss(digest: str) -> SignedDigestAlgorithm:
    parameters = RSASSAPSSParams({"hash_algorithm": {"algorithm": digest}})
    return SignedDigestAlgorithm({"algorithm": "rsassa_pss", "parameters": parameters})


@pytest.mark.parametrize(
    ("said", "key", "until"),
    [
        (method("sha256_rsa"), RSA[1024], datetime(2019, 10, 1, tzinfo=UTC)),
        (method("sha256_rsa"), RSA[2048], ENDS_2029),
        (method("sha256_rsa"), RSA[3072], ENDS_2029),
        (method("sha1_rsa"), RSA[2048], SHA1_ENDS),
        (method("md5_rsa"), RSA[2048], NEVER),
        (pss("sha256"), RSA[2048], ENDS_2029),
        (pss("sha256"), RSA[3072], OPEN),
        (pss("sha1"), RSA[3072], SHA1_ENDS),
        (method("sha256_ecdsa"), P_192, NEVER),
        (method("sha256_ecdsa"), P_224, datetime(2021, 10, 1, tzinfo=UTC)),
        (method("sha256_ecdsa"), P_256, OPEN),
        (method("sha224_ecdsa"), P_256, ENDS_2029),
        (method("sha512_ecdsa"), P_521, OPEN),
        (method("ed25519"), public(ed25519.Ed25519PrivateKey.generate()), OPEN),
        (method("1.2.3.4"), P_256, NEVER),
    ],
    # Their own words name places in memory, which differ from process to process.
    ids=itertools.count(),
)
def test_a_method_is_safe_until_its_weakest_part_is_not(
    said: SignedDigestAlgorithm, key: PublicKeyInfo, until: datetime
) -> None:
    assert TABLE.until_method(said, key) == until


def test_no_key_is_so_short_that_it_was_never_listed_and_yet_safe() -> None:
    assert TABLE.until_key("rsassa_pkcs1v15", 1023) == NEVER
    assert TABLE.until_key("dsa", 4096) == NEVER
    assert TABLE.until_digest("md5") == TABLE.until_digest("ripemd160") == NEVER


def test_a_chain_under_a_stamp_is_safe_until_that_and_what_was_added_since_is_not() -> None:
    since = datetime(2009, 1, 1, tzinfo=UTC)
    long_ago = replace(AUTHORITY, since=since)
    root = issuing.issue("Root", issuing.a_service_key(), long_ago, by=None)
    weak = issuing.issue("Weak", ec.generate_private_key(ec.SECP224R1()), long_ago, by=root)
    signer = issuing.issue("Minh", issuing.a_service_key(), replace(SIGNER, since=since), by=weak)
    one, above = (Certificate.load(der(each)) for each in (signer, weak))

    def chained(under: frozenset[bytes]) -> int:
        safety = Safety(TABLE, SHA1_ENDS, under, ENDS_2029)
        store = TrustStore((der(root),))
        return len(asyncio.run(chain(one, [above], trust=store, at=SHA1_ENDS, safety=safety)))

    assert chained(frozenset({der(signer)})) == 3
    with pytest.raises(WeakMethods):
        chained(frozenset({der(weak)}))


def test_the_last_safe_moment_is_the_one_before_the_day() -> None:
    said = method("sha1_rsa")
    before = Dated(TABLE, SHA1_ENDS - timedelta(seconds=1))
    assert before.signature_algorithm_allowed(said, None, RSA[2048])
    assert not Dated(TABLE, SHA1_ENDS).signature_algorithm_allowed(said, None, RSA[2048])


def test_what_must_be_safe_until_later_is_not_asked_for_the_moment_of_signing() -> None:
    earlier = SHA1_ENDS - timedelta(days=900)
    late = Dated(TABLE, SHA1_ENDS + timedelta(days=900))
    assert not late.signature_algorithm_allowed(method("sha1_rsa"), earlier, RSA[2048])
    assert Dated(TABLE).signature_algorithm_allowed(method("sha1_rsa"), earlier, RSA[2048])


def test_where_no_moment_is_known_only_what_has_no_end_is_safe() -> None:
    whenever = Dated(TABLE)
    assert whenever.signature_algorithm_allowed(method("sha256_ecdsa"), None, P_256)
    assert not whenever.signature_algorithm_allowed(method("sha256_rsa"), None, RSA[2048])
