"""Two revisions are compared part by part: what was renamed is neither removed nor added."""

from __future__ import annotations

from typing import Any

from procedures.differences import ChangeKind, between

from .makers import a_channel, a_definition, a_procedure, a_question, a_requirement, text


def changed(**later: Any) -> list[tuple[str, str, Any, Any]]:
    found = between(a_procedure(), a_procedure(revision="2026-01-01", **later))
    return [(str(c.kind), ".".join(c.place), c.before, c.after) for c in found]


def test_the_same_words_on_another_day_are_no_change() -> None:
    assert changed() == []


def test_a_number_that_changed_is_told_with_both_values_and_the_name_of_the_paper() -> None:
    later = a_procedure(requirements=[a_requirement(originals=2)])
    [change] = between(a_procedure(), later)
    assert (change.part, change.before, change.after) == ("Giấy tờ", 1, 2)
    assert change.place == ("requirements", "paper", "originals")


def test_a_text_is_one_change_in_both_languages() -> None:
    assert changed(title=text("Tên mới")) == [
        ("altered", "title", "Thủ tục thứ nhất", "Tên mới"),
    ]


def test_what_is_new_is_added_and_what_is_gone_is_removed() -> None:
    case = a_definition()["cases"][0] | {"requirements": ["other"]}
    found = changed(requirements=[a_requirement("other")], cases=[case])
    assert [(kind, place) for kind, place, *_values in found] == [
        ("altered", "cases.only.requirements"),
        ("added", "requirements.other"),
        ("removed", "requirements.paper"),
    ]


def test_what_was_renamed_keeps_its_identity() -> None:
    case = a_definition()["cases"][0] | {"questions": ["full_name"]}
    renamed = a_question("full_name", was="name", required=False)
    result = a_definition()["results"][0] | {"facts": []}
    found = changed(questions=[renamed], cases=[case], results=[result])
    assert ("renamed", "questions.full_name", "name", "full_name") in found
    assert ("altered", "questions.full_name.required", True, False) in found
    assert not [place for kind, place, *_v in found if place == "questions.name"]


def test_a_limit_hangs_on_its_channel() -> None:
    found = changed(channels=[a_channel(limit="5 working days"), a_channel("post")])
    assert found[0] == ("altered", "channels.online.limit", "10 working days", "5 working days")
    assert found[1][:2] == ("added", "channels.post")


def test_what_was_not_said_before_is_added() -> None:
    [(kind, place, before, after)] = changed(ends="2027-12-31")
    assert (kind, place, before) == (ChangeKind.ADDED, "ends", None)
    assert str(after) == "2027-12-31"
