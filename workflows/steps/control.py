"""Mẫu 06, the control slip: from whose hands to whose the file went; kept when the dossier ends."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.timezone import localdate

from procedures.schema import Procedure
from workflows.documents import control_slip
from workflows.documents.control_slip import Control, Step
from workflows.documents.render import Rendered
from workflows.documents.slip import Head, Size
from workflows.dossiers.models import Dossier, Holding, Paper
from workflows.dossiers.pinned import procedure_of
from workflows.dossiers.status import Status
from workflows.journal.models import Entry, PrivateValue
from workflows.people.models import Account, Post, Unit

from .letterhead import of_agency
from .papers import keep

# What is done in a holding, by the name of its task.
DOES = {
    "receive": "Tiếp nhận hồ sơ",
    "complete": "Hoàn thiện hồ sơ trước khi tiếp nhận",
    "assign": "Phân công giải quyết",
    "take_up": "Nhận giải quyết",
    "await_event": "Chờ sự kiện để tính thời hạn",
    "assess": "Thẩm định",
    "supplement": "Bổ sung hồ sơ",
    "approve": "Phê duyệt",
    "sign": "Ký kết quả",
    "number": "Lấy số kết quả",
    "issue": "Đóng dấu, phát hành",
    "hand_over": "Trả kết quả",
}
ENDS = {
    Status.RETURNED: "Đã trả kết quả",
    Status.NOT_RECEIVED: "Không tiếp nhận",
    Status.WITHDRAWN: "Người nộp rút hồ sơ",
    Status.STOPPED: "Dừng giải quyết",
}


@dataclass(frozen=True)
class _Hand:
    """Who gives or receives, as the slip names them; either may be unknown."""

    person: str = ""
    unit: str = ""


@dataclass
class _Places:
    """How units are named on a slip: with their agency, where that is not the one at its head."""

    dossier: Dossier
    known: dict[int, str] = field(default_factory=dict)

    def of(self, unit: Unit) -> str:
        agency, day = unit.agency, localdate(self.dossier.received_at or self.dossier.created_at)
        if agency.pk == self.dossier.counter_agency_id:
            return unit.name_vi
        if agency.pk not in self.known:
            self.known[agency.pk] = agency.name_on(day).name_vi
        return f"{unit.name_vi}, {self.known[agency.pk]}"


@dataclass(frozen=True)
class _Acted:
    """Who acted for themselves, where it need not have been the submitter."""

    before: Mapping[int, _Hand]  # a holding of this number
    withdrew: _Hand | None
    received: _Hand  # nobody is named once the name is forgotten

    def at_the_end(self, dossier: Dossier) -> _Hand | None:
        return self.received if dossier.status == Status.RETURNED else self.withdrew


def drawn(dossier: Dossier, *, at: datetime, size: Size = "a5") -> Rendered:
    """The slip as it stands now; a later one only has more lines."""
    return control_slip.render(_slip(dossier, procedure_of(dossier), at), at=at, size=size)


def keep_last(dossier: Dossier, *, at: datetime) -> Paper:
    """With the dossier that has ended, to be signed by the agency whose counter it was."""
    return keep(dossier, Paper.Kind.FORM_06, drawn(dossier, at=at).pdf, at=at)


def _slip(dossier: Dossier, procedure: Procedure, at: datetime) -> Control:
    newest = {one.requirement for one in dossier.components.all()}
    papers = procedure.requirements_of(dossier.case)
    return Control(
        head=_head(dossier, procedure, at),
        code=dossier.code or "",
        received_at=dossier.received_at,
        due=localdate(dossier.due_at) if dossier.due_at else None,
        steps=tuple(_steps(dossier)),
        papers=tuple(one.title.vi for one in papers if one.key in newest),
    )


def _head(dossier: Dossier, procedure: Procedure, at: datetime) -> Head:
    office = of_agency(dossier.counter_agency, at=at)
    return Head(
        agency=office.agency,
        unit="",
        place=office.place,
        officer="",
        procedure=procedure.title.vi,
        owner=str(dossier.owner),
        submitter=str(dossier.submitter),
        lookup=dossier.tracking_code,
        demo=settings.DEMO,
        assumed=procedure.assumed,
    )


def _steps(dossier: Dossier) -> Iterator[Step]:
    held, acted = _held(dossier)
    if not held:
        return
    applicant, places = _Hand(str(dossier.submitter)), _Places(dossier)
    # What puts a result right is opened by the agency; else somebody filed it.
    first = _by_post(held[0].given_by, places) if dossier.correction else None
    receiver = _of(held[0], applicant, places)
    yield _passed(first or applicant, receiver, held[0].since, note=DOES[held[0].step])
    for before, after in pairwise(held):
        whoever = acted.before.get(after.number) or applicant
        giver = _by_post(after.given_by, places) or _of(before, whoever, places)
        note, outcome = DOES[after.step], _outcome(before, dossier)
        receiver = _of(after, applicant, places)
        yield _passed(giver, receiver, after.since, note=note, outcome=outcome)
    last, said = held[-1], ENDS.get(Status(dossier.status))
    if last.until is not None and said:
        giver, outcome = _of(last, acted.withdrew or applicant, places), _outcome(last, dossier)
        receiver = acted.at_the_end(dossier) or applicant
        yield _passed(giver, receiver, last.until, note=said, outcome=outcome)


def _held(dossier: Dossier) -> tuple[list[Holding], _Acted]:
    """All hands in their order, and who acted for themselves; one statement."""
    own = Entry.objects.filter(dossier=dossier, post=None)
    answered = own.filter(act__in=("resubmit", "supplement"), at=OuterRef(OuterRef("since")))
    handed = PrivateValue.objects.filter(entry__dossier=dossier, entry__act="hand_over")
    held = list(
        dossier.holdings.select_related(
            "agency",
            "unit__agency",
            "post__account__person",
            "post__unit__agency",
            "given_by__account__person",
            "given_by__unit__agency",
        )
        .annotate(
            answered_by=_name_of(answered),
            withdrawn_by=_name_of(own.filter(act="withdraw")),
            received_by=Subquery(handed.filter(name="received_by").values("value")[:1]),
        )
        .order_by("number")
    )
    last = held[-1] if held else None
    return list(held), _Acted(
        before={one.number: _Hand(one.answered_by) for one in held if one.answered_by},
        withdrew=_Hand(last.withdrawn_by) if last and last.withdrawn_by else None,
        received=_Hand(json.loads(last.received_by) if last and last.received_by else ""),
    )


def _name_of(acts: QuerySet[Entry]) -> Subquery:
    """The name of the citizen who did the latest of these acts."""
    actor = acts.order_by("-seq").values("actor")[:1]
    return Subquery(Account.objects.filter(public_id=Subquery(actor)).values("person__full_name"))


def _passed(giver: _Hand, receiver: _Hand, at: datetime, *, note: str, outcome: str = "") -> Step:
    return Step(giver.person, giver.unit, receiver.person, receiver.unit, at, outcome, note)


def _of(held: Holding, applicant: _Hand, places: _Places) -> _Hand:
    """A queue is named by its unit, or by its agency alone."""
    if held.party == Holding.Party.CITIZEN:
        return applicant
    if by_post := _by_post(held.post, places):
        return by_post
    assert held.agency is not None, "the constraint whoever_holds_is_somewhere"  # noqa: S101
    if held.unit is None:
        return _Hand(unit=of_agency(held.agency, at=held.since).agency)
    return _Hand(unit=places.of(held.unit))


def _by_post(post: Post | None, places: _Places) -> _Hand | None:
    if post is None:
        return None
    return _Hand(str(post.account.person or post.title_vi), places.of(post.unit))


def _outcome(held: Holding, dossier: Dossier) -> str:
    """Held against the day of return: the steps of a dossier have no limits of their own.

    By date, as the law compares; until reception no time runs, nor from the seal on.
    """
    received = dossier.received_at
    if held.until is None or held.due_at is None or received is None or held.until <= received:
        return ""
    over = min(held.until, dossier.ended_at or held.until)
    left_on, due_on = localdate(over), localdate(held.due_at)
    if left_on > due_on:
        return "Quá hạn"
    return "Đúng hạn" if left_on == due_on else "Trước hạn"
