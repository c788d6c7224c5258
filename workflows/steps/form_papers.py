"""The papers drawn from the answers: made when they are filed, looked at before."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from operator import itemgetter

import rfc8785
from django.conf import settings
from django.utils.timezone import localdate

from procedures import form_papers
from procedures.fields import Situation
from procedures.schema import Procedure, Requirement
from procedures.shown import day
from workflows.documents import words
from workflows.documents.application_form import ApplicationForm, Block, render_form
from workflows.dossiers.models import Component, Dossier
from workflows.files import store
from workflows.files.models import StoredFile
from workflows.files.register import enter
from workflows.people.models import Organisation, Person
from workflows.permissions.rules import Acting

BY_THEMSELVES = "Người nộp đã xác thực bằng tài khoản định danh điện tử và xác nhận lúc {}."
AT_COUNTER = "Khai tại quầy, {} ghi lại; người nộp đã nghe đọc lại và xác nhận lúc {}."
BY_POST = "Gửi qua dịch vụ bưu chính kèm tờ khai có chữ ký của người nộp; {} ghi lại lúc {}."


def draw(dossier: Dossier, procedure: Procedure, *, by: Acting, at: datetime) -> None:
    """Every such paper of the case, as its answers now stand, becomes part of the dossier."""
    confirmed = _confirmed(dossier, by, at)
    for paper in form_papers.drawn_of(procedure, dossier.case, dossier.situation):
        drawn = look(
            dossier, procedure, paper, dossier.situation, at=at, confirmed=confirmed, by=by
        )
        Component.objects.create(
            dossier=dossier,
            requirement=paper.key,
            version=1 + dossier.components.filter(requirement=paper.key).count(),
            origin=Component.Origin.DRAWN,
            name=f"{paper.title.vi}.pdf",
            file=enter(store.keep_bytes(drawn), at=at, scan=StoredFile.Scan.OWN),
            added_at=at,
        )


def _confirmed(dossier: Dossier, by: Acting, at: datetime) -> str:
    """By whom the answers of now were given: somebody helped at the counter may answer online."""
    if by.post is None:
        return BY_THEMSELVES.format(words.moment(at))
    said = BY_POST if dossier.channel == Dossier.Channel.POST else AT_COUNTER
    return said.format(by.account.person, words.moment(at))


def look(
    dossier: Dossier,
    procedure: Procedure,
    paper: Requirement,
    situation: Situation,
    *,
    at: datetime,
    confirmed: str = "",
    by: Acting | None = None,
) -> bytes:
    """The paper as PDF, by answers that may still be incomplete; kept nowhere.

    Signed for by the submitter, or by whoever answers in their place.
    """
    signs = by.account.person if by and by.post is None else dossier.submitter
    drawn = _form(dossier, procedure, paper, situation, at, confirmed, str(signs))
    return render_form(drawn, answers=_for_machines(dossier, procedure, situation), at=at).pdf


def _form(
    dossier: Dossier,
    procedure: Procedure,
    paper: Requirement,
    situation: Situation,
    at: datetime,
    confirmed: str,
    signatory: str,
) -> ApplicationForm:
    assert paper.from_form is not None, "asked of a paper that is drawn"  # noqa: S101
    agency = dossier.competent_agency.name_on(localdate(at))
    said = paper.from_form
    asked = procedure.asked_of(dossier.case, situation)
    stated = {question.prefill for question in asked if question.prefill}
    return ApplicationForm(
        title=(said.heading or paper.title).vi,
        form=said.form.vi if said.form else "",
        addressee=agency.name_vi,
        procedure=procedure.title.vi,
        place=agency.place,
        owner=str(dossier.owner),
        blocks=tuple(block for block in _blocks(dossier, stated) if block.lines),
        sections=form_papers.sections(procedure, dossier.case, paper, situation),
        declared=form_papers.declared(procedure, dossier.case, situation),
        signatory=signatory,
        confirmed=confirmed,
        demo=settings.DEMO,
        assumed=procedure.assumed,
    )


def _blocks(dossier: Dossier, stated: Collection[str]) -> Iterator[Block]:
    """Owner, submitter and contact are three, where they are not one; without what is `stated`."""
    owner, submitter = dossier.owner, dossier.submitter
    people = {"Chủ hồ sơ": ("owner", owner), "Người nộp hồ sơ": ("submitter", submitter)}
    if owner == submitter:
        people = {"Người đề nghị": ("owner", owner)}
    for title, (role, who) in people.items():
        lines = (
            (label, said)
            for name, label, said in _of(who)
            if said and f"{role}.{name}" not in stated
        )
        yield Block(title, tuple(lines))
    if (contact := dossier.contact) is not None:
        reached = (("Điện thoại", contact.phone), ("Thư điện tử", contact.email))
        yield Block("Người liên hệ", (("Họ và tên", contact.name), *filter(itemgetter(1), reached)))


def _of(who: Person | Organisation) -> Iterator[tuple[str, str, str | None]]:
    """What is on record of somebody: its name as prefill has it, the label, the words."""
    if isinstance(who, Organisation):
        yield "name", "Tên tổ chức", who.name
        yield "registration_number", "Số đăng ký, quyết định thành lập", who.registration_number
        yield "address", "Địa chỉ", who.address
        return
    yield "full_name", "Họ và tên", who.full_name
    yield "birthday", "Ngày sinh", day(who.birthday) if who.birthday else ""
    yield "personal_id", "Số định danh cá nhân", who.personal_id
    yield "address", "Nơi cư trú", who.address
    yield "phone", "Điện thoại", who.phone
    yield "email", "Thư điện tử", who.email


def _for_machines(dossier: Dossier, procedure: Procedure, situation: Situation) -> bytes:
    """The same answers, with the revision whose JSON Schema they follow."""
    return rfc8785.dumps(
        {
            "procedure": procedure.key,
            "revision": procedure.revision.isoformat(),
            "bundle_hash": procedure.bundle_hash,
            "case": dossier.case,
            "answers": dict(procedure.counted(dossier.case, situation).answers),
        }
    )
