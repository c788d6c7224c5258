"""How many statements each page takes: so many, and as many with ten thousand dossiers around."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import import_module
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import resolve, reverse

from onestop.connectors import notices
from onestop.demo.cast import PASSWORD
from onestop.demo.office import DemoOffice
from tests.counting import counted
from tests.lives import DETOURS, Life, a_life, written_down
from tests.onestop.doors import as_citizen, as_officer
from tests.workflows.routes.crowd import an_office_at_work
from workflows.clock.models import AnnouncedDay
from workflows.dossiers.models import Dossier
from workflows.outbox.models import Message
from workflows.results.models import Result

DOORS = ("portal", "counter", "desk", "reports", "entry")
# They show no page themselves: they lead on, or answer with a file.
LEAD_ON = {"portal:paper", "portal:resume", "portal:renew", "counter:renew", "entry:leave"} | {
    *("portal:verify_report", "portal:verify_seen", "portal:result_seen"),
    *("reports:keep_register", "reports:kept_register"),
}
NOBODY, HALFWAY = "", "with the password alone"


@dataclass(frozen=True)
class Visit:
    """After which act, who opens which pages; by address, how many statements each takes."""

    after: str
    who: str
    pages: dict[str, int]


# Without BEGIN, COMMIT and savepoints. A change of a number is a decision, not an accident.
VISITS = (
    Visit(
        "",
        NOBODY,
        {
            "/": 1,
            "/thu-tuc/": 1,
            "/thu-tuc/?q=quy": 1,
            "/thu-tuc/{procedure}/": 1,
            "/tra-cuu/": 0,
            "/xac-thuc/": 0,
            "/dang-nhap/": 0,
            "/dang-nhap/dinh-danh/": 0,
            "/can-bo/dang-nhap/": 0,
        },
    ),
    Visit(
        "",
        HALFWAY,
        {
            "/can-bo/dang-nhap/ma/": 3,
        },
    ),
    Visit(
        "",
        "hoa",
        {
            "/": 4,
            "/thu-tuc/{procedure}/": 4,
            "/nop/{procedure}/": 8,
            "/ho-so/": 6,
            "/ho-so/{dossier}/": 11,
            "/ho-so/{dossier}/to-khai/1/": 7,
            "/ho-so/{dossier}/giay-to/": 8,
            "/ho-so/{dossier}/xem/application/": 7,
            "/ho-so/{dossier}/kiem-tra/": 8,
        },
    ),
    Visit(
        "",
        "lan",
        {
            "/can-bo/lap-ho-so/": 7,
            "/can-bo/lap-ho-so/{procedure}/": 5,
            "/can-bo/ho-so/{assisted}/to-khai/": 10,
            "/can-bo/ho-so/{assisted}/kiem-tra/": 10,
        },
    ),
    Visit(
        "submit",
        "hoa",
        {
            "/ho-so/": 6,
            "/ho-so/{dossier}/": 13,
            "/ho-so/{dossier}/bien-nhan/": 9,
            "/ho-so/{dossier}/rut/": 8,
        },
    ),
    Visit(
        "submit",
        NOBODY,
        {
            "/tra-cuu/?ma={secret}": 1,
        },
    ),
    Visit(
        "submit",
        "lan",
        {
            "/can-bo/hop-viec/": 11,
            "/can-bo/ho-so/{dossier}/": 21,
            "/can-bo/ho-so/{dossier}/receive/": 21,
            "/can-bo/ho-so/{dossier}/ask_completion/": 21,
            "/can-bo/ho-so/{dossier}/reject/": 21,
        },
    ),
    Visit(
        "ask_completion",
        "hoa",
        {
            "/ho-so/{dossier}/": 13,
            "/ho-so/{dossier}/bo-sung/": 9,
            "/ho-so/{dossier}/bo-sung/draft-charter/": 8,
        },
    ),
    Visit(
        "ask_completion",
        "lan",
        {
            "/can-bo/hop-viec/?nhom=cho-bo-sung": 11,
            "/can-bo/ho-so/{dossier}/": 23,
        },
    ),
    Visit(
        "receive",
        "hoa",
        {
            "/ho-so/{dossier}/": 15,
        },
    ),
    Visit(
        "receive",
        "dung",
        {
            "/can-bo/hop-viec/": 11,
            "/can-bo/ho-so/{dossier}/": 25,
            "/can-bo/ho-so/{dossier}/assign/": 26,
            "/can-bo/ho-so/{dossier}/apologise/": 25,
            "/can-bo/ho-so/{dossier}/stop/": 26,
            "/can-bo/thong-bao/": 7,
        },
    ),
    Visit(
        "assign",
        "hanh",
        {
            "/can-bo/hop-viec/": 11,
            "/can-bo/ho-so/{dossier}/": 26,
            "/can-bo/ho-so/{dossier}/propose/": 27,
            "/can-bo/ho-so/{dossier}/ask_supplement/": 26,
            "/can-bo/ho-so/{dossier}/judge/": 27,
        },
    ),
    Visit(
        "propose",
        "minh",
        {
            "/ky-duyet/": 9,
            "/ky-duyet/{dossier}/": 18,
            "/ky-duyet/xac-minh/": 5,
        },
    ),
    Visit(
        "send_back",
        "hanh",
        {
            "/can-bo/ho-so/{dossier}/": 26,
            "/can-bo/ho-so/{dossier}/propose/": 27,
        },
    ),
    Visit(
        "approve",
        "minh",
        {
            "/ky-duyet/": 9,
            "/ky-duyet/{dossier}/": 18,
        },
    ),
    Visit(
        "sign",
        "minh",
        {
            "/ky-duyet/": 9,
            "/ky-duyet/{dossier}/": 18,
        },
    ),
    Visit(
        "sign",
        "thu",
        {
            "/can-bo/van-thu/": 12,
            "/can-bo/ho-so/{dossier}/": 25,
            "/can-bo/ho-so/{dossier}/number/": 26,
        },
    ),
    Visit(
        "number",
        "thu",
        {
            "/can-bo/van-thu/?buoc=cho-dau": 12,
            "/can-bo/ho-so/{dossier}/": 25,
            "/can-bo/ho-so/{dossier}/issue/": 26,
        },
    ),
    Visit(
        "issue",
        "thu",
        {
            "/can-bo/van-thu/?buoc=hom-nay": 12,
        },
    ),
    Visit(
        "issue",
        "lan",
        {
            "/can-bo/hop-viec/?nhom=cho-tra": 11,
            "/can-bo/ho-so/{dossier}/": 28,
            "/can-bo/ho-so/{dossier}/hand_over/": 30,
        },
    ),
    Visit(
        "issue",
        NOBODY,
        {
            "/xac-thuc/{result}/": 2,
        },
    ),
    Visit(
        "hand_over",
        "hoa",
        {
            "/ho-so/": 6,
            "/ho-so/{dossier}/": 16,
            "/ho-so/{dossier}/ket-qua/": 13,
            "/kho-giay-to/": 10,
            "/thong-bao/": 7,
        },
    ),
    Visit(
        "hand_over",
        "lan",
        {
            "/can-bo/ho-so/{dossier}/": 28,
            "/can-bo/hop-viec/": 11,
            "/can-bo/hop-viec/?nhom=cho-tiep-nhan": 11,
            "/can-bo/hop-viec/?nhom=cua-phong": 11,
            "/can-bo/hop-viec/?nhom=cho-ky": 11,
            "/can-bo/hop-viec/?nhom=qua-han": 11,
            "/can-bo/hop-viec/?nhom=tat-ca": 11,
            "/can-bo/hop-viec/?nhom=tat-ca&q=hoa&thu-tuc=funds": 11,
        },
    ),
    Visit(
        "hand_over",
        "phuong",
        {
            "/dieu-hanh/": 14,
            "/dieu-hanh/ho-so/": 8,
            "/dieu-hanh/ho-so/?muc=qua-han": 8,
            "/dieu-hanh/ho-so/?muc=da-tiep-nhan": 8,
            "/dieu-hanh/so-theo-doi/": 12,
            "/dieu-hanh/so-theo-doi/?q=hoa": 12,
        },
    ),
    Visit(
        "hand_over",
        "dung",
        {
            "/can-bo/ho-so/{dossier}/correct/": 31,
        },
    ),
)


# The longest lists, and how many dossiers at least each shows among so many.
FULL = {
    ("lan", "/can-bo/hop-viec/?nhom=tat-ca"): 50,
    ("thu", "/can-bo/van-thu/"): 50,
    ("minh", "/ky-duyet/"): 20,
    ("phuong", "/dieu-hanh/ho-so/"): 50,
    ("hoa", "/ho-so/"): 200,
    ("hoa", "/kho-giay-to/"): 100,
    ("hoa", "/thong-bao/"): 100,
}
ID = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@pytest.fixture(params=[1, 10_001], ids=["alone", "among ten thousand"])
def life(office: DemoOffice, request: pytest.FixtureRequest) -> Life:
    """One dossier of so many at the same agencies; its citizen has 400 of the others."""
    one = a_life(office)
    an_office_at_work(one, request.param - 1, own=400)
    assert Dossier.objects.count() == request.param
    written_down(a_life(office))
    return one


def test_each_page_takes_as_many_with_one_dossier_as_with_ten_thousand(life: Life) -> None:
    found = visited(life, "")
    for act in DETOURS:
        # What was sent back is proposed anew, and looks as it did at first.
        again = act in life.done
        life.act(act)
        found += [] if again else visited(life, act)
    assert found == list(VISITS)


@pytest.mark.parametrize(("who", "page"), FULL)
def test_the_lists_among_so_many_are_full(who: str, page: str, office: DemoOffice) -> None:
    """Else it would say nothing that they take as many statements as with one row."""
    an_office_at_work(a_life(office), 800, own=400)
    html = entered(who, office).get(page).content.decode()
    assert len(set(ID.findall(html))) >= FULL[who, page]


def test_no_page_goes_uncounted() -> None:
    """What is added to a door is added to the table."""
    every = {
        f"{door}:{one.name}"
        for door in DOORS
        for one in import_module(f"onestop.{door}.urls").urlpatterns
    }
    any_of = dict.fromkeys(("dossier", "assisted", "result"), uuid4()) | {
        "procedure": "x",
        "secret": "x",
    }
    seen = (urlsplit(page.format(**any_of)).path for visit in VISITS for page in visit.pages)
    assert {resolve(path).view_name for path in seen} | LEAD_ON == every


def visited(life: Life, act: str) -> list[Visit]:
    """Those that follow on this act, as they went."""
    deliver_notices()
    found = []
    for planned in (one for one in VISITS if one.after == act):
        client = entered(planned.who, life.office)
        pages = {page: statements(client, addressed(page, life)) for page in planned.pages}
        found.append(Visit(act, planned.who, pages))
    return found


def deliver_notices() -> None:
    for message in Message.objects.filter(topic="notice"):
        notices.send(message)


def entered(who: str, office: DemoOffice) -> Client:
    """In a browser of their own."""
    client = Client()
    if who == HALFWAY:
        lan = office.posts["lan"].account
        lan.set_password(PASSWORD)
        lan.save()
        client.post(reverse("entry:officer"), {"login": lan.login, "password": PASSWORD})
    elif post := office.posts.get(who):
        as_officer(client, post.account)
    elif who != NOBODY:
        as_citizen(client, who)
    return client


def addressed(page: str, life: Life) -> str:
    dossier = life.fresh
    result = Result.objects.filter(dossier_code=dossier.code).first()
    assisted = Dossier.objects.exclude(assisted_by=None).first()
    return page.format(
        dossier=dossier.public_id,
        assisted=assisted and assisted.public_id,
        procedure=dossier.procedure_key,
        secret=dossier.lookup_secret,
        result=result and result.public_id,
    )


def statements(client: Client, address: str) -> int:
    """Announced days are asked for once at most, where a limit is shown: not on an empty list."""
    with counted() as taken:
        answer = client.get(address)
    assert answer.status_code == 200, address
    days = sum(AnnouncedDay._meta.db_table in one for one in taken)
    assert days <= 1, address
    return len(taken) - days
