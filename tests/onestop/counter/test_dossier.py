"""One dossier before an officer: who sees it, what it shows, and the check of its papers."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from onestop.demo.filings import FUND
from onestop.demo.office import DemoOffice
from tests.lives import Life
from tests.markup import by_id, of_class, words
from tests.onestop.doors import as_citizen, as_officer
from tests.onestop.portal.filing import Visit
from tests.people import a_post, person_of
from workflows.dossiers.models import Dossier, Paper
from workflows.dossiers.status import Status
from workflows.journal.models import Access
from workflows.people.models import Account, Role
from workflows.permissions.rules import APPLICANT_ACTS
from workflows.routes.table import ACTS

from .officers import (
    AT_COUNTER,
    a_case,
    address,
    all_right,
    before,
    failed,
    filled,
    main_of,
    offered,
)

# What is offered beside the act that comes next.
OFFERED = {
    "receive": {"receive", "ask_completion", "reject"},
    "assign": {"assign", "apologise", "stop"},
    "propose": {"propose", "ask_supplement"},
}
# What would be lawful, but has nothing to be done to: nothing to pass on, nothing sent.
IDLE = {"receive": 2, "propose": 1}
PAPERS = len(FUND.papers) + 1  # what is handed in, and the application drawn from the answers
# Of which eight are asked on any page of an officer.
LAST = FUND.papers[-1]


def checked(visit: Visit) -> list[str]:
    boxes = [i for i in main_of(visit.page).iter("input") if i.get("type") == "radio"]
    return [one.get("value", "") for one in boxes if "checked" in one.attrib]


@pytest.mark.parametrize("act", AT_COUNTER)
def test_only_what_is_lawful_now_can_be_done_and_one_button_is_filled(
    act: str, client: Client, office: DemoOffice
) -> None:
    visit = before(client, a_case(office, act), act)
    assert offered(visit.page) == OFFERED.get(act, {act})
    assert len(filled(visit.page)) == 1
    (why,) = of_class(of_class(visit.page, "hold")[0], "plain")
    reasons = [words(line) for line in why]
    idle = IDLE.get(act, 0)
    assert len(reasons) == len(ACTS) - len(APPLICANT_ACTS) - len(offered(visit.page)) - idle
    assert all(line.rpartition(": ")[2] for line in reasons)


def test_the_approver_is_led_to_the_desk(client: Client, office: DemoOffice) -> None:
    life = a_case(office, "approve")
    visit = before(client, life, "approve")
    links = [a.get("href") for a in of_class(visit.page, "acts")[0].iter("a")]
    assert set(links) == {reverse("desk:sign", args=[life.dossier.public_id])}


def test_whoever_has_nothing_to_do_is_led_on(client: Client, office: DemoOffice) -> None:
    life, other = a_case(office, "assign"), a_case(office)
    visit = before(client, life, "receive")
    assert not offered(visit.page)
    a_later = reverse("counter:dossier", args=[other.dossier.public_id])
    # It came in later, and is not due yet: its turn is before the one that is due.
    assert a_later not in {b.get("href") for b in filled(visit.page)}
    visit.go(f"{address(life)}?sau=20200101T000000.000000Z~{uuid4()}")
    assert [b.get("href") for b in filled(visit.page)] == [a_later]


def test_an_officer_reads_papers_answers_and_history_on_one_page(
    client: Client, office: DemoOffice
) -> None:
    life = a_case(office, "assign")
    page = before(client, life, "assign").page
    shown = [i.get("src", "") for i in of_class(page, "page")]
    papers = life.dossier.components.values_list("public_id", flat=True)
    assert {part.split("/")[3] for part in shown} == set(map(str, papers))
    said = words(main_of(page))
    for told in (
        "7.200.000.000",
        "Quỹ Học bổng Bến Trăng",
        life.fresh.code or "?",
        "Phan Văn Sáng",
    ):
        assert told in said
    history = [words(one) for one in of_class(page, "trail")[0]]
    assert len(history) == 2
    assert "Phạm Thị Lan" in history[0]
    slip = life.dossier.papers.get(kind=Paper.Kind.FORM_01)
    link = reverse("viewer:attachment", args=[life.dossier.public_id, slip.public_id])
    assert link in {a.get("href") for a in page.iter("a")}


def test_the_result_lies_on_top_of_the_papers(client: Client, office: DemoOffice) -> None:
    life = a_case(office, "number")
    page = before(client, life, "number").page
    signed = life.dossier.papers.get(kind=Paper.Kind.SIGNED)
    assert str(signed.public_id) in of_class(page, "page")[0].get("src", "")


def test_a_draft_that_was_sent_back_lies_there_with_the_reason(
    client: Client, office: DemoOffice
) -> None:
    life = a_case(office, "approve")
    life.act("send_back", reason="Thiếu căn cứ pháp lý.")
    page = before(client, life, "propose").page
    assert "Thiếu căn cứ pháp lý." in words(of_class(page, "trail")[0])
    draft = life.dossier.papers.get(kind=Paper.Kind.DRAFT)
    assert str(draft.public_id) in of_class(page, "page")[0].get("src", "")
    assert offered(page) == OFFERED["propose"]


@pytest.mark.parametrize(
    ("days", "tone"), [(30, ""), (1, "warn"), (-1, "bad")], ids=["ahead", "near", "late"]
)
def test_the_day_of_return_stands_there_in_words_and_in_colour(
    days: int, tone: str, client: Client, office: DemoOffice
) -> None:
    life = a_case(office, "assign")
    due = timezone.now() + timedelta(days=days)
    Dossier.objects.filter(pk=life.dossier.pk).update(due_at=due)
    (limit,) = of_class(before(client, life, "assign").page, "due")
    assert limit[0].get("class", "") == tone
    assert words(limit)


def test_what_is_done_is_not_called_late_afterwards(client: Client, office: DemoOffice) -> None:
    life = a_case(office, "hand_over")
    early = timezone.now() - timedelta(days=90)
    Dossier.objects.filter(pk=life.dossier.pk).update(due_at=early)
    (limit,) = of_class(before(client, life, "hand_over").page, "due")
    assert limit[0].get("class") == "ok"


# --- Who sees it ------------------------------------------------------------------------------


def answers(client: Client, life: Life) -> set[int]:
    """To every way of asking for the dossier and an act on it."""
    where = [address(life), address(life, "receive"), address(life, "number")]
    return {client.get(one).status_code for one in where} | {
        client.post(one, {"go": "rest"}).status_code for one in where
    }


def test_nobody_sees_a_dossier_of_another_agency_or_as_a_citizen(
    client: Client, office: DemoOffice
) -> None:
    life = a_case(office, "number")
    strangers = [post for login, post in office.posts.items() if login.startswith("xa-")]
    assert len(strangers) > 3
    for post in strangers:
        as_officer(client, post.account)
        assert answers(client, life) == {404}, post
    for subject in ("hoa", "khach"):
        as_citizen(client, subject)
        assert answers(client, life) == {404}
    assert Access.objects.filter(kind="refused", dossier=life.dossier.public_id).exists()


def test_whoever_is_not_signed_in_is_asked_who_they_are(client: Client, office: DemoOffice) -> None:
    life = a_case(office)
    assert answers(client, life) == {302}
    assert client.get(address(life))["Location"].startswith(reverse("entry:officer"))


def test_without_a_code_an_officer_sees_nothing(
    client: Client, office: DemoOffice, settings: LazySettings
) -> None:
    life = a_case(office)
    client.force_login(life.who("receive"), backend=settings.PASSWORD_BACKEND)
    assert answers(client, life) == {404}


def test_another_unit_sees_nothing_before_a_dossier_is_its_own(
    client: Client, office: DemoOffice
) -> None:
    life = a_case(office)
    for act in ("assign", "propose", "approve", "number"):
        as_officer(client, life.who(act))
        assert answers(client, life) == {404}, act
    life.until("propose")
    unit = office.who(Role.RECEPTION, life.receiving).unit
    as_officer(client, a_post(Role.HANDLER, unit, "Người phòng khác").account)
    assert answers(client, life) == {404}


def test_officers_have_no_dossiers_of_their_own_at_the_counter(
    client: Client, office: DemoOffice
) -> None:
    life = a_case(office)
    hoa = Account.objects.open("hoa-can-bo", person=person_of(life.citizen), kind="officer")
    unit = next(p for login, p in office.posts.items() if login.startswith("xa-")).unit
    a_post(Role.RECEPTION, unit, hoa)
    as_officer(client, hoa)
    assert answers(client, life) == {404}


def test_what_is_not_there_answers_like_what_is_not_yours(
    client: Client, office: DemoOffice
) -> None:
    as_officer(client, a_case(office).who("receive"))
    assert client.get(reverse("counter:dossier", args=[uuid4()])).status_code == 404


def test_one_looks_and_leaves_a_trace(client: Client, office: DemoOffice) -> None:
    life = a_case(office)
    before(client, life, "receive")
    noted = Access.objects.get(dossier=life.dossier.public_id)
    assert (noted.kind, noted.account) == ("read", life.who("receive").public_id)


# --- The check of the papers --------------------------------------------------------------------


def test_nothing_is_checked_at_first(client: Client, office: DemoOffice) -> None:
    visit = before(client, a_case(office), "receive")
    assert checked(visit) == [""] * PAPERS


def test_what_was_marked_is_there_when_one_comes_back(client: Client, office: DemoOffice) -> None:
    life = a_case(office)
    visit = before(client, life, "receive")
    visit.send(go="keep", **failed(LAST))
    visit.go(address(life))
    assert checked(visit) == [""] * (PAPERS - 1) + ["fail"]
    assert words(by_id(visit.page, f"check-{LAST}-reason")) == "Ảnh mờ."
    assert life.fresh.status == Status.SUBMITTED


def test_all_the_rest_are_found_right_at_once_and_no_verdict_is_lost(
    client: Client, office: DemoOffice
) -> None:
    visit = before(client, a_case(office), "receive")
    visit.send(go="rest", **failed(LAST))
    assert checked(visit) == ["pass"] * (PAPERS - 1) + ["fail"]


def test_a_new_version_of_a_paper_is_looked_at_anew_and_it_alone(
    client: Client, office: DemoOffice
) -> None:
    life = a_case(office)
    visit = before(client, life, "receive")
    visit.send(go="rest", **failed(life.paper))
    life.act("ask_completion")
    visit.go(address(life))
    assert not offered(visit.page)
    life.act("resubmit")
    visit.go(address(life))
    assert sorted(checked(visit)) == ["", *["pass"] * (PAPERS - 1)]
    # Another officer has marked nothing, and still learns what was found before.
    unit = office.who(Role.RECEPTION, life.receiving).unit
    as_officer(client, a_post(Role.RECEPTION, unit, "Người thay").account)
    visit.go(address(life))
    assert sorted(checked(visit)) == ["", *["pass"] * (PAPERS - 1)]


def test_a_dossier_is_not_received_as_long_as_a_paper_is_not_right(
    client: Client, office: DemoOffice
) -> None:
    life = a_case(office)
    visit = before(client, life, "receive")
    visit.send(go="receive", status=422)
    assert len(of_class(visit.page, "errors")[0].findall(".//a")) == PAPERS
    all_right(visit)
    visit.send(go="receive", status=422, **failed(LAST))
    assert len(of_class(visit.page, "errors")[0].findall(".//a")) == 1
    assert checked(visit)[-1] == "fail"
    assert [b.get("value") for b in filled(visit.page)] == ["ask_completion"]
    # Nor by going straight to the act.
    visit.go(address(life, "receive"))
    assert all(b.get("href") for b in filled(visit.page))
    visit.send(status=422)
    assert life.fresh.status == Status.SUBMITTED


def test_completion_is_asked_for_only_once_every_paper_is_checked_and_explained(
    client: Client, office: DemoOffice
) -> None:
    life = a_case(office)
    visit = before(client, life, "receive")
    visit.send(go="ask_completion", status=422, **failed(LAST, ""))
    said = words(of_class(visit.page, "errors")[0])
    assert said.count("Chưa kiểm tra") or said.count("Not checked yet")
    all_right(visit).send(go="ask_completion", status=422)
    links = [a.get("href") for a in of_class(visit.page, "errors")[0].iter("a")]
    assert links == [f"#check-{LAST}-reason"]
