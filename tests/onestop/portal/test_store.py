"""The citizen's own papers: every result of theirs, where it serves, and nobody else's."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from onestop.demo.office import DemoOffice
from tests.lives import Life, a_life
from tests.markup import of_class, tree, words
from tests.onestop.doors import as_citizen
from tests.people import a_representation, an_organisation
from tests.unchanged import nothing_changes
from workflows.dossiers.models import Paper
from workflows.journal.models import Access
from workflows.results.models import Result, ResultUse

STORE = "/kho-giay-to/"


@pytest.fixture
def life(office: DemoOffice) -> Life:
    return a_life(office).through("issue")


def read(client: Client) -> ET.Element:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    answer = client.get(STORE)
    assert answer.status_code == 200
    return tree(answer.content.decode())


def kept(client: Client) -> list[str]:
    return [words(one) for one in of_class(read(client), "item")]


def links(client: Client) -> set[str | None]:
    return {a.get("href") for a in read(client).iter("a")}


def a_copy(result: Result, number: int) -> Result:
    """Another result like it."""
    copy = Result.objects.get(pk=result.pk)
    copy.pk, copy.public_id = None, uuid4()
    copy.number, copy.dossier_code = f"{number}/QĐ-UBND", f"{result.dossier_code}-{number}"
    copy.save(force_insert=True)
    return copy


def test_what_was_issued_lies_there_with_its_number_and_its_standing(
    client: Client, life: Life
) -> None:
    result = Result.objects.get()
    as_citizen(client, "hoa")
    (said,) = kept(client)
    for fact in (result.title_en, result.number, "In force", "People's Committee of Sông Trăng"):
        assert fact in said
    assert "valid without limit" in said or "valid to" in said
    assert reverse("portal:verify_code", args=[result.public_id]) in links(client)


def test_its_file_can_be_saved_from_there(client: Client, life: Life) -> None:
    paper = life.dossier.papers.get(kind=Paper.Kind.RESULT)
    address = reverse("viewer:attachment", args=[life.dossier.public_id, paper.public_id])
    as_citizen(client, "hoa")
    assert {address, reverse("portal:result", args=[life.dossier.public_id])} <= links(client)
    assert client.get(address)["Content-Type"] == "application/pdf"


def test_it_names_the_procedures_that_it_serves_while_it_is_in_force(
    client: Client, life: Life
) -> None:
    following = reverse("portal:procedure", args=["1.013018"])
    as_citizen(client, "hoa")
    assert following in links(client)
    yesterday = timezone.localdate() - timedelta(days=1)
    Result.objects.update(valid_to=yesterday)
    assert following not in links(client)
    (said,) = kept(client)
    assert "It cannot be used for a new dossier" in said


def test_whoever_relied_on_it_stands_there_with_the_ground(client: Client, life: Life) -> None:
    for basis in ("", "NĐ 118/2025/NĐ-CP"):
        ResultUse.objects.create(
            result=Result.objects.get(),
            dossier=uuid4(),
            requirement="licence",
            purpose="1.013018",
            legal_basis=basis,
            consented=not basis,
            digest="0" * 64,
            checked_at=timezone.now(),
        )
    as_citizen(client, "hoa")
    (said,) = kept(client)
    assert "Used 2 times" in said
    assert "with your consent" in said
    assert "NĐ 118/2025/NĐ-CP" in said


def test_what_was_replaced_says_by_what(client: Client, life: Life) -> None:
    result = Result.objects.get()
    newer = a_copy(result, 77)
    Result.objects.filter(pk=result.pk).update(state=Result.State.REPLACED, replaced_by=newer)
    as_citizen(client, "hoa")
    assert any("Replaced by 77/QĐ-UBND" in said for said in kept(client))


def test_what_came_from_elsewhere_has_no_file_here(client: Client, life: Life) -> None:
    Result.objects.update(dossier_code="G09-1")
    as_citizen(client, "hoa")
    assert len(kept(client)) == 1
    assert not [one for one in links(client) if one and one.startswith("/tep/")]


def test_those_one_acts_for_have_a_shelf_while_the_right_lasts(client: Client, life: Life) -> None:
    organisation = an_organisation("Hội Bảo trợ trẻ em Nắng Mai")
    a_copy(Result.objects.get(), 77)
    Result.objects.filter(number="77/QĐ-UBND").update(
        owner_person=None, owner_organisation=organisation
    )
    hoa = as_citizen(client, "hoa")
    assert len(kept(client)) == 1
    right = a_representation(hoa, organisation)
    shelves = [words(h2) for h2 in read(client).iter("h2")]
    assert shelves == ["Issued to me", f"Issued to {organisation}, for whom I act"]
    right.valid_to = timezone.localdate() - timedelta(days=1)
    right.save()
    assert len(kept(client)) == 1


def test_to_another_citizen_it_is_empty_and_a_stranger_signs_in_first(
    client: Client, life: Life
) -> None:
    assert client.get(STORE).status_code == 302
    as_citizen(client, "khach")
    assert not kept(client)
    assert of_class(read(client), "empty")


def test_looking_changes_nothing_and_is_noted(client: Client, life: Life) -> None:
    hoa = as_citizen(client, "hoa")
    with nothing_changes():
        read(client)
    noted = Access.objects.latest("pk")
    assert (noted.account, noted.what, noted.purpose) == (hoa.public_id, "results", "store")
