"""Filing at the counter: an officer writes down, the citizen stays the one who files."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from onestop.demo.office import DemoOffice, citizen
from tests.lives import a_life, written_down
from tests.markup import by_id, of_class, words
from tests.onestop.doors import as_citizen, as_officer
from tests.onestop.portal.filing import Visit, a_file
from tests.people import a_representation, an_organisation, person_of
from tests.workflows.documents import reading
from workflows.dossiers import drafts
from workflows.dossiers.models import Component, Dossier, Paper
from workflows.dossiers.status import Status
from workflows.files import store
from workflows.journal.models import Access, Entry
from workflows.people.models import Person

from .assisting import (
    ANSWERS,
    BOARD,
    CONFIRMED,
    COUNTED,
    FUNDS,
    NEWCOMER,
    NUMBER,
    address,
    at_desk,
    begun,
    written,
)
from .officers import main_of, refused

HOA = "099188000001"
COUNTER = "Written down at the counter as declared"
E_IDENTITY = "From the electronic identity of who filed"
ON_RECORD = "From what is on record of the owner"
BEGIN = reverse("counter:begin", args=[FUNDS])


@pytest.fixture
def visit(client: Client, office: DemoOffice) -> Visit:
    return at_desk(client, office)


@pytest.fixture
def hoa(office: DemoOffice) -> Person:
    return person_of(citizen("hoa", at=timezone.now()))


def test_a_citizen_without_an_account_is_filed_for_and_received(
    visit: Visit, office: DemoOffice
) -> None:
    written(begun(visit))
    assert visit.address == address("confirm", visit.dossier)
    visit.send(**CONFIRMED)
    filed = visit.dossier
    assert filed.status == Status.SUBMITTED
    assert str(filed.submitter) == str(filed.owner) == NEWCOMER["full_name"]
    assert filed.assisted_by == office.posts["lan"].account
    assert filed.answers["fund_name"]["source"] == "counter"
    assert visit.address.startswith(address("dossier", filed))
    visit.send(go="rest")
    visit.send(go="receive")
    visit.send()
    assert visit.dossier.status == Status.RECEIVED


def test_the_receipt_states_what_was_counted_on_the_desk(visit: Visit) -> None:
    written(
        begun(visit),
        **sent({"originals-premises-confirmation": "3", "copies-premises-confirmation": "7"}),
    )
    visit.send(**CONFIRMED)
    visit.send(go="rest")
    visit.send(go="receive")
    visit.send()
    slip = Paper.objects.get(kind=Paper.Kind.FORM_01)
    assert "Giấytờxácnhậnnơidựkiếnđặttrụsởquỹ37Bảngiấy" in reading.words(
        store.read(slip.file.digest)
    )


def test_a_procedure_is_found_by_its_number_and_by_words_without_marks(visit: Visit) -> None:
    choose = reverse("counter:choose")
    visit.go(f"{choose}?q={FUNDS}")
    assert visit.address == BEGIN
    visit.go(f"{choose}?q=dieu+le+quy")
    assert BEGIN in {a.get("href") for a in main_of(visit.page).iter("a")}
    visit.go(f"{choose}?q=xyz")
    assert not list(of_class(main_of(visit.page), "list"))


def test_only_what_this_counter_receives_for_can_be_chosen(
    client: Client, office: DemoOffice
) -> None:
    visit = at_desk(client, office, "xa-lan")
    visit.go(f"{reverse('counter:choose')}?q={FUNDS}")
    assert BEGIN not in {a.get("href") for a in main_of(visit.page).iter("a")}
    visit.go(BEGIN)
    visit.send(personal_id=NUMBER)
    visit.send(status=422, **NEWCOMER)
    assert not Dossier.objects.exists()
    assert not Person.objects.filter(full_name=NEWCOMER["full_name"]).exists()


def test_of_whoever_is_on_record_name_and_year_of_birth_are_shown_and_nothing_is_asked(
    visit: Visit, hoa: Person
) -> None:
    visit.go(BEGIN)
    visit.send(personal_id="099 188 000 001")
    told = words(main_of(visit.page))
    assert hoa.full_name in told
    assert "1988" in told
    assert hoa.phone not in told
    assert hoa.address not in told
    assert "full_name" not in {one.get("name") for one in visit.page.iter("input")}
    asked = Access.objects.get(what="person")
    assert (asked.person, asked.purpose) == (hoa.public_id, "assist")
    visit.send()
    assert visit.dossier.submitter == hoa


def test_an_organisation_on_record_may_be_the_owner(visit: Visit, hoa: Person) -> None:
    owner = an_organisation("Hội Bảo trợ Nắng Mai")
    a_representation(citizen("hoa", at=timezone.now()), owner)
    visit.go(BEGIN)
    visit.send(personal_id=HOA)
    visit.send(owner=str(owner.public_id))
    assert (visit.dossier.owner, visit.dossier.submitter) == (owner, hoa)


@pytest.mark.parametrize(
    ("number", "typed"),
    [
        ("12345", {}),
        ("", {}),
        (NUMBER, {"full_name": ""}),
        (NUMBER, {"birthday_0": "31", "birthday_1": "2"}),
        (NUMBER, {"birthday_2": "2999"}),
        (NUMBER, {"phone": "không có"}),
        (NUMBER, {"contact_email": "không có"}),
    ],
)
def test_what_cannot_be_is_refused_and_stays_as_it_was_typed(
    visit: Visit, number: str, typed: dict[str, Any]
) -> None:
    visit.go(BEGIN)
    visit.send(personal_id=number, status=200 if typed else 422)
    if typed:
        visit.send(status=422, **{**NEWCOMER, **typed})
        assert by_id(visit.page, "id_birthday_2").get("value") == (
            typed.get("birthday_2") or NEWCOMER["birthday_2"]
        )
    assert refused(visit)
    assert not Dossier.objects.exists()


def test_another_number_begins_anew_for_somebody_else(visit: Visit, hoa: Person) -> None:
    visit.go(BEGIN)
    visit.send(personal_id=NUMBER)
    before = by_name(visit, "key")
    visit.send(personal_id=HOA, **NEWCOMER)
    assert hoa.full_name in words(main_of(visit.page))
    assert by_name(visit, "key") != before
    assert not Dossier.objects.exists()


def test_whoever_came_on_record_meanwhile_keeps_the_name_on_record(
    visit: Visit, office: DemoOffice
) -> None:
    visit.go(BEGIN)
    visit.send(personal_id=HOA)
    hoa = person_of(citizen("hoa", at=timezone.now()))
    visit.send(status=422, **NEWCOMER)
    assert hoa.full_name in words(main_of(visit.page))
    assert Person.objects.get(pk=hoa.pk).full_name == hoa.full_name
    assert not Dossier.objects.exists()


def test_pressed_twice_it_is_one_draft_of_one_person_and_filed_once(visit: Visit) -> None:
    visit.go(BEGIN)
    visit.send(personal_id=NUMBER)
    twice(visit, **NEWCOMER)
    assert Dossier.objects.count() == 1
    assert Person.objects.filter(full_name=NEWCOMER["full_name"]).count() == 1
    written(visit)
    twice(visit, **CONFIRMED)
    assert Entry.objects.filter(act="submit").count() == 1
    assert visit.address.startswith(address("dossier", visit.dossier))


def test_all_that_is_wrong_or_missing_is_told_at_once_and_what_was_typed_stays(
    visit: Visit,
) -> None:
    begun(visit)
    visit.send(
        status=422,
        fund_name="Quỹ",
        founding_assets="nhiều",
        **sent({"copies-premises-confirmation": "x"}),
    )
    told = refused(visit)
    for named in (
        "Tài sản đóng góp thành lập: ",
        "Loại quỹ: ",
        "Giấy tờ xác nhận nơi dự kiến đặt trụ sở quỹ: ",
    ):
        assert named in told
    assert "Dự thảo điều lệ quỹ" in told
    assert by_id(visit.page, "id_copies-premises-confirmation").get("value") == "x"
    assert visit.dossier.answers["founding_assets"] == {"value": "nhiều", "source": "counter"}


def test_a_paper_is_scanned_refused_counted_or_taken_out(visit: Visit) -> None:
    begun(visit)
    visit.send(
        status=422, **sent({"tep-premises-confirmation": SimpleUploadedFile("la.exe", b"MZ")})
    )
    assert "la.exe" in words(by_id(visit.page, "giay-premises-confirmation"))
    visit.send(
        status=422, **sent({"tep-premises-confirmation": a_file(), "copies-draft-charter": "2"})
    )
    papers = {one.requirement: one for one in Component.objects.all()}
    assert papers["premises-confirmation"].origin == Component.Origin.DIGITISED
    assert papers["draft-charter"].copies == 2
    visit.send(press="", take_out="premises-confirmation")
    visit.send(status=422, **sent({"copies-draft-charter": ""}))
    assert not Component.objects.exists()


def test_a_draft_is_left_and_found_again_in_the_inbox(visit: Visit, office: DemoOffice) -> None:
    begun(visit).send(press="leave", fund_name="Quỹ Bến Trăng")
    own = address("dossier", visit.dossier)
    assert visit.address == f"{reverse('counter:inbox')}?nhom=dang-lap"
    visit.follow(own)
    assert visit.address == address("write", visit.dossier)
    assert by_id(visit.page, "id_fund_name").get("value") == "Quỹ Bến Trăng"
    visit.go(f"{own}receive/")
    assert visit.address == address("write", visit.dossier)
    as_officer(visit.client, office.posts["hanh"].account)
    visit.go(reverse("counter:inbox"))
    assert reverse("counter:choose") not in {a.get("href") for a in visit.page.iter("a")}
    assert "nhom=dang-lap" not in str([a.get("href") for a in visit.page.iter("a")])


def test_nothing_is_filed_without_card_holder_and_the_applicant_s_own_word(visit: Visit) -> None:
    written(begun(visit))
    # What was declared is kept as a draft is, so it is left out first.
    for left_out in reversed(list(CONFIRMED)):
        visit.send(status=422, **{k: v for k, v in CONFIRMED.items() if k != left_out})
        assert refused(visit)
        visit.go(address("confirm", visit.dossier))
    assert visit.dossier.status == Status.DRAFT


def test_what_came_by_post_is_vouched_for_in_other_words(visit: Visit) -> None:
    begun(visit, **NEWCOMER, channel="post")
    visit.go(address("confirm", visit.dossier))
    assert visit.dossier.channel == Dossier.Channel.POST
    assert "phong bì" in words(main_of(visit.page)) or "envelope" in words(main_of(visit.page))


def test_what_the_register_holds_is_not_handed_in(visit: Visit, office: DemoOffice) -> None:
    a_life(office).through("hand_over")
    visit.go(reverse("counter:begin", args=["1.013018"]))
    visit.send(personal_id=HOA)
    visit.send()
    visit.send()
    assert visit.address == address("confirm", visit.dossier)
    confirmed = {name: sent for name, sent in CONFIRMED.items() if name != "declaration"}
    visit.send(**confirmed)
    assert visit.dossier.status == Status.SUBMITTED
    assert Component.Origin.REUSED_RESULT in {c.origin for c in visit.dossier.components.all()}


@pytest.mark.parametrize("page", ["write", "confirm"])
def test_a_draft_at_the_counter_is_there_for_its_reception_alone(
    client: Client, office: DemoOffice, page: str
) -> None:
    life = written_down(a_life(office))
    where = address(page, life.dossier)
    for login in ("dung", "hanh", "minh", "phuong", "xa-lan"):
        as_officer(client, office.posts[login].account)
        assert (client.get(where).status_code, client.post(where).status_code) == (404, 404), login
    as_citizen(client, life.citizen)
    assert (client.get(where).status_code, client.post(where).status_code) == (404, 404)
    as_officer(client, office.posts["lan"].account)
    assert client.get(where).status_code == 200


def test_the_citizen_s_own_draft_is_none_of_the_counter_s(
    client: Client, office: DemoOffice
) -> None:
    life = a_life(office)
    as_officer(client, office.posts["lan"].account)
    assert client.get(address("write", life.dossier)).status_code == 404
    life.act("submit")
    assert client.get(address("write", life.dossier)).status_code == 404


def test_the_citizen_finds_it_once_it_is_filed_and_never_changes_it(
    client: Client, office: DemoOffice
) -> None:
    life = written_down(a_life(office))
    track = reverse("portal:track", args=[life.dossier.public_id])
    form = reverse("portal:form", args=[life.dossier.public_id, 1])
    as_citizen(client, life.citizen)
    mine = reverse("portal:mine")
    assert track not in client.get(mine).content.decode()
    start = reverse("portal:start", args=[FUNDS])
    assert str(life.dossier.public_id) not in client.get(start).content.decode()
    assert (client.get(track).status_code, client.post(form).status_code) == (404, 404)
    life.act("submit", by=office.posts["lan"].account, identity="card")
    assert track in client.get(mine).content.decode()
    assert client.get(track).status_code == 200


def test_every_answer_tells_the_officers_where_it_comes_from(
    client: Client, office: DemoOffice
) -> None:
    declared = a_life(office).through("submit")
    there = written_down(a_life(office, "archives"))
    drafts.answer(
        there.dossier, there.filing.answers, by=office.posts["lan"].account, at=timezone.now()
    )
    there.act("submit", by=office.posts["lan"].account, identity="card")
    visit = at_desk(client, office)
    visit.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    visit.go(address("dossier", declared.dossier))
    assert sources(visit) == {"Declared by the applicant", E_IDENTITY}
    visit.go(address("dossier", there.dossier))
    assert sources(visit) == {COUNTER, ON_RECORD}


def test_the_whole_form_is_one_page(visit: Visit) -> None:
    begun(visit)
    names = {one.get("name") for one in visit.page.iter() if one.get("name")}
    asked = {name for name in ANSWERS if not name.startswith("founding_board")}
    assert asked | {f"founding_board-0-{key}" for key in BOARD[0]} | COUNTED.keys() <= names


def sources(visit: Visit) -> set[str]:
    """The sources that the panel of answers names."""
    return {words(one) for one in of_class(main_of(visit.page), "src")}


def sent(fields: dict[str, Any]) -> dict[str, Any]:
    """Fields whose names are no words of Python."""
    return fields


def by_name(visit: Visit, name: str) -> str:
    (found,) = [one for one in visit.page.iter("input") if one.get("name") == name]
    return found.get("value", "")


def twice(visit: Visit, **typed: Any) -> None:
    where, page = visit.address, visit.page
    visit.send(**typed)
    visit.address, visit.page = where, page
    visit.send(**typed)
