"""Whose desk it is: an approver's, for what bears their name; to all others nothing is there."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from onestop.demo.cast import PIN
from onestop.demo.office import DemoOffice
from tests.lives import Life, a_life
from tests.onestop.doors import as_citizen, as_officer
from tests.people import a_post
from tests.unchanged import nothing_changes
from workflows.journal.models import Access
from workflows.people.models import Account, Role

from .signing import address, enter, opened, send

NOT_APPROVERS = [role for role in Role if role != Role.APPROVER]


@pytest.fixture
def life(office: DemoOffice) -> Life:
    return a_life(office).until("approve")


def another(office: DemoOffice, role: Role, login: str = "minh") -> Account:
    """Somebody in this role in the unit of the officer with this login."""
    return a_post(role, office.posts[login].unit, f"Người khác, {role}").account


def addresses(life: Life) -> list[str]:
    return [reverse("desk:queue"), address(life), reverse("desk:step_up")]


def test_a_stranger_signs_in_first(client: Client, life: Life) -> None:
    for where in addresses(life):
        for answer in (client.get(where), client.post(where)):
            assert answer.status_code in (302, 405)
    assert client.get(address(life))["Location"].startswith(reverse("entry:officer"))


@pytest.mark.parametrize("subject", ["hoa", "khach"])
def test_a_citizen_finds_nothing(client: Client, life: Life, subject: str) -> None:
    as_citizen(client, subject)
    assert [client.get(where).status_code for where in addresses(life)] == [404] * 3


@pytest.mark.parametrize("role", NOT_APPROVERS)
def test_no_other_post_opens_the_desk(
    client: Client, life: Life, office: DemoOffice, role: Role
) -> None:
    as_officer(client, another(office, role))
    assert client.get(reverse("desk:queue")).status_code == 404
    assert client.get(address(life)).status_code == 404
    with nothing_changes():
        assert client.post(address(life), {"act": "approve", "pin": PIN}).status_code == 404
    # Those who seal prove it at the same place.
    seals = role == Role.CLERK
    assert client.get(reverse("desk:step_up")).status_code == (200 if seals else 404)


def test_without_a_code_an_approver_finds_nothing(
    client: Client, life: Life, settings: LazySettings
) -> None:
    client.force_login(life.who("approve"), backend=settings.PASSWORD_BACKEND)
    assert [client.get(where).status_code for where in addresses(life)] == [404] * 3


@pytest.mark.parametrize("login", ["minh", "lan"])
def test_an_approver_whose_name_is_not_under_it_finds_what_is_not_there(
    client: Client, life: Life, office: DemoOffice, login: str
) -> None:
    enter(client, life)
    form = opened(client, life)
    account = as_officer(client, another(office, Role.APPROVER, login))
    theirs = client.get(address(life))
    nobodys = client.get(reverse("desk:sign", args=[uuid4()]))
    assert (theirs.status_code, nobodys.status_code) == (404, 404)
    with nothing_changes(refused=1):
        assert send(client, life, form, "approve", pin=PIN).status_code == 404
    noted = Access.objects.filter(account=account.public_id).latest("pk")
    assert (noted.kind, noted.dossier) == (Access.Kind.REFUSED, life.dossier.public_id)


def test_before_it_is_proposed_it_is_not_at_the_desk(client: Client, office: DemoOffice) -> None:
    early = a_life(office).until("propose")
    enter(client, early)
    assert client.get(address(early)).status_code == 404


def test_reading_changes_nothing_and_is_noted(client: Client, life: Life) -> None:
    enter(client, life)
    with nothing_changes():
        client.get(address(life))
    noted = Access.objects.latest("pk")
    assert (noted.kind, noted.purpose, noted.dossier) == ("read", "sign", life.dossier.public_id)
    with nothing_changes():
        client.get(reverse("desk:queue"))
    assert Access.objects.latest("pk").purpose == "queue"
