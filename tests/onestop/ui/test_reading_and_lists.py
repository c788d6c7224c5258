"""What is read and what is listed: each component holds the rule that the gallery states."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation

from onestop.ui.components.figures import Chart, Point
from tests.markup import by_id, controls, described, named, of_class, words

from .shown import drawn, example


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def test_steps_tell_where_one_is_and_lead_back() -> None:
    root = example("steps")
    steps = root.findall(".//ol/li")
    assert [step.get("aria-current") for step in steps] == [None, "step", None, None, None]
    assert [words(link) for link in root.iterfind(".//ol//a")] == ["Thông tin quỹ"]
    (bar,) = root.iter("progress")
    assert named(root, bar) == "Step 2 of 5: Người đại diện"
    assert (bar.get("value"), bar.get("max")) == ("2", "5")


def test_a_paper_of_a_dossier_tells_its_state_in_its_head() -> None:
    root = example("slot", "Every state")
    heads = [words(head) for head in root.iter("header")]
    assert heads[0] == "Dự thảo điều lệ quỹ Handed in"
    assert heads[4] == "Phiếu lý lịch tư pháp The agency sees to it"
    assert len(of_class(root, "slot")) == len(heads) == 8
    assert all(slot.tag == "li" for slot in of_class(root, "slot"))


def test_sources_of_a_paper_are_radios_of_one_question() -> None:
    root = example("ways")
    (fieldset,) = root.iter("fieldset")
    (legend,) = root.iter("legend")
    assert words(legend) in words(fieldset)
    radios = [one for one in controls(root) if one.get("type") == "radio"]
    assert {radio.get("name") for radio in radios} == {"s7"}
    assert all(named(root, radio) for radio in controls(root))
    assert len(of_class(root, "more-if")) == 2


def test_an_upload_has_a_named_bar_and_a_quiet_voice() -> None:
    root = example("file", "Sent with a bar")
    (bar,) = root.iter("progress")
    assert named(root, bar) == "Tệp đang gửi"
    assert [one.get("role") for one in of_class(root, "quiet")] == ["status"]
    (form,) = root.iter("form")
    assert by_id(root, form.get("data-upload", "")).get("hidden") == ""


def test_a_link_to_change_says_what_it_changes() -> None:
    root = example("facts", "With links to change")
    assert [words(link) for link in root.iter("a")] == ["Change Tên quỹ", "Change Tên viết tắt"]
    assert "Not given" in words(root)


def test_facts_are_pairs_of_term_and_value() -> None:
    pairs = example("facts").findall(".//dl/div")
    assert [[part.tag for part in pair][:2] for pair in pairs] == [["dt", "dd"]] * 8


def test_the_road_of_a_dossier_marks_where_it_is() -> None:
    root = example("trail", "For the citizen")
    here = root.findall(".//ol/li[@aria-current='step']")
    assert [words(one[1]) for one in here] == ["Phòng chuyên môn thẩm định"]


def test_a_qr_code_has_a_name_and_a_quiet_zone() -> None:
    (code,) = of_class(example("qr"), "qr")
    assert code.get("aria-label")
    left, top, width, height = (int(one) for one in code.get("viewbox", "").split())
    assert (left, top, width) == (-2, -2, height)
    (path,) = code.iter("path")
    # The three corners of a code are rings of seven dark modules.
    assert path.get("d", "").startswith("M0 0h7v1h-7z")


def test_a_paper_has_a_name_and_the_image_of_a_page_has_words() -> None:
    root = example("leaflet")
    assert [one.get("aria-label") for one in root.iter("article")] == ["Nội dung chính của văn bản"]
    assert [one.get("alt") for one in root.iter("img")] == ["Trang 1 của quyết định"]


def test_what_is_folded_opens_without_a_script() -> None:
    (details,) = example("more", "Folded").iter("details")
    assert details[0].tag == "summary"


def test_a_message_begins_with_its_author_and_time() -> None:
    root = example("more", "Thread")
    first = [words(one[0]) for one in root.iterfind(".//ul/li")]
    assert first == ["Bộ phận Một cửa · 23/11, 9:12", "Bạn · 23/11, 17:00"]


def test_what_is_written_in_a_message_is_never_markup() -> None:
    saying = [type("S", (), {"author": "<b>x", "at": None, "text": "<script>", "mine": False})]
    assert not list(drawn("{% thread sayings %}", sayings=saying).iter("script"))


def test_a_table_has_a_caption_heads_with_scope_and_takes_the_focus() -> None:
    root = example("table")
    (region,) = of_class(root, "scroll")
    assert (region.get("tabindex"), region.get("role")) == ("0", "region")
    assert words(by_id(root, region.get("aria-labelledby", ""))) == "Giấy tờ đã lưu"
    assert all(head.get("scope") for head in root.iter("th"))


def test_a_ledger_says_what_it_is_sorted_by() -> None:
    root = example("ledger")
    heads = root.findall(".//thead//th")
    assert [head.get("aria-sort") for head in heads] == [None, None, None, "ascending", None]
    assert all(head.get("scope") == "col" for head in heads)
    assert words(next(root.iter("caption"))) == "Hồ sơ của phòng, xếp theo hạn gần nhất"


def test_a_tick_names_its_row() -> None:
    root = example("ledger")
    ticks = [one for one in controls(root) if one.get("type") == "checkbox"]
    assert named(root, ticks[0]) == "Choose G09-260914-0002"


def test_groups_of_work_are_links_with_their_counts_in_words() -> None:
    root = example("ledger")
    (nav,) = of_class(root, "tabs")
    assert nav.get("aria-label") == "Nhóm việc"
    links = [(words(a), a.get("aria-current")) for a in nav.iter("a")]
    assert links == [("Chờ tiếp nhận 23", None), ("Của phòng 186", "page"), ("Quá hạn 2", None)]


def test_filters_stand_in_the_address() -> None:
    root = example("ledger")
    (form,) = root.iter("form")
    assert (form.get("method"), form.get("role")) == ("get", "search")
    assert all(named(root, one) for one in controls(form))


def test_a_filter_in_force_says_how_to_take_it_away() -> None:
    chips = of_class(example("ledger"), "chips")[0]
    assert words(next(chips.iter("a"))) == "Quỹ và hội ×, take away"


def test_a_stretch_of_a_list_says_of_how_many_and_when_counted() -> None:
    (pager,) = of_class(example("ledger"), "pager")
    assert "1–50 of 1,186, counted at 9:12" in words(pager)
    assert [link.get("rel") for link in pager.iter("a")] == ["next"]


def test_acts_on_many_rows_tell_politely_how_many() -> None:
    (bulk,) = of_class(example("bulk"), "bulk")
    assert bulk[0].get("role") == "status"


def test_the_viewer_marks_the_paper_that_lies_open() -> None:
    root = example("viewer", "Pages and checks")
    (viewer,) = of_class(root, "viewer")
    assert viewer.get("aria-label")
    thumbs = of_class(root, "thumbs")[0]
    assert [one.get("aria-current") for one in thumbs.iter("a")] == [None, "true"]


def test_each_check_leads_to_its_paper_in_the_binder() -> None:
    root = example("viewer", "All papers below one another")
    (binder,) = of_class(root, "binder")
    assert binder.get("tabindex") == "0"
    links = [a.get("href", "") for a in of_class(root, "checks")[0].iter("a")]
    assert [f"#{one.get('id')}" for one in binder.iter("section")][1:] == links
    assert all(one.get("loading") == "lazy" for one in binder.iter("img"))


def test_each_paper_is_judged_in_a_fieldset_of_its_own() -> None:
    root = example("viewer", "Pages and checks")
    marks = of_class(root, "mark")
    assert [words(mark[0]) for mark in marks] == [
        "Đơn đề nghị",
        "Văn bản bầu",
        "Xác nhận nơi đặt trụ sở",
    ]
    chosen = [one.get("value") for one in root.iter("input") if "checked" in one.attrib]
    assert chosen == ["pass", "fail", ""]
    assert all(named(root, one) for one in controls(root))


def test_what_is_decided_can_only_be_read() -> None:
    root = example("viewer", "Checks, locked")
    assert not list(controls(root))
    assert "Thiếu chữ ký của người tham dự ở trang cuối" in words(root)


def test_only_what_was_seen_can_be_ticked_for_signing() -> None:
    root = example("queue", "One seen, one not")
    assert len(list(controls(root))) == 1
    assert len(root.findall(".//ul/li")) == 2


def test_each_figure_is_a_link_to_its_list_that_says_what_it_counts() -> None:
    root = example("figs", "Figures")
    assert [words(link) for link in root.iter("a")] == [
        "2 Quá hạn, chưa xong",
        "97,8 % Đúng hoặc trước hạn",
        "212 Đang giải quyết",
    ]


def test_the_numbers_of_a_chart_stand_in_words_beneath_it() -> None:
    figures = list(example("figs", "Charts").iter("figure"))
    assert len(figures) == 2
    for figure in figures:
        (svg,) = figure.iter("svg")
        assert svg.get("aria-labelledby") == next(figure.iter("figcaption")).get("id")
        assert len(figure.findall(".//ol/li")) == 7


def test_a_value_beyond_the_scale_stays_inside_the_drawing() -> None:
    chart = Chart("c", "t", (Point("a", 120), Point("b", -5), Point("c", 50)), high=100)
    assert chart.line == "5,0.0 15,100.0 25,50.0"
    assert [height for _x, _y, height in chart.bars] == ["100.0", "0.0", "50.0"]


def test_a_question_on_top_of_a_page_has_a_name() -> None:
    root = example("empty", "A question")
    (dialog,) = root.iter("dialog")
    assert words(by_id(root, dialog.get("aria-labelledby", ""))) == "Rút hồ sơ này?"
    assert described(root, dialog) == ""


def test_an_empty_list_says_what_to_do() -> None:
    (nothing,) = of_class(example("empty", "Nothing here"), "empty")
    assert list(nothing.iter("a"))
