"""Signs of state and what a reader may do: each holds the rule that the gallery states."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.template import TemplateSyntaxError
from django.utils import translation

from onestop.ui.components.acting import Act
from onestop.ui.components.signs import Due
from onestop.ui.components.timing import Clock, Segment, bar_of
from onestop.ui.limits import days_left
from tests.markup import of_class, words
from tests.people import HANOI
from workflows.clock.days import Calendar

from .shown import drawn, example


@pytest.fixture(autouse=True)
def _english() -> object:
    with translation.override("en"):
        yield


def test_a_tag_says_its_state_in_words_and_cannot_be_clicked() -> None:
    root = example("tag")
    tags = of_class(root, "tag")
    assert len(tags) == 5
    assert all(words(tag) for tag in tags)
    assert not list(root.iter("a")) + list(root.iter("button"))


def test_an_icon_is_never_read_out() -> None:
    icons = list(example("tag").iter("svg"))
    assert [icon.get("aria-hidden") for icon in icons] == ["true"] * 4


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        (Due(date(2026, 12, 1), 36), "36 days left (working days) 01/12"),
        (Due(date(2026, 11, 26), 1), "1 day left (working days) 26/11"),
        (Due(datetime(2026, 11, 23, 17, 0, tzinfo=HANOI), 0), "Today 17:00"),
        (Due(date(2026, 11, 17), 4, late=True), "4 days overdue (working days) 17/11"),
        (Due(date(2026, 11, 23), 0, late=True), "Overdue since today 23/11"),
        (Due(date(2026, 12, 1), 9, paused=True), "Paused 01/12"),
        (Due(date(2026, 10, 9), 2, late=True, done=True), "Done 09/10/2026"),
    ],
)
def test_a_time_limit_says_words_then_its_date(limit: Due, said: str) -> None:
    assert words(drawn("{% due limit %}", limit=limit)) == said


@pytest.mark.parametrize(
    ("days", "late", "tone"),
    [(4, False, ""), (3, False, "warn"), (0, False, "warn"), (0, True, "bad")],
)
def test_three_days_before_its_end_a_limit_is_marked(days: int, late: bool, tone: str) -> None:
    assert Due(date(2026, 12, 1), days, late=late).tone == tone


def test_where_no_clock_runs_a_row_shows_no_limit() -> None:
    assert len(drawn("{% due limit %}", limit=None)) == 0


def test_a_notice_is_announced_only_if_it_comes_after_an_act() -> None:
    root = example("notice")
    assert [n.get("role") for n in of_class(root, "notice")] == [None, "alert", None, None]


def test_a_verdict_is_named_by_the_heading_it_holds() -> None:
    root = example("verdict")
    (section,) = root.iter("section")
    (heading,) = root.iter("h1")
    assert section.get("aria-labelledby") == heading.get("id")


def test_only_a_good_verdict_bears_a_seal() -> None:
    """It holds a tick, and that would speak against the words beside it."""
    form = '{% verdict tone "Title" "" "seal" %}Words{% endverdict %}'
    signs = {
        tone: [use.get("href", "") for use in drawn(form, tone=tone).iter("use")]
        for tone in ("ok", "warn", "bad")
    }
    assert ["seal" in "".join(each) for each in signs.values()] == [True, False, False]
    assert all(signs.values())


def test_a_source_is_what_describes_its_input() -> None:
    root = example("src")
    (control,) = root.iter("input")
    (source,) = of_class(root, "src")
    assert control.get("aria-describedby") == source.get("id")


def test_a_button_acts_and_a_link_goes() -> None:
    root = example("btn", "Second and stop")
    buttons = of_class(root, "btn")
    assert {button.tag for button in buttons} == {"a", "button"}
    for button in buttons:
        assert button.tag == ("a" if button.get("href") else "button")
    named = [b for b in buttons if b.get("name")]
    assert [(b.get("name"), b.get("value")) for b in named] == [("viec", "tu-choi")]


def test_a_barred_act_is_no_button_and_says_why() -> None:
    root = example("btn", "Barred")
    (barred,) = of_class(root, "not")
    assert barred.tag == "span"
    assert "Giấy 6 không đạt." in words(root)
    with pytest.raises(TemplateSyntaxError):
        drawn("{% barred %}Tiếp nhận{% endbarred %}")


def test_lawful_acts_are_buttons_and_the_barred_say_why_beneath() -> None:
    root = example("acts")
    assert [b.tag for b in of_class(root, "btn")] == ["button", "span", "button", "a"]
    assert words(of_class(root, "quiet")[0]) == "Tiếp nhận: giấy 6 không đạt."


def test_where_nothing_is_barred_nothing_is_said_of_it() -> None:
    assert not of_class(drawn("{% acts acts %}", acts=[Act("Ký")]), "quiet")


def test_the_way_back_is_a_named_list_of_links() -> None:
    root = example("crumbs", "Way back")
    (nav,) = root.iter("nav")
    assert nav.get("aria-label")
    assert [words(link) for link in root.iterfind(".//ol/li/a")] == [
        "Thủ tục",
        "Quỹ xã hội, quỹ từ thiện",
    ]


def test_the_clock_says_every_stretch_in_its_drawing_and_beneath() -> None:
    root = example("clock", "Within the limit")
    said = of_class(root, "clock-bar")[0].get("aria-label", "")
    beneath = [words(one) for one in root.iterfind(".//ul/li")]
    assert said == "; ".join(beneath)
    assert beneath[-1] == "Days left: 5 working days"


def test_the_stretches_of_a_clock_fill_it_without_a_gap() -> None:
    held = (Segment("pre", 1, "a"), Segment("you", 3, "b"), Segment("office", 25, "c"))
    bar = bar_of(Clock(held, date(2026, 10, 12), date(2026, 12, 1), date(2026, 11, 23), 5))
    ends = [float(s.start[:-1]) + float(s.width[:-1]) for s in bar.stretches]
    starts = [float(s.start[:-1]) for s in bar.stretches]
    assert starts[0] == 0
    assert starts[1:] == pytest.approx(ends[:-1], abs=0.02)
    assert ends[-1] == pytest.approx(100, abs=0.02)
    assert bar.today == bar.stretches[-1].start


def test_once_late_the_day_of_return_stands_before_today() -> None:
    held = (Segment("office", 34, "c"),)
    bar = bar_of(
        Clock(held, date(2026, 10, 12), date(2026, 12, 1), date(2026, 12, 7), 4, late=True)
    )
    assert bar.today == "100.00%"
    assert bar.due == f"{100 * 30 / 34:.2f}%"


def test_list_and_clock_say_the_same_of_the_evening_of_the_day_of_return() -> None:
    due = datetime(2026, 11, 23, 17, 0, tzinfo=HANOI)
    days, late = days_left(due, Calendar.load("national"), at=due + timedelta(hours=1))
    listed = Due(due, days, late=late).words
    clock = Clock((), due.date(), due.date(), due.date(), days, late=late)
    assert listed == "Overdue since today"
    assert listed in words(drawn("{% clock time %}", time=clock))


def test_a_dossier_submitted_today_has_a_clock_too() -> None:
    bar = bar_of(Clock((), date(2026, 11, 23), date(2026, 11, 23), date(2026, 11, 23), 0))
    assert bar.stretches == ()
    assert bar.today == "100.00%"


def test_a_draft_that_was_kept_says_so_politely() -> None:
    (saved,) = of_class(example("empty", "Saved"), "saved")
    assert saved.get("role") == "status"
    assert words(saved) == "Draft saved at 9:12"
