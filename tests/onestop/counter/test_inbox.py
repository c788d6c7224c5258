"""The inbox: whose work it shows, in which order, how it is narrowed, and at what cost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from onestop.counter import inbox
from onestop.demo.cast import AgencyKey
from onestop.demo.office import DemoOffice
from tests.lives import Life, a_life
from tests.markup import by_id, of_class, words
from tests.onestop.doors import as_officer
from tests.people import person_of
from workflows.dossiers.models import Dossier
from workflows.dossiers.status import Status
from workflows.people.models import Role

from .lists import counts, here, links, read, rows, ways

INBOX = "/can-bo/hop-viec/"
ALL = {"nhom": "tat-ca"}
# Where a dossier stands before each act: in whose inbox first, and in which groups of the counter.
STANDS = {
    "receive": ("lan", {"For me", "To be received", "Of the unit", "All"}),
    "assign": ("dung", {"Of the unit", "All"}),
    "propose": ("hanh", {"Of the unit", "All"}),
    "approve": ("", {"To be signed and sealed", "Of the unit", "All"}),
    "number": ("", {"To be signed and sealed", "Of the unit", "All"}),
    "hand_over": ("lan", {"For me", "To be handed over", "All"}),
}


def address(life: Life) -> str:
    return reverse("counter:dossier", args=[life.dossier.public_id])


def enter(client: Client, office: DemoOffice, login: str = "lan") -> None:
    as_officer(client, office.posts[login].account)


def due_in(life: Life, days: float) -> None:
    at = timezone.now() + timedelta(days=days)
    Dossier.objects.filter(pk=life.dossier.pk).update(due_at=at)


def found(client: Client, **query: str) -> list[str]:
    """Where the rows lead, of all dossiers unless told."""
    return links(read(client, INBOX, ALL | {k.replace("_", "-"): v for k, v in query.items()}))


@pytest.mark.parametrize("act", STANDS)
def test_each_dossier_lies_with_whoever_acts_next_and_in_its_groups(
    client: Client, office: DemoOffice, act: str
) -> None:
    life = a_life(office).until(act)
    holder, groups = STANDS[act]
    for login in ("lan", "dung", "hanh"):
        enter(client, office, login)
        page = read(client, INBOX)
        assert here(page) == "For me"
        assert links(page) == [address(life)] * (login == holder), login
    enter(client, office)
    assert {name for name, n in counts(read(client, INBOX)).items() if n == "1"} == groups


def test_what_waits_for_the_applicant_has_its_group(client: Client, office: DemoOffice) -> None:
    life = a_life(office).through("submit")
    life.act("ask_completion")
    enter(client, office)
    page = read(client, INBOX, {"nhom": "cho-bo-sung"})
    assert links(page) == [address(life)]
    assert counts(page)["For me"] == "0"


def test_what_waits_for_the_applicant_is_not_overdue(client: Client, office: DemoOffice) -> None:
    life = a_life(office).through("assign")
    life.act("ask_supplement")
    due_in(life, -3)
    enter(client, office)
    assert found(client, nhom="qua-han") == []
    assert found(client, nhom="cho-bo-sung") == [address(life)]
    leaves = {one: found(client, han=one) for one in ("qua-han", "sap-den", "chua-co")}
    assert leaves == {"qua-han": [], "sap-den": [], "chua-co": [address(life)]}


def test_a_tab_holds_as_many_rows_as_it_says(client: Client, office: DemoOffice) -> None:
    a_life(office).until("receive")
    due_in(a_life(office).until("assign"), -2)
    a_life(office).until("approve")
    a_life(office, "archives").until("hand_over")
    enter(client, office)
    page = read(client, INBOX)
    (tabs,) = of_class(page, "tabs")
    for a in tabs.iter("a"):
        shown = read(client, a.get("href", ""))
        assert str(len(rows(shown))) == counts(page)[here(shown)]
    assert counts(page)["Overdue"] == "1"
    assert of_class(tabs, "bad")


def test_the_most_urgent_stands_first_in_words_and_colour(
    client: Client, office: DemoOffice
) -> None:
    lives = [a_life(office).until("assign") for _time in range(3)]
    for life, days in zip(lives, (40, -9, 1), strict=True):
        due_in(life, days)
    enter(client, office)
    page = read(client, INBOX, ALL)
    assert links(page) == [address(lives[1]), address(lives[2]), address(lives[0])]
    late, near, far = rows(page)
    assert "overdue" in words(late)
    assert [row.get("class", "") for row in (late, near, far)] == ["bad", "warn", ""]
    assert "days left" in words(far)


def test_a_row_tells_whose_it_is_for_what_and_with_whom(client: Client, office: DemoOffice) -> None:
    life = a_life(office).until("propose")
    enter(client, office)
    (row,) = rows(read(client, INBOX, ALL))
    for fact in (str(life.fresh), "Nguyễn Thị Hoa", "1.013017", "Võ Thị Hạnh", "Online"):
        assert fact in words(row)


def test_before_reception_the_tracking_code_is_its_name(client: Client, office: DemoOffice) -> None:
    life = a_life(office).until("receive")
    secret = life.fresh.lookup_secret
    enter(client, office)
    (row,) = rows(read(client, INBOX))
    assert f"{secret[:4]}-{secret[4:]}" in words(row)
    life.act("receive")
    assert secret[:4] not in words(rows(read(client, INBOX, ALL))[0])


@pytest.mark.parametrize("typed", ["hoa nguyen", "NGUYỄN thị hòa", "quy  hoa", "  "])
def test_names_are_found_without_marks_and_in_any_order(
    client: Client, office: DemoOffice, typed: str
) -> None:
    life = a_life(office).until("receive")
    other = a_life(office, "archives").until("receive")
    enter(client, office)
    expected = [address(life)] if typed.strip() else [address(life), address(other)]
    assert found(client, q=typed) == expected


def test_a_code_is_found_by_a_part_and_a_tracking_code_as_it_is_printed(
    client: Client, office: DemoOffice
) -> None:
    received = a_life(office).until("assign")
    filed = a_life(office, "archives").until("receive")
    enter(client, office)
    assert found(client, q=str(received.fresh.code).lower()[3:]) == [address(received)]
    secret = filed.fresh.lookup_secret
    for typed in (secret, f"{secret[:4]}-{secret[4:]}".lower(), f"{secret[:4]} {secret[4:]}"):
        assert found(client, q=typed) == [address(filed)]


@pytest.mark.parametrize("typed", ["%", "_", "' OR 1=1 --", "\0\0x", "x" * 300, "ệ" * 300, "\\"])
def test_what_is_typed_is_looked_for_and_nothing_else(
    client: Client, office: DemoOffice, typed: str
) -> None:
    a_life(office).until("receive")
    enter(client, office)
    page = read(client, INBOX, ALL | {"q": typed})
    assert not rows(page)
    assert "Nothing here is as you look for" in words(page)


def test_each_filter_leaves_what_it_says(client: Client, office: DemoOffice) -> None:
    fund = a_life(office).until("assign")
    paper = a_life(office, "archives").until("propose")
    due_in(fund, -3)
    due_in(paper, 1)
    new = a_life(office, "archives").until("receive")
    enter(client, office)
    unit = str(office.posts["hanh"].unit.public_id)
    assert found(client, thu_tuc="funds") == [address(fund)]
    assert set(found(client, thu_tuc=paper.filing.procedure)) == {address(paper), address(new)}
    assert found(client, trang_thai=Status.SUBMITTED) == [address(new)]
    assert found(client, han="qua-han") == [address(fund)]
    assert found(client, han="sap-den") == [address(paper)]
    assert found(client, han="chua-co") == [address(new)]
    assert found(client, don_vi=unit) == [address(paper)]
    assert set(found(client, don_vi="chua-giao")) == {address(fund), address(new)}
    assert found(client, thu_tuc="archives", han="sap-den", q="nguyen hoa") == []
    due_in(paper, 40)
    assert found(client, han="con-lau") == [address(paper)]


def test_what_is_chosen_stays_chosen_and_can_be_taken_away(
    client: Client, office: DemoOffice
) -> None:
    life = a_life(office).until("receive")
    enter(client, office)
    page = read(client, INBOX, ALL | {"q": "hoa", "thu-tuc": "archives"})
    chosen = [o for o in by_id(page, "thu-tuc").iter("option") if "selected" in o.attrib]
    assert [o.get("value") for o in chosen] == ["archives"]
    assert by_id(page, "q").get("value") == "hoa"
    (chips,) = of_class(page, "chips")
    without = {words(a).partition(" ×")[0]: a.get("href", "") for a in chips.iter("a")}
    assert links(read(client, without["Records and archives"])) == [address(life)]
    assert not links(read(client, without["“hoa”"]))


@pytest.mark.parametrize("name", ["thu-tuc", "trang-thai", "han", "don-vi", "nhom"])
def test_what_nobody_can_choose_is_not_chosen(
    client: Client, office: DemoOffice, name: str
) -> None:
    life = a_life(office).until("receive")
    enter(client, office)
    for value in ("x", "'", "\0", "DRAFT"):
        page = read(client, INBOX, {name: value})
        assert links(page) == [address(life)]
        assert not of_class(page, "chips")


def test_what_is_not_in_this_group_is_looked_for_among_all(
    client: Client, office: DemoOffice
) -> None:
    life = a_life(office).until("assign")
    enter(client, office)
    page = read(client, INBOX, {"q": "hoa"})
    (empty,) = of_class(page, "empty")
    (onward,) = empty.iter("a")
    assert links(read(client, onward.get("href", ""))) == [address(life)]


def test_one_page_leads_to_the_next_and_back_and_keeps_the_filters(
    client: Client, office: DemoOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "SIZE", 2)
    lives = [a_life(office).until("receive") for _time in range(3)]
    a_life(office, "archives").until("receive")
    enter(client, office)
    first = read(client, INBOX, {"thu-tuc": "funds"})
    assert links(first) == [address(life) for life in lives[:2]]
    assert "1–2 of 3" in words(of_class(first, "pager")[0])
    second = read(client, ways(first)["next"])
    assert links(second) == [address(lives[2])]
    assert "3–3 of 3" in words(of_class(second, "pager")[0])
    assert set(ways(first)) == {"next"}
    assert set(ways(second)) == {"prev"}
    assert links(read(client, ways(second)["prev"])) == links(first)


def test_a_page_whose_rows_have_gone_shows_the_list_from_its_beginning(
    client: Client, office: DemoOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "SIZE", 1)
    lives = [a_life(office).until("receive") for _time in range(2)]
    enter(client, office)
    onward = ways(read(client, INBOX))["next"]
    lives[1].act("receive")
    assert links(read(client, onward)) == [address(lives[0])]


def test_another_agency_sees_nothing_of_it(client: Client, office: DemoOffice) -> None:
    a_life(office).until("receive")
    enter(client, office, "xa-lan")
    page = read(client, INBOX, ALL)
    assert not rows(page)
    assert set(counts(page).values()) == {"0"}
    theirs = a_life(office, receiving=AgencyKey.STRANGER, competent=AgencyKey.STRANGER)
    theirs.until("receive")
    assert found(client) == [address(theirs)]


def test_an_officers_own_dossier_is_no_work_of_theirs(client: Client, office: DemoOffice) -> None:
    life = a_life(office, receiving=AgencyKey.STRANGER, competent=AgencyKey.STRANGER)
    life.until("receive")
    lan = person_of(office.posts["lan"].account)
    Dossier.objects.filter(pk=life.dossier.pk).update(owner_person=lan)
    enter(client, office)
    assert not found(client)


@pytest.mark.parametrize("role", [Role.APPROVER, Role.CLERK, Role.LEADER])
def test_other_posts_have_no_inbox_here(client: Client, office: DemoOffice, role: Role) -> None:
    agency = AgencyKey.DEPARTMENT
    as_officer(client, office.who(role, agency).account)
    assert client.get(INBOX).status_code == 404
