"""The control slip (Mẫu 06): who gave the file to whom, when, and whether in time.

It grows with every passing on; what is kept at the end is the whole of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.timezone import localdate

from workflows.documents import control_slip
from workflows.documents.control_slip import Control, Step
from workflows.documents.render import Rendered
from workflows.documents.slip import Size
from workflows.dossiers.models import Dossier, Holding, Paper
from workflows.dossiers.pinned import procedure_of
from workflows.people.models import Post
from workflows.permissions.rules import Acting

from .slips import head_of, kept

Party = Holding.Party
EARLY, ON_TIME, LATE = "Trước hạn", "Đúng hạn", "Quá hạn"
NOTES = {
    "receive": "Tiếp nhận",
    "complete": "Hoàn thiện hồ sơ",
    "assign": "Phân công",
    "take_up": "Nhận giải quyết trong ngày",
    "await_event": "Chờ sự kiện tính thời hạn",
    "assess": "Thẩm định",
    "supplement": "Bổ sung hồ sơ",
    "approve": "Phê duyệt",
    "sign": "Ký số",
    "number": "Cấp số",
    "issue": "Đóng dấu, phát hành",
    "hand_over": "Trả kết quả",
}
APPLICANT = "Người nộp hồ sơ"
CLOSED = "Kết thúc"


def draw(dossier: Dossier, *, by: Acting, at: datetime, size: Size = "a5") -> Rendered:
    """As it stands now, for whoever prints it."""
    return control_slip.render(_control(dossier, by, at, closing=None), at=at, size=size)


def keep(dossier: Dossier, *, by: Acting, at: datetime) -> Paper | None:
    """The whole of it, as the act that ends the dossier leaves it; none before reception."""
    if dossier.received_at is None:
        return None
    drawn = control_slip.render(_control(dossier, by, at, closing=by), at=at)
    return kept(dossier, Paper.Kind.FORM_06, drawn, by=by, at=at)


def digest_of(slip: Paper | None) -> dict[str, str]:
    """What the journal's entry says of it."""
    return {"control": slip.file.digest} if slip else {}


def _control(dossier: Dossier, by: Acting, at: datetime, *, closing: Acting | None) -> Control:
    procedure = procedure_of(dossier)
    names = {r.key: r.title.vi for r in procedure.requirements_of(dossier.case)}
    had = dossier.components.order_by("pk").values_list("requirement", flat=True)
    everybody = ("agency", "unit", "post__account__person", "given_by__account__person")
    held = list(dossier.holdings.select_related(*everybody, "given_by__unit").order_by("number"))
    return Control(
        head=head_of(dossier, procedure, by, at),
        code=dossier.code or "",
        received_at=dossier.received_at,
        due=localdate(dossier.due_at) if dossier.due_at else None,
        steps=tuple(_steps(dossier, held, closing, at)),
        papers=tuple(dict.fromkeys(names[key] for key in had if key in names)),
    )


def _steps(
    dossier: Dossier, held: list[Holding], closing: Acting | None, at: datetime
) -> Iterator[Step]:
    before: Holding | None = None
    for one in held:
        yield Step(
            given_by=_person(one.given_by) or str(dossier.submitter),
            given_unit=_unit(one.given_by) or APPLICANT,
            received_by=_receiver(dossier, one),
            received_unit=_received_unit(one),
            at=one.since,
            outcome=_outcome(before, one.since),
            note=NOTES.get(one.step, ""),
        )
        before = one
    if closing is not None and held:
        yield Step(
            given_by=_person(closing.post) or str(dossier.submitter),
            given_unit=_unit(closing.post) or APPLICANT,
            received_by=str(dossier.submitter),
            received_unit=APPLICANT,
            at=at,
            outcome=_kept_in_time(held[-1], dossier.due_at, dossier.ended_at or at),
            note=CLOSED,
        )


def _outcome(before: Holding | None, at: datetime) -> str:
    return _kept_in_time(before, before.due_at, at) if before else ""


def _kept_in_time(before: Holding, due_at: datetime | None, at: datetime) -> str:
    """How whoever gives the file on stood to its day; the applicant has none to keep."""
    if before.party == Party.CITIZEN or due_at is None:
        return ""
    if at > due_at:
        return LATE
    return ON_TIME if localdate(at) == localdate(due_at) else EARLY


def _person(post: Post | None) -> str:
    return str(post.account.person or post.title_vi) if post else ""


def _unit(post: Post | None) -> str:
    return post.unit.name_vi if post else ""


def _receiver(dossier: Dossier, held: Holding) -> str:
    return str(dossier.submitter) if held.party == Party.CITIZEN else _person(held.post)


def _received_unit(held: Holding) -> str:
    if held.party == Party.CITIZEN:
        return APPLICANT
    if held.unit is not None:
        return held.unit.name_vi
    assert held.agency is not None, "the constraint whoever_holds_is_somewhere"  # noqa: S101
    return held.agency.name_on(localdate(held.since)).name_vi
