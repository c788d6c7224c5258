"""The register of dossiers (Mẫu 07): of one agency and year, on a page, as PDF and as a sheet."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from onestop.demo.office import DemoOffice
from onestop.reports.register import rows_of
from tests.counting import counted
from tests.lives import Life, a_life
from tests.markup import words
from tests.onestop.doors import as_officer
from tests.onestop.portal.filing import Visit
from tests.workflows.proving.intruder import put
from workflows.dossiers.models import Contact, Dossier
from workflows.journal.models import Access, PrivateValue
from workflows.people.models import Person

PAGE = "/dieu-hanh/so-theo-doi/"
THIS_YEAR = timezone.localdate().year


@pytest.fixture
def returned(office: DemoOffice) -> Life:
    return a_life(office).through("hand_over")


def before(client: Client, office: DemoOffice, login: str = "lan") -> Visit:
    as_officer(client, office.posts[login].account)
    visit = Visit(client)
    visit.go(reverse("reports:register"))
    return visit


def main_of(visit: Visit) -> str:
    (main,) = visit.page.iter("main")
    return words(main)


def test_what_was_received_stands_in_it_until_it_was_returned(
    client: Client, office: DemoOffice, returned: Life
) -> None:
    said = main_of(before(client, office))
    assert returned.fresh.code is not None
    for told in (returned.fresh.code, "Nguyễn Thị Hoa", f"{timezone.localdate():%d/%m/%Y}"):
        assert told in said


def test_what_was_not_received_does_not_stand_in_it(client: Client, office: DemoOffice) -> None:
    a_life(office).through("submit")
    assert "H99.01-" not in main_of(before(client, office))


def test_a_correction_is_no_second_dossier(
    client: Client, office: DemoOffice, returned: Life
) -> None:
    returned.act("correct")
    assert "-DC1" not in main_of(before(client, office))


def test_it_is_searched_by_code_and_by_name_without_marks(
    client: Client, office: DemoOffice, returned: Life
) -> None:
    visit = before(client, office)
    for typed in ("nguyen thi hoa", returned.fresh.code):
        visit.go(reverse("reports:register", query={"q": typed}))
        assert (returned.fresh.code or "?") in main_of(visit)
    visit.go(reverse("reports:register", query={"q": "ai đó khác"}))
    assert (returned.fresh.code or "?") not in main_of(visit)


def test_the_stranger_agency_keeps_a_register_of_its_own(
    client: Client, office: DemoOffice, returned: Life
) -> None:
    said = main_of(before(client, office, "xa-lan"))
    assert (returned.fresh.code or "?") not in said


def test_it_is_kept_as_pdf_with_every_column(
    client: Client, office: DemoOffice, returned: Life
) -> None:
    before(client, office)
    answer = client.get(PAGE, {"dang": "pdf"})
    assert answer["Content-Type"] == "application/pdf"
    text = "".join(
        page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(answer.content)
    )
    for told in (returned.fresh.code or "?", "Nguyễn Thị Hoa", str(THIS_YEAR)):
        assert told in text


def test_it_is_kept_as_a_sheet(client: Client, office: DemoOffice, returned: Life) -> None:
    before(client, office)
    answer = client.get(PAGE, {"dang": "xlsx"})
    assert answer.content.startswith(b"PK")
    assert f"-{THIS_YEAR}.xlsx" in answer["Content-Disposition"]
    assert io.BytesIO(answer.content).getbuffer().nbytes > 1_000


def test_whoever_kept_it_has_left_a_trace(
    client: Client, office: DemoOffice, returned: Life
) -> None:
    before(client, office)
    client.get(PAGE, {"dang": "xlsx"})
    assert Access.objects.filter(purpose="register_xlsx").exists()


@pytest.mark.parametrize("wrong", [{"nam": "1999"}, {"dang": "doc"}, {"co-quan": "x"}])
def test_what_is_not_there_is_not_found(
    client: Client, office: DemoOffice, wrong: dict[str, str]
) -> None:
    before(client, office)
    assert client.get(PAGE, wrong).status_code == 404


def test_its_lines_take_as_many_statements_for_one_dossier_as_for_two(
    office: DemoOffice, returned: Life
) -> None:
    around = ("owner_person", "owner_organisation", "submitter", "contact")

    def statements() -> int:
        with counted() as taken:
            assert rows_of(Dossier.objects.select_related(*around))
        return len(taken)

    one = statements()
    a_life(office).through("receive")
    assert statements() == one == 2


@pytest.mark.parametrize("written", ["Nguyễn Văn\u200b An", "Nguyễn Văn 😀 An"])
@pytest.mark.parametrize("kept_as", ["pdf", "xlsx"])
def test_what_was_written_down_before_it_was_looked_at_closes_no_register(
    client: Client, office: DemoOffice, returned: Life, written: str, kept_as: str
) -> None:
    value = PrivateValue.objects.get(entry__dossier=returned.dossier, name="received_by")
    put(value, f"value = '\"{written}\"'")
    visit = before(client, office)
    assert written in main_of(visit)
    assert client.get(PAGE, {"dang": kept_as}).status_code == 200


@pytest.mark.parametrize(("phone", "shown"), [("", "0900000001"), ("0911111111", "0911111111")])
def test_the_phone_is_whom_one_reaches_as_on_the_receipt(
    office: DemoOffice, returned: Life, phone: str, shown: str
) -> None:
    dossier = returned.fresh
    Person.objects.filter(pk=dossier.submitter_id).update(phone="0900000001")
    dossier.contact = Contact.objects.create(name="Con gái", phone=phone, email="con@example.vn")
    dossier.save()
    (row,) = rows_of(Dossier.objects.filter(pk=dossier.pk))
    assert row.phone == shown
