"""Proving it once more: password and code, both right, before a key is used."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from onestop import proof
from onestop.demo.cast import PASSWORD
from onestop.demo.office import DemoOffice
from tests.lives import a_life
from tests.markup import by_id, of_class, tree, words
from tests.onestop.doors import as_officer
from workflows.people.models import Account

from .signing import address, done, enter, form_of, in_english, opened, read, sign

WHERE = reverse("desk:step_up")
LONG_AGO = timedelta(minutes=16)


@pytest.fixture
def minh(client: Client, office: DemoOffice) -> Account:
    """Signed in a while ago."""
    account = office.posts["minh"].account
    account.set_password(PASSWORD)
    account.save()
    return as_officer(in_english(client), account, proved_at=timezone.now() - LONG_AGO)


def code_of(account: Account) -> str:
    device = TOTPDevice.objects.filter(user=account).earliest("pk")
    return f"{totp(device.bin_key, device.step, device.t0, device.digits):06}"


def prove(client: Client, **typed: str) -> Any:
    return client.post(WHERE, {"password": PASSWORD, "code": "", "next": ""} | typed)


def is_proved(client: Client) -> bool:
    since = datetime.fromisoformat(client.session[proof.PROVED])
    return timezone.now() - since < LONG_AGO / 2


def test_password_and_code_lead_back_to_what_was_to_be_signed(
    client: Client, minh: Account
) -> None:
    page = read(client, f"{WHERE}?next=/ky-duyet/?sau=x")
    kept = form_of(page)["next"]
    assert kept == "/ky-duyet/?sau=x"
    answer = prove(client, code=code_of(minh), next=kept)
    assert (answer.status_code, answer["Location"]) == (302, "/ky-duyet/?sau=x")
    assert is_proved(client)


@pytest.mark.parametrize("elsewhere", ["", "//evil.example/", "https://evil.example/"])
def test_it_leads_nowhere_but_to_this_site(client: Client, minh: Account, elsewhere: str) -> None:
    answer = prove(client, code=code_of(minh), next=elsewhere)
    assert answer["Location"] == reverse("desk:queue")


def test_a_code_counts_once(client: Client, minh: Account) -> None:
    code = code_of(minh)
    assert prove(client, code=code).status_code == 302
    assert prove(client, code=code).status_code == 422


def test_a_wrong_password_proves_nothing_and_spends_no_code(client: Client, minh: Account) -> None:
    code = code_of(minh)
    answer = prove(client, password="wrong-one-7719", code=code)
    assert answer.status_code == 422
    page = tree(answer.content.decode())
    assert "Password and code do not count." in words(of_class(page, "errors")[0])
    assert "wrong-one-7719" not in answer.content.decode()
    assert not is_proved(client)
    assert prove(client, code=code).status_code == 302


def test_somebody_elses_password_proves_nothing(
    client: Client, minh: Account, office: DemoOffice
) -> None:
    lan = office.posts["lan"].account
    lan.set_password("mat-khau-cua-lan-7719")
    lan.save()
    answer = prove(client, password="mat-khau-cua-lan-7719", code=code_of(minh))
    assert (answer.status_code, is_proved(client)) == (422, False)


@pytest.mark.parametrize("field", ["password", "code"])
def test_both_are_asked_for(client: Client, minh: Account, field: str) -> None:
    answer = prove(client, **{"code": code_of(minh), field: ""})
    assert answer.status_code == 422
    assert words(by_id(tree(answer.content.decode()), f"id_{field}-error"))


def test_who_guesses_passwords_is_locked_out(client: Client, minh: Account) -> None:
    tries = [
        prove(client, password="guess", code="000000") for _n in range(settings.AXES_FAILURE_LIMIT)
    ]
    assert [one.status_code for one in tries] == [422, 422, 422, 422, 429]
    # From then on the right password is of no use either.
    assert prove(client, code=code_of(minh)).status_code == 429
    assert not is_proved(client)


def test_what_is_typed_stays_out_of_error_reports(client: Client, minh: Account) -> None:
    answer = prove(client, code="000000")
    assert answer.wsgi_request.sensitive_post_parameters == ("password", "code")


@pytest.mark.parametrize("minutes", [14, 16])
def test_who_proved_it_long_ago_is_asked_again_before_anything_is_signed(
    client: Client, office: DemoOffice, minutes: int
) -> None:
    life = a_life(office).until("approve")
    enter(client, life)
    form = opened(client, life)
    proved = timezone.now() - timedelta(minutes=minutes)
    as_officer(in_english(client), life.who("sign"), proved_at=proved)
    answer = sign(client, life, form)
    if minutes < 15:
        assert done(life) == ["approve", "sign"]
    else:
        assert answer["Location"] == reverse("desk:step_up", query={"next": address(life)})
        assert done(life) == []
