"""From the procedure to the receipt: what a citizen types, presses and hands in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from onestop.demo.filings import FUND
from onestop.demo.office import DemoOffice
from tests.lives import a_life
from tests.markup import by_id, of_class, words
from tests.onestop.doors import as_citizen
from tests.people import a_representation, an_organisation
from workflows.dossiers.models import Component, Dossier
from workflows.dossiers.status import Status
from workflows.journal.models import Entry

from .filing import Visit, a_file

BOARD = FUND.answers["founding_board"]
FIRST: Mapping[str, Any] = {
    key: FUND.answers[key] for key in ("fund_name", "fund_kind", "scope", "purpose", "headquarters")
}
SECOND: Mapping[str, Any] = {
    "founding_assets": "7.200.000.000",
    "council_chair": "Nguyễn Thị Hoa",
} | {
    f"founding_board-{n}-{key}": value for n, row in enumerate(BOARD) for key, value in row.items()
}


@pytest.fixture
def visit(client: Client, office: DemoOffice) -> Visit:
    as_citizen(client, "hoa")
    return Visit(client)


def begun(visit: Visit, key: str = "1.013017") -> Visit:
    visit.go(reverse("portal:start", args=[key]))
    visit.send()
    return visit


def at_papers(visit: Visit) -> Visit:
    begun(visit).send(**FIRST)
    for _row in BOARD[1:]:
        visit.send(row="founding_board")
    visit.send(**SECOND)
    return visit


def at_check(visit: Visit) -> Visit:
    at_papers(visit)
    for requirement in FUND.papers:
        visit.upload(requirement, a_file(f"{requirement}.pdf"))
    visit.follow(reverse("portal:check", args=[visit.dossier.public_id]))
    return visit


def test_a_returning_citizen_types_and_hands_in_next_to_nothing(
    client: Client, office: DemoOffice
) -> None:
    a_life(office).through("hand_over")
    as_citizen(client, "hoa")
    visit = Visit(client)
    visit.go(reverse("portal:procedure", args=["1.013018"]))
    visit.follow(reverse("portal:start", args=["1.013018"]))
    visit.send()
    visit.send()
    visit.follow(reverse("portal:check", args=[visit.dossier.public_id]))
    visit.send()
    assert visit.dossier.status == Status.SUBMITTED
    assert visit.dossier.procedure_key == "1.013018"
    assert (visit.typed, visit.uploads) == (0, 0)
    assert visit.clicks == 5


def test_a_first_dossier_is_filed_page_by_page(visit: Visit) -> None:
    at_check(visit).send(declaration="on")
    dossier = visit.dossier
    assert dossier.status == Status.SUBMITTED
    assert dossier.answers["founding_assets"] == {"value": 7_200_000_000, "source": "declared"}
    assert dossier.answers["founding_board"]["value"] == BOARD
    assert dossier.answers["contact_phone"]["source"] == "submitter.phone"
    assert dossier.components.count() == len(FUND.papers) + 1  # and the application, drawn
    assert (dossier.receiving_agency.code, dossier.competent_agency.code) == ("H99.01", "H99")
    assert visit.address == reverse("portal:receipt", args=[dossier.public_id])
    code = dossier.lookup_secret
    assert words(of_class(visit.page, "ticket")[0]) == f"{code[:4]}-{code[4:]}"


def resumed(visit: Visit) -> str:
    """Where the list of one's own dossiers leads, without the dossier's own part."""
    own = reverse("portal:track", args=[visit.dossier.public_id])
    visit.go(reverse("portal:mine"))
    visit.follow(f"{own}tiep-tuc/")
    return visit.address.removeprefix(own)


def test_a_draft_is_resumed_at_the_page_that_was_reached(visit: Visit) -> None:
    begun(visit)
    assert resumed(visit) == "to-khai/1/"
    visit.send(**FIRST)
    assert resumed(visit) == "to-khai/2/"
    visit.send(row="founding_board")
    assert resumed(visit) == "to-khai/2/"
    for _row in BOARD[2:]:
        visit.send(row="founding_board")
    visit.send(**SECOND)
    first, *others = FUND.papers
    assert resumed(visit) == "giay-to/"
    visit.upload(first, a_file())
    assert resumed(visit) == "giay-to/"
    for requirement in others:
        visit.upload(requirement, a_file(f"{requirement}.pdf"))
    assert resumed(visit) == "kiem-tra/"


def test_a_row_can_be_added_to_an_untouched_table_and_the_rest_stays(visit: Visit) -> None:
    begun(visit).send(**FIRST)
    visit.send(row="founding_board", council_chair="Hoa")
    rows = [one for one in visit.page.iter("fieldset") if one.get("class") == "rows"]
    assert len(rows) == 2
    assert by_id(visit.page, "id_council_chair").get("value") == "Hoa"


def test_a_draft_is_resumed_at_the_first_page_that_no_longer_holds(visit: Visit) -> None:
    at_check(visit)
    visit.go(reverse("portal:form", args=[visit.dossier.public_id, 1]))
    visit.send(status=422, fund_name="")
    assert resumed(visit) == "to-khai/1/"


def test_a_draft_is_resumed_by_nobody_else_and_once_filed_leads_to_its_receipt(
    visit: Visit,
) -> None:
    at_check(visit)
    where = reverse("portal:resume", args=[visit.dossier.public_id])
    as_citizen(visit.client, "khach")
    assert visit.client.get(where).status_code == 404
    as_citizen(visit.client, "hoa")
    visit.send(declaration="on")
    visit.go(where)
    assert visit.address == reverse("portal:receipt", args=[visit.dossier.public_id])


def test_every_page_of_filing_leads_back_to_the_procedure(visit: Visit) -> None:
    procedure = reverse("portal:procedure", args=["1.013017"])
    visit.go(reverse("portal:start", args=["1.013017"]))
    pages = [visit.page]
    at_papers(visit)
    pages.append(visit.page)
    visit.go(reverse("portal:check", args=[visit.dossier.public_id]))
    for page in (*pages, visit.page):
        (way,) = of_class(page, "crumbs")[0].iter("a")
        assert (way.get("href"), bool(words(way))) == (procedure, True)


def test_a_refusal_names_the_question_that_it_is_about(visit: Visit) -> None:
    begun(visit).send(status=422, **{**FIRST, "fund_name": ""})
    (link,) = of_class(visit.page, "errors")[0].iter("a")
    assert words(link).startswith("Tên quỹ: ")


def test_what_was_typed_stays_even_if_it_is_wrong(visit: Visit) -> None:
    begun(visit).send(status=422, **{**FIRST, "fund_name": ""})
    assert of_class(visit.page, "errors")
    assert by_id(visit.page, "id_headquarters").get("value") == FIRST["headquarters"]
    assert visit.dossier.answers["headquarters"]["value"] == FIRST["headquarters"]
    visit.go(visit.address)
    assert by_id(visit.page, "id_headquarters").get("value") == FIRST["headquarters"]


def test_a_refused_file_is_refused_at_its_slot_and_the_rest_stays(visit: Visit) -> None:
    at_papers(visit).upload("founding-board-papers", a_file())
    visit.upload("draft-charter", SimpleUploadedFile("la.exe", b"MZ"), status=422)
    slot = by_id(visit.page, "giay-draft-charter")
    assert "bad" in slot.get("class", "").split()
    assert "la.exe" in words(slot)
    assert [c.requirement for c in Component.objects.all()] == ["founding-board-papers"]


def test_a_paper_is_taken_out_again(visit: Visit) -> None:
    at_papers(visit).upload("founding-board-papers", a_file())
    where = reverse("portal:paper", args=[visit.dossier.public_id, "founding-board-papers"])
    visit.client.post(where, {"act": "take_out"})
    assert not Component.objects.exists()


def test_there_is_no_button_as_long_as_something_is_missing(visit: Visit) -> None:
    at_papers(visit)
    visit.go(reverse("portal:check", args=[visit.dossier.public_id]))
    (main,) = visit.page.iter("main")
    assert not [one for one in main.iter("button") if one.get("class") == "btn"]
    papers = reverse("portal:papers", args=[visit.dossier.public_id])
    assert f"{papers}#giay-draft-charter" in {a.get("href") for a in main.iter("a")}


def test_filing_twice_files_once(visit: Visit) -> None:
    at_check(visit)
    address, page = visit.address, visit.page
    visit.send(declaration="on")
    visit.address, visit.page = address, page
    visit.send(declaration="on")
    assert visit.address == reverse("portal:receipt", args=[visit.dossier.public_id])
    assert Entry.objects.filter(act="submit").count() == 1


def test_nothing_is_filed_undeclared(visit: Visit) -> None:
    at_check(visit).send(status=422)
    assert visit.dossier.status == Status.DRAFT


def test_sending_the_beginning_twice_opens_one_draft(visit: Visit) -> None:
    visit.go(reverse("portal:start", args=["1.013017"]))
    address, page = visit.address, visit.page
    visit.send()
    visit.address, visit.page = address, page
    visit.send()
    assert Dossier.objects.count() == 1


def test_whoever_represents_somebody_says_for_whom_they_file(visit: Visit) -> None:
    account = as_citizen(visit.client, "hoa")
    hall = an_organisation("Hội Nắng Mai")
    a_representation(account, hall)
    visit.go(reverse("portal:start", args=["1.013017"]))
    visit.send(status=422)
    visit.send(owner=str(hall.public_id))
    assert visit.dossier.owner == hall
    visit.go(reverse("portal:papers", args=[visit.dossier.public_id]))
    assert by_id(visit.page, "giay-founding-organisation-resolution") is not None


def test_an_agency_is_chosen_only_where_several_decide(visit: Visit) -> None:
    visit.go(reverse("portal:start", args=["practice-certificate-issue"]))
    offered = [one for one in visit.page.iter("input") if one.get("name") == "agency"]
    assert len(offered) == 2
    visit.go(reverse("portal:start", args=["1.013017"]))
    assert not [one for one in visit.page.iter("input") if one.get("name") == "agency"]


def test_the_application_is_made_from_the_answers_and_can_be_looked_at_before(
    visit: Visit,
) -> None:
    at_papers(visit)
    slot = by_id(visit.page, "giay-application")
    assert not list(slot.iter("input"))
    (look,) = (a.get("href", "") for a in slot.iter("a"))
    answer = visit.client.get(look)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("inline")
    assert answer.content.startswith(b"%PDF")
    as_citizen(visit.client, "khach")
    assert visit.client.get(look).status_code == 404
    upload = reverse("portal:paper", args=[visit.dossier.public_id, "application"])
    as_citizen(visit.client, "hoa")
    assert visit.client.post(upload, {"tep": a_file()}).status_code == 422


def test_a_paper_is_handed_in_on_the_page_of_the_form_that_has_its_slot(visit: Visit) -> None:
    begun(visit).send(**FIRST)
    assert "đã ký" in words(next(visit.page.iter("main")))
    for _row in BOARD[1:]:
        visit.send(row="founding_board")
    visit.send(
        status=422, **{**SECOND, "tep-asset-commitment": SimpleUploadedFile("la.exe", b"MZ")}
    )
    assert "la.exe" in words(by_id(visit.page, "giay-asset-commitment"))
    visit.send(**{**SECOND, "tep-asset-commitment": a_file()})
    assert [c.requirement for c in Component.objects.all()] == ["asset-commitment"]


def test_a_number_that_follows_is_shown_and_never_typed(visit: Visit) -> None:
    begun(visit).send(**FIRST)
    assert "other_assets" not in {one.get("name") for one in visit.page.iter("input")}
    for _row in BOARD[1:]:
        visit.send(row="founding_board")
    visit.send(**{**SECOND, "cash_assets": "4.200.000.000"})
    visit.go(reverse("portal:check", args=[visit.dossier.public_id]))
    assert "3.000.000.000 ₫" in words(next(visit.page.iter("main")))
