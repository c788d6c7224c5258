"""The slips an act leaves: Mẫu 01 to 05, filled from the dossier and kept with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from django.conf import settings
from django.utils.timezone import localdate

from procedures.schema import Channel, Procedure, Requirement
from procedures.words import Reason
from workflows.clock.deadline import Due
from workflows.documents import (
    apology_slip,
    completion_slip,
    receipt_slip,
    refusal_slip,
    stop_slip,
    words,
)
from workflows.documents.apology_slip import Apology
from workflows.documents.completion_slip import Completion, Item
from workflows.documents.receipt_slip import PaperLine, Receipt
from workflows.documents.refusal_slip import Refusal
from workflows.documents.render import Rendered
from workflows.documents.slip import Head
from workflows.documents.stop_slip import Stop
from workflows.dossiers.models import CompletionRequest, Component, Dossier, Ending, Paper
from workflows.dossiers.status import Status
from workflows.people.models import Person, Post
from workflows.permissions.rules import Acting

from .letterhead import of_agency, of_post
from .papers import keep

ORIGINS = {
    Component.Origin.PAPER: "Bản giấy",
    Component.Origin.DRAWN: "Biểu mẫu điện tử",
    Component.Origin.REUSED_COMPONENT: "Hồ sơ trước",
    Component.Origin.REUSED_RESULT: "Kho kết quả",
    Component.Origin.LOOKED_UP: "Cơ quan tra cứu",
}
HANDED_IN = {
    Dossier.Channel.COUNTER: "Nộp trực tiếp",
    Dossier.Channel.ONLINE: "Nộp trực tuyến",
    Dossier.Channel.POST: "Nộp qua bưu chính",
}
FINANCE = {
    Ending.Finance.NO_CHARGE: "Không thu",
    Ending.Finance.KEPT: "Không hoàn trả khoản đã nộp (nếu có)",
    Ending.Finance.REFUND: "Hoàn trả khoản đã nộp",
}
ASKED_AT = {
    CompletionRequest.Stage.RECEPTION: "Trước khi tiếp nhận hồ sơ",
    CompletionRequest.Stage.ASSESSMENT: "Trong quá trình thẩm định hồ sơ",
}
STAGES = {
    Status.SUBMITTED: "Chờ tiếp nhận",
    Status.COMPLETION_REQUESTED: "Chờ hoàn thiện hồ sơ trước khi tiếp nhận",
    Status.RECEIVED: "Đã tiếp nhận, chờ phân công",
    Status.PROCESSING: "Đang thẩm định",
    Status.SUPPLEMENT_REQUESTED: "Chờ bổ sung hồ sơ",
    Status.PAYMENT_REQUESTED: "Chờ thực hiện nghĩa vụ tài chính",
    Status.AWAITING_APPROVAL: "Chờ phê duyệt",
}
RETURNED = {
    Dossier.Channel.COUNTER: "Tại bộ phận một cửa",
    Dossier.Channel.ONLINE: "Trực tuyến",
    Dossier.Channel.POST: "Qua bưu chính công ích",
}


def receipt(
    dossier: Dossier,
    procedure: Procedure,
    promised: Due | None,
    *,
    by: Acting,
    at: datetime,
    brought_by: Acting | None = None,
) -> Paper:
    """Mẫu 01: what was handed in, when, and when the result is due.

    `brought_by` is the citizen to whose act an officer's slip answers; else it was the submitter.
    """
    channel = procedure.channel(dossier.channel)
    slip = Receipt(
        head=_head(dossier, procedure, by, at, (brought_by or by).applicant_of(dossier)),
        code=str(dossier),
        papers=tuple(_lines(dossier, procedure)),
        received_at=at,
        limit=words.limit(channel.limit),
        due=_promise(channel, promised),
        fee=_fee(channel),
        return_way=RETURNED[Dossier.Channel(dossier.channel)],
        channel=HANDED_IN[Dossier.Channel(dossier.channel)],
        qr=f"{settings.PUBLIC_URL}/tra-cuu/?ma={dossier.lookup_secret}",
    )
    return _kept(dossier, Paper.Kind.FORM_01, receipt_slip.render(slip, at=at), by=by, at=at)


def completion(
    dossier: Dossier,
    procedure: Procedure,
    request: CompletionRequest,
    *,
    by: Acting,
    at: datetime,
) -> Paper:
    """Mẫu 02: everything to put right in one list, with a reason each."""
    names = dict(_names(procedure, dossier.case))
    items = request.items.order_by("pk").values_list("key", "reason")
    slip = Completion(
        head=_with_contact(_head(dossier, procedure, by, at), by),
        items=tuple(Item(names[key], reason) for key, reason in items),
        number_of_request=request.number,
        legal_basis=request.legal_basis,
        stage=ASKED_AT[CompletionRequest.Stage(request.stage)],
        approved_by=_named(request.approved_by),
    )
    return _kept(dossier, Paper.Kind.FORM_02, completion_slip.render(slip, at=at), by=by, at=at)


def refusal(
    dossier: Dossier, procedure: Procedure, ground: Reason, note: str, *, by: Acting, at: datetime
) -> Paper:
    """Mẫu 03: reception is refused on a ground in law, explained."""
    head = _with_contact(_head(dossier, procedure, by, at), by)
    slip = Refusal(head, reason=ground.text.vi, reason_text=note)
    return _kept(dossier, Paper.Kind.FORM_03, refusal_slip.render(slip, at=at), by=by, at=at)


def _promise(channel: Channel, promised: Due | None) -> datetime | date | str:
    if promised is None:
        event = channel.counted_from
        assert event is not None, "the check of the catalogue: the route waits for one"  # noqa: S101
        return f"{words.limit(channel.limit)} kể từ {event.vi}"
    return promised.at if channel.limit.endswith("hours") else promised.day


def apology(
    dossier: Dossier,
    procedure: Procedure,
    *,
    reason: str,
    on_paper: datetime,
    by: Acting,
    at: datetime,
) -> Paper:
    """Mẫu 04: why it is late, and the one new day; `dossier` has it already.

    `on_paper` is the day the applicant was last given in writing: a recount moves no paper.
    """
    received, moved = dossier.received_at, dossier.due_at
    assert received is not None and moved is not None, "the clock runs"  # noqa: S101, PT018
    head = _head(dossier, procedure, by, at)
    slip = Apology(
        head=replace(head, contact=_named(dossier.handler)),
        code=str(dossier),
        received_at=received,
        limit=words.limit(procedure.channel(dossier.channel).limit),
        original_due=localdate(on_paper),
        reason=reason,
        due=localdate(moved),
        leader=head.officer,
        leader_title=by.office.title_vi,
    )
    return _kept(dossier, Paper.Kind.FORM_04, apology_slip.render(slip, at=at), by=by, at=at)


def stopping(
    dossier: Dossier, procedure: Procedure, ending: Ending, *, by: Acting, at: datetime
) -> Paper:
    """Mẫu 05: that the dossier ends without a decision, why, and what of the fee."""
    slip = Stop(
        head=_head(dossier, procedure, by, at, by.applicant_of(dossier)),
        code=dossier.code or "",
        kind=ending.kind,
        stage=STAGES[Status(ending.stage)],
        ground=ending.ground,
        legal_basis=ending.legal_basis,
        finance=FINANCE[Ending.Finance(ending.finance)],
        finance_note=ending.finance_note,
        approved_by=_named(ending.approved_by),
    )
    return _kept(dossier, Paper.Kind.FORM_05, stop_slip.render(slip, at=at), by=by, at=at)


def _kept(dossier: Dossier, kind: str, drawn: Rendered, *, by: Acting, at: datetime) -> Paper:
    """To be signed by the agency that stands at its head."""
    agency = by.post.unit.agency if by.post else dossier.counter_agency
    return keep(dossier, kind, drawn.pdf, at=at, agency=agency)


def _head(
    dossier: Dossier,
    procedure: Procedure,
    by: Acting,
    at: datetime,
    applicant: Person | None = None,
) -> Head:
    """Of the officer's own office; of the counter, where the applicant acts."""
    if by.post:
        office = of_post(by.post, by.account, at=at)
    else:
        office = of_agency(dossier.counter_agency, at=at)
    applicant = applicant or dossier.submitter
    return Head(
        agency=office.agency,
        unit=office.unit,
        place=office.place,
        officer=office.officer,
        procedure=procedure.title.vi,
        owner=str(dossier.owner),
        submitter=str(applicant),
        lookup=dossier.tracking_code,
        demo=settings.DEMO,
        assumed=procedure.assumed,
        **_of_people(dossier, applicant),
    )


def _with_contact(head: Head, by: Acting) -> Head:
    """Whoever asks or refuses explains it, too."""
    return replace(head, contact=f"{head.officer}, {by.office.title_vi}")


def _of_people(dossier: Dossier, applicant: Person) -> dict[str, str]:
    """Where they are, as they said for this dossier; else as it is on record.

    What the submitter said of a contact says nothing of another who acts.
    """
    contact = dossier.contact if applicant == dossier.submitter else None
    said = {
        name: getattr(contact, name, "") or getattr(applicant, name)
        for name in ("address", "phone", "email")
    }
    owner_address = "" if dossier.owner == applicant else dossier.owner.address
    identity = words.hidden(applicant.personal_id or "")
    return said | {"identity": identity, "owner_address": owner_address}


def _named(post: Post | None) -> str:
    return f"{post.account.person or post.title_vi}, {post.title_vi}" if post else ""


def _lines(dossier: Dossier, procedure: Procedure) -> Iterator[PaperLine]:
    newest = dossier.components.all().newest()
    for requirement in procedure.requirements_of(dossier.case):
        if requirement.key in newest:
            yield _line(requirement, newest[requirement.key], dossier.channel)


def _line(requirement: Requirement, component: Component, channel: str) -> PaperLine:
    origin = Component.Origin(component.origin)
    # What was counted on the desk; else as many as the law asks for.
    counted = component if origin is Component.Origin.PAPER else requirement
    return PaperLine(
        name=requirement.title.vi,
        originals=counted.originals,
        copies=counted.copies,
        origin=ORIGINS.get(origin, HANDED_IN[Dossier.Channel(channel)]),
    )


def _names(procedure: Procedure, case: str) -> Iterator[tuple[str, str]]:
    yield from ((r.key, _counted(r)) for r in procedure.requirements_of(case))
    yield from ((q.key, q.label.vi) for q in procedure.questions_of(case))


def _counted(requirement: Requirement) -> str:
    """The paper, and how many of it are wanted."""
    wanted = {"bản chính": requirement.originals, "bản sao": requirement.copies}
    told = ", ".join(f"{count:02} {kind}" for kind, count in wanted.items() if count)
    drawn = requirement.from_form is not None
    return f"{requirement.title.vi} ({told})" if told and not drawn else requirement.title.vi


def _fee(channel: Channel) -> str:
    if channel.fee.amount is not None:
        return words.money(channel.fee.amount) if channel.fee.amount else "Không thu"
    return channel.fee.note.vi.removesuffix(".") if channel.fee.note else ""
