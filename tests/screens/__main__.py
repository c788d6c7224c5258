"""Starts a demo of its own, opens every page as those who use it, and keeps what they see."""

from __future__ import annotations

import io
import os
import sys
import tempfile
from pathlib import Path

from django.conf import settings
from PIL import Image
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Error,
    Page,
    Playwright,
    Response,
    sync_playwright,
)

from onestop.demo.cast import OFFICERS, PASSWORD
from tests.browser import ARGUMENTS, CHROMIUM
from tests.onestop.demo.site import standing

from .pages import FILLED, PAGES, Shown

FOLDER = Path(settings.ROOT) / "docs/screens"
# Each width with the height of its window, and where a page that goes on is cut.
SIZES = {360: (740, 1700), 1280: (960, 960)}
COLOURS, MOST_BYTES = 64, 60_000
LOGINS = frozenset(one.login for one in OFFICERS)


class NotShown(Exception):
    """A page did not come as it should."""


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="mot-cua-screens-") as folder,
        standing(Path(folder)) as site,
        sync_playwright() as playwright,
    ):
        chromium = launched(playwright)
        try:
            pictures = taken(chromium, site.address)
        except (NotShown, Error) as fault:
            sys.stderr.write(f"{fault}\n")
            return 1
    kept(pictures)
    return 0


def launched(playwright: Playwright) -> Browser:
    """A Vietnamese browser, where it has its own words (“Choose file”) in Vietnamese."""
    return playwright.chromium.launch(
        executable_path=CHROMIUM,
        args=[*ARGUMENTS, "--lang=vi"],
        env={**os.environ, "LANGUAGE": "vi"},
    )


def taken(chromium: Browser, address: str) -> dict[str, bytes]:
    """Every page at every width, by the name of its file. Nothing is kept before all have come."""
    seen: dict[str, BrowserContext] = {}
    pictures = {}
    for shown in PAGES:
        if shown.who not in seen:
            seen[shown.who] = _entered(chromium, address, shown.who)
        page = seen[shown.who].new_page()
        _open(page, address, shown)
        for width, heights in SIZES.items():
            pictures[f"{shown.name}-{width}.png"] = _picture(page, width, *heights)
        page.close()
    return pictures


def kept(pictures: dict[str, bytes]) -> None:
    """In the folder stand the pictures of these pages and no others."""
    for old in FOLDER.glob("*.png"):
        old.unlink()
    for name, content in pictures.items():
        (FOLDER / name).write_bytes(content)
        if len(content) > MOST_BYTES:
            sys.stdout.write(f"{name} has {len(content):,} bytes.\n")
    total = sum(map(len, pictures.values()))
    sys.stdout.write(f"{len(pictures)} pictures, {total:,} bytes, in {FOLDER}.\n")


def _entered(chromium: Browser, address: str, who: str) -> BrowserContext:
    """A fresh browser in which this person has come in by the way in."""
    context = chromium.new_context(
        base_url=address,
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        reduced_motion="reduce",
    )
    context.set_default_timeout(20_000)
    if who:
        page = context.new_page()
        (_officer if who in LOGINS else _citizen)(page, who)
        page.close()
    return context


def _officer(page: Page, login: str) -> None:
    page.goto("/can-bo/dang-nhap/")
    page.fill("#login", login)
    page.fill("#password", PASSWORD)
    page.click(FILLED)
    page.fill("#code", page.inner_text("main .code"))
    page.click(FILLED)
    page.wait_for_url(lambda url: "dang-nhap" not in url)


def _citizen(page: Page, subject: str) -> None:
    page.goto("/dang-nhap/dinh-danh/")
    page.locator("form", has=page.locator(f"[value={subject}]")).locator("button").click()
    page.wait_for_url(lambda url: "dang-nhap" not in url)


def _open(page: Page, address: str, shown: Shown) -> None:
    """The page that comes must be the one meant, and none of refusal."""
    answers: list[Response] = []
    page.on(
        "response", lambda one: answers.append(one) if one.request.is_navigation_request() else None
    )
    page.goto(shown.address)
    for where, value in shown.typed.items():
        page.locator(where).fill(value) if value else page.locator(where).click()
    for where in shown.pressed:
        with page.expect_navigation():
            page.locator(where).first.click()
    came = answers[-1]
    if came.status != 200 or (not shown.pressed and came.url != address + shown.address):
        raise NotShown(f"{shown.name}: {shown.address} answered {came.status} at {came.url}.")
    page.wait_for_load_state("networkidle")


def _picture(page: Page, width: int, height: int, most: int) -> bytes:
    """In few colours, which is enough for paper, ink and red."""
    page.set_viewport_size({"width": width, "height": height})
    whole = Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("RGB")
    image = whole.crop((0, 0, width, min(whole.height, most)))
    out = io.BytesIO()
    image.quantize(COLOURS, kmeans=2, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main())
