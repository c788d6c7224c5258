"""Whether a CMS signature (RFC 5652) is intact, and nothing but what was signed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator

from asn1crypto import cms, core, parser, tsp, x509
from django.utils.translation import gettext_lazy as _
from pyhanko.sign.general import SignedDataCerts
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import get_signing_cert_attr, validate_sig_integrity
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.utils import DEFAULT_ALGORITHM_USAGE_POLICY
from pyhanko_certvalidator.errors import InvalidCertificateError

from .opening import Opened, Signed
from .reports import Fault, Sub, broken, unproven

# Of machines and services; what else a purpose may be, known or not, a person may sign with.
_FOREIGN_PURPOSES = {"server_auth", "code_signing", "time_stamping", "ocsp_signing"}


class _ForSigning(KeyUsageConstraints):
    def validate_asserted_extended_key_usage(self, asserted_key_usages: set[str]) -> None:
        """RFC 5280, 4.2.1.12: where purposes are named, critical or not, there are no others."""
        if asserted_key_usages and asserted_key_usages <= _FOREIGN_PURPOSES:
            raise InvalidCertificateError(", ".join(sorted(asserted_key_usages)))


FOR_SIGNING = _ForSigning(key_usage={"non_repudiation"})
FOR_TIMESTAMPS = KeyUsageConstraints(extd_key_usage={"time_stamping"})
# What can be reckoned here; whether it is safe is another question, and depends on the day.
DIGESTS = ("sha1", "sha224", "sha256", "sha384", "sha512", "sha3_256", "sha3_384", "sha3_512")
# RFC 5652, 5.1: the version of what holds other content than plain data, and of plain data.
VERSIONS = {"tst_info": "v3", "data": "v1"}

_CHANGED = broken(_("The signed bytes were changed."), Sub.HASH_FAILURE)
_FORGED = broken(_("The signature does not fit its certificate."), Sub.SIG_CRYPTO_FAILURE)
UNSAFE = unproven(_("It rests on methods that are no longer safe."), Sub.CRYPTO_CONSTRAINTS_FAILURE)
_OWN_CONTENT = _("The signature carries content of its own.")
_EMPTY = _(
    "The signature carries an empty content, which the standard forbids;"
    " some office programs write it so."
)
_NO_TIMESTAMP = broken(_("The time-stamp cannot be read."))


def faults_of_signature(one: Signed) -> Iterator[Fault]:
    """Is this a signature of the bytes it covers?"""
    content = one.cms["encap_content_info"]["content"]
    if not isinstance(content, core.Void):
        # ISO 32000-2, 12.8.3.3.1: no content; an office program writes one of no bytes.
        yield broken(_EMPTY if content.contents == b"" else _OWN_CONTENT)
    if get_signing_cert_attr(one.pdf.signer_info["signed_attrs"]) is None:
        yield unproven(_("The signature does not say which certificate it was made with."))
    yield from _faults(one.cms, one.certificates, "data", one.pdf.compute_digest(), FOR_SIGNING)


def faults_of_timestamp(
    token: cms.SignedData, by: SignedDataCerts, imprint: Callable[[str], bytes]
) -> Iterator[Fault]:
    """Is this a time-stamp (RFC 3161) of what has this imprint, by the algorithm it names?"""
    content = token["encap_content_info"]["content"]
    if not isinstance(getattr(content, "parsed", None), tsp.TSTInfo):
        yield _NO_TIMESTAMP
        return
    stamped = content.parsed["message_imprint"]
    named = stamped["hash_algorithm"]["algorithm"].native
    algorithm = token["signer_infos"][0]["digest_algorithm"]["algorithm"].native
    if not {named, algorithm} <= set(DIGESTS):
        yield UNSAFE
        return
    if stamped["hashed_message"].native != imprint(named):
        yield _CHANGED
    digest = hashlib.new(algorithm, bytes(content)).digest()
    yield from _faults(token, by, "tst_info", digest, FOR_TIMESTAMPS)


def faults_of_room(opened: Opened, one: Signed) -> Iterator[Fault]:
    """The signature stands where its range leaves room for it, and nothing stands there with it."""
    start, end = int(one.pdf.byte_range[1]), int(one.pdf.byte_range[2])
    written = one.pdf.pkcs7_content.hex().encode()
    if opened.pdf[start:end] not in {b"<%s>" % written, b"<%s>" % written.upper()}:
        yield broken(_("The signature is not where its range of bytes leaves room for it."))
    # As it is written: a length left open (X.690, 8.1.3.6) would be lost by writing it anew.
    length = parser.peek(one.pdf.pkcs7_content)
    if one.pdf.pkcs7_content[length:].strip(b"\0"):
        yield broken(_("Something else was put beside the signature."))


def has_loose_parts(one: Signed, known: Collection[bytes]) -> bool:
    """Is there any part that could be changed without the signature noticing?

    Certificates are held against those `known` from elsewhere; all other parts that are not signed
    can stand there in one form only.
    """
    signed, signer = one.cms, one.pdf.signer_info
    kind = signed["encap_content_info"]["content_type"].native
    digests = [digest.dump() for digest in signed["digest_algorithms"]]
    carried = {certificate.chosen.dump() for certificate in signed["certificates"]}
    return (
        signed["version"].native != VERSIONS[kind]
        or not _names_exactly(signer, one.certificates.signer_cert)
        or digests != [signer["digest_algorithm"].dump()]
        or not carried <= set(known)
        or not isinstance(signed["crls"], core.Void)
        or not isinstance(signer["unsigned_attrs"], core.Void)
        or signed.copy().dump(force=True) != signed.dump()
    )


def _names_exactly(signer: cms.SignerInfo, certificate: x509.Certificate) -> bool:
    """Names are compared leniently when a signer is looked for, so here byte by byte."""
    if signer["sid"].name == "subject_key_identifier":
        return bool(signer["version"].native == "v3")
    issuer = signer["sid"].chosen["issuer"].dump()
    return bool(signer["version"].native == "v1" and issuer == certificate.issuer.dump())


def _faults(
    signed: cms.SignedData,
    by: SignedDataCerts,
    kind: str,
    digest: bytes,
    usage: KeyUsageConstraints,
) -> Iterator[Fault]:
    signer = signed["signer_infos"][0]
    try:
        intact, valid = validate_sig_integrity(signer, by.signer_cert, kind, digest)
    except SignatureValidationError:
        intact, valid = True, False
    if not intact:
        yield _CHANGED
    if not valid:
        yield _FORGED
    if not _names_one_digest(signer):
        yield UNSAFE
    try:
        usage.validate(by.signer_cert)
    except InvalidCertificateError:
        sentence = _("The certificate is not meant for this use.")
        yield unproven(sentence, Sub.CHAIN_CONSTRAINTS_FAILURE)


def _names_one_digest(signer: cms.SignerInfo) -> bool:
    """RFC 8933: the digest of the content is that of the signature, where this names one."""
    method, digest = signer["signature_algorithm"], signer["digest_algorithm"]
    return bool(DEFAULT_ALGORITHM_USAGE_POLICY.digest_combination_allowed(method, digest, None))
