"""Every page of the citizens' door and of the way in, in every state a reader can meet it in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone, translation
from playwright.sync_api import FilePayload
from pytest_django.live_server_helper import LiveServer

from onestop.demo.cast import PASSWORD
from onestop.demo.filings import FUND, Filing
from onestop.demo.office import DemoOffice
from onestop.frame import errors
from tests.browser import Tab
from tests.lives import Life, a_draft, a_life
from tests.onestop.doors import as_citizen
from tests.onestop.pages import bring, keep
from workflows.dossiers.models import Dossier, Paper
from workflows.files import store
from workflows.results.models import Result

from .filing import a_page

# What the page leads to.
FILLED = "main .btn:not(.second, .not)"
WANTING = "Dự thảo chưa có quy định xử lý tài sản khi giải thể."


@dataclass
class Stage:
    """A browser before the site, and the lives of the dossiers it is to show."""

    tab: Tab
    at: LiveServer
    office: DemoOffice
    language: str = "vi"

    def show(self, name: str) -> None:
        self.afresh()
        STATES[name](self)

    def afresh(self) -> None:
        """In a browser that knows nothing yet."""
        self.tab.page.context.clear_cookies()
        keep(self.tab, settings.LANGUAGE_COOKIE_NAME, self.language, self.at)

    @cached_property
    def issued(self) -> Life:
        return a_life(self.office).through("issue")

    @cached_property
    def refused(self) -> Life:
        life = a_life(self.office).until("propose")
        life.act("propose", outcome="refusal", facts={}, reason="Tài sản đóng góp chưa đủ.")
        return life.until("hand_over")

    @cached_property
    def handed_over(self) -> Life:
        return a_life(self.office).through("hand_over")

    @cached_property
    def asked(self) -> Life:
        life = a_life(self.office).through("submit")
        life.act("ask_completion", items={"draft-charter": WANTING, "fund_name": "Trùng tên."})
        return life

    @cached_property
    def received(self) -> Life:
        return a_life(self.office).through("receive")

    @cached_property
    def filed(self) -> Life:
        return a_life(self.office).through("submit")

    @cached_property
    def rejected(self) -> Life:
        life = a_life(self.office).through("submit")
        life.act("reject")
        return life

    @cached_property
    def draft(self) -> Life:
        return a_life(self.office)

    @cached_property
    def bare(self) -> Dossier:
        """Begun, with nothing in it."""
        filing = Filing(FUND.procedure, FUND.case)
        life = self.draft
        return a_draft(self.office, filing, life.receiving, life.competent, life.citizen)

    @cached_property
    def following(self) -> Life:
        """Relies on the result of another."""
        assert self.issued.done
        return a_life(self.office, following=True)

    @cached_property
    def result(self) -> bytes:
        """The signed PDF as it was issued."""
        paper = self.issued.dossier.papers.get(kind=Paper.Kind.RESULT)
        assert paper.file is not None
        return store.read(paper.file.digest)

    def enter(self, subject: str = "hoa") -> None:
        """The browser takes over a session."""
        client = Client()
        as_citizen(client, subject)
        bring(self.tab, client, self.at)

    def go(self, where: str, *, answers: int = 200) -> None:
        self.tab.open(f"{self.at}{where}", answers=answers)

    def of(self, dossier: Dossier | Life, name: str, *args: object) -> None:
        """A page of a dossier, as its submitter."""
        found = dossier.dossier if isinstance(dossier, Life) else dossier
        self.enter()
        self.go(reverse(f"portal:{name}", args=[found.public_id, *args]))

    def press(self, *, wrong: str = "") -> None:
        """The filled button of the page; what comes says what is wrong, if anything."""
        self.tab.follow(f"{FILLED}:visible")
        if wrong:
            self.tab.page.locator(wrong).first.wait_for()

    def choose(self, field: str, name: str, content: bytes) -> None:
        kind = "application/pdf" if name.endswith(".pdf") else "application/octet-stream"
        sent = FilePayload(name=name, mimeType=kind, buffer=content)
        self.tab.page.locator(field).set_input_files(sent)


Show = Callable[[Stage], None]
ERRORS = "[role=alert]"
NOTHING = UUID(int=0)


def _at(name: str, *args: object, query: str = "", answers: int = 200) -> Show:
    return lambda stage: stage.go(reverse(name, args=args) + query, answers=answers)


def _of(life: str, name: str, *args: object) -> Show:
    return lambda stage: stage.of(getattr(stage, life), name, *args)


def _of_citizen(subject: str, name: str, *args: object) -> Show:
    def show(stage: Stage) -> None:
        stage.enter(subject)
        stage.go(reverse(f"portal:{name}", args=args))

    return show


def _form_refused(stage: Stage) -> None:
    stage.of(stage.bare, "form", 1)
    stage.press(wrong=ERRORS)


def _table_refused(stage: Stage) -> None:
    stage.of(stage.bare, "form", 2)
    stage.press(wrong=ERRORS)


def _start_refused(stage: Stage) -> None:
    stage.enter("mai")
    stage.go(reverse("portal:start", args=["1.014113"]))
    stage.press(wrong=ERRORS)


def _paper_refused(stage: Stage) -> None:
    stage.of(stage.bare, "papers")
    stage.choose("#tep-draft-charter", "don.exe", b"MZ")
    stage.tab.page.locator("[data-upload=bar-draft-charter] button").click()
    stage.tab.page.locator(ERRORS).wait_for()


def _undeclared(stage: Stage) -> None:
    stage.of(stage.draft, "check")
    if box := stage.tab.page.locator("main [type=checkbox]:checked").all():
        box[0].uncheck()
    stage.press(wrong=ERRORS)


def _verified(content: Callable[[Stage], bytes]) -> Show:
    def show(stage: Stage) -> None:
        sent = content(stage)
        stage.go(reverse("portal:verify"))
        stage.choose("#tep", "quyet-dinh.pdf", sent)
        stage.press(wrong=".verdict")

    return show


def _seen_without_the_file(stage: Stage) -> None:
    _verified(lambda _stage: stage.result)(stage)
    stage.tab.page.locator("details:has(#chu-ky) summary").click()
    stage.tab.follow("form:has(#chu-ky) button")
    stage.tab.page.locator(ERRORS).wait_for()


def _changed(stage: Stage) -> bytes:
    """One letter of the signed text is another."""
    content = bytearray(stage.result)
    at = content.index(b"/Type")
    content[at + 1] = ord("t")
    return bytes(content)


def _no_paper(stage: Stage) -> None:
    stage.go(reverse("portal:verify"))
    stage.press(wrong=ERRORS)


def _looked_up(stage: Stage) -> None:
    stage.go(f"{reverse('portal:lookup')}?ma={stage.issued.fresh.lookup_secret}")


def _looked_up_received(stage: Stage) -> None:
    stage.go(f"{reverse('portal:lookup')}?ma={stage.received.fresh.lookup_secret}")


def _by_code(stage: Stage) -> None:
    result = Result.objects.get(dossier_code=stage.issued.fresh.code)
    stage.go(reverse("portal:verify_code", args=[result.public_id]))


def _officer_refused(stage: Stage) -> None:
    stage.go(reverse("entry:officer"))
    stage.tab.page.locator("#login").fill("minh")
    stage.tab.page.locator("#password").fill("đoán mò")
    stage.press(wrong=ERRORS)


def _password_given(stage: Stage) -> None:
    account = stage.office.posts["phuong"].account
    account.set_password(PASSWORD)
    account.save()
    stage.go(reverse("entry:officer"))
    stage.tab.page.locator("#login").fill("phuong")
    stage.tab.page.locator("#password").fill(PASSWORD)
    stage.press(wrong="#code")


def _code_refused(stage: Stage) -> None:
    _password_given(stage)
    stage.tab.page.locator("#code").fill("000000")
    stage.press(wrong=ERRORS)


def _locked(stage: Stage) -> None:
    for _n in range(settings.AXES_FAILURE_LIMIT):
        stage.go(reverse("entry:officer"))
        stage.tab.page.locator("#login").fill("thu")
        stage.tab.page.locator("#password").fill("đoán mò")
        stage.press(wrong="main h1")


def _unknown_identity(stage: Stage) -> None:
    stage.go(reverse("entry:citizen"))
    stage.tab.page.locator("[name=assertion]").first.evaluate("(one) => { one.value = 'ai-do'; }")
    stage.tab.follow("main button")
    stage.tab.page.locator(ERRORS).wait_for()


def _grown_old(stage: Stage) -> None:
    stage.go(reverse("portal:verify"))
    stage.tab.page.context.clear_cookies(name=settings.CSRF_COOKIE_NAME)
    stage.press(wrong=".verdict")


def _failed(failure: Callable[..., Any]) -> Show:
    """What nobody can bring about from outside, as the site would send it."""

    def show(stage: Stage) -> None:
        request = RequestFactory().get("/")
        request.user = AnonymousUser()
        request.META |= {"moment": timezone.now(), "incident": "K7Q2MRXA"}
        with translation.override(stage.language):
            body = failure(request).content.decode()
        address = f"{stage.at}/hong/{uuid4()}"
        stage.tab.page.route(
            address, lambda route: route.fulfill(body=body, content_type="text/html")
        )
        stage.go(address.removeprefix(str(stage.at)))

    return show


STATES: dict[str, Show] = {
    "home": _at("portal:home"),
    "catalogue": _at("portal:catalogue"),
    "catalogue-area": _at("portal:catalogue", query="?linh-vuc=funds"),
    "catalogue-found": _at("portal:catalogue", query="?q=thanh+lap+quy"),
    "catalogue-nothing": _at("portal:catalogue", query="?q=qwerty"),
    "procedure-fund": _at("portal:procedure", "1.013017"),
    "procedure-following": _at("portal:procedure", "1.013018"),
    "procedure-without-code": _at("portal:procedure", "practice-certificate-issue"),
    "lookup": _at("portal:lookup"),
    "lookup-nothing": _at("portal:lookup", query="?ma=ABCDEFGH", answers=422),
    "lookup-issued": _looked_up,
    "lookup-received": _looked_up_received,
    "verify": _at("portal:verify"),
    "verify-no-file": _no_paper,
    "verify-wrong-code": _at("portal:verify", query="?ma=abc", answers=422),
    "verify-valid": _verified(lambda stage: stage.result),
    "verify-invalid": _verified(_changed),
    "verify-unsigned": _verified(lambda _stage: a_page()),
    "verify-seen-refused": _seen_without_the_file,
    "verify-by-code": _by_code,
    "choose": _at("entry:choose"),
    "citizen": _at("entry:citizen"),
    "citizen-unknown": _unknown_identity,
    "officer": _at("entry:officer"),
    "officer-refused": _officer_refused,
    "code": _password_given,
    "code-refused": _code_refused,
    "locked": _locked,
    "not-found": _at("portal:verify_code", NOTHING, answers=404),
    "grown-old": _grown_old,
    "bad-request": _failed(errors.bad_request),
    "forbidden": _failed(errors.forbidden),
    "failed": _failed(errors.server_error),
    "start": _of_citizen("hoa", "start", FUND.procedure),
    "start-choices": _of_citizen("mai", "start", "1.014113"),
    "start-refused": _start_refused,
    "mine-empty": _of_citizen("khach", "mine"),
    "form": _of("bare", "form", 1),
    "form-refused": _form_refused,
    "form-table": _of("bare", "form", 2),
    "form-table-refused": _table_refused,
    "form-filled": _of("draft", "form", 1),
    "form-table-filled": _of("draft", "form", 2),
    "papers-empty": _of("bare", "papers"),
    "papers-refused": _paper_refused,
    "papers-full": _of("draft", "papers"),
    "papers-from-register": _of("following", "papers"),
    "check-incomplete": _of("bare", "check"),
    "check": _of("draft", "check"),
    "check-undeclared": _undeclared,
    "check-from-register": _of("following", "check"),
    "start-with-drafts": _of_citizen("hoa", "start", FUND.procedure),
    "receipt": _of("filed", "receipt"),
    "receipt-received": _of("received", "receipt"),
    "track-draft": _of("draft", "track"),
    "track-filed": _of("filed", "track"),
    "track-asked": _of("asked", "track"),
    "track-rejected": _of("rejected", "track"),
    "track-received": _of("received", "track"),
    "track-issued": _of("issued", "track"),
    "track-not-granted": _of("refused", "track"),
    "track-handed-over": _of("handed_over", "track"),
    "result": _of("issued", "result"),
    "result-not-granted": _of("refused", "result"),
    "mine": _of_citizen("hoa", "mine"),
}
