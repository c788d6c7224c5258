"""Where a dossier stands, for whoever holds its slip: the code on it opens that much, no more."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from onestop.demo.office import DemoOffice
from tests.lives import Life, a_life
from tests.markup import of_class, tree, words
from tests.people import person_of
from workflows.dossiers.models import Dossier, Ending

LOOKUP = "/tra-cuu/"


@pytest.fixture
def life(office: DemoOffice) -> Life:
    return a_life(office).through("receive")


def shown(client: Client, typed: str, *, status: int = 200) -> ET.Element:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    answer = client.get(LOOKUP, {"ma": typed})
    assert answer.status_code == status
    return tree(answer.content.decode())


def stands(page: ET.Element) -> list[str]:
    """What is said of a dossier, if anything is."""
    return [words(one) for one in of_class(page, "verdict")]


def test_the_slip_opens_the_stage_for_whoever_holds_it(client: Client, life: Life) -> None:
    secret = life.fresh.lookup_secret
    for typed in (secret, f" {secret.lower()} ", f"{secret[:4]}-{secret[4:]}"):
        (said,) = stands(shown(client, typed))
        assert "The agency is at work on it" in said


def test_no_other_code_opens_anything(client: Client, life: Life) -> None:
    dossier = life.fresh
    secret = dossier.lookup_secret
    other = "2" if secret[-1] != "2" else "3"
    wrong = (secret[:-1], secret[:-1] + other, f"{secret}2", str(dossier), dossier.public_id.hex)
    for typed in wrong:
        page = shown(client, typed, status=422)
        assert stands(page) == []
        assert len(of_class(page, "errors")) == 1


def test_a_dossier_without_a_secret_is_opened_by_none(client: Client, life: Life) -> None:
    Dossier.objects.update(lookup_secret="")
    for typed in ("", " ", "-"):
        assert stands(shown(client, typed)) == []


def test_a_draft_is_nobody_s_business(client: Client, office: DemoOffice) -> None:
    draft = a_life(office).fresh
    assert draft.lookup_secret
    assert stands(shown(client, draft.lookup_secret, status=422)) == []


def test_nothing_is_said_of_whose_dossier_it_is(client: Client, life: Life) -> None:
    dossier = life.fresh
    said = words(shown(client, dossier.lookup_secret))
    hoa = person_of(life.who("submit"))
    for private in (str(dossier.owner), str(hoa), str(dossier.code)):
        assert private not in said
    assert reverse("portal:track", args=[dossier.public_id]) not in said


@pytest.mark.parametrize(
    ("act", "says"),
    [
        ("ask_supplement", "Waiting for the applicant to supplement it"),
        ("withdraw", "Withdrawn by the applicant; it has ended"),
        ("stop", "Stopped; it has ended"),
    ],
)
def test_where_no_day_of_return_stands_none_is_told(
    act: str, says: str, client: Client, life: Life
) -> None:
    life.until("propose")
    secret = life.fresh.lookup_secret
    assert "Day of return" in stands(shown(client, secret))[0]
    life.act(act)
    (said,) = stands(shown(client, secret))
    assert says in said
    assert "Day of return" not in said
    # Neither why, nor on whose word.
    ending = Ending.objects.first()
    assert ending is None or not ending.ground or ending.ground not in said
