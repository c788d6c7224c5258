"""What every list of the counter keeps: strangers out, and a trace of whoever looked."""

from __future__ import annotations

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from onestop.demo.office import DemoOffice
from tests.lives import a_life
from tests.onestop.doors import as_citizen, as_officer
from tests.unchanged import nothing_changes
from workflows.journal.models import Access

from .lists import read, rows

# Each list, who works on it, the act that a dossier on it waits for, and how it is noted.
LISTS = [
    ("/can-bo/hop-viec/", "lan", "receive", "inbox"),
    ("/can-bo/van-thu/", "thu", "number", "registry"),
]


@pytest.mark.parametrize(("where", "login"), [one[:2] for one in LISTS])
def test_citizens_find_nothing_and_strangers_sign_in(
    client: Client, office: DemoOffice, settings: LazySettings, where: str, login: str
) -> None:
    assert client.get(where)["Location"].startswith(reverse("entry:officer"))
    as_citizen(client, "hoa")
    assert client.get(where).status_code == 404
    client.force_login(office.posts[login].account, backend=settings.PASSWORD_BACKEND)
    assert client.get(where).status_code == 404


@pytest.mark.parametrize(("where", "login", "act", "purpose"), LISTS)
def test_looking_changes_nothing_and_is_noted(
    client: Client, office: DemoOffice, where: str, login: str, act: str, purpose: str
) -> None:
    a_life(office).until(act)
    as_officer(client, office.posts[login].account)
    with nothing_changes():
        assert rows(read(client, where))
    noted = Access.objects.latest("pk")
    assert (noted.what, noted.purpose) == ("dossiers", purpose)
    assert client.post(where).status_code == 405
