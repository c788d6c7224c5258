"""Every address x method x visitor x stage of a dossier: who gets in, and who finds nothing.

An address that is not in one of the tables fails `test_every_address_has_its_visitors`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from onestop.demo.office import DemoOffice, citizen
from tests.lives import Life, a_life
from tests.onestop.doors import as_citizen, as_officer
from tests.people import a_post, a_representation, a_unit
from tests.unchanged import everything
from workflows.dossiers.models import Component
from workflows.journal.models import Access
from workflows.people.models import Account, Role
from workflows.results.models import Result

ROAD = ("submit", "receive", "assign", "propose", "approve", "sign", "number", "issue", "hand_over")
STAGES = {
    "draft": (),
    "submitted": ROAD[:1],
    "completion asked": ("submit", "ask_completion"),
    "refused": ("submit", "reject"),
    "received": ROAD[:2],
    "assigned": ROAD[:3],
    "supplement asked": (*ROAD[:3], "ask_supplement"),
    "withdrawn": (*ROAD[:3], "withdraw"),
    "proposed": ROAD[:4],
    "approved": ROAD[:5],
    "signed": ROAD[:6],
    "numbered": ROAD[:7],
    "issued": ROAD[:8],
    "handed over": ROAD,
}

ASKED = ("completion asked", "supplement asked")
PARTIES = frozenset({"owner", "representative"})
CITIZENS = PARTIES | {"other citizen"}
STRANGERS = frozenset({"stranger at the counter", "stranger who approves", "stranger in registry"})
NOBODYS = frozenset({"other unit", "administrator", "procedure administrator"})
OFFICERS = STRANGERS | {
    "reception", "head", "handler", "approver", "clerk", "department's director",
    "department's clerk", "leader", "other unit",
}  # fmt: skip
VISITORS = ("anonymous", "disabled", *sorted(CITIZENS | OFFICERS | NOBODYS))
UNKNOWN = frozenset({"anonymous", "disabled"})
ALL = frozenset(VISITORS)

# Where a dossier has no part.
PLAIN: dict[str, frozenset[str]] = {
    "portal:home": ALL,
    "portal:catalogue": ALL,
    "portal:procedure": ALL,
    "portal:lookup": ALL,
    "portal:verify": ALL,
    "entry:choose": ALL,
    "entry:citizen": ALL,
    "entry:officer": ALL,
    "live": ALL,
    "ready": ALL,
    "ui:gallery": ALL,
    "ui:component": ALL,
    "portal:mine": CITIZENS,
    "portal:start": CITIZENS,
    "portal:store": CITIZENS,
    "portal:notices": CITIZENS,
    "counter:inbox": OFFICERS
    - {"leader", "clerk", "department's clerk", "stranger in registry"}
    - {"approver", "department's director", "stranger who approves"},
    "counter:choose": frozenset({"reception", "stranger at the counter"}),
    "counter:begin": frozenset({"reception", "stranger at the counter"}),
    "counter:registry": frozenset({"clerk", "department's clerk", "stranger in registry"}),
    "desk:queue": frozenset({"approver", "department's director", "stranger who approves"}),
    "desk:step_up": frozenset({"approver", "department's director", "stranger who approves"})
    | {"clerk", "department's clerk", "stranger in registry"},
    "reports:leader": frozenset({"leader"}),
    "reports:dossiers": frozenset({"leader"}),
    "reports:register": frozenset({"leader", "reception", "stranger at the counter"}),
    # Of one that is not there; see `test_kept.py`.
    "reports:kept_register": frozenset(),
    "administration:revisions": frozenset({"procedure administrator"}),
    "administration:revision": frozenset({"procedure administrator"}),
    "administration:form": frozenset({"procedure administrator"}),
    "administration:days": frozenset({"procedure administrator"}),
    "counter:notices": frozenset({"handler", "head", "leader", "other unit"})
    | {"approver", "department's director", "stranger who approves"}
    | {"clerk", "department's clerk", "stranger in registry"},
    "administration:route": frozenset({"procedure administrator"}),
    "places": ALL,
}
# Only ever sent to: GET is refused to everybody.
SENT = {
    "set_language",
    "entry:leave",
    "portal:paper",
    "administration:confirm",
    "administration:take_back",
    "reports:keep_register",
    "portal:verify_report",
    "portal:verify_seen",
}
# Half a way in: whoever has given a password, or nobody.
HALFWAY = {"entry:code"}

# Which officers see the dossier, from which stage on.
SEEN_BY = {
    "submitted": {"reception", "leader"},
    "received": {"head"},
    "assigned": {"handler"},
    "proposed": {"approver"},
    "approved": {"clerk"},
}


def officers(stage: str) -> frozenset[str]:
    """Those whom the dossier has reached."""
    names = list(STAGES)
    reached = names[1 : names.index(stage) + 1]
    if stage in ("completion asked", "refused"):
        reached = ["submitted"]
    # What is asked for before reception may have to be stopped by the head.
    more = {"head"} if stage == "completion asked" else set()
    return frozenset().union(more, *(SEEN_BY.get(one, set()) for one in reached))


def wanted(stage: str) -> dict[str, frozenset[str]]:
    """Whom each address of a dossier answers with its page."""
    seen = officers(stage)
    draft, result = stage == "draft", stage in ("issued", "handed over")
    # Who signed finds it again, to read.
    signing = {"approver"} if "approver" in seen else set()
    nobody: frozenset[str] = frozenset()
    return {
        "portal:track": PARTIES,
        "portal:receipt": nobody if draft else PARTIES,
        # It only leads on, and nobody but the owner of a draft.
        "portal:resume": nobody,
        "portal:renew": nobody,
        "portal:form": frozenset({"owner"}) if draft else nobody,
        "portal:papers": frozenset({"owner"}) if draft else nobody,
        "portal:drawn": frozenset({"owner"}) if draft else nobody,
        "portal:check": frozenset({"owner"}) if draft else nobody,
        "portal:answer": PARTIES if stage in ASKED else nobody,
        "portal:item": frozenset({"owner"}) if stage in ASKED else nobody,
        # Where it is too late, it says why.
        "portal:withdraw": nobody if draft else frozenset({"owner"}),
        "portal:result": PARTIES if result else nobody,
        "portal:result_seen": PARTIES if result else nobody,
        "portal:verify_code": ALL if result else nobody,
        # Not one that its citizen files; see `test_assisted.py`.
        "counter:write": nobody,
        "counter:renew": nobody,
        "counter:confirm": nobody,
        "counter:dossier": seen,
        "counter:act": seen,
        "desk:sign": frozenset(signing),
        "viewer:attachment": PARTIES | seen,
        "viewer:control": seen,
        "viewer:page": PARTIES | seen,
    }


@dataclass(frozen=True)
class Door:
    """The visitors of one office, each with a browser of their own."""

    life: Life
    office: DemoOffice

    @cached_property
    def browsers(self) -> dict[str, Client]:
        browsers = {name: Client() for name in VISITORS}
        binh = citizen("binh", at=timezone.now())
        a_representation(binh, self.life.owner)
        as_citizen(browsers["owner"], self.life.citizen)
        as_citizen(browsers["representative"], binh)
        as_citizen(browsers["other citizen"], "khach")
        for name, account in self._posted():
            as_officer(browsers[name], account)
        admin = Account.objects.open("admin", person=None, kind=Account.Kind.ADMIN)
        as_officer(browsers["administrator"], admin)
        return browsers

    def _posted(self) -> Iterator[tuple[str, Account]]:
        logins = {
            "reception": "lan", "head": "dung", "handler": "hanh", "approver": "minh",
            "clerk": "thu", "department's director": "quang", "department's clerk": "ngoc",
            "leader": "phuong", "procedure administrator": "tam",
            "stranger at the counter": "xa-lan",
            "stranger who approves": "xa-quang", "stranger in registry": "xa-ngoc",
        }  # fmt: skip
        for name, login in logins.items():
            yield name, self.office.posts[login].account
        elsewhere = a_unit(self.office.posts["hanh"].unit.agency, "Phòng Khác")
        yield "other unit", a_post(Role.HANDLER, elsewhere, "Người Phòng Khác").account
        left = a_post(Role.RECEPTION, self.office.posts["lan"].unit, "Người Đã Nghỉ").account
        left.is_active = False
        left.save(update_fields=["is_active"])
        yield "disabled", left

    def addresses(self) -> dict[str, str]:
        """Each address of the dossier, the tables' words for it first."""
        one = self.life.fresh.public_id
        paper = Component.objects.filter(dossier=self.life.dossier).latest("pk")
        result = Result.objects.filter(dossier_code=self.life.fresh.code).first()
        code = result.public_id if result and self.life.fresh.code else uuid4()
        told: dict[str, list[object]] = {
            "portal:form": [one, 1],
            "portal:drawn": [one, "application"],
            "portal:item": [one, self.life.paper],
            "portal:verify_code": [code],
            "portal:result_seen": [one, "nguoi-ky"],
            "counter:act": [one, "receive"],
            "viewer:attachment": [one, paper.public_id],
            "viewer:page": [one, paper.public_id, 1],
        }
        return {name: reverse(name, args=told.get(name, [one])) for name in wanted("draft")}


def plain_address(name: str) -> str:
    told: dict[str, list[Any]] = {
        "portal:procedure": ["1.013017"],
        "portal:start": ["1.013017"],
        "counter:begin": ["1.013017"],
        "ui:component": ["due"],
        "administration:revision": ["1.013017", "2025-07-01"],
        "administration:form": ["1.013017", "2025-07-01", "establishment"],
        "administration:route": ["standard"],
        "administration:confirm": [uuid4()],
        "administration:take_back": [uuid4()],
        "reports:kept_register": [uuid4()],
    }
    return reverse(name, args=told.get(name, []))


def names(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for one in resolver.url_patterns:
        if isinstance(one, URLPattern):
            yield f"{space}{one.name}"
        else:
            yield from names(one, f"{one.namespace}:" if one.namespace else space)


@pytest.fixture
def door(office: DemoOffice) -> Door:
    return Door(a_life(office), office)


def rows() -> dict[str, list[str]]:
    """Everything but who looked, and what a browser keeps."""
    kept = everything()
    for table in (Access._meta.db_table, "django_session"):
        del kept[table]
    return kept


def judged(browser: Client, where: str, visitor: str, *, method: str = "get") -> str:
    """What a visitor is told, in the words of the tables."""
    answer = getattr(browser, method)(where)
    if answer.status_code == 302:
        return "sign in" if "dang-nhap" in answer["Location"] else "elsewhere"
    return {200: "page", 404: "nothing", 405: "not so"}.get(answer.status_code, str(answer))


def test_every_address_has_its_visitors() -> None:
    known = {*PLAIN, *SENT, *HALFWAY, *wanted("draft")}
    assert set(names(get_resolver())) == known


@pytest.mark.parametrize("visitor", VISITORS)
def test_whoever_comes_finds_their_own_pages_and_no_others(door: Door, visitor: str) -> None:
    browser = door.browsers[visitor]
    for name, welcome in PLAIN.items():
        told = judged(browser, plain_address(name), visitor)
        if visitor in welcome:
            # Who is in already is led on from the way in.
            assert told in ({"page", "elsewhere"} if "entry" in name else {"page"}), name
        else:
            assert told == ("sign in" if visitor in UNKNOWN else "nothing"), name


@pytest.mark.parametrize("visitor", ["anonymous", "owner", "reception", "leader"])
def test_a_procedure_invites_to_file_whom_the_way_is_open_to(door: Door, visitor: str) -> None:
    page = door.browsers[visitor].get(plain_address("portal:procedure")).content.decode()
    way = plain_address("portal:start")
    assert (way in page) == (visitor in PLAIN["portal:start"] | UNKNOWN)


@pytest.mark.parametrize("stage", STAGES)
def test_a_dossier_opens_to_those_it_has_reached_and_to_nobody_else(door: Door, stage: str) -> None:
    for act in STAGES[stage]:
        door.life.act(act)
    browsers, addresses = door.browsers, door.addresses()
    before = rows()
    for name, welcome in wanted(stage).items():
        for visitor in VISITORS:
            told = judged(browsers[visitor], addresses[name], visitor)
            assert told in expected(name, visitor, welcome), (name, visitor, told)
    assert rows() == before, "somebody changed something by looking"
    for name, welcome in wanted(stage).items():
        for visitor in VISITORS:
            if visitor not in welcome | PARTIES:
                told = judged(browsers[visitor], addresses[name], visitor, method="post")
                assert told in {*expected(name, visitor, welcome), "not so"}, (name, visitor, told)
    assert rows() == before, "somebody changed what is not theirs"


def expected(name: str, visitor: str, welcome: frozenset[str]) -> set[str]:
    if visitor in welcome:
        return {"page"}
    if name == "portal:verify_code":
        return {"nothing"}
    if visitor in UNKNOWN:
        return {"sign in"}
    # Whose dossier it is, is led to where it stands now.
    return {"nothing", "elsewhere"} if visitor in PARTIES else {"nothing"}


def test_no_page_is_sent_to_by_another_method(door: Door) -> None:
    plain = {name: plain_address(name) for name in PLAIN}
    for name, where in (plain | door.addresses()).items():
        welcome = (PLAIN | wanted("draft"))[name] & (CITIZENS | OFFICERS)
        browser = door.browsers[min(welcome or CITIZENS)]
        for method in ("put", "patch", "delete"):
            assert judged(browser, where, "", method=method) in {"not so", "nothing"}, name


def test_no_form_counts_that_does_not_come_from_a_page_of_ours(door: Door) -> None:
    browsers, before = door.browsers, rows()
    for name, where in door.addresses().items():
        for visitor in ("owner", "reception"):
            browser = Client(enforce_csrf_checks=True)
            browser.cookies = browsers[visitor].cookies
            answer = browser.post(where)
            assert answer.status_code in (403, 405), name
    assert rows() == before
