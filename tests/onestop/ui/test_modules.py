"""The modules that shorten, in a real browser; and what a page is without them."""

from __future__ import annotations

from playwright.sync_api import Dialog, FilePayload, Route
from pytest_django.live_server_helper import LiveServer

from tests.browser import Opener, Tab

FOCUSED = "() => document.activeElement.textContent || document.activeElement.name"


def focused(tab: Tab) -> str:
    return str(tab.page.evaluate(FOCUSED)).strip()


def test_a_list_is_walked_through_by_keys(live_server: LiveServer, open_tab: Opener) -> None:
    tab = open_tab()
    tab.open(f"{live_server}/ui/ledger/")
    keyboard = tab.page.keyboard
    keyboard.press("j")
    assert focused(tab) == "G09-260914-0002"
    keyboard.press("j")
    keyboard.press("x")
    assert tab.page.locator(".tick input:checked").get_attribute("value") == "G09-261117-0010"
    keyboard.press("k")
    assert focused(tab) == "G09-260914-0002"
    keyboard.press("/")
    assert focused(tab) == "q"


def test_who_writes_is_not_disturbed_by_keys(live_server: LiveServer, open_tab: Opener) -> None:
    tab = open_tab()
    tab.open(f"{live_server}/ui/ledger/")
    tab.page.fill("#q", "")
    tab.page.locator("#q").press_sequentially("jxk/")
    assert tab.page.input_value("#q") == "jxk/"
    assert tab.page.locator(".tick input:checked").count() == 0


def test_a_paper_is_judged_by_keys(live_server: LiveServer, open_tab: Opener) -> None:
    tab = open_tab()
    tab.open(f"{live_server}/ui/viewer/")
    tab.page.keyboard.press("d")
    assert tab.page.locator(".checks .now .mark :checked").get_attribute("value") == "pass"
    tab.page.keyboard.press("k")
    assert tab.page.locator(".checks .now .mark :checked").get_attribute("value") == "fail"


def test_the_paper_one_turned_to_is_the_one_that_is_judged(
    live_server: LiveServer, open_tab: Opener
) -> None:
    tab = open_tab()
    tab.open(f"{live_server}/ui/viewer/")
    for paper in ("giay-bau", "giay-don"):
        tab.page.locator(f".checks a[href='#{paper}']").click()
        tab.page.locator(f".checks .now h3 a[aria-current][href='#{paper}']").wait_for()
        assert tab.page.locator(".checks .now").count() == 1
        assert tab.page.locator(".checks [aria-current]").count() == 1


def test_keys_can_be_switched_off(live_server: LiveServer, open_tab: Opener) -> None:
    tab = open_tab()
    tab.open(f"{live_server}/ui/ledger/")
    switch = tab.page.locator("button[data-off]")
    on = switch.text_content()
    switch.click()
    tab.page.locator("h1").click()
    tab.page.keyboard.press("/")
    assert focused(tab) != "q"
    assert switch.text_content() != on


def test_ticked_rows_are_counted_aloud(live_server: LiveServer, open_tab: Opener) -> None:
    tab = open_tab()
    tab.open(f"{live_server}/ui/bulk/")
    status = tab.page.locator(".bulk [role=status]")
    before = status.text_content()
    tab.page.check(".tick input")
    assert (status.text_content() or "").endswith(" 1")
    tab.page.uncheck(".tick input")
    assert status.text_content() == before


def test_why_is_asked_only_where_a_paper_fails(live_server: LiveServer, open_tab: Opener) -> None:
    tab = open_tab()
    tab.open(f"{live_server}/ui/viewer/")
    assert not tab.page.is_visible("#check-application-reason")
    tab.page.check("[name=check-application][value=fail]")
    assert tab.page.is_visible("#check-application-reason")


FILE = FilePayload(
    name="điều lệ.pdf", mimeType="application/pdf", buffer=b"%PDF-1.7 " + b"x" * 90_000
)
REFUSED = """<!doctype html><html lang="vi"><title>Lỗi: Giấy tờ</title>
<main id="noi-dung" tabindex="-1"><section class="errors" role="alert" tabindex="-1">
<h2>Tệp có mật khẩu</h2></section></main></html>"""


# What the bar and the voice beside it said last, kept where the answer does not wipe it away.
OBSERVED = """() => {
  const shown = document.querySelector("#bar");
  new MutationObserver(() => document.body.dataset.said =
    `${shown.querySelector("progress").value}: ${shown.querySelector("[role=status]").textContent}`)
  .observe(shown, {subtree: true, childList: true, characterData: true});
}"""


def test_an_upload_tells_how_far_it_has_come(live_server: LiveServer, open_tab: Opener) -> None:
    tab = open_tab()
    tab.open(f"{live_server}/ui/file/")
    tab.page.evaluate(OBSERVED)
    tab.page.set_input_files("#tep", FILE)
    tab.page.click("form[data-upload] button")
    # The gallery's form proves nothing, so the server refuses it with a page of its own.
    tab.page.wait_for_selector("main .verdict")
    assert tab.page.evaluate("document.body.dataset.said") == "100: 100 %"
    tab.troubles.clear()


def test_a_refused_upload_is_answered_on_the_page(
    live_server: LiveServer, open_tab: Opener
) -> None:
    def refuse(route: Route) -> None:
        if route.request.method == "POST":
            route.fulfill(status=422, body=REFUSED, content_type="text/html; charset=utf-8")
        else:
            route.continue_()

    tab = open_tab()
    tab.open(f"{live_server}/ui/file/")
    tab.page.route("**/ui/file/", refuse)
    tab.page.set_input_files("#tep", FILE)
    tab.page.click("form[data-upload] button")
    tab.page.wait_for_selector(".errors")
    assert tab.page.title() == "Lỗi: Giấy tờ"
    assert focused(tab) == "Tệp có mật khẩu"
    tab.troubles.clear()


def test_who_has_typed_is_asked_before_leaving(live_server: LiveServer, open_tab: Opener) -> None:
    tab = open_tab()
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    tab.page.on("dialog", stay)
    tab.open(f"{live_server}/ui/field/")
    tab.page.fill("#id_phone", "0911 111 111")
    tab.page.click(".brand")
    tab.page.wait_for_url(f"{live_server}/")
    assert asked == ["beforeunload"]


def test_a_rare_question_is_asked_on_top_of_the_page(
    live_server: LiveServer, open_tab: Opener
) -> None:
    tab = open_tab()
    tab.open(f"{live_server}/ui/empty/")
    tab.page.click("a[data-dialog]")
    assert tab.page.is_visible("dialog h2")
    assert tab.axe() == []
    tab.page.keyboard.press("Escape")
    assert not tab.page.is_visible("dialog h2")


def test_without_scripts_every_source_of_a_paper_can_be_chosen(
    live_server: LiveServer, open_tab: Opener
) -> None:
    tab = open_tab(javascript=False)
    tab.open(f"{live_server}/ui/ways/")
    assert not tab.page.is_visible("[name=s7k]")
    tab.page.check("[name=s7][value=kho]")
    assert tab.page.is_visible("[name=s7k]")


def test_a_message_of_errors_has_the_focus_without_a_script(
    live_server: LiveServer, open_tab: Opener
) -> None:
    tab = open_tab()
    tab.open(f"{live_server}/ui/errors/")
    tab.page.locator("[role=alert]:focus").wait_for()
    assert "2" in focused(tab)
    tab.page.click(".errors a")
    assert tab.page.evaluate("document.activeElement.id") == "elected"


def test_htmx_asks_for_nothing_that_the_policy_refuses(
    live_server: LiveServer, open_tab: Opener
) -> None:
    tab = open_tab()
    tab.open(f"{live_server}/ui/")
    tab.page.add_script_tag(url="/static/django_htmx/htmx-4.min.js")
    tab.page.evaluate(
        """() => {
          const link = document.querySelector(".tiles a");
          link.setAttribute("hx-get", link.href);
          link.setAttribute("hx-target", "main");
          link.setAttribute("hx-select", "main");
          htmx.process(link);
        }"""
    )
    tab.page.click(".tiles a")
    tab.page.wait_for_selector("#state-1")
    assert tab.page.url.endswith("/ui/")
