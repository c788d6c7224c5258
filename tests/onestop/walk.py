"""People before the site, each in a browser of their own, and how much each types and presses."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import Locator, Page

from onestop.demo.cast import PASSWORD
from onestop.demo.filings import FUND
from tests.browser import Opener, Tab
from workflows.dossiers.models import Dossier

from .portal.filing import a_page

PHONE, SCREEN = 360, 1280
# Each page has one at most: the next lawful act.
FILLED = "main .btn:not(.second, .not, .stop):visible"
FARTHEST = 60
# In milliseconds, for a machine with other work to do: an act may draw a document and sign it.
PATIENCE = 60_000
CHOSEN = ("fund_kind", "scope")
FIRST = ("fund_name", "purpose", "headquarters")


def said(msgid: str) -> str:
    """As the pages say it."""
    with translation.override("vi"):
        return gettext(msgid)


@dataclass
class Walker:
    """Somebody who goes from page to page by what the pages offer; each must be one that opens."""

    tab: Tab
    at: str
    typed: int = 0
    clicks: int = 0
    uploads: int = 0

    @property
    def page(self) -> Page:
        return self.tab.page

    @property
    def address(self) -> str:
        return self.page.url.removeprefix(self.at).partition("#")[0]

    @property
    def dossier(self) -> Dossier:
        """The one whose page this is."""
        return Dossier.objects.get(public_id=self.address.split("/")[2])

    def opens(self, address: str) -> None:
        self.tab.open(f"{self.at}{address}")

    def on(self, selector: str) -> Locator:
        return self.page.locator(selector)

    def presses(self, selector: str) -> None:
        """A link or a button, of which there is one."""
        self.clicks += 1
        with self.page.expect_navigation(timeout=PATIENCE) as came:
            self.on(selector).click()
        assert came.value.status == 200, f"{selector}: {came.value.status} {self.page.url}"

    def goes_on(self) -> None:
        """The one filled button of the page."""
        self.presses(FILLED)

    def types(self, **texts: str) -> None:
        for name, text in texts.items():
            self.typed += 1
            self.on(f'main [name="{name}"]').fill(text)

    def chooses(self, **values: str) -> None:
        """One of several."""
        for name, value in values.items():
            self.clicks += 1
            self.on(f'main [name="{name}"][value="{value}"]').check()

    def ticks(self, selector: str) -> None:
        self.clicks += 1
        self.on(selector).check()

    def hands_in(self, at: str, file: Path) -> None:
        """The file is chosen; it goes with the form."""
        self.uploads += 1
        self.clicks += 1
        self.on(at).set_input_files(file)

    def saves(self, link: str, folder: Path) -> Path:
        """The file that a link gives, as the browser keeps it."""
        with self.page.expect_download() as came:
            self.on(link).click()
        kept = folder / came.value.suggested_filename
        came.value.save_as(kept)
        return kept

    def strikes(self, key: str, *, leads: bool = False) -> None:
        """A key; whether it leads to another page."""
        if not leads:
            self.page.keyboard.press(key)
            return
        with self.page.expect_navigation(timeout=PATIENCE) as came:
            self.page.keyboard.press(key)
        assert came.value.status == 200, f"{key}: {came.value.status} {self.page.url}"

    def reaches(self, selector: str) -> None:
        """By the key that leads through every page, and stands visibly there."""
        for _stroke in range(FARTHEST):
            self.strikes("Tab")
            if self.on(f":focus-visible:is({selector})").count():
                return
        raise AssertionError(f"{selector} is not reached by keys on {self.address}")

    def writes(self, selector: str, text: str) -> None:
        """Into a field that is reached by keys."""
        self.reaches(selector)
        self.page.keyboard.type(text)


@dataclass(frozen=True)
class House:
    """The site, and everybody who comes to it."""

    at: str
    open_tab: Opener
    javascript: bool = True

    def anybody(self, width: int = PHONE) -> Walker:
        """Whose browser nobody has used yet."""
        return Walker(self.open_tab(width=width, javascript=self.javascript), self.at)

    def citizen(self, subject: str, wants: str) -> Walker:
        """Whoever wants to file is asked by the way who they are; the demo's identity tells it."""
        who = self.anybody()
        who.opens(wants)
        who.goes_on()
        who.goes_on()
        who.presses(f'form:has([value="{subject}"]) button')
        return who

    def officer(self, login: str) -> Walker:
        """With password and the code of the moment, before the work that waits."""
        who = self.anybody(SCREEN)
        who.opens("/can-bo/dang-nhap/")
        who.types(login=login, password=PASSWORD)
        who.goes_on()
        who.types(code=who.on("main .notice .code").inner_text())
        who.goes_on()
        return who


def a_scan(folder: Path) -> Path:
    """A page as somebody scanned it."""
    file = folder / "giay.pdf"
    file.write_bytes(a_page())
    return file


def fills_in_the_first(hoa: Walker) -> None:
    """Of the two pages that ask about the fund."""
    hoa.types(**{name: FUND.answers[name] for name in FIRST})
    hoa.chooses(**{name: FUND.answers[name] for name in CHOSEN})


def fills_in_the_second(hoa: Walker) -> None:
    """With a row for each founder, as far as there is none yet."""
    hoa.types(founding_assets="7.200.000.000", council_chair=FUND.answers["council_chair"])
    for number, member in enumerate(FUND.answers["founding_board"]):
        row = f"founding_board-{number}"
        if not hoa.on(f'[name="{row}-full_name"]').count():
            hoa.presses("button[name=row]")
        hoa.types(**{f"{row}-{key}": text for key, text in member.items()})


def uploads(hoa: Walker, paper: str, file: Path) -> None:
    """To its own place among the papers."""
    hoa.hands_in(f"#tep-{paper}", file)
    hoa.presses(f"[data-upload=bar-{paper}] button")
