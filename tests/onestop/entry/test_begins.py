"""Where the day begins behind the way in, and which doors the navigation offers."""

from __future__ import annotations

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from onestop import proof
from onestop.demo.cast import PASSWORD
from onestop.demo.office import DemoOffice
from onestop.ui.work import BEGINS
from tests.markup import of_class, tree
from tests.onestop.doors import as_officer
from tests.people import a_post
from workflows.people.models import Account, Post, Role

LOGINS = {
    "lan": "counter:inbox",
    "dung": "counter:inbox",
    "hanh": "counter:inbox",
    "thu": "counter:registry",
    "minh": "desk:queue",
    "phuong": "reports:leader",
}


# Lists beside the one at which the day begins.
FURTHER = {
    "lan": ("reports:register",),
    "dung": ("counter:notices",),
    "hanh": ("counter:notices",),
    "minh": ("counter:notices",),
    "thu": ("counter:notices",),
    "phuong": ("reports:register", "counter:notices"),
}


@pytest.fixture(autouse=True)
def codes_are_told(settings: LazySettings) -> None:
    settings.DEMO = True


def entered(client: Client, account: Account, **going: str) -> str:
    """Through password and code; where that leads."""
    account.set_password(PASSWORD)
    account.save()
    TOTPDevice.objects.create(user=account, name="test")
    client.post(reverse("entry:officer"), {"login": account.login, "password": PASSWORD, **going})
    code = proof.code_of_the_demo(account)
    return str(client.post(reverse("entry:code"), {"code": code, **going})["Location"])


def offered(client: Client, address: str) -> list[str | None]:
    """What the navigation leads to."""
    (nav,) = of_class(tree(client.get(address).content.decode()), "nav")
    return [a.get("href") for a in nav.iter("a")]


@pytest.mark.parametrize("login", LOGINS)
def test_each_role_begins_where_its_work_lies(
    client: Client, office: DemoOffice, login: str
) -> None:
    there = entered(client, office.posts[login].account)
    assert there == reverse(LOGINS[login])
    assert client.get(there).status_code == 200


def test_in_the_demo_nobody_waits_for_the_next_code(client: Client, office: DemoOffice) -> None:
    minh = office.posts["minh"].account
    entered(client, minh)
    used = proof.code_of_the_demo(minh)
    for _again in range(2):
        client.post(reverse("entry:leave"))
        client.post(reverse("entry:officer"), {"login": minh.login, "password": PASSWORD})
        told = proof.code_of_the_demo(minh)
        assert client.post(reverse("entry:code"), {"code": told}).status_code == 302
    assert proof.code_of_the_demo(minh) != used


def test_no_role_is_forgotten() -> None:
    assert set(BEGINS) == set(Role)


def test_who_wanted_to_go_somewhere_goes_there(client: Client, office: DemoOffice) -> None:
    wanted = reverse("counter:inbox", query={"nhom": "qua-han"})
    assert entered(client, office.posts["lan"].account, next=wanted) == wanted


def test_who_holds_no_post_any_more_stands_before_the_house(
    client: Client, office: DemoOffice
) -> None:
    account = office.posts["lan"].account
    Post.objects.filter(account=account).delete()
    assert entered(client, account) == "/"


@pytest.mark.parametrize("login", LOGINS)
def test_the_navigation_leads_nowhere_where_the_reader_may_not_go(
    client: Client, office: DemoOffice, login: str
) -> None:
    as_officer(client, office.posts[login].account)
    page = reverse(LOGINS[login])
    assert offered(client, page) == [page, *map(reverse, FURTHER.get(login, ()))]
    brand = of_class(tree(client.get(page).content.decode()), "brand")
    assert [a.get("href") for a in brand] == [page]


def test_several_posts_open_several_doors_and_the_first_begins_the_day(
    client: Client, office: DemoOffice
) -> None:
    minh = office.posts["minh"]
    a_post(Role.CLERK, minh.unit, minh.account)
    assert entered(client, minh.account) == reverse("counter:registry")
    both = list(map(reverse, ("counter:registry", "desk:queue", "counter:notices")))
    assert offered(client, reverse("desk:queue")) == both


def test_the_page_that_is_not_theirs_offers_their_own(client: Client, office: DemoOffice) -> None:
    as_officer(client, office.posts["thu"].account)
    assert client.get(reverse("counter:inbox")).status_code == 404
    own = [reverse("counter:registry"), reverse("counter:notices")]
    assert offered(client, reverse("counter:inbox")) == own
