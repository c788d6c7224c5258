"""I12: each issued signature holds, covers all there was, was meant before it was made, and is of
somebody who had the right at that moment.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Prefetch, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from signing import registry
from signing.models import Purpose, SignatureRequest
from signing.reports import Covers, Level, SignatureReport, Verdict
from signing.validation import validate
from workflows.dossiers.models import Dossier, Paper
from workflows.files import store
from workflows.files.errors import Damaged, Missing
from workflows.people.models import Account, Post, Role

from .look import AT_A_TIME, Look, Violation

CODE = "I12"
Kind = Paper.Kind
SIGNS = {Kind.SIGNED: Purpose.PERSONAL, Kind.RESULT: Purpose.SEAL}
FIELDS = {Purpose.PERSONAL: "Personal", Purpose.SEAL: "Agency"}
ROLES = {Purpose.PERSONAL: Role.APPROVER, Purpose.SEAL: Role.CLERK}
# Between our clock and that of the time-stamp authority.
TOLERANCE = timedelta(seconds=5)
NOBODY = UUID(int=0)
ALL_OF_DOSSIER = Dossier.objects.whole()


def check(look: Look) -> Iterator[Violation]:
    papers = Paper.objects.filter(kind__in=SIGNS).select_related("file").order_by("pk")
    whole = papers.prefetch_related(Prefetch("dossier", ALL_OF_DOSSIER))
    for paper in look.over(whole.iterator(chunk_size=AT_A_TIME)):
        for sentence in _faults(paper, look):
            yield Violation(CODE, str(paper.dossier.public_id), sentence)
    yield from _unrecorded()


def _faults(paper: Paper, look: Look) -> Iterator[str]:
    purpose = SIGNS[Kind(paper.kind)]
    intent = SignatureRequest.objects.filter(
        subject_ref=paper.dossier.public_id,
        purpose=purpose,
        signed_digest=paper.file.digest,
        state=SignatureRequest.State.DONE,
    ).first()
    if intent is None:
        yield _("It was signed (%(purpose)s) without an intent.") % {"purpose": purpose.label}
        return
    if intent.signed_at is None or intent.signed_at < intent.opened_at:
        yield _("It was signed (%(purpose)s) before it was meant.") % {"purpose": purpose.label}
        return
    if not _had_the_right(paper.dossier, purpose, intent, intent.signed_at):
        yield _("Whoever signed (%(purpose)s) had no right to at that moment.") % {
            "purpose": purpose.label
        }
    # What is issued bears the personal signature, too; a file halfway is not to be validated.
    if paper.kind == Kind.RESULT:
        yield from _of_file(paper, intent, look)


def _of_file(paper: Paper, seal: SignatureRequest, look: Look) -> Iterator[str]:
    if look.trust is None:
        yield _("No certificates to trust are at hand; nothing is proven of the signatures.")
        return
    try:
        content = store.read(paper.file.digest)
    except (Missing, Damaged) as error:
        yield str(error)
        return
    report = validate(content, trust=look.trust, at=look.at)
    if report.verdict is not Verdict.VALID:
        yield _("The signatures of the issued file do not hold.")
    if not _covers_all(report):
        yield _("The last evidence of the issued file does not cover all of it.")
    personal = SignatureRequest.objects.filter(
        subject_ref=paper.dossier.public_id, purpose=Purpose.PERSONAL
    )
    meant = [seal, *personal.exclude(signed_at=None).order_by("-signed_at")[:1]]
    for intent in meant:
        if _moment(report, intent) < intent.opened_at - TOLERANCE:
            yield _("It was signed (%(purpose)s) before it was meant.") % {
                "purpose": Purpose(intent.purpose).label
            }


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


def _had_the_right(
    dossier: Dossier, purpose: Purpose, intent: SignatureRequest, at: datetime
) -> bool:
    """The post, its place and the key, all of that day; and other eyes than the preparer's."""
    day, agency = localdate(at), dossier.competent_agency
    account = Account.objects.filter(public_id=intent.signed_by or NOBODY).first()
    if account is None:
        return False
    posts = Post.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=day),
        account=account,
        valid_from__lte=day,
        unit__agency=agency,
        role=ROLES[purpose],
    )
    named, holder = posts.exists() and intent.signer_ref == agency.public_id, None
    if purpose is Purpose.PERSONAL:
        mine = posts.filter(public_id=intent.signer_ref, pk=dossier.signer_id or 0)
        named = mine.exists() and not _prepared_by(account, dossier)
        holder = account.person.public_id if account.person else NOBODY
    key = registry.registered(
        purpose=purpose, agency_ref=agency.public_id, holder_ref=holder, on=day
    )
    return named and key is not None


def _prepared_by(account: Account, dossier: Dossier) -> bool:
    return dossier.handler is not None and dossier.handler.account.same_person(account)


def _unrecorded() -> Iterator[Violation]:
    """Intents that are done, of which the dossier holds no signed paper."""
    done = SignatureRequest.objects.filter(state=SignatureRequest.State.DONE).order_by("pk")
    for intent in done.iterator(chunk_size=AT_A_TIME):
        held = Paper.objects.filter(
            dossier__public_id=intent.subject_ref, file__digest=intent.signed_digest
        )
        if not held.exists():
            told = _("A signature was recorded as done, and lies in no dossier.")
            yield Violation(CODE, str(intent.subject_ref), told)
