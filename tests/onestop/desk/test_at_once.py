"""Two requests at the very same moment: one signature, and both are answered."""

from __future__ import annotations

from copy import copy
from functools import partial
from typing import Any

import pytest
from django.test import Client

from onestop.demo.office import DemoOffice
from tests.lives import a_life
from tests.workflows.routes.racing import race

from .signing import address, done, enter, in_english, opened, papers, sign

pytestmark = pytest.mark.django_db(transaction=True)


def same_browser(client: Client) -> Client:
    other = in_english(Client())
    other.cookies = copy(client.cookies)
    return other


@pytest.mark.parametrize("tabs", [1, 2])
def test_a_double_click_and_two_tabs_sign_once(
    client: Client, office: DemoOffice, tabs: int
) -> None:
    life = a_life(office).until("approve")
    enter(client, life)
    forms = [opened(client, life) for _tab in range(tabs)]
    clicks = [partial(sign, same_browser(client), life, forms[n % tabs]) for n in range(4)]
    answers: list[Any] = list(race(*clicks))
    signed = [one for one in answers if one.status_code == 302]
    # Of two tabs the slower one is told what happened.
    assert [one.status_code for one in answers if one not in signed] == [409] * (2 * tabs - 2)
    assert {one["Location"] for one in signed} == {address(life)}
    assert (done(life), len(papers(life))) == (["approve", "sign"], 1)
