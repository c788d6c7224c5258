"""Whatever is typed into a field or an address: nothing fails, nothing runs, names stay whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from onestop.connectors import notices
from onestop.demo.cast import PASSWORD
from onestop.demo.filings import FUND, Filing
from onestop.demo.office import DemoOffice
from tests.browser import Opener
from tests.lives import Life, a_draft, a_life, a_paper
from tests.markup import by_id, tree, words
from tests.onestop.doors import as_citizen, as_officer
from tests.onestop.pages import bring
from tests.people import a_representation, an_organisation
from workflows.dossiers.models import Dossier
from workflows.outbox.models import Message
from workflows.routes.giving import give

from .hostile import GOOD, MARKUP, RUN, STRINGS, Form, forms_of, harm, in_address, share, turns

# How many of the good names somebody means who types this.
FOUND = {"quy hoa binh": 2, "quỹ hoà bình": 2, "quỹ hòa bình": 2, "do h'hen": 1, "uy lao": 1}
OF_ORGANISATIONS = "founding-organisation-resolution"
FIRST = ("fund_name", "purpose", "headquarters")


@dataclass
class Scene:
    """Who stands before which page."""

    office: DemoOffice

    @cached_property
    def asked(self) -> Life:
        life = a_life(self.office).through("submit")
        life.act("ask_completion", items={"draft-charter": "Thiếu.", "fund_name": "Trùng tên."})
        return life

    @cached_property
    def given(self) -> Life:
        """With an answer to everything, so that it can be sent."""
        life, at = self.asked, timezone.now()
        give(life.dossier, "draft-charter", by=life.citizen, at=at, paper=a_paper("rõ"))
        give(life.dossier, "fund_name", by=life.citizen, at=at, value="Quỹ Bến Trăng")
        return life

    @cached_property
    def drawn(self) -> Life:
        """The paper that is made from the answers is to be put right, all of them with it."""
        life = a_life(self.office).until("propose")
        life.act("ask_supplement", items={"application": "Sai tên quỹ."})
        return life

    @cached_property
    def draft(self) -> Dossier:
        """With no paper, so that nothing is filed whatever is sent."""
        life = self.asked
        bare = Filing(FUND.procedure, FUND.case)
        return a_draft(self.office, bare, life.receiving, life.competent, life.citizen)

    def citizen(self, name: str, *args: object) -> tuple[Client, str]:
        client = Client()
        as_citizen(client, "hoa")
        return client, reverse(f"portal:{name}", args=args)

    def officer(self, login: str, address: str) -> tuple[Client, str]:
        client = Client()
        as_officer(client, self.office.posts[login].account)
        return client, address

    def told(self) -> tuple[Client, str]:
        """With notices that nobody has read."""
        assert self.asked.done
        for message in Message.objects.filter(topic="notice"):
            notices.send(message)
        return self.citizen("notices")

    def between(self) -> tuple[Client, str]:
        """The password given, the code not yet."""
        account = self.office.posts["phuong"].account
        account.set_password(PASSWORD)
        account.save()
        client = Client()
        client.post(reverse("entry:officer"), {"login": "phuong", "password": PASSWORD})
        return client, reverse("entry:code")


# To try another page: a line, with whoever may open it. Its forms are found by themselves.
PAGES: dict[str, Callable[[Scene], tuple[Client, str]]] = {
    "home": lambda scene: (Client(), reverse("portal:home")),
    "catalogue": lambda scene: (Client(), reverse("portal:catalogue")),
    "lookup": lambda scene: (Client(), reverse("portal:lookup")),
    "verify": lambda scene: (Client(), reverse("portal:verify")),
    "start": lambda scene: scene.citizen("start", "1.014113"),
    "form": lambda scene: scene.citizen("form", scene.draft.public_id, 1),
    "table": lambda scene: scene.citizen("form", scene.draft.public_id, 2),
    "papers": lambda scene: scene.citizen("papers", scene.draft.public_id),
    "check": lambda scene: scene.citizen("check", scene.draft.public_id),
    "answer": lambda scene: scene.citizen("answer", scene.given.dossier.public_id),
    "item": lambda scene: scene.citizen("item", scene.asked.dossier.public_id, "fund_name"),
    "item drawn": lambda scene: scene.citizen("item", scene.drawn.dossier.public_id, "application"),
    "withdraw": lambda scene: scene.citizen("withdraw", scene.asked.dossier.public_id),
    "notices": lambda scene: scene.told(),
    "citizen": lambda scene: (Client(), reverse("entry:citizen")),
    "officer": lambda scene: (Client(), reverse("entry:officer")),
    "code": lambda scene: scene.between(),
}
# Each with a string in the place of `{}`, for a citizen with dossiers.
ADDRESSES = (
    "/thu-tuc/{}/",
    "/thu-tuc/?q={}",
    "/thu-tuc/?linh-vuc={}",
    "/nop/{}/",
    "/ho-so/{}/",
    "/ho-so/{}/rut/",
    "/ho-so/draft/to-khai/{}/",
    "/ho-so/draft/to-khai/1/?ve={}",
    "/ho-so/draft/giay-to/{}/",
    "/tra-cuu/?ma={}",
    "/xac-thuc/{}/",
    "/xac-thuc/?ma={}",
    "/dang-nhap/?next={}",
    "/can-bo/dang-nhap/?next={}",
    "/{}",
)


@pytest.fixture
def scene(office: DemoOffice, settings: LazySettings) -> Scene:
    # A hundred wrong passwords are to cost no minute.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return Scene(office)


def test_there_are_a_hundred() -> None:
    assert len(set(STRINGS)) == len(STRINGS) >= 100


@pytest.mark.parametrize("page", PAGES)
def test_no_field_of_any_form_fails_or_takes_text_for_markup(scene: Scene, page: str) -> None:
    harmed: list[object] = []
    client, address = PAGES[page](scene)
    for form in forms_of(client, address):
        for said in turns(form.untouched):
            harmed += [(form.address, said, one) for one in harm(form.send(said))]
    assert harmed == []


@pytest.mark.django_db
def test_nor_does_the_choice_of_language() -> None:
    form = Form(Client(), reverse("set_language"), "post", {"language": "en", "next": "/"})
    assert [one for said in turns(form.untouched) for one in harm(form.send(said))] == []


def test_no_address_fails_or_takes_text_for_markup(scene: Scene) -> None:
    client, _home = scene.citizen("home")
    harmed: list[object] = []
    for n, address in enumerate(ADDRESSES):
        where = address.replace("draft", str(scene.draft.public_id))
        for text in share(n, len(ADDRESSES)):
            answer = client.get(where.format(in_address(text[:2000])))
            harmed += [(address, text, one) for one in harm(answer)]
    assert harmed == []


def test_what_was_kept_is_shown_as_text_before_it_is_filed(scene: Scene) -> None:
    client, address = scene.citizen("form", scene.draft.public_id, 1)
    check = reverse("portal:check", args=[scene.draft.public_id])
    form = next(one for one in forms_of(client, address) if "fund_name" in one.untouched)
    for text in MARKUP[:12]:
        form.send(dict.fromkeys(FIRST, text))
        answer = client.get(check)
        assert harm(answer) == []
        assert " ".join(text.split()) in words(tree(answer.content.decode()))


def test_good_names_are_kept_as_they_are_typed(scene: Scene) -> None:
    client, address = scene.citizen("form", scene.draft.public_id, 1)
    for name in GOOD:
        client.post(address, dict.fromkeys(FIRST, name))
        page = tree(client.get(address).content.decode())
        assert by_id(page, "id_fund_name").get("value") == name


def test_good_names_are_found_without_diacritics(scene: Scene) -> None:
    life = scene.asked
    for name in GOOD:
        owner = an_organisation(name)
        a_representation(life.citizen, owner)
        filing = replace(FUND, papers=(*FUND.papers, OF_ORGANISATIONS))
        agencies = (life.receiving, life.competent)
        dossier = a_draft(scene.office, filing, *agencies, life.citizen, owner=owner)
        replace(life, dossier=dossier, done=[]).act("submit")
    client, inbox = scene.officer("lan", reverse("counter:inbox"))
    for typed, many in FOUND.items():
        page = tree(client.get(inbox, {"q": typed}).content.decode())
        rows = [row for body in page.iter("tbody") for row in body.iter("tr")]
        assert len(rows) == many, typed


def test_no_script_runs_from_what_was_typed_and_filed(
    live_server: LiveServer, open_tab: Opener, scene: Scene
) -> None:
    tab = open_tab()
    client, address = scene.citizen("form", scene.draft.public_id, 1)
    bring(tab, client, live_server)
    for text in MARKUP[1:4]:
        tab.open(f"{live_server}{address}")
        for key in FIRST:
            tab.page.locator(f"#id_{key}").fill(text)
        tab.follow("main .btns .btn")
        tab.open(f"{live_server}{reverse('portal:check', args=[scene.draft.public_id])}")
        assert tab.page.evaluate(f"() => {RUN.partition('=')[0]}") is None
        tab.open(f"{live_server}{reverse('portal:catalogue', query={'q': text})}")
        assert tab.page.evaluate(f"() => {RUN.partition('=')[0]}") is None
