"""I12: each issued signature holds, covers all there was, was meant before it was made, and is of
somebody who had the right at that moment.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from signing.models import Purpose, SignatureRequest
from signing.reports import Covers, Level, SignatureReport, Verdict
from signing.validation import validate
from workflows.dossiers.models import Dossier, KeptRegister, Paper
from workflows.files import store
from workflows.files.errors import Damaged, Missing

from .look import AT_A_TIME, Look, Violation
from .rights import had_the_right

CODE = "I12"
Kind = Paper.Kind
FIELDS = {Purpose.PERSONAL: "Personal", Purpose.SEAL: "Agency", Purpose.SLIP: "Slip"}
# Between our clock and that of the time-stamp authority.
TOLERANCE = timedelta(seconds=5)
WHOLE = Prefetch("dossier", Dossier.objects.whole())
DONE = SignatureRequest.objects.filter(state=SignatureRequest.State.DONE)


@dataclass(frozen=True)
class Signed:
    """A signed file of a dossier or register, and what the intent behind it must say."""

    of: Dossier | KeptRegister
    purpose: Purpose
    subject: UUID
    digest: str
    # Of a slip, what was drawn; of a result, the intent says what was meant.
    drawn: str = ""

    @property
    def lasting(self) -> bool:
        """A file on its way from the signature to the seal is not made to be checked."""
        return self.purpose is not Purpose.PERSONAL

    def intent(self) -> SignatureRequest | None:
        found = DONE.filter(subject_ref=self.subject, purpose=self.purpose)
        return found.filter(signed_digest=self.digest).first()


def check(look: Look) -> Iterator[Violation]:
    yield from _papers(look)
    yield from _registers(look)
    yield from _unrecorded()


def _papers(look: Look) -> Iterator[Violation]:
    papers = Paper.objects.filter(Q(kind__in=[Kind.SIGNED, Kind.RESULT]) | ~Q(signed=None))
    stream = papers.select_related("file", "signed").prefetch_related(WHOLE).order_by("pk")
    for paper in look.over(stream.iterator(chunk_size=AT_A_TIME)):
        reads = look.in_turn(paper.pk, paper.signed_at or paper.made_at)
        for sentence in _faults(_signed(paper), look, reads=reads):
            yield Violation(CODE, str(paper.dossier.public_id), sentence)


def _registers(look: Look) -> Iterator[Violation]:
    registers = KeptRegister.objects.exclude(signed=None).select_related("file", "signed", "agency")
    for one in look.over(registers.iterator(chunk_size=AT_A_TIME)):
        assert one.signed is not None, "the others are left out"  # noqa: S101
        signed = Signed(one, Purpose.SLIP, one.public_id, one.signed.digest, one.file.digest)
        for sentence in _faults(signed, look, reads=look.in_turn(one.pk, one.made_at)):
            yield Violation(CODE, str(one.public_id), sentence)


def _signed(paper: Paper) -> Signed:
    dossier = paper.dossier
    if paper.signed is not None:
        slip = (dossier, Purpose.SLIP, paper.public_id, paper.signed.digest)
        return Signed(*slip, drawn=paper.file.digest)
    purpose = Purpose.SEAL if paper.kind == Kind.RESULT else Purpose.PERSONAL
    return Signed(dossier, purpose, dossier.public_id, paper.file.digest)


def _faults(signed: Signed, look: Look, *, reads: bool) -> Iterator[str]:
    intent, told = signed.intent(), {"purpose": signed.purpose.label}
    if intent is None:
        yield _("It was signed (%(purpose)s) without an intent.") % told
        return
    if intent.signed_at is None or intent.signed_at < intent.opened_at:
        yield _("It was signed (%(purpose)s) before it was meant.") % told
        return
    if not had_the_right(signed.of, intent):
        yield _("Whoever signed (%(purpose)s) had no right to at that moment.") % told
    if not reads:
        return
    try:
        content, drawn = store.read(signed.digest), store.read(intent.digest)
    except (Missing, Damaged) as error:
        yield str(error)
        return
    if not content.startswith(drawn) or signed.drawn not in ("", intent.digest):
        yield _("What was signed (%(purpose)s) is not what was meant.") % told
    if signed.lasting:
        yield from _of_file(signed, intent, content, look)


def _of_file(signed: Signed, intent: SignatureRequest, content: bytes, look: Look) -> Iterator[str]:
    if look.trust is None:
        yield _("No certificates to trust are at hand; nothing is proven of the signatures.")
        return
    report = validate(content, trust=look.trust, at=look.at)
    if report.verdict is not Verdict.VALID:
        yield _("The signatures of the issued file do not hold.")
    if not _covers_all(report):
        yield _("The last evidence of the issued file does not cover all of it.")
    for meant in (intent, *_personal(signed)):
        if _moment(report, meant) < meant.opened_at - TOLERANCE:
            told = {"purpose": Purpose(meant.purpose).label}
            yield _("It was signed (%(purpose)s) before it was meant.") % told


def _personal(signed: Signed) -> Iterator[SignatureRequest]:
    """What is sealed bears the personal signature, too."""
    if signed.purpose is Purpose.SEAL:
        found = DONE.filter(subject_ref=signed.subject, purpose=Purpose.PERSONAL)
        yield from found.order_by("-signed_at")[:1]


def _covers_all(report: SignatureReport) -> bool:
    """The last of them speaks for the whole file; those before for all there was then."""
    covers = [one.covers for one in report.signatures]
    return Covers.FILE in covers and Covers.UNCLEAR not in covers


def _moment(report: SignatureReport, intent: SignatureRequest) -> datetime:
    """As it is time-stamped; a signature without such a moment is as if it had always been."""
    field = FIELDS[Purpose(intent.purpose)]
    moments = [
        one.moment
        for one in report.signatures
        if one.field == field and one.level is not Level.TIMESTAMP and one.moment
    ]
    return moments[0] if moments else datetime.min.replace(tzinfo=intent.opened_at.tzinfo)


def _unrecorded() -> Iterator[Violation]:
    """Intents that are done, of which the dossier holds no signed paper."""
    for intent in DONE.order_by("pk").iterator(chunk_size=AT_A_TIME):
        held = Paper.objects.filter(
            dossier__public_id=intent.subject_ref, file__digest=intent.signed_digest
        )
        if intent.purpose == Purpose.SLIP:
            held = _slips(Paper, intent)
            held = held if held.exists() else _slips(KeptRegister, intent)
        if not held.exists():
            told = _("A signature was recorded as done, and lies in no dossier.")
            yield Violation(CODE, str(intent.subject_ref), told)


def _slips(kind: type[Paper | KeptRegister], intent: SignatureRequest) -> QuerySet[Any]:
    found = {"public_id": intent.subject_ref, "signed__digest": intent.signed_digest}
    return kind._default_manager.filter(**found)
