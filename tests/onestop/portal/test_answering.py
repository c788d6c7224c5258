"""What was asked for is answered item by item; it is sent when all is there, and once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from onestop.demo.office import DemoOffice, citizen
from tests.lives import Life, a_life, a_paper
from tests.markup import by_id, of_class, tree, words
from tests.onestop.doors import as_citizen
from tests.people import a_representation
from tests.unchanged import nothing_changes
from tests.workflows.documents import reading
from tests.workflows.steps.filings import COPIES, a_life_of, filed_for
from workflows.dossiers.models import CompletionItem, Component, Dossier
from workflows.dossiers.status import Status
from workflows.files import store
from workflows.people.models import Representation
from workflows.routes.giving import give

from .filing import Visit, a_file, values

REASON = "Quá chung chung, không rõ ai được hỗ trợ."
BOTH = {"draft-charter": "Bản quét mờ, không đọc được.", "purpose": REASON}
PURPOSE = "Học bổng cho học sinh nghèo vượt khó của xã Bến Trăng"
State = CompletionItem.State
BEFORE, AFTER = "ask_completion", "ask_supplement"


def address(life: Life, *key: str) -> str:
    return reverse(f"portal:{'item' if key else 'answer'}", args=[life.dossier.public_id, *key])


def asked(office: DemoOffice, act: str = AFTER, items: dict[str, str] = BOTH) -> Life:
    life = a_life(office).until("receive" if act == BEFORE else "propose")
    life.act(act, items=items)
    return life


def item(key: str) -> CompletionItem:
    return CompletionItem.objects.get(key=key)


def filled(page: ET.Element) -> str:
    """The one filled button of the page."""
    (one,) = [b for b in of_class(page, "btn") if "second" not in b.get("class", "").split()]
    return words(one)


@pytest.fixture
def visit(client: Client) -> Visit:
    as_citizen(client, "hoa")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return Visit(client)


@pytest.mark.parametrize(("act", "then"), [(BEFORE, Status.SUBMITTED), (AFTER, Status.PROCESSING)])
def test_each_answer_is_kept_on_its_own_page_and_then_all_are_sent(
    act: str, then: str, office: DemoOffice, visit: Visit
) -> None:
    life = asked(office, act)
    visit.go(address(life))
    for key, reason in BOTH.items():
        block = words(by_id(visit.page, f"item-{key}"))
        assert reason in block
        assert "Waits for your answer" in block
    visit.follow(address(life, "draft-charter"))
    visit.upload("draft-charter", a_file("moi.pdf"))
    assert visit.address == address(life)
    assert "moi.pdf" in words(by_id(visit.page, "item-draft-charter"))
    assert "Kept, not sent yet" in words(by_id(visit.page, "item-draft-charter"))
    visit.follow(address(life, "purpose"))
    visit.send(purpose=PURPOSE)
    assert PURPOSE in words(by_id(visit.page, "item-purpose"))
    assert filled(visit.page) == "Send all"
    visit.send()
    assert visit.address == reverse("portal:track", args=[life.dossier.public_id])
    assert life.fresh.status == then
    assert life.fresh.answers["purpose"]["value"] == PURPOSE
    newest = Component.objects.filter(requirement="draft-charter").latest("version")
    assert (newest.version, newest.name) == (2, "moi.pdf")


def test_nothing_is_sent_before_everything_is_answered(office: DemoOffice, visit: Visit) -> None:
    life = asked(office)
    visit.go(address(life, "purpose"))
    visit.send(purpose=PURPOSE)
    assert "Send all" not in words(visit.page)
    assert filled(visit.page).startswith("Answer: ")
    with nothing_changes():
        answer = visit.client.post(address(life), {"key": "k", "seen": ""})
    assert answer.status_code == 422
    (alert,) = of_class(tree(answer.content.decode()), "errors")
    assert [a.get("href") for a in alert.iter("a")] == ["#item-draft-charter"]


def test_what_is_kept_is_there_again_on_another_device(office: DemoOffice, visit: Visit) -> None:
    life = asked(office)
    visit.go(address(life, "draft-charter"))
    visit.upload("draft-charter", a_file("moi.pdf"))
    other = Client()
    as_citizen(other, "hoa")
    page = tree(other.get(address(life)).content.decode())
    assert "moi.pdf" in words(by_id(page, "item-draft-charter"))


def test_a_wrong_answer_is_not_kept_and_stays_in_its_field(
    office: DemoOffice, visit: Visit
) -> None:
    life = asked(office)
    visit.go(address(life, "purpose"))
    with nothing_changes():
        visit.send(status=422, purpose="")
    assert of_class(visit.page, "errors")
    visit.go(address(life, "draft-charter"))
    visit.upload("draft-charter", status=422)
    assert item("draft-charter").state == State.ASKED


def test_two_windows_do_not_overwrite_each_other_unseen(office: DemoOffice, visit: Visit) -> None:
    life = asked(office)
    visit.go(address(life, "purpose"))
    other = Visit(visit.client)
    other.go(address(life, "purpose"))
    other.send(purpose="Học bổng cho sinh viên")
    visit.send(status=422, purpose=PURPOSE)
    assert "Another answer was kept here" in words(visit.page)
    assert item("purpose").value == "Học bổng cho sinh viên"
    # Having been told, one may put one's own in its place.
    visit.send(purpose=PURPOSE)
    assert item("purpose").value == PURPOSE


def test_the_same_post_a_second_time_changes_nothing(office: DemoOffice, visit: Visit) -> None:
    life = asked(office)
    sent = {"purpose": PURPOSE, "seen": ""}
    assert visit.client.post(address(life, "purpose"), sent).status_code == 302
    with nothing_changes():
        assert visit.client.post(address(life, "purpose"), sent).status_code == 302


def test_sending_twice_sends_once(office: DemoOffice, visit: Visit) -> None:
    life = all_given(asked(office))
    visit.go(address(life))
    count = life.fresh.journal_count
    form = {"key": "einmal", "seen": str(count)}
    first = visit.client.post(address(life), form)
    again = visit.client.post(address(life), form)
    other = visit.client.post(address(life), form | {"key": "anders"})
    assert [one.status_code for one in (first, again, other)] == [302, 302, 302]
    assert life.fresh.journal_count == count + 1


def all_given(life: Life) -> Life:
    at = timezone.now()
    give(life.dossier, "purpose", by=life.citizen, at=at, value=PURPOSE)
    give(life.dossier, "draft-charter", by=life.citizen, at=at, paper=a_paper("rõ"))
    return life


def test_an_answer_that_comes_after_all_was_sent_is_told_to_be_too_late(
    office: DemoOffice, visit: Visit
) -> None:
    life = all_given(asked(office))
    visit.go(address(life, "purpose"))
    life.act("supplement", papers={})
    with nothing_changes():
        visit.send(status=409, purpose="Một mục đích khác")
    assert "was not kept" in words(visit.page)
    assert PURPOSE in words(by_id(visit.page, "item-purpose"))


def test_what_was_sent_is_read_only_and_shows_what_the_officer_said(
    office: DemoOffice, visit: Visit
) -> None:
    life = all_given(asked(office))
    life.act("supplement", papers={})
    visit.go(address(life))
    (main,) = visit.page.iter("main")
    assert not list(main.iter("form"))
    assert "Sent, to be looked at" in words(by_id(visit.page, "item-purpose"))
    life.act("judge", item="purpose", accepted=True)
    life.act("judge", item="draft-charter", accepted=False, note="Trang 3 vẫn mờ.")
    visit.go(address(life))
    assert "Accepted" in words(by_id(visit.page, "item-purpose"))
    paper = words(by_id(visit.page, "item-draft-charter"))
    assert "Does not suffice" in paper
    assert "Trang 3 vẫn mờ." in paper
    assert visit.client.get(address(life, "purpose")).status_code == 302


def test_an_answer_may_be_taken_out_again(office: DemoOffice, visit: Visit) -> None:
    life = asked(office)
    visit.go(address(life, "draft-charter"))
    visit.upload("draft-charter", a_file("moi.pdf"))
    visit.go(address(life, "draft-charter"))
    visit.send(nth=1, act="take_back")
    assert item("draft-charter").state == State.ASKED


def test_a_paper_made_from_the_answers_asks_for_these(office: DemoOffice, visit: Visit) -> None:
    life = asked(office, items={"application": "Sai tên quỹ."})
    visit.go(address(life, "application"))
    visit.send(fund_name="Quỹ Khuyến học Bến Trăng Mới")
    assert "Quỹ Khuyến học Bến Trăng Mới" in words(by_id(visit.page, "item-application"))
    visit.send()
    assert life.fresh.answers["fund_name"]["value"] == "Quỹ Khuyến học Bến Trăng Mới"
    assert Component.objects.filter(requirement="application").count() == 2


def test_whoever_may_see_the_dossier_reads_and_only_whoever_filed_it_answers(
    office: DemoOffice, client: Client
) -> None:
    life = asked(office)
    khach = citizen("khach", at=timezone.now())
    assert khach.person is not None
    Representation.objects.create(
        representative=khach.person,
        person=life.owner,
        basis="Giấy ủy quyền",
        valid_from=timezone.localdate(),
    )
    as_citizen(client, "khach")
    assert client.get(address(life)).status_code == 200
    told: dict[str, Any] = {"purpose": PURPOSE}
    assert client.get(address(life, "purpose")).status_code == 404
    assert client.post(address(life, "purpose"), told).status_code == 404
    assert client.post(address(life)).status_code == 404


@pytest.mark.parametrize("act", [BEFORE, AFTER])
def test_what_one_is_to_drop_is_sent_empty(act: str, office: DemoOffice, visit: Visit) -> None:
    life = a_life_of(office, COPIES).until("receive" if act == BEFORE else "propose")
    life.act(act, items={"contact_phone": "Xin bỏ số điện thoại này."})
    visit.go(address(life, "contact_phone"))
    visit.send(contact_phone="")
    assert "1 of 1 item is answered." in words(visit.page)
    assert "Contact telephone –" in words(by_id(visit.page, "item-contact_phone"))
    visit.go(address(life, "contact_phone"))
    assert values(next(visit.page.iter("main")))["contact_phone"] == ""
    visit.go(address(life))
    visit.send()
    assert not life.fresh.answers["contact_phone"]["value"]
    visit.go(address(life))
    assert "Contact telephone –" in words(by_id(visit.page, "item-contact_phone"))


def test_what_was_not_asked_for_has_no_page(office: DemoOffice, visit: Visit) -> None:
    life = asked(office)
    assert visit.client.get(address(life, "headquarters")).status_code == 404


def test_what_the_state_vouches_for_is_shown_and_stays_its_own(
    office: DemoOffice, visit: Visit
) -> None:
    a_life(office).through("issue")
    life = a_life(office, following=True).until("receive")
    told = life.fresh.answers["fund_name"]
    life.act(BEFORE, items={"fund_name": "Xin xem lại."}, legal_basis="NĐ 309/2025, 4(2a)")
    visit.go(address(life, "fund_name"))
    assert "fund_name" not in values(next(visit.page.iter("main")))
    assert told["value"] in words(next(visit.page.iter("main")))
    visit.send()
    assert "1 of 1 item is answered." in words(visit.page)
    visit.send()
    assert life.fresh.status == Status.SUBMITTED
    assert life.fresh.answers["fund_name"] == told


def test_without_consent_nobody_types_over_what_the_result_in_the_dossier_states(
    office: DemoOffice, client: Client
) -> None:
    """The register is not asked again, yet the dossier rests on its result."""
    a_life(office, "archives").through("issue")
    life = a_life(office, "archives", following=True)
    life.act("submit", consents=["certificate"])
    vouched = {k for k, told in life.fresh.answers.items() if told["source"].startswith("result.")}
    life.act(BEFORE, items=dict.fromkeys(vouched, "Xem lại."), legal_basis="NĐ 309/2025, 4(2a)")
    as_citizen(client, "nam")
    assert vouched
    for key in vouched:
        page = tree(client.get(address(life, key)).content.decode())
        assert key not in values(next(page.iter("main")))


def test_the_owner_s_result_is_taken_once_who_filed_acts_for_them_no_more(
    office: DemoOffice, visit: Visit
) -> None:
    owner_s = a_life(office).through("issue")
    life = filed_for(owner_s).until("receive")
    life.act(BEFORE, items={"licence": "Bản in bị mờ."}, legal_basis="NĐ 309/2025, 4(2a)")
    Representation.objects.update(valid_to=localdate() - timedelta(days=1))
    visit.go(address(life, "licence"))
    assert "Taken from the register of results again." in words(visit.page)
    visit.go(address(life))
    visit.send()
    assert life.fresh.status == Status.SUBMITTED


def test_once_who_filed_acts_for_the_owner_no_more_the_owner_answers(
    office: DemoOffice, visit: Visit
) -> None:
    life, khach = asked(office, items={"purpose": REASON}), citizen("khach", at=timezone.now())
    assert khach.person is not None
    ended = localdate() - timedelta(days=1)
    ground = a_representation(life.citizen, khach.person, to=ended)
    Dossier.objects.filter(pk=life.dossier.pk).update(
        owner_person=khach.person, representation=ground
    )
    assert visit.client.get(address(life)).status_code == 404
    as_citizen(visit.client, "khach")
    give(life.fresh, "purpose", by=khach, at=timezone.now(), value=PURPOSE)
    visit.go(address(life))
    visit.send()
    assert life.fresh.status == Status.PROCESSING
    drawn = Component.objects.filter(dossier=life.dossier, origin=Component.Origin.DRAWN).latest(
        "version"
    )
    assert drawn.file is not None
    pdf = store.read(drawn.file.digest)
    said = "".join(reading.words(pdf, page) for page in range(len(reading.sizes(pdf))))
    assert said.count(reading.squeezed(str(khach.person))) > 1
