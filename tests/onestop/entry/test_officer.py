"""Officers enter by password and code; who guesses is locked out, and nobody else with them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from onestop import proof
from onestop.demo.cast import PASSWORD
from onestop.demo.office import DemoOffice

WRONG = "guess"


def enter(client: Client, login: str, password: str) -> Any:
    return client.post(reverse("entry:officer"), {"login": login, "password": password})


def test_after_five_wrong_passwords_the_right_one_opens_nothing(
    client: Client, office: DemoOffice
) -> None:
    for login in ("minh", "lan"):
        account = office.posts[login].account
        account.set_password(PASSWORD)
        account.save()
    tries = [enter(client, "minh", WRONG) for _n in range(settings.AXES_FAILURE_LIMIT)]
    assert [one.status_code for one in tries] == [422, 422, 422, 422, 429]
    assert enter(client, "minh", PASSWORD).status_code == 429
    # From the same place others still enter.
    assert enter(client, "lan", PASSWORD).status_code == 302


@pytest.mark.parametrize("minutes", [4, 6])
def test_between_password_and_code_lie_five_minutes_at_most(
    client: Client, office: DemoOffice, minutes: int
) -> None:
    account = office.posts["minh"].account
    account.set_password(PASSWORD)
    account.save()
    enter(client, "minh", PASSWORD)
    session = client.session
    since = timezone.now() - timedelta(minutes=minutes)
    session[proof.WAITING] = [account.pk, since.isoformat()]
    session.save()
    answer = client.get(reverse("entry:code"))
    assert answer.status_code == (200 if minutes < 5 else 302)
    assert answer.headers.get("Location") in (None, reverse("entry:officer"))
