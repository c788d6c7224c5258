"""The catalogue's questions as a form: read as people write, refused in the catalogue's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.test import RequestFactory
from django.utils import translation

from onestop.ui.eform import EForm
from onestop.ui.kinds import KINDS
from onestop.ui.samples import BOARD, HOME, KNOWN, QUESTIONS
from procedures.catalogue import all_procedures
from procedures.fields import FieldType, Option, Question
from procedures.values import problem_with
from procedures.words import Text
from tests.markup import by_id, controls, described, named, of_class, words

from .shown import drawn

FIELDS = "{% for one in form %}{% field one %}{% endfor %}"
OPTIONS = tuple(Option(key=key, label=Text(vi=key, en=key)) for key in ("a", "b"))


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def sent(query: str) -> Mapping[str, Any]:
    """As a browser sends it."""
    return RequestFactory().get(f"/?{query}").GET


def question(kind: FieldType, **more: Any) -> Question:
    options = OPTIONS if kind is FieldType.SELECT else ()
    label = Text(vi="Câu hỏi", en="Question")
    return Question(key="asked", type=kind, label=label, options=options, **more)


def asked(kind: FieldType, typed: str, **more: Any) -> EForm:
    return EForm([question(kind, **more)], answers={}, known={}, data=sent(typed))


def test_every_kind_of_question_has_its_control() -> None:
    assert set(KINDS) == set(FieldType)


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (FieldType.TEXT, "asked=+Quỹ+Hạt+Giống+", "Quỹ Hạt Giống"),
        (FieldType.TEXT, "asked=hòa", "hòa"),
        (FieldType.LONG_TEXT, "asked=một%0D%0Ahai", "một\nhai"),
        (FieldType.INTEGER, "asked=1.284", 1284),
        (FieldType.INTEGER, "asked=-5", -5),
        (FieldType.MONEY, "asked=6.800.000.000+đồng", 6_800_000_000),
        (FieldType.MONEY, "asked=1+250+000+₫", 1_250_000),
        (FieldType.MONEY, "asked=0", 0),
        (FieldType.DATE, "asked_0=5&asked_1=11&asked_2=2026", "2026-11-05"),
        (FieldType.DATE, "asked_0=05&asked_1=02&asked_2=2026", "2026-02-05"),
        (FieldType.PHONE, "asked=0900+000+001", "0900 000 001"),
        (FieldType.EMAIL, "asked=hoa@motcua.example", "hoa@motcua.example"),
        (FieldType.PERSONAL_NUMBER, "asked=001+185+000+001", "001185000001"),
        (FieldType.YES_NO, "asked=no", False),
        (FieldType.DECLARATION, "asked=on", True),
        (FieldType.SELECT, "asked=b", "b"),
    ],
)
def test_an_answer_is_read_as_people_write_it(kind: FieldType, typed: str, value: Any) -> None:
    form = asked(kind, typed)
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"asked": value}


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (FieldType.INTEGER, "asked=năm"),
        (FieldType.INTEGER, "asked=1,5"),
        (FieldType.MONEY, "asked=-5"),
        (FieldType.MONEY, "asked=6,8+tỷ"),
        (FieldType.DATE, "asked_0=31&asked_1=2&asked_2=2026"),
        (FieldType.DATE, "asked_0=&asked_1=11&asked_2=2026"),
        (FieldType.DATE, "asked_0=5&asked_1=11&asked_2=26"),
        (FieldType.DATE, "asked_0=x&asked_1=²&asked_2=2026"),
        (FieldType.PERSONAL_NUMBER, "asked=12345"),
        (FieldType.SELECT, "asked=c"),
        (FieldType.YES_NO, "asked=perhaps"),
        (FieldType.DECLARATION, ""),
        (FieldType.TEXT, ""),
    ],
)
def test_a_wrong_answer_is_refused_in_the_words_of_the_catalogue(
    kind: FieldType, typed: str
) -> None:
    form = asked(kind, typed)
    assert not form.is_valid()
    wrong = problem_with(question(kind), form.typed["asked"])
    assert form.errors["asked"] == [str(wrong)]


@pytest.mark.django_db
def test_who_asks_for_nothing_gets_no_answer() -> None:
    for kind in FieldType:
        form = asked(kind, "", required=False)
        assert form.is_valid(), kind
        assert not form.cleaned_data["asked"]


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (FieldType.DATE, "asked_0=31&asked_1=2&asked_2=26"),
        (FieldType.DATE, "asked_0=&asked_1=11&asked_2="),
        (FieldType.MONEY, "asked=6,8+tỷ"),
        (FieldType.INTEGER, "asked=năm"),
    ],
)
def test_what_was_typed_comes_back_as_typed_even_from_a_draft(kind: FieldType, typed: str) -> None:
    data = sent(typed)
    form = asked(kind, typed)
    kept = {key: {"value": value} for key, value in form.typed.items()}
    for again in (form, EForm([question(kind)], answers=kept, known={})):
        root = drawn(FIELDS, form=again)
        shown = {one.get("name"): one.get("value", "") for one in controls(root)}
        assert shown == {name: data[name] for name in data}


def test_an_answer_that_was_kept_is_shown_as_people_write_it() -> None:
    kept: dict[str, dict[str, Any]] = {
        "elected": {"value": "2026-11-05"},
        "assets": {"value": 6_800_000_000},
        "abroad": {"value": False},
        "role": {"value": "other"},
        "true": {"value": True},
    }
    root = drawn(FIELDS, form=EForm(QUESTIONS, answers=kept, known={}))
    boxes = [by_id(root, f"id_elected_{n}").get("value") for n in range(3)]
    assert boxes == ["05", "11", "2026"]
    assert by_id(root, "id_assets").get("value") == "6.800.000.000"
    chosen = {
        one.get("name"): one.get("value") for one in root.iter("input") if "checked" in one.attrib
    }
    assert chosen == {"abroad": "no", "role": "other", "true": None}


def test_what_the_state_vouches_for_is_not_asked_and_not_typed_over() -> None:
    data = sent("full_name=Somebody+else&phone=0900000001")
    form = EForm(QUESTIONS, answers={}, known=KNOWN, data=data)
    assert "full_name" not in form.fields
    assert "full_name" not in form.typed
    (given,) = form.given
    assert [str(fact.value).replace("\N{NO-BREAK SPACE}", " ") for fact in given.facts] == [
        "Lê Thị Hoa",
        "099 185 000 001",
    ]
    assert given.source == "Taken from your electronic identity"


def test_how_somebody_is_reached_is_filled_in_and_may_be_changed() -> None:
    root = drawn(FIELDS, form=EForm(QUESTIONS, answers={}, known=KNOWN))
    phone = by_id(root, "id_phone")
    assert phone.get("value") == "0900 000 001"
    assert phone.get("autocomplete") == "tel"
    assert described(root, phone) == "Taken from your account. You may change it."


def test_an_own_word_has_no_other_source() -> None:
    own = {"phone": {"value": "0911 111 111", "source": "declared"}}
    root = drawn(FIELDS, form=EForm(QUESTIONS, answers=own, known=KNOWN))
    phone = by_id(root, "id_phone")
    assert phone.get("value") == "0911 111 111"
    assert "aria-describedby" not in phone.attrib


def test_a_personal_number_that_looks_unusual_is_doubted_and_not_refused() -> None:
    form = asked(FieldType.PERSONAL_NUMBER, "asked=777185000001")
    root = drawn(FIELDS, form=form)
    assert form.is_valid()
    assert "name no province" in described(root, by_id(root, "id_asked"))
    usual = drawn(FIELDS, form=asked(FieldType.PERSONAL_NUMBER, "asked=001185000001"))
    assert not of_class(usual, "src")


def test_a_day_is_asked_in_three_boxes_under_one_name() -> None:
    root = drawn(FIELDS, form=asked(FieldType.DATE, "asked_0=5"))
    (fieldset,) = root.iter("fieldset")
    assert words(fieldset[0]) == "Question"
    assert described(root, fieldset) == "Error: Write a date."
    assert [named(root, box) for box in controls(root)] == ["Day", "Month", "Year"]
    assert {box.get("inputmode") for box in controls(root)} == {"numeric"}
    assert {box.get("aria-invalid") for box in controls(root)} == {"true"}


def test_many_options_open_as_a_list_and_few_stand_open() -> None:
    few = question(FieldType.SELECT)
    many = few.model_copy(
        update={"options": tuple(Option(key=f"o{n}", label=few.label) for n in range(7))}
    )
    free = few.model_copy(update={"required": False})
    shapes = [
        [one.tag for one in controls(drawn(FIELDS, form=EForm([q], answers={}, known={})))]
        for q in (few, many, free)
    ]
    assert shapes == [["input", "input"], ["select"], ["select"]]


TABLE = (
    "board-0-full_name=Đức&board-0-born=4/5/1979&board-1-full_name=&board-1-born="
    "&board-7-full_name=Quỳnh&board-7-born="
)


def board(typed: str) -> EForm:
    return EForm([BOARD], answers={}, known={}, data=sent(typed))


def test_a_table_is_read_row_by_row_and_empty_rows_are_left_out() -> None:
    form = board(TABLE)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["board"] == [
        {"full_name": "Đức", "born": "1979-05-04"},
        {"full_name": "Quỳnh"},
    ]


def test_each_cell_of_a_table_has_its_label_and_each_row_its_name() -> None:
    root = drawn(FIELDS, form=board(TABLE))
    assert [words(one) for one in root.iter("legend")] == ["Founding board", "Row 1", "Row 2"]
    assert [named(root, one) for one in controls(root)][:2] == [
        "Full name",
        "Birthday (not required)",
    ]


def test_a_wrong_cell_is_named_by_row_and_column_and_kept() -> None:
    form = board("board-0-full_name=&board-0-born=31/2/1979")
    root = drawn("{% errors form %}" + FIELDS, form=form)
    assert "Row 1, “Full name”: An answer is required." in words(of_class(root, "errors")[0])
    assert by_id(root, "id_board-0-born").get("value") == "31/2/1979"
    (link,) = root.iter("a")
    assert by_id(root, link.get("href", "").removeprefix("#")).get("name") == "board-0-full_name"


def test_a_row_more_keeps_what_was_typed_and_refuses_nothing() -> None:
    form = board(TABLE + "&row=board")
    assert form.wants_more
    root = drawn("{% errors form %}" + FIELDS, form=form.with_more())
    assert not of_class(root, "errors")
    names = [one.get("value", "") for one in controls(root) if "full_name" in one.get("name", "")]
    assert names == ["Đức", "", "Quỳnh", ""]


def first_cells(form: EForm) -> dict[str, str]:
    found = controls(drawn(FIELDS, form=form))
    return {
        one.get("id", ""): one.get("value", "")
        for one in found
        if one.get("name", "").endswith("-full_name")
    }


@pytest.mark.parametrize("typed", ["", "Đức"])
def test_a_row_is_added_to_the_rows_of_the_page_blank_ones_too(typed: str) -> None:
    form = board(f"board-0-full_name={typed}&board-1-full_name=&row=board").with_more()
    assert list(first_cells(form).values()) == [typed, "", ""]


def test_the_button_leads_to_the_row_that_it_adds() -> None:
    typed = "board-0-full_name=Đức&board-1-full_name=Quỳnh"
    form = board(typed)
    (button,) = drawn(FIELDS, form=form).iter("button")
    *_here, new = first_cells(board(typed + "&row=board").with_more())
    assert button.get("formaction") == f"#{new}"
    assert new not in first_cells(form)


@pytest.mark.parametrize("key", ["full_name", "unknown", ""])
def test_only_a_table_gets_a_row(key: str) -> None:
    data = sent(f"full_name=Lan&row={key}")
    form = EForm(QUESTIONS, answers={}, known={}, data=data).with_more()
    assert form["full_name"].value() == "Lan"
    assert form.initial.keys() <= form.fields.keys()


def test_every_question_of_the_catalogue_can_be_asked_in_both_languages() -> None:
    for procedure in all_procedures():
        for language in ("vi", "en"):
            with translation.override(language):
                root = drawn(FIELDS, form=EForm(procedure.questions, answers={}, known={}))
            assert all(named(root, one) for one in controls(root)), procedure.key


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", '"><b>', "\x00", "%(x)s {{ y }}"])
def test_what_is_typed_is_never_markup(hostile: str) -> None:
    data = dict.fromkeys(("full_name", "phone", "elected_0", "assets", "role"), hostile)
    form = EForm(QUESTIONS, answers={}, known={}, data=data)
    root = drawn("{% errors form %}" + FIELDS, form=form)
    assert not list(root.iter("script")) + list(root.iter("b"))
    assert by_id(root, "id_phone").get("value") == hostile


def home(typed: str) -> EForm:
    return EForm([HOME], answers={}, known={}, data=sent(typed))


def options(root: Any, id: str) -> list[str]:  # noqa: A002  as in HTML
    return [one.get("value", "") for one in by_id(root, id).iter("option")]


def test_an_address_is_two_lists_and_a_line() -> None:
    form = home("home-province=01&home-commune=00070&home-street=+12+Hàng+Bài")
    assert form.is_valid()
    assert form.cleaned_data["home"] == {
        "province": "01",
        "commune": "00070",
        "street": "12 Hàng Bài",
    }


def test_only_the_communes_of_the_chosen_province_are_listed() -> None:
    assert options(drawn(FIELDS, form=home("")), "id_home-commune") == [""]
    listed = options(drawn(FIELDS, form=home("home-province=01")), "id_home-commune")
    assert "00070" in listed
    assert 100 < len(listed) < 200


def test_the_communes_are_shown_at_a_press_and_nothing_is_refused_yet() -> None:
    form = home("home-province=01&home-street=12&places=home")
    assert form.wants_more
    root = drawn("{% errors form %}" + FIELDS, form=form.with_more())
    assert "00070" in options(root, "id_home-commune")
    assert by_id(root, "id_home-street").get("value") == "12"
    assert not [one for one in root.iter() if one.get("role") == "alert"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "An answer is required."),
        ("home-street=12", "Choose the province."),
        ("home-province=01", "Choose the commune or ward of this province."),
        ("home-province=08&home-commune=00070", "Choose the commune or ward of this province."),
        ("home-province=01&home-commune=00070", "Write the house number and street, or hamlet."),
    ],
)
def test_what_is_missing_of_an_address_is_named(typed: str, said: str) -> None:
    assert home(typed).errors["home"] == [said]
