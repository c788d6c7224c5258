"""Whether a signed paper holds: read as hostile, judged offline, at the moments stamped in it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from datetime import datetime

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
    Level,
    Signature,
    SignatureReport,
    Verdict,
    broken,
    unproven,
    worst,
)
from .results import faults_of_result, is_result
from .subjects import name_of
from .timeline import Judged
from .trust import TrustStore

__all__ = ["Embedded", "Signature", "SignatureReport", "Verdict", "validate"]


def validate(pdf: bytes, *, trust: TrustStore, at: datetime) -> SignatureReport:
    """What can be said of these bytes, whatever they are. Never raises for them, asks nobody.

    A result of ours is valid with both signatures, lasting evidence, and nothing added after the
    seal but evidence. A file of another make is valid by its own signatures, and carries no data.
    """
    try:
        opened = open_pdf(pdf)
        if not opened.signed and not opened.unreadable:
            return SignatureReport(Verdict.UNSIGNED, reasons=(_("The file carries no signature."),))
        return _examined(opened, trust, at)
    except Unopened as unopened:
        return SignatureReport(unopened.fault.verdict, reasons=(unopened.fault.sentence,))
    except Exception:  # noqa: BLE001  a parser may break in any way over bytes made to break it
        sentence = _("The file could not be examined to its end.")
        return SignatureReport(Verdict.INDETERMINATE, reasons=(sentence,))


def _examined(opened: Opened, trust: TrustStore, at: datetime) -> SignatureReport:
    judged = asyncio.run(timeline.judge(opened, trust=trust, at=at))
    of_result = is_result(opened)
    signatures = (*_told(opened, judged, of_result=of_result), *_unread(opened))
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
        if one.is_intact and not of_result and not one.one.is_timestamp:
            faults += changes.after_signature(opened, one.one)
        yield Signature(
            field=one.one.field,
            signer=name_of(one.one.certificates.signer_cert),
            moment=one.moment,
            level=one.level,
            intact=one.is_intact,
            trusted=not one.untrusted,
            covers=one.one.covers,
            verdict=worst(faults),
            reasons=tuple(dict.fromkeys(fault.sentence for fault in faults)),
        )


def _unread(opened: Opened) -> Iterator[Signature]:
    for one in opened.unreadable:
        yield Signature(
            field=one.field,
            signer="",
            moment=None,
            level=Level.B,
            intact=False,
            trusted=False,
            covers=Covers.UNCLEAR,
            verdict=one.fault.verdict,
            reasons=(one.fault.sentence,),
        )


def _data(opened: Opened) -> Embedded | None:
    seal = next((one for one in opened.signatures if one.field == AGENCY), None)
    return embedded.read(opened, seal) if seal else None


def _foreign(opened: Opened) -> list[Fault]:
    if opened.signatures:
        return []
    return [unproven(_("The file carries time-stamps only; nobody has signed it."))]


def _report(
    signatures: tuple[Signature, ...], faults: list[Fault], data: Embedded | None
) -> SignatureReport:
    verdict = worst(
        [*faults, *(Fault(one.verdict, sentence) for one in signatures for sentence in one.reasons)]
    )
    return SignatureReport(
        verdict=verdict,
        signatures=signatures,
        # What a broken paper says is nothing to go by.
        embedded=None if verdict is Verdict.INVALID else data,
        reasons=(
            *(fault.sentence for fault in faults),
            *(format_lazy("{}: {}", s.field, reason) for s in signatures for reason in s.reasons),
        ),
    )
