"""The acts beside the straight road, each on its page: what it asks, says and refuses."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from onestop.demo.cast import AgencyKey
from onestop.demo.office import DemoOffice
from tests.markup import of_class, words
from tests.people import a_post, a_unit
from tests.ways import COMPLAINTS_OVER, Amend
from workflows.dossiers.models import CompletionItem, CompletionRequest, Dossier, Paper
from workflows.dossiers.status import Status
from workflows.people.models import Post, Role
from workflows.results.models import Result

from .officers import a_case, address, before, done, main_of, offered, refused, told

LAW = "Luật Lưu trữ 33/2024/QH15, điều 61"


def panel(page: ET.Element, name: str) -> ET.Element:
    (found,) = (one for one in page.iter("section") if one.get("aria-labelledby") == name)
    return found


def shown(day: object) -> str:
    return f"{day:%d/%m/%Y}"


def test_a_supplement_is_asked_item_by_item(client: Client, office: DemoOffice) -> None:
    life = a_case(office, "propose")
    visit = before(client, life, "propose", page="ask_supplement")
    typed: dict[str, Any] = {"paper-draft-charter": "Thiếu trang 3."}
    visit.send(**typed | {"answer-purpose": "Quá chung chung."})
    slip = life.dossier.papers.get(kind=Paper.Kind.FORM_02)
    assert str(slip.public_id) in told(visit)
    items = CompletionItem.objects.filter(request__dossier=life.dossier)
    assert dict(items.values_list("key", "reason")) == {
        "draft-charter": "Thiếu trang 3.",
        "purpose": "Quá chung chung.",
    }
    assert life.fresh.status == Status.SUPPLEMENT_REQUESTED


def test_nothing_is_asked_without_a_reason(client: Client, office: DemoOffice) -> None:
    life = a_case(office, "propose")
    visit = before(client, life, "propose", page="ask_supplement")
    visit.send(status=422)
    assert refused(visit)
    assert not CompletionRequest.objects.exists()


def test_the_second_request_asks_for_its_ground_and_a_superior(
    client: Client, office: DemoOffice
) -> None:
    life = a_case(office, "propose")
    life.act("ask_supplement")
    life.act("supplement")
    visit = before(client, life, "propose", page="ask_supplement")
    typed: dict[str, Any] = {"paper-draft-charter": "Vẫn thiếu."}
    visit.send(status=422, **typed)
    assert refused(visit)
    visit.send(**typed | {"legal_basis": LAW, "approved_by": str(life.superior.public_id)})
    assert CompletionRequest.objects.get(number=2).legal_basis == LAW


def test_what_was_sent_is_compared_and_judged(client: Client, office: DemoOffice) -> None:
    life = a_case(office, "propose")
    life.act("ask_supplement", items={"draft-charter": "Mờ.", "purpose": "Quá chung."})
    life.act("supplement", answers={"purpose": "Học bổng cho học sinh nghèo."})
    visit = before(client, life, "propose")
    assert "Học bổng cho học sinh nghèo." in words(panel(visit.page, "sent"))
    visit.go(f"{address(life, 'judge')}?muc=purpose")
    visit.send(status=422, accepted="no", note="")
    assert refused(visit)
    visit.send(accepted="no", note="Chưa nói rõ đối tượng.")
    item = CompletionItem.objects.get(key="purpose")
    assert (item.state, item.note) == ("insufficient", "Chưa nói rõ đối tượng.")
    visit.go(address(life, "judge"))
    visit.send(accepted="yes")
    assert CompletionItem.objects.get(key="draft-charter").state == "accepted"


def test_the_head_apologises_and_names_a_new_day(client: Client, office: DemoOffice) -> None:
    life = a_case(office, "propose")
    due, visit = life.due, before(client, life, "assign", page="apologise")
    assert shown(localdate(due) - timedelta(days=1)) in words(main_of(visit.page))
    visit.send(status=422, due_on=shown(localdate(due)), reason="Chờ ý kiến.")
    assert refused(visit)
    later = localdate(due) + timedelta(days=7)
    visit.send(due_on=shown(later), reason="Chờ ý kiến.")
    slip = life.dossier.papers.get(kind=Paper.Kind.FORM_04)
    assert str(slip.public_id) in told(visit)
    assert localdate(life.due) == later


def test_what_bars_an_apology_is_said_before_anything_is_typed(
    client: Client, office: DemoOffice
) -> None:
    life = a_case(office, "propose")
    life.act("apologise")
    visit = before(client, life, "assign", page="apologise")
    later = shown(localdate(life.due) + timedelta(days=7))
    visit.send(status=422, due_on=later, reason="Chờ ý kiến.")
    assert refused(visit)
    assert done(life).count("apologise") == 1


def test_the_head_stops_with_ground_consent_and_the_fee(client: Client, office: DemoOffice) -> None:
    life = a_case(office, "propose")
    visit = before(client, life, "assign", page="stop")
    visit.send(
        status=422, ground="Quỹ đã giải thể.", legal_basis="", approved_by="", finance="refund"
    )
    assert refused(visit)
    visit.send(
        ground="Quỹ đã giải thể.",
        legal_basis=LAW,
        approved_by=str(life.superior.public_id),
        finance="no-charge",
    )
    assert life.fresh.status == Status.STOPPED
    slip = life.dossier.papers.get(kind=Paper.Kind.FORM_05)
    assert str(slip.public_id) in told(visit)


def test_silence_is_told_with_its_day_and_ends_nothing_before_it(
    client: Client, office: DemoOffice, settings: LazySettings
) -> None:
    settings.SILENCE_LIMIT = "1 calendar days"
    life = a_case(office, "propose")
    life.act("ask_supplement")
    visit = before(client, life, "assign", page="stop_for_silence")
    visit.send(status=422, note="Đã gọi.")
    assert refused(visit)
    long_ago = timezone.now() - timedelta(days=30)
    CompletionRequest.objects.update(asked_at=long_ago)
    visit.go(address(life, "stop_for_silence"))
    visit.send(note="Đã gọi hai lần.")
    assert life.fresh.status == Status.STOPPED


def test_an_issued_result_is_put_right_and_says_who_relies_on_it(
    client: Client, office: DemoOffice
) -> None:
    life = a_case(office, "hand_over")
    life.act("hand_over")
    visit = before(client, life, "correct", page="correct")
    assert Result.objects.get().number in words(main_of(visit.page))
    visit.send(
        kind="amend",
        reason="Ghi sai ngày.",
        handler=str(office.posts["hanh"].public_id),
        due_on=shown(localdate() + timedelta(days=10)),
    )
    opened = Dossier.objects.get(correction="amend")
    assert (opened.code or "?") in words(main_of(visit.page))


@pytest.mark.parametrize(
    ("kind", "document"),
    [("amend", "Công văn đính chính"), ("revoke", "Quyết định thu hồi")],
)
def test_a_correction_is_proposed_in_the_officer_s_own_words(
    client: Client, office: DemoOffice, kind: str, document: str
) -> None:
    life = a_case(office, "hand_over")
    life.act("correct", kind=kind)
    opened = replace(life, dossier=Dossier.objects.get(correction=kind))
    visit = before(client, opened, "propose", page="propose")
    assert document in words(main_of(visit.page))
    # Nothing is asked of anybody, so nothing was handed in or found right.
    assert "Chưa nộp" not in words(main_of(visit.page))
    assert not [i for i in visit.page.iter("section") if i.get("aria-labelledby") == "check"]
    assert not [i for i in visit.page.iter("input") if i.get("value") == "refusal"]
    visit.send(status=422)
    assert refused(visit)
    visit.send(reason="“Bến Trăg” nay đọc là “Bến Trăng”.")
    assert opened.fresh.status == Status.AWAITING_APPROVAL


def test_what_another_agency_decides_is_passed_on(client: Client, office: DemoOffice) -> None:
    life = a_case(office, receiving=AgencyKey.STRANGER, competent=AgencyKey.DEPARTMENT)
    visit = before(client, life, "receive")
    assert "forward" in offered(visit.page)
    assert "receive" not in offered(visit.page)
    visit.go(address(life, "forward"))
    visit.send()
    assert life.fresh.counter_agency == life.fresh.competent_agency


def test_what_was_passed_on_is_assigned_to_handlers_of_where_it_is(
    client: Client, office: DemoOffice
) -> None:
    life = a_case(office, receiving=AgencyKey.STRANGER, competent=AgencyKey.DEPARTMENT)
    elsewhere = a_unit(office.agencies[AgencyKey.STRANGER], "Phòng Tổng hợp")
    a_post(Role.HANDLER, elsewhere, "Người ở nơi khác")
    life.act("forward")
    here = replace(life, receiving=AgencyKey.DEPARTMENT)
    here.act("receive")
    visit = before(client, here, "assign", page="assign")
    named = {i.get("value", "") for i in visit.page.iter("input") if i.get("name") == "handler"}
    at = Post.objects.filter(public_id__in=named).values_list("unit__agency", flat=True)
    assert set(at) == {office.agencies[AgencyKey.DEPARTMENT].pk}


def test_a_day_that_is_not_over_is_refused_and_an_event_that_came_starts_the_clock(
    client: Client, office: DemoOffice, amend: Amend
) -> None:
    amend(route="event_started", limit="15 working days", counted_from=COMPLAINTS_OVER)
    life = a_case(office)
    life.act("receive")
    life.act("assign")
    visit = before(client, life, "propose", page="record_event")
    visit.send(status=422, on=shown(localdate()))
    assert refused(visit)
    visit.send(on=shown(localdate() - timedelta(days=1)), note="Không có khiếu nại.")
    assert life.fresh.due_at is not None
    assert shown(localdate(life.due)) in told(visit)


def test_what_is_due_today_is_taken_up(client: Client, office: DemoOffice, amend: Amend) -> None:
    amend(route="same_day", limit="same day")
    life = a_case(office)
    life.act("receive")
    visit = before(client, life, "propose")
    assert f"Đang ở{Role.HANDLER.label}" in words(visit.page)
    visit.go(address(life, "take_up"))
    visit.send()
    assert life.fresh.handler == office.posts["hanh"]


def test_the_page_says_whose_time_runs_and_who_held_the_file(
    client: Client, office: DemoOffice
) -> None:
    life = a_case(office, "propose")
    life.act("ask_supplement")
    visit = before(client, life, "propose")
    assert "Nguyễn Thị Hoa" in words(panel(visit.page, "whose"))
    held = words(panel(visit.page, "held"))
    assert "Phạm Thị Lan" in held
    assert "Bùi Văn Dũng" in held


def test_the_control_slip_is_printed_at_both_sizes(client: Client, office: DemoOffice) -> None:
    life = a_case(office, "propose")
    visit = before(client, life, "propose")
    where = reverse("viewer:control", args=[life.dossier.public_id])
    links = {one.get("href", "") for one in panel(visit.page, "held").iter("a")}
    assert links == {f"{where}?kho=a5", f"{where}?kho=a4"}
    for link in links:
        assert client.get(link).content.startswith(b"%PDF")


def test_rare_acts_are_offered_apart_and_none_of_them_as_the_next_step(
    client: Client, office: DemoOffice
) -> None:
    visit = before(client, a_case(office, "approve"), "assign")
    assert offered(visit.page) == {"apologise", "stop"}
    filled = [b for b in of_class(main_of(visit.page), "btn") if b.get("class") == "btn"]
    assert not [b for b in filled if "/stop/" in b.get("href", "")]
