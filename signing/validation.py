"""Whether a signed paper holds: read as hostile, judged offline, at the moments stamped in it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from . import changes, embedded, integrity, timeline
from .embedded import NotEmbedded
from .opening import Opened, Unopened, open_pdf
from .pdf.form import AGENCY
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
from .results import faults_of_result, is_result
from .subjects import name_of
from .timeline import Judged, claimed_time
from .trust import TrustStore

__all__ = ["Embedded", "Policy", "Signature", "SignatureReport", "Verdict", "validate"]


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
    try:
        opened = open_pdf(pdf)
        if not opened.signed and not opened.unreadable:
            return _unsigned(opened)
        return _examined(opened, trust, at, policy)
    except Unopened as unopened:
        # Nothing was shown to be intact in what could not be opened.
        harm = Integrity.CHANGED if unopened.fault.harm is Integrity.CHANGED else Integrity.BROKEN
        return _report((), [unopened.fault], None, harm=harm)
    except Exception:  # noqa: BLE001  a parser may break in any way over bytes made to break it
        sentence = _("The file could not be examined to its end.")
        return SignatureReport(Verdict.INDETERMINATE, reasons=(sentence,))


def _unsigned(opened: Opened) -> SignatureReport:
    if opened.lost:
        return _report((), [altered(_("A signature was taken out of the file."))], None)
    return SignatureReport(
        Verdict.UNSIGNED,
        reasons=(_("The file carries no signature."),),
        integrity=Integrity.UNSIGNED,
        sub_indication=Sub.SIGNED_DATA_NOT_FOUND,
    )


def _examined(opened: Opened, trust: TrustStore, at: datetime, policy: Policy) -> SignatureReport:
    judged = asyncio.run(timeline.judge(opened, trust=trust, at=at))
    of_result = policy is Policy.OWN or (policy is Policy.FITTING and is_result(opened))
    told = _told(opened, judged, of_result=of_result)
    signatures = (*_with_earlier(tuple(told)), *_unread(opened))
    if not all(one.intact for one in signatures):
        # What was changed within has no meaning left that could be judged.
        return _report(signatures, [], None)
    if not of_result:
        return _report(signatures, _foreign(opened), None)
    faults, data = list(faults_of_result(opened, judged, trust)), None
    try:
        data = _data(opened)
    except NotEmbedded as fault:
        faults.append(broken(fault.sentence))
    return _report(signatures, faults, data)


def _told(opened: Opened, judged: Iterable[Judged], *, of_result: bool) -> Iterator[Signature]:
    for one in judged:
        faults = [*one.faults, *integrity.faults_of_room(opened, one.one)]
        if one.one.covers is Covers.UNCLEAR:
            faults.append(broken(_("It does not cover all that was there when it was made.")))
        harm = harm_of(faults)
        if harm is Integrity.INTACT and not of_result:
            faults += changes.after_signature(opened, one.one)
        yield Signature(
            field=one.one.field,
            signer=name_of(one.one.certificates.signer_cert),
            moment=one.moment,
            level=one.level,
            intact=harm is not Integrity.BROKEN,
            trusted=not one.untrusted,
            covers=one.one.covers,
            verdict=worst(faults),
            faults=tuple(faults),
            claimed=claimed_time(one.one),
            modified_after=harm_of(faults) is Integrity.CHANGED,
        )


def _with_earlier(told: tuple[Signature, ...]) -> Iterator[Signature]:
    """What was changed after a signature was changed after those before it too."""
    for number, one in enumerate(told):
        later = any(other.modified_after for other in told[number:])
        yield replace(one, modified_after=later)


def _unread(opened: Opened) -> Iterator[Signature]:
    for one in opened.unreadable:
        yield Signature(
            field=one.field,
            signer=one.signer,
            moment=None,
            level=Level.B,
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
    if opened.lost:
        faults.append(altered(_("A signature was taken out of the file.")))
    if opened.signatures or opened.unreadable:
        return faults
    return [*faults, unproven(_("The file carries time-stamps only; nobody has signed it."))]


def _report(
    signatures: tuple[Signature, ...],
    faults: list[Fault],
    data: Embedded | None,
    *,
    harm: Integrity | None = None,
) -> SignatureReport:
    found = [*faults, *(fault for one in signatures for fault in one.faults)]
    verdict = worst(found)
    if harm_of(faults) is Integrity.CHANGED:
        signatures = tuple(replace(one, modified_after=True) for one in signatures)
    return SignatureReport(
        verdict=verdict,
        integrity=harm or harm_of(found),
        sub_indication=why(found),
        signatures=signatures,
        # What a broken paper says is nothing to go by.
        embedded=None if verdict is Verdict.INVALID else data,
        reasons=(
            *(fault.sentence for fault in faults),
            *(format_lazy("{}: {}", s.field, reason) for s in signatures for reason in s.reasons),
        ),
    )
