"""The sheets, the icons and the templates of every door: no code and no look of their own."""

from __future__ import annotations

import gzip
import re
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from onestop.ui.components.filing import STATES
from onestop.ui.components.signs import SIGNS
from onestop.ui.components.timing import Clock, Segment, bar_of
from onestop.ui.gallery import GALLERY
from onestop.ui.templatetags.ui import register
from onestop.ui.views import sources

KIT = settings.ROOT / "onestop" / "ui"
STATIC = KIT / "static" / "ui"
PAGES = sorted((settings.ROOT / "templates").rglob("*.html"))
# Kept as a file and opened from a disk, where no sheet lies beside it.
ALONE = settings.ROOT / "templates" / "documents" / "check_report.html"
TOKENS = (STATIC / "tokens.css").read_text(encoding="utf-8")
SHEET = (STATIC / "kit.css").read_text(encoding="utf-8")
ICONS = set(re.findall(r'<symbol id="([a-z]+)"', (STATIC / "icons.svg").read_text("utf-8")))
RULES = re.sub(r"/\*.*?\*/", "", TOKENS + SHEET, flags=re.DOTALL)
CLASSES = set(re.findall(r"\.([a-z][\w-]*)", RULES))
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(")
# What the policy would refuse, and what it would let by though nobody may write it.
FORBIDDEN = re.compile(
    r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)|\shx-on|<base\b", re.IGNORECASE
)
VARIABLE = re.compile(r"\{%.*?%\}|\{\{.*?\}\}")


def name_of(page: Path) -> str:
    return str(page.relative_to(settings.ROOT))


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_template_holds_neither_code_nor_style(page: Path) -> None:
    style = ["<style"] if page == ALONE else []
    assert FORBIDDEN.findall(page.read_text(encoding="utf-8")) == style


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_template_uses_only_classes_of_the_kit(page: Path) -> None:
    used = re.findall(r'\sclass="([^"]*)"', VARIABLE.sub(" ", page.read_text(encoding="utf-8")))
    words = {word for one in used for word in one.split()}
    assert words - CLASSES == set()


def test_every_stretch_of_the_clock_has_a_colour_of_its_own() -> None:
    """A class that the code composes stands in no template; without a rule it is drawn black."""
    began = date(2026, 11, 2)
    passed = tuple(Segment(holder, 2, holder) for holder in ("pre", "you", "office"))
    clock = Clock(passed, began, began, began, left=5)
    looks = {stretch.look for stretch in bar_of(clock).stretches}
    assert looks == {"c-office", "c-you", "c-pre", "c-base"}
    assert looks - CLASSES == set()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_template_draws_only_icons_of_the_kit(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    asked = re.findall(r'\{% icon "(\w+)"', text) + re.findall(r'\bicon="(\w+)"', text)
    assert set(asked) - ICONS - {"none"} == set()


def test_icons_chosen_by_a_component_are_drawn() -> None:
    chosen = {state.icon for state in STATES.values()} | set(SIGNS.values())
    assert chosen - ICONS == {"none"}


def test_every_colour_is_a_token() -> None:
    assert COLOUR.findall(SHEET) == []
    for module in STATIC.glob("*.js"):
        assert COLOUR.findall(module.read_text(encoding="utf-8")) == [], module.name
    red = re.search(r"--red: (#\w+)", TOKENS)
    assert red is not None
    # A file of its own, which no token reaches.
    assert COLOUR.findall((STATIC / "mark.svg").read_text(encoding="utf-8")) == [red[1]]


def test_every_token_that_is_read_is_there() -> None:
    made = set(re.findall(r"(--[\w-]+):", TOKENS + SHEET))
    assert set(re.findall(r"var\((--[\w-]+)", SHEET)) <= made


def test_a_page_loads_two_sheets_of_less_than_nine_kilobytes() -> None:
    base = (settings.ROOT / "templates/ui/base.html").read_text(encoding="utf-8")
    assert base.count('rel="stylesheet"') == 2
    assert len(gzip.compress((TOKENS + SHEET).encode())) < 9 * 1024


def test_all_modules_together_are_less_than_eight_kilobytes() -> None:
    modules = b"".join(one.read_bytes() for one in STATIC.glob("*.js"))
    assert len(gzip.compress(modules)) < 8 * 1024


def test_every_component_shows_its_states() -> None:
    examples = {path.stem for path in (settings.ROOT / "templates/ui/examples").glob("*.html")}
    assert examples == {component.name for component in GALLERY}
    assert all(list(sources(name)) for name in examples)


def test_every_tag_is_shown_in_the_gallery_and_told_in_the_readme() -> None:
    shown = "".join(call for one in GALLERY for _state, call in sources(one.name))
    told = (KIT / "README.md").read_text(encoding="utf-8")
    in_the_frame = {"mark", "scene", "script"}
    for tag in register.tags:
        assert tag in in_the_frame or f"{{% {tag}" in shown, tag
        assert f"{{% {tag}" in told, tag
    for name in register.filters:
        assert f"`{name}`" in told, name
