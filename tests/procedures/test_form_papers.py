"""A paper drawn from the answers says what was answered, and nothing that was not asked."""

from __future__ import annotations

from typing import Any

from procedures import completeness, form_papers
from procedures.fields import Situation
from procedures.form_papers import Line, Section
from procedures.schema import Procedure

from .makers import a_definition, a_procedure, a_question, a_requirement, a_result, text

KINDS = [{"key": key, "label": text(key)} for key in ("social", "charity")]
BOARD = [
    a_question("name", label=text("Họ và tên")),
    a_question("born", label=text("Ngày sinh"), type="date", required=False),
]


def a_form(**paper: Any) -> Procedure:
    """A form of two pages, whose application is drawn."""
    questions = [
        a_question("name", label=text("Tên quỹ")),
        a_question("kind", type="select", options=KINDS, label=text("Loại")),
        a_question(
            "aim",
            label=text("Việc từ thiện"),
            when={"answered": {"question": "kind", "any_of": ["charity"]}},
        ),
        a_question("board", type="table", columns=BOARD, label=text("Ban sáng lập")),
        a_question("sworn", type="declaration", label=text("Tôi cam đoan.")),
    ]
    pages = [
        {"title": text("Quỹ"), "questions": ["name", "kind", "aim"]},
        {"title": text("Người"), "questions": ["board"]},
    ]
    drawn = a_requirement("application", from_form=paper, originals=0)
    asked = {"questions": [question["key"] for question in questions]}
    case = a_definition()["cases"][0] | asked | {"requirements": ["application", "charter"]}
    return a_procedure(
        questions=questions,
        pages=pages,
        requirements=[drawn, a_requirement("charter")],
        cases=[case],
        results=[a_result()],
    )


def said(procedure: Procedure, **answers: Any) -> tuple[Section, ...]:
    situation = Situation("person", answers)
    (paper,) = form_papers.drawn_of(procedure, "only", situation)
    return form_papers.sections(procedure, "only", paper, situation)


def test_the_answers_stand_under_the_pages_of_the_form_in_words() -> None:
    board = [{"name": "Hoa", "born": "1985-03-14"}, {"name": "Sáng"}]
    assert said(a_form(), name="Bến Trăng", kind="charity", aim="Học bổng", board=board) == (
        Section(
            "Quỹ",
            (
                Line("Tên quỹ", "Bến Trăng"),
                Line("Loại", "charity"),
                Line("Việc từ thiện", "Học bổng"),
            ),
        ),
        Section(
            "Người",
            (
                Line(
                    "Ban sáng lập",
                    heads=("Họ và tên", "Ngày sinh"),
                    rows=(("Hoa", "14/03/1985"), ("Sáng", "")),
                ),
            ),
        ),
    )


def test_what_is_not_asked_is_not_said_though_it_was_answered_before() -> None:
    labels = [line.label for line in said(a_form(), kind="social", aim="Học bổng")[0].lines]
    assert labels == ["Tên quỹ", "Loại"]


def test_the_paper_may_order_the_answers_by_itself() -> None:
    own = a_form(sections=[{"title": text("Tất cả"), "questions": ["board", "name"]}])
    (section,) = said(own, name="Bến Trăng", kind="social")
    assert [line.label for line in section.lines] == ["Ban sáng lập", "Tên quỹ"]


def test_what_cannot_be_an_answer_yet_stands_as_it_was_typed() -> None:
    first, _second = said(a_form(), name="Bến Trăng", kind="unknown")
    assert first.lines[1] == Line("Loại", "unknown")


def test_only_what_was_confirmed_is_declared() -> None:
    for sworn, declared in ((True, ("Tôi cam đoan.",)), (False, ()), (None, ())):
        situation = Situation("person", {"sworn": sworn})
        assert form_papers.declared(a_form(), "only", situation) == declared


def test_a_drawn_paper_is_never_missing_and_others_are() -> None:
    missing = completeness.check(a_form(), "only", (), Situation("person"))
    assert [paper.key for paper in missing] == ["charter"]
