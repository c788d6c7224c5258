"""Fields of any form: label above, what describes them, errors in one wording at both places."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django import forms
from django.utils import translation

from onestop.ui.components.asking import Fault
from tests.markup import by_id, controls, described, named, of_class, words

from .shown import drawn, example


class Officer(forms.Form):
    """As any door may write one."""

    use_required_attribute = False
    login = forms.CharField(label="Account", help_text="As on your card", max_length=5)
    unit = forms.ChoiceField(label="Unit", choices=[("a", "A"), ("b", "B")])
    role = forms.ChoiceField(label="Role", choices=[("a", "A")], widget=forms.RadioSelect)
    sure = forms.BooleanField(label="Sure")
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)
    key = forms.CharField(widget=forms.HiddenInput)


FIELDS = "{% for one in form %}{% field one %}{% endfor %}"


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def test_every_control_has_a_label() -> None:
    root = drawn(FIELDS, form=Officer())
    assert [named(root, one) for one in controls(root)] == [
        "Account",
        "Unit",
        "A",
        "Sure",
        "Note (not required)",
    ]
    assert [words(legend) for legend in root.iter("legend")] == ["Role"]


def test_a_hint_describes_its_control() -> None:
    root = drawn(FIELDS, form=Officer())
    assert described(root, by_id(root, "id_login")) == "As on your card"
    assert "aria-invalid" not in by_id(root, "id_login").attrib


def test_a_refused_control_says_so_and_why() -> None:
    root = drawn(FIELDS, form=Officer({"login": "too long", "key": "k"}))
    login = by_id(root, "id_login")
    assert login.get("aria-invalid") == "true"
    assert described(root, login).startswith("As on your card Error: Ensure this value has at most")
    assert login.get("value") == "too long"


def test_the_summary_leads_to_each_refused_field_in_its_own_words() -> None:
    form = Officer({"login": "too long", "key": "k"})
    root = drawn("{% errors form %}" + FIELDS, form=form)
    (summary,) = of_class(root, "errors")
    assert (summary.get("role"), summary.get("tabindex")) == ("alert", "-1")
    assert "autofocus" in summary.attrib
    assert words(by_id(root, "errors")) == "4 places to correct"
    links = list(summary.iter("a"))
    assert len(links) == 4
    for link in links:
        target = by_id(root, link.get("href", "").removeprefix("#"))
        assert target in list(controls(root))
    at_the_fields = [words(one) for one in of_class(root, "error")]
    assert at_the_fields == [f"Error: {words(link)}" for link in links]


def test_an_act_that_was_refused_is_summed_up_in_its_sentence() -> None:
    root = drawn("{% errors refusal %}", refusal=ValueError("It has gone on."))
    assert words(by_id(root, "errors")) == "It has gone on."
    assert not list(root.iter("li"))


def test_a_fault_without_a_place_is_listed_without_a_link() -> None:
    root = drawn("{% errors faults %}", faults=(Fault("Here.", "x"), Fault("Somewhere.")))
    assert [len(list(one.iter("a"))) for one in root.iter("li")] == [1, 0]


@pytest.mark.parametrize("found", [None, "", (), Officer()])
def test_where_nothing_is_wrong_nothing_is_summed_up(found: object) -> None:
    assert len(drawn("{% errors found %}", found=found)) == 0


def test_fields_of_one_thing_stand_under_its_name() -> None:
    root = example("group")
    (fieldset,) = root.iter("fieldset")
    assert fieldset[0].tag == "legend"
    assert all(named(root, one) for one in controls(root))


def test_a_choice_is_as_wide_as_its_words() -> None:
    root = example("pick")
    assert [named(root, one) for one in controls(root)] == [
        "Trưởng Ban sáng lập",
        "Người được ủy quyềnCần văn bản ủy quyền ở bước Giấy tờ",
        "Tôi cam đoan những điều đã khai là đúng.",
        "Choose G09-260914-0002",
    ]


def test_what_is_known_is_text_with_its_source_its_time_and_what_to_do() -> None:
    root = example("given")
    assert not list(controls(root))
    (source,) = of_class(root, "src")
    assert words(source) == "Lấy từ Cơ sở dữ liệu quốc gia về dân cư, 9:12 23/11/2026"
    assert words(next(root.iter("summary"))) == "Is this not right?"
