"""Whatever is typed at the counter, at the desk and before lists: the same for officers' forms."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from onestop.demo.filings import FUND, RECRUITMENT, decided
from onestop.demo.office import DemoOffice
from tests.browser import Opener, Tab
from tests.lives import Life, a_draft, a_life
from tests.markup import tree, words
from tests.onestop.counter.officers import a_case, address, failed
from tests.onestop.doors import as_citizen, as_officer
from tests.onestop.pages import bring
from tests.workflows.documents import reading
from tests.workflows.documents.reading import squeezed
from workflows.dossiers.models import Paper
from workflows.files import store
from workflows.people.models import Role

from .hostile import (
    GOOD,
    MARKUP,
    RUN,
    Form,
    forms_of,
    harm,
    in_address,
    share,
    turns,
    undone,
)

# Shown as text wherever it is shown: to a browser, and to the program that draws the papers.
TEXTS = (MARKUP[0], MARKUP[3], '#read("/etc/passwd")', "= heading \\ * _x_ $x$ @ref")


@dataclass(frozen=True)
class Stand:
    """An officer before a page, and what is chosen there so that the act is done."""

    life: Life
    client: Client
    address: str
    chosen: dict[str, str]

    @property
    def form(self) -> Form:
        """Filled in but for what is typed."""
        (found,) = forms_of(self.client, self.address)
        return replace(found, untouched=found.untouched | self.chosen)


@dataclass(frozen=True)
class Telling:
    """A page, by its name, and whoever may open it."""

    name: str
    client: Client
    address: str


def stand(life: Life, who: str, where: str, **chosen: str) -> Stand:
    """`who` is told by the act that they do."""
    client = Client()
    as_officer(client, life.who(who))
    return Stand(life, client, where, chosen)


def act(office: DemoOffice, name: str, **chosen: str) -> Stand:
    life = a_case(office, name)
    return stand(life, name, address(life, name), **chosen)


def inbox(office: DemoOffice) -> Stand:
    return stand(a_case(office), "receive", reverse("counter:inbox"))


def checklist(office: DemoOffice) -> Stand:
    life = a_case(office)
    marked = {f"check-{paper}": "fail" for paper in life.filing.papers}
    return stand(life, "receive", address(life), go="ask_completion", **marked)


def receive(office: DemoOffice, **what: Any) -> Stand:
    life = a_case(office, **what)
    found = stand(life, "receive", address(life, "receive"))
    found.client.post(address(life), {"go": "rest"})
    return found


def reject(office: DemoOffice) -> Stand:
    life = a_case(office)
    return stand(life, "reject", address(life, "reject"), reason="not-competent")


def ask(office: DemoOffice) -> Stand:
    return asked_for(a_case(office))


def ask_again(office: DemoOffice) -> Stand:
    life = a_case(office)
    life.act("ask_completion")
    life.act("resubmit")
    head = office.who(Role.HEAD, life.receiving).public_id
    return asked_for(life, approved_by=str(head))


def asked_for(life: Life, **chosen: str) -> Stand:
    found = stand(life, "ask_completion", address(life, "ask_completion"), **chosen)
    found.client.post(address(life), {"go": "rest"} | failed(life.paper))
    return found


def assign(office: DemoOffice) -> Stand:
    handler = office.who(Role.HANDLER, a_case(office).receiving).public_id
    return act(office, "assign", handler=str(handler))


def grant(office: DemoOffice) -> Stand:
    """With what an officer enters for the result."""
    life = a_case(office, "propose", area="civil-servants")
    entered = decided(RECRUITMENT, on=timezone.localdate())
    chosen = {key: value for key, value in entered.items() if key.endswith("_on")}
    return stand(life, "propose", address(life, "propose"), outcome="grant", **chosen)


def desk(office: DemoOffice, name: str = "approve") -> Stand:
    life = a_case(office, name)
    return stand(life, name, reverse("desk:sign", args=[life.dossier.public_id]), act=name)


def send_back(office: DemoOffice) -> Stand:
    found = desk(office)
    return replace(found, chosen={"act": "send_back"})


def step_up(office: DemoOffice) -> Stand:
    return stand(a_case(office, "approve"), "approve", reverse("desk:step_up"))


# To try another page: a line. Its form is found by itself; it takes what is typed there.
PAGES: Mapping[str, Callable[[DemoOffice], Stand]] = {
    "inbox": inbox,
    "checklist": checklist,
    "receive": receive,
    "receive by plan": lambda office: receive(office, area="civil-servants"),
    "ask for completion": ask,
    "ask again": ask_again,
    "reject": reject,
    "assign": assign,
    "propose to refuse": lambda office: act(office, "propose", outcome="refusal"),
    "propose to grant": grant,
    "number": lambda office: act(office, "number"),
    "issue": lambda office: act(office, "issue"),
    "hand over": lambda office: act(office, "hand_over", how="counter"),
    "approve": desk,
    "sign": lambda office: desk(office, "sign"),
    "send back": send_back,
    "step up": step_up,
}
# Where all is typed over, these are forms that are tried under another name.
ALIKE = ("receive", "ask for completion", "propose to refuse", "send back")
# What is typed goes further only where the rest is right.
FURTHER = ("checklist", "ask again", "propose to grant")
# Forms of one make share the strings out: each is tried in every so many-th of them.
SHARES = len(PAGES) - len(ALIKE)
# What is written there stays with the dossier; where it is told, by the name of the page.
WRITTEN: Mapping[str, set[str]] = {
    "ask for completion": {"counter:dossier", "portal:track", "portal:answer"},
    "reject": {"counter:dossier"},
    "propose to refuse": {"counter:dossier", "desk:sign"},
    "send back": {"counter:dossier"},
    "hand over": {"counter:dossier"},
}
LISTS = ("counter:inbox", "desk:queue", "portal:mine", "portal:notices", "reports:dossiers")
TELLING = ("counter:dossier", "desk:sign", "portal:track", "portal:answer", *LISTS)
# What would run, in the text of a page, in a value and beside one.
RUNS = " ".join(MARKUP[n] for n in (0, 2, 3, 8, 12))
# And the paper on which it is printed.
PRINTED: Mapping[str, str] = {
    "ask for completion": Paper.Kind.FORM_02,
    "reject": Paper.Kind.FORM_03,
    "propose to refuse": Paper.Kind.DRAFT,
}
# Each with a string in the place of `{0}`, and behind it the act of whoever may open it.
ADDRESSES = (
    ("/can-bo/hop-viec/?nhom=tat-ca&q={0}", "receive"),
    (
        "/can-bo/hop-viec/?nhom={0}&thu-tuc={0}&trang-thai={0}&han={0}&don-vi={0}&sau={0}&truoc={0}",
        "receive",
    ),
    ("/can-bo/ho-so/{0}/", "receive"),
    ("/can-bo/ho-so/dossier/?xong={0}&sau={0}", "receive"),
    ("/can-bo/ho-so/dossier/{0}/", "receive"),
    ("/can-bo/ho-so/dossier/hand_over/?sau={0}", "receive"),
    ("/tep/dossier/{0}/", "receive"),
    ("/tep/dossier/paper/trang/{0}.png", "receive"),
    ("/can-bo/van-thu/?buoc={0}&sau={0}&truoc={0}", "number"),
    ("/ky-duyet/?sau={0}", "approve"),
    ("/ky-duyet/{0}/", "approve"),
    ("/ky-duyet/dossier/?trang={0}", "approve"),
    ("/ky-duyet/xac-minh/?next={0}", "approve"),
    ("/dieu-hanh/ho-so/?muc={0}", "lead"),
    ("/dieu-hanh/ho-so/?don-vi={0}", "lead"),
    ("/dieu-hanh/ho-so/?buoc={0}", "lead"),
    ("/dieu-hanh/ho-so/?sau={0}&truoc={0}", "lead"),
)


@pytest.fixture(autouse=True)
def _quick(settings: LazySettings) -> None:
    # A hundred wrong passwords are to cost no minute.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.mark.parametrize(("number", "page"), [*enumerate(p for p in PAGES if p not in ALIKE)])
def test_no_field_of_any_form_fails_or_takes_text_for_markup(
    office: DemoOffice, number: int, page: str
) -> None:
    form = PAGES[page](office).form
    every = list(turns(form.untouched, share(number, SHARES)))
    assert [(said, one) for said in every for one in harm(form.tried(said))] == []


@pytest.mark.parametrize(("number", "page"), [*enumerate([*WRITTEN, *FURTHER])])
def test_nor_does_an_act_that_is_done_with_whatever_is_typed(
    office: DemoOffice, number: int, page: str
) -> None:
    form, harmed, done = PAGES[page](office).form, [], 0
    for said in turns(form.typed, share(number, SHARES)):
        answer = form.tried(said)
        harmed += [(said, one) for one in harm(answer)]
        done += answer.status_code == 302
    assert harmed == []
    assert done or page not in WRITTEN


def test_no_address_fails_or_takes_text_for_markup(office: DemoOffice) -> None:
    life, client = a_case(office, "approve"), Client()
    paper, harmed = life.dossier.components.all()[0], []
    for n, (there, who) in enumerate(ADDRESSES):
        as_officer(client, office.posts["phuong"].account if who == "lead" else life.who(who))
        where = there.replace("dossier", str(life.dossier.public_id))
        where = where.replace("paper", str(paper.public_id))
        for text in share(n, len(ADDRESSES)):
            answer = client.get(where.format(in_address(text[:2000])))
            harmed += [(there, text, one) for one in harm(answer)]
    assert harmed == []


@pytest.mark.parametrize("page", WRITTEN)
def test_what_was_written_is_shown_and_printed_as_it_was_typed(
    office: DemoOffice, page: str
) -> None:
    found = PAGES[page](office)
    # Names do no harm together; beside other texts, lines would be broken within one.
    for texts in (*((text,) for text in TEXTS), GOOD):
        with undone():
            wrote(found, " ".join(texts))
            answers = {one.name: answer for one, answer in told(found.life)}
            assert [one for answer in answers.values() for one in harm(answer)] == []
            for text in texts:
                shown = {name for name, answer in answers.items() if text in read(answer)}
                assert shown == WRITTEN[page], text
                if page in PRINTED:
                    assert squeezed(text) in printed(found.life, PRINTED[page])


@pytest.mark.parametrize("page", WRITTEN)
def test_nothing_of_it_runs_in_a_browser(
    live_server: LiveServer, open_tab: Opener, office: DemoOffice, page: str
) -> None:
    found = PAGES[page](office)
    wrote(found, RUNS)
    assert watched(open_tab(), live_server, found.life) == WRITTEN[page]


def test_nor_does_what_a_citizen_filed(
    live_server: LiveServer, open_tab: Opener, office: DemoOffice
) -> None:
    life = a_life(office)
    typed = dict.fromkeys(("fund_name", "purpose", "headquarters"), RUNS)
    filing = replace(FUND, answers={**FUND.answers, **typed})
    dossier = a_draft(office, filing, life.receiving, life.competent, life.citizen)
    life = replace(life, filing=filing, dossier=dossier).until("approve")
    assert {"counter:dossier", "desk:sign"} <= watched(open_tab(), live_server, life)


def watched(tab: Tab, at: LiveServer, life: Life) -> set[str]:
    """The names of the pages that tell of the dossier; none runs anything in a browser."""
    shown: set[str] = set()
    for one, answer in told(life):
        bring(tab, one.client, at)
        tab.open(f"{at}{one.address}")
        assert tab.page.evaluate(f"() => {RUN.partition('=')[0]}") is None, one.name
        if RUNS in read(answer):
            shown.add(one.name)
    return shown


def wrote(found: Stand, text: str) -> None:
    """In every field, and the act is done."""
    form = found.form
    answer = form.send(dict.fromkeys(form.typed, text))
    assert answer.status_code == 302, read(answer)


def told(life: Life) -> Iterator[tuple[Telling, Any]]:
    """The pages that tell of the dossier what was done, as far as they are there now."""
    for name in TELLING:
        client, args = Client(), [] if name in LISTS else [life.dossier.public_id]
        if name.startswith("portal"):
            as_citizen(client, life.citizen)
        elif name.startswith("reports"):
            as_officer(client, life.office.posts["phuong"].account)
        else:
            as_officer(client, life.who("sign" if name.startswith("desk") else "receive"))
        telling = Telling(name, client, reverse(name, args=args))
        answer = client.get(telling.address)
        if answer.status_code == 200:
            yield telling, answer


def read(answer: Any) -> str:
    return words(tree(answer.content.decode()))


def printed(life: Life, kind: str) -> str:
    paper = life.dossier.papers.filter(kind=kind).select_related("file").last()
    assert paper is not None
    return reading.words(store.read(paper.file.digest))
