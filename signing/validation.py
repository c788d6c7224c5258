"""Whether a signed paper holds: read as hostile, judged offline, at the moments stamped in it."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from pyhanko.pdf_utils.misc import PdfError

from . import changes, embedded, integrity, linear, pictures, policies, timeline
from .embedded import NotEmbedded
from .opening import NOT_READ, Opened, Signed, Unreadable, open_pdf
from .pdf.form import AGENCY
from .policies import Rules
from .reading import Unopened
from .reports import (
    Covers,
    Embedded,
    Fault,
    Integrity,
    Level,
    Signature,
    SignatureReport,
    Sub,
    Verdict,
    altered,
    broken,
    harm_of,
    unproven,
    why,
    worst,
)
from .results import faults_of_names, faults_of_result, is_result, is_signed_by_us
from .subjects import name_of
from .timeline import Judged, claimed_time
from .trust import TrustStore

__all__ = ["Embedded", "Policy", "Signature", "SignatureReport", "Verdict", "validate"]


# What parsers raise over bytes that are no PDF: it is not said whose fault that is.
_DEEPER = (ValueError, LookupError, TypeError, ArithmeticError, AttributeError, zlib.error)
DAMAGED = (PdfError, AssertionError, NotImplementedError, *_DEEPER)


class Policy(StrEnum):
    """Which rules a file is held against."""

    FITTING = "fitting"  # ours for what looks like a result of ours
    OWN = "own"
    FOREIGN = "foreign"


def validate(
    pdf: bytes, *, trust: TrustStore, at: datetime, policy: Policy = Policy.FITTING
) -> SignatureReport:
    """What can be said of these bytes, whatever they are. Never raises for them, asks nobody.

    A result of ours is valid with both signatures, lasting evidence, and nothing added after the
    seal but evidence. A file of another make is valid by its own signatures, and carries no data.
    """
    rules = policies.in_force(_key(of_result=policy is Policy.OWN), at)
    try:
        opened = open_pdf(pdf)
        if opened.signed or opened.unreadable:
            of_result = policy is Policy.OWN or (policy is Policy.FITTING and is_result(opened))
            rules = policies.in_force(_key(of_result=of_result), at)
            report = _examined(opened, trust, at, rules, of_result=of_result)
        else:
            report = _unsigned(opened)
    except Unopened as unopened:
        # Nothing was shown to be intact in what could not be opened.
        harm = Integrity.CHANGED if unopened.fault.harm is Integrity.CHANGED else Integrity.BROKEN
        report = _report((), [unopened.fault], None, harm=harm)
    except DAMAGED:
        report = _report((), [broken(_("The file is damaged and cannot be read."))], None)
    except Exception:  # noqa: BLE001  a parser may break in any way over bytes made to break it
        sentence = _("The file could not be examined to its end.")
        report = SignatureReport(Verdict.INDETERMINATE, reasons=(sentence,))
    return policies.noted(report, rules, on_trial=trust.on_trial)


def _key(*, of_result: bool) -> str:
    return Policy.OWN.value if of_result else Policy.FOREIGN.value


def _unsigned(opened: Opened) -> SignatureReport:
    if opened.lost:
        return _report((), [altered(_("A signature was taken out of the file."))], None)
    return SignatureReport(
        Verdict.UNSIGNED,
        reasons=(_("The file carries no signature."),),
        integrity=Integrity.UNSIGNED,
        sub_indication=Sub.SIGNED_DATA_NOT_FOUND,
    )


def _examined(
    opened: Opened, trust: TrustStore, at: datetime, rules: Rules, *, of_result: bool
) -> SignatureReport:
    judged = asyncio.run(timeline.judge(opened, trust=trust, at=at, methods=rules.algorithms))
    strict = of_result and is_signed_by_us(opened)
    told = _told(opened, judged, rules, strict=strict)
    signatures = (*_with_earlier(tuple(told)), *map(_unreadable, opened.unreadable))
    if not all(one.intact for one in signatures):
        # What was changed within has no meaning left that could be judged.
        return _report(signatures, [], None)
    if not of_result:
        return _report(signatures, _foreign(opened), None)
    faults, data = list(faults_of_result(opened, judged, trust)), None
    # Up to the seal there are stricter rules; no later signature of a person may follow it.
    faults += _around(opened, opened.signatures[-1]) if strict else _foreign(opened)
    try:
        data = _data(opened)
        faults += faults_of_names(judged, data.result) if data else ()
    except NotEmbedded as fault:
        faults.append(broken(fault.sentence))
    return _report(signatures, faults, data)


def _told(
    opened: Opened, judged: Iterable[Judged], rules: Rules, *, strict: bool
) -> Iterator[Signature]:
    for one in judged:
        try:
            yield _signature(opened, one, rules, strict=strict)
        except Exception:  # noqa: BLE001  hostile bytes; one bad signature must not hide the others
            stamps, covers = one.one.is_timestamp, one.one.covers
            named = Unreadable(one.one.field, NOT_READ, covers=covers, is_timestamp=stamps)
            yield _unreadable(named)


def _signature(opened: Opened, one: Judged, rules: Rules, *, strict: bool) -> Signature:
    faults = [*one.faults, *integrity.faults_of_room(opened, one.one)]
    if one.one.covers is Covers.UNCLEAR:
        faults.append(broken(_("It does not cover all that was there when it was made.")))
    harm = harm_of(faults)
    if harm is Integrity.INTACT and not strict:
        faults += changes.after_signature(opened, one.one)
    return Signature(
        field=one.one.field,
        signer=name_of(one.one.certificates.signer_cert),
        moment=one.moment,
        level=one.level,
        intact=harm is not Integrity.BROKEN,
        trusted=not one.untrusted,
        covers=one.one.covers,
        verdict=worst(rules.counted(faults)),
        faults=tuple(rules.counted(faults)),
        claimed=claimed_time(one.one),
        modified_after=harm_of(faults) is Integrity.CHANGED,
        anchor=one.anchor,
        stamp_anchor=one.stamp_anchor,
        notices=rules.noticed(faults),
    )


def _with_earlier(told: tuple[Signature, ...]) -> Iterator[Signature]:
    """What was changed after a signature was changed after those before it too."""
    for number, one in enumerate(told):
        later = any(other.modified_after for other in told[number:])
        yield replace(one, modified_after=later)


def _unreadable(one: Unreadable) -> Signature:
    return Signature(
        field=one.field,
        signer=one.signer,
        moment=None,
        level=Level.TIMESTAMP if one.is_timestamp else Level.B,
        intact=one.fault.harm is not Integrity.BROKEN,
        trusted=False,
        covers=one.covers,
        verdict=one.fault.verdict,
        faults=(one.fault,),
    )


def _data(opened: Opened) -> Embedded | None:
    seal = next((one for one in opened.signatures if one.field == AGENCY), None)
    return embedded.read(opened, seal) if seal else None


def _foreign(opened: Opened) -> list[Fault]:
    faults = list(changes.at_the_end(opened)) if opened.signed else []
    faults += _around(opened, opened.signed[0] if opened.signed else None)
    if opened.signatures or opened.unreadable:
        return faults
    return [*faults, unproven(_("The file carries time-stamps only; nobody has signed it."))]


def _around(opened: Opened, since: Signed | None) -> Iterator[Fault]:
    """What speaks against any signed file as a whole: how it begins, looks, and what it lost."""
    yield from changes.before_the_start(opened)
    if since is not None:
        yield from linear.faults(opened, since)
        yield from pictures.faults(opened, since)
    if opened.lost:
        yield altered(_("A signature was taken out of the file."))


def _report(
    signatures: tuple[Signature, ...],
    faults: list[Fault],
    data: Embedded | None,
    *,
    harm: Integrity | None = None,
) -> SignatureReport:
    found = [*faults, *(fault for one in signatures for fault in one.faults)]
    verdict = worst(found)
    return SignatureReport(
        verdict=verdict,
        integrity=harm or harm_of(found),
        sub_indication=why(found),
        signatures=tuple(_harmed(signatures, faults)),
        # What a broken paper says is nothing to go by.
        embedded=None if verdict is Verdict.INVALID else data,
        reasons=(
            *(fault.sentence for fault in faults),
            *(format_lazy("{}: {}", s.field, reason) for s in signatures for reason in s.reasons),
        ),
    )


def _harmed(signatures: tuple[Signature, ...], faults: list[Fault]) -> Iterator[Signature]:
    """What was done to the file was done to each: none of them passes by itself."""
    harm = harm_of(faults)
    if harm is Integrity.INTACT:
        yield from signatures
        return
    fault = next(one for one in faults if one.harm is harm)
    for one in signatures:
        changed, told = one.modified_after or harm is Integrity.CHANGED, (*one.faults, fault)
        yield replace(one, modified_after=changed, verdict=worst(told), faults=told)
