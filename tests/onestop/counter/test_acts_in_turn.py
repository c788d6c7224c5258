"""Each act of the counter by itself: what it asks for, what it refuses, what it leaves behind."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from onestop.demo.cast import PIN
from onestop.demo.filings import planned_day
from onestop.demo.office import DemoOffice
from tests.markup import by_id, of_class, words
from tests.onestop.doors import as_officer
from tests.onestop.portal.corrections import put_right
from tests.onestop.portal.filing import Visit
from tests.people import a_post
from workflows.dossiers.models import CompletionItem, DocumentNumber, Dossier, Paper
from workflows.dossiers.status import Status
from workflows.journal.models import Entry
from workflows.journal.private import values_of
from workflows.people.models import Account, Role
from workflows.results.models import Result

from .officers import (
    a_case,
    address,
    all_right,
    at_act,
    before,
    done,
    failed,
    filled,
    main_of,
    refused,
    told,
)

S = Status
WRONG = "khong-phai-pin"


def test_a_valid_dossier_is_received_by_four_actions_from_the_inbox(
    client: Client, office: DemoOffice
) -> None:
    life = a_case(office)
    as_officer(client, life.who("receive"))
    visit = Visit(client)
    visit.go(reverse("counter:inbox"))
    visit.follow(address(life))
    visit.send(go="rest")
    visit.send(go="receive")
    visit.send()
    assert life.fresh.status == S.RECEIVED
    assert visit.clicks == 4


def test_what_runs_by_plan_is_received_with_its_day(client: Client, office: DemoOffice) -> None:
    life = a_case(office, area="civil-servants")
    visit = at_act(client, life, "receive")
    visit.send(status=422, due_on="31/02/2027")
    assert by_id(visit.page, "id_due_on").get("value") == "31/02/2027"
    planned = planned_day(timezone.now())
    visit.send(due_on=f"{planned:%d/%m/%Y}")
    due = life.fresh.due_at
    assert due is not None
    assert timezone.localdate(due) == planned


def test_completion_is_asked_for_once_with_a_reason_for_each_thing(
    client: Client, office: DemoOffice
) -> None:
    life = a_case(office)
    visit = before(client, life, "receive")
    visit.send(go="rest", **failed(life.paper, "Thiếu chữ ký."))
    visit.send(go="ask_completion")
    field = f"reason-{life.paper}"
    assert words(by_id(visit.page, f"id_{field}")) == "Thiếu chữ ký."
    nothing: dict[str, Any] = {field: ""}
    visit.send(status=422, **nothing)
    sent: dict[str, Any] = {
        field: "Thiếu chữ ký trang cuối.",
        "ask-headquarters": "Chưa ghi số nhà.",
    }
    where, page = visit.address, visit.page
    visit.send(**sent)
    items = CompletionItem.objects.values_list("key", "reason")
    assert dict(items) == {
        life.paper: "Thiếu chữ ký trang cuối.",
        "headquarters": "Chưa ghi số nhà.",
    }
    assert life.fresh.status == S.COMPLETION_REQUESTED
    slip = life.dossier.papers.get(kind=Paper.Kind.FORM_02)
    assert str(slip.public_id) in told(visit)
    first = visit.address
    visit.address, visit.page = where, page
    visit.send(**sent)
    assert visit.address == first
    assert done(life).count("ask_completion") == 1


def test_an_answer_alone_can_be_asked_for(client: Client, office: DemoOffice) -> None:
    life = a_case(office)
    visit = all_right(before(client, life, "receive"))
    visit.send(go="ask_completion")
    visit.send(status=422)
    assert refused(visit)
    asked: dict[str, Any] = {"ask-headquarters": "Chưa ghi số nhà."}
    visit.send(**asked)
    assert life.fresh.status == S.COMPLETION_REQUESTED


def test_a_second_time_takes_a_legal_basis_and_a_superior(
    client: Client, office: DemoOffice
) -> None:
    life = a_case(office)
    life.act("ask_completion")
    life.act("resubmit")
    visit = before(client, life, "receive")
    visit.send(go="rest", **failed(life.paper, "Vẫn thiếu chữ ký."))
    visit.send(go="ask_completion")
    visit.send(status=422)
    head = life.office.who(Role.HEAD, life.receiving)
    where, page = visit.address, visit.page
    sent: dict[str, Any] = {
        "legal_basis": "Nghị định 93/2019/NĐ-CP",
        "approved_by": str(head.public_id),
    }
    visit.send(**sent)
    first = visit.address
    second = life.dossier.completion_requests.get(number=2)
    assert (second.legal_basis, second.approved_by) == (sent["legal_basis"], head)
    visit.address, visit.page = where, page
    visit.send(**sent)
    assert visit.address == first


def test_nobody_consents_to_their_own_second_request(client: Client, office: DemoOffice) -> None:
    life = a_case(office)
    life.act("ask_completion")
    life.act("resubmit")
    lan = life.who("receive")
    own = a_post(Role.HEAD, office.who(Role.RECEPTION, life.receiving).unit, lan)
    visit = all_right(before(client, life, "receive"))
    visit.go(address(life, "ask_completion"))
    offered = {o.get("value") for o in by_id(visit.page, "id_approved_by").iter("option")}
    assert str(own.public_id) not in offered
    assert len(offered) > 1


def test_where_no_account_has_a_person_a_superior_may_still_be_named(
    client: Client, office: DemoOffice
) -> None:
    life = a_case(office)
    life.act("ask_completion")
    life.act("resubmit")
    head = life.office.who(Role.HEAD, life.receiving)
    both = [life.who("ask_completion").pk, head.account_id]
    Account.objects.filter(pk__in=both).update(person=None)
    visit = all_right(before(client, life, "receive"))
    visit.go(address(life, "ask_completion"))
    offered = {o.get("value") for o in by_id(visit.page, "id_approved_by").iter("option")}
    assert str(head.public_id) in offered


def test_reception_is_refused_on_a_ground_in_law_and_explained(
    client: Client, office: DemoOffice
) -> None:
    life = a_case(office)
    visit = before(client, life, "receive")
    visit.send(go="reject")
    visit.send(status=422, note="Nộp tại Bộ Nội vụ.")
    assert words(by_id(visit.page, "id_note")) == "Nộp tại Bộ Nội vụ."
    visit.send(reason="not-competent")
    assert life.fresh.status == S.NOT_RECEIVED
    slip = life.dossier.papers.get(kind=Paper.Kind.FORM_03)
    assert str(slip.public_id) in told(visit)
    assert "Nộp tại Bộ Nội vụ." in words(of_class(visit.page, "trail")[0])


# --- Assessment ---------------------------------------------------------------------------------


def test_a_refusal_takes_its_reason_and_no_facts(client: Client, office: DemoOffice) -> None:
    life = a_case(office, "propose", area="civil-servants")
    visit = at_act(client, life, "propose")
    visit.send(status=422, outcome="refusal", rank="Chuyên viên")
    assert by_id(visit.page, "id_rank").get("value") == "Chuyên viên"
    assert len(of_class(visit.page, "error")) == 1
    visit.send(outcome="refusal", reason="Không đủ điều kiện dự tuyển.")
    assert (life.fresh.outcome, life.fresh.outcome_facts) == ("refusal", {})
    assert list(values_of(life.dossier, "reason").values()) == ["Không đủ điều kiện dự tuyển."]


def test_what_the_result_states_is_entered_and_checked(client: Client, office: DemoOffice) -> None:
    life = a_case(office, "propose", area="civil-servants")
    visit = at_act(client, life, "propose")
    facts: dict[str, Any] = {
        "rank": "Chuyên viên",
        "council_decision": "05/QĐ-HĐTD",
        "council_decided_on_0": "24",
        "council_decided_on_1": "11",
        "council_decided_on_2": "26",
        "takes_up_on_0": "1",
        "takes_up_on_1": "12",
        "takes_up_on_2": "2026",
    }
    visit.send(status=422, outcome="grant", **facts)
    assert len(of_class(visit.page, "errors")[0].findall(".//a")) == 1
    assert by_id(visit.page, "id_council_decided_on_2").get("value") == "26"
    visit.send(outcome="grant", council_decided_on_2="2026")
    entered = life.fresh.outcome_facts
    assert entered["council_decided_on"] == "2026-11-24"
    assert entered["takes_up_on"] == "2026-12-01"
    draft = life.dossier.papers.get(kind=Paper.Kind.DRAFT)
    assert str(draft.public_id) in of_class(visit.page, "page")[0].get("src", "")


def test_where_several_may_sign_one_is_named(client: Client, office: DemoOffice) -> None:
    life = a_case(office, "propose")
    unit = office.who(Role.APPROVER, life.competent).unit
    other = a_post(Role.APPROVER, unit, "Người ký khác")
    visit = at_act(client, life, "propose")
    visit.send(status=422, outcome="grant")
    visit.send(outcome="grant", signer=str(other.public_id))
    assert life.fresh.signer == other


def test_only_a_handler_of_the_agency_is_named(client: Client, office: DemoOffice) -> None:
    life = a_case(office, "assign")
    visit = at_act(client, life, "assign")
    elsewhere = [p for n, p in office.posts.items() if n.startswith("xa-") and p.role == "handler"]
    visit.send(status=422, handler=str(elsewhere[0].public_id))
    assert life.fresh.handler is None


# --- Number, seal, handing over -----------------------------------------------------------------


def test_a_result_is_numbered_sealed_and_registered_by_the_clerk(
    client: Client, office: DemoOffice
) -> None:
    life = a_case(office, "number")
    visit = at_act(client, life, "number")
    visit.send()
    number = DocumentNumber.objects.get(dossier=life.dossier)
    assert str(number) in words(of_class(visit.page, "notice")[0])
    visit.follow(address(life, "issue"))
    assert str(number) in words(main_of(visit.page))
    visit.send(status=422, pin="")
    visit.send(status=422, pin=WRONG)
    assert not Result.objects.exists()
    assert WRONG not in words(visit.page)
    assert by_id(visit.page, "id_pin").get("value", "") == ""
    visit.send(pin=PIN)
    assert Result.objects.get(dossier_code=life.fresh.code).number == str(number)


def test_nothing_is_sealed_by_an_old_code(client: Client, office: DemoOffice) -> None:
    life = a_case(office, "issue")
    clerk = life.who("issue")
    as_officer(client, clerk, proved_at=timezone.now() - timedelta(minutes=16))
    where = address(life, "issue")
    visit = Visit(client)
    visit.go(where)
    assert not [i for i in visit.page.iter("input") if i.get("name") == "pin"]
    leads = reverse("desk:step_up", query={"next": where})
    assert [b.get("href") for b in filled(visit.page)] == [leads]
    answer = client.post(where, {"pin": PIN, "key": "a-key"})
    assert (answer.status_code, answer["Location"]) == (302, leads)
    assert life.fresh.status == S.SIGNED


def test_the_proof_of_a_handing_over_names_who_took_it(client: Client, office: DemoOffice) -> None:
    life = a_case(office, "hand_over")
    visit = at_act(client, life, "hand_over")
    visit.send(status=422, how="post", received_by=" ")
    visit.send(how="post", received_by="Bưu tá Lê Văn Tám")
    entry = Entry.objects.get(dossier=life.dossier, act="hand_over")
    assert entry.details["how"] == "post"
    assert values_of(life.dossier, "received_by") == {entry.seq: "Bưu tá Lê Văn Tám"}
    assert "Bưu tá Lê Văn Tám" in words(of_class(visit.page, "trail")[0])


def test_a_result_that_no_longer_counts_is_handed_over_with_what_ended_it(
    client: Client, office: DemoOffice
) -> None:
    life = a_case(office, "hand_over")
    put_right(life, "revoke")
    ending = Result.objects.get(dossier_code=Dossier.objects.get(correction="revoke").code)
    visit = at_act(client, life, "hand_over")
    said = words(main_of(visit.page))
    assert "trao kèm văn bản đã chấm dứt hiệu lực" in said
    assert ending.number in said
    visit.send(how="counter", received_by="Nguyễn Thị Hoa")
    assert life.fresh.status == S.RETURNED


def test_after_an_act_the_next_dossier_of_the_queue_is_one_step_away(
    client: Client, office: DemoOffice
) -> None:
    lives = [a_case(office) for _ in range(3)]
    visit = at_act(client, lives[1], "receive")
    assert client.get(visit.address).context["waiting"] == 2
    visit.send()
    (following,) = filled(visit.page)
    assert following.get("href") == address(lives[2])
    visit.follow(address(lives[2]))
    assert not [a for a in visit.page.iter("a") if a.get("rel") == "next"]
