"""What a result of ours must be beside intact: signed twice, in that order, and left alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from asn1crypto.x509 import Certificate
from django.utils.translation import gettext_lazy as _
from pyhanko.sign.fields import MDPPerm

from . import changes, embedded, integrity
from .anchors import Domain
from .embedded import FIELDS
from .opening import Opened
from .pdf.form import AGENCY, PERSONAL
from .reports import Fault, Level, Sub, altered, failed, unproven
from .sentences import filled
from .subjects import is_of, name_of
from .timeline import Judged
from .trust import TrustStore

# Versions of the data that did not yet say who signs.
WITHOUT_SIGNER = (1, 2)


def is_result(opened: Opened) -> bool:
    """Does the file look like a result, be it unfinished or forged?"""
    names = {one.field for one in opened.signed} | {one.field for one in opened.unreadable}
    return bool({PERSONAL, AGENCY} & {*names, *opened.empty}) or embedded.carries_data(opened)


def is_signed_by_us(opened: Opened) -> bool:
    """Does it carry a signature that a result carries, from which on it must stay as it was?"""
    return not {PERSONAL, AGENCY}.isdisjoint(one.field for one in opened.signatures)


def faults_of_result(
    opened: Opened, judged: tuple[Judged, ...], trust: TrustStore
) -> Iterator[Fault]:
    """What speaks against it as a whole."""
    signatures = {one.one.field: one for one in judged if not one.one.is_timestamp}
    yield from _signers(opened, signatures)
    yield from _domains(signatures)
    personal, seal = signatures.get(PERSONAL), signatures.get(AGENCY)
    yield from _certified(personal, seal)
    if personal and seal:
        yield from _order(personal, seal)
        yield from changes.before_seal(opened, personal.one, seal.one.revision, {*FIELDS, AGENCY})
    if personal and not seal:
        yield from changes.before_seal(opened, personal.one, opened.revisions - 1, set(FIELDS))
    if seal:
        yield from changes.after_seal(opened, seal.one)
    yield from _lasts(opened, judged, trust)


def _signers(opened: Opened, signatures: Mapping[str, Judged]) -> Iterator[Fault]:
    if PERSONAL not in signatures:
        yield unproven(_("The signature of the competent person is missing."))
    if AGENCY not in signatures:
        yield unproven(_("The seal of the agency is missing."))
    if len(opened.signatures) > len({PERSONAL, AGENCY} & signatures.keys()):
        yield altered(_("It carries signatures that a result does not carry."))


def faults_of_names(judged: tuple[Judged, ...], data: Mapping[str, Any]) -> Iterator[Fault]:
    """Whether those have signed whom the data name: the person, and the agency that issued it."""
    signed = [one.one for one in judged if not one.one.is_timestamp]
    names = {one.field: one.certificates.signer_cert for one in signed}
    issuer = data.get("issuer")
    agency = issuer.get("name") if isinstance(issuer, dict) else None
    yield from _named(names.get(AGENCY), agency)
    if data.get("schema") not in WITHOUT_SIGNER:
        yield from _named(names.get(PERSONAL), data.get("signer"))


def _named(certificate: Certificate | None, said: object) -> Iterator[Fault]:
    if certificate is not None and not (isinstance(said, str) and is_of(certificate, said)):
        sentence = _("%(subject)s signed it, whom the data of the paper do not name.")
        yield unproven(filled(sentence, {"subject": name_of(certificate)}))


def _certified(personal: Judged | None, seal: Judged | None) -> Iterator[Fault]:
    """ISO 32000-1, 12.8.2.2: only forms may be filled after the person, nothing after the seal."""
    allowed = {PERSONAL: (personal, MDPPerm.FILL_FORMS), AGENCY: (seal, MDPPerm.NO_CHANGES)}
    for field, (judged, level) in allowed.items():
        if judged and judged.one.pdf.docmdp_level is not level:
            sentence = _("“%(field)s” does not forbid what a result forbids after it.")
            yield unproven(filled(sentence, {"field": field}))


def _domains(signatures: Mapping[str, Judged]) -> Iterator[Fault]:
    """NĐ 68/2024: officials and agencies sign under the Government's own authority."""
    if any(one.anchor and one.anchor.domain is Domain.PUBLIC for one in signatures.values()):
        sentence = _("A result is signed under the root for citizens and enterprises.")
        yield unproven(sentence, Sub.CHAIN_CONSTRAINTS_FAILURE)


def _order(personal: Judged, seal: Judged) -> Iterator[Fault]:
    """NĐ 30/2020 art. 5, 32: the agency seals, with its own key, what the person has signed."""
    if personal.one.certificate == seal.one.certificate:
        sentence = _("The agency's seal was set with the key of the personal signature.")
        yield failed(sentence, Sub.SIG_CONSTRAINTS_FAILURE)
    late = personal.moment and seal.moment and personal.moment > seal.moment
    if late or personal.one.revision >= seal.one.revision:
        sentence = _("The seal was set before the personal signature.")
        yield failed(sentence, Sub.SIG_CONSTRAINTS_FAILURE)


def _lasts(opened: Opened, judged: tuple[Judged, ...], trust: TrustStore) -> Iterator[Fault]:
    if any(one.level is Level.LT for one in judged):
        yield unproven(_("No time-stamp keeps the evidence for its signatures."))
    *_earlier, last = opened.signed
    known = {*opened.evidence().certificates, *trust.roots}
    if last.is_timestamp and integrity.has_loose_parts(last, known):
        yield unproven(_("The last time-stamp carries something that nothing vouches for."))
