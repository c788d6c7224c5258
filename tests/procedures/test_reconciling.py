"""A draft goes on under a later revision: what was said once stays said, as far as it can."""

from __future__ import annotations

from typing import Any

from procedures.reconciling import Reconciled, Said, case_of, reconcile
from procedures.schema import Procedure

from .makers import a_definition, a_procedure, a_question, a_requirement, a_result, text

KINDS = [{"key": key, "label": text(key)} for key in ("social", "charity")]


def a_revision(
    year: int, *questions: dict[str, Any], papers: tuple[dict[str, Any], ...] = (), **what: Any
) -> Procedure:
    required = [*papers] or [a_requirement()]
    case = a_definition()["cases"][0] | {
        "questions": [question["key"] for question in questions],
        "requirements": [paper["key"] for paper in required],
    }
    return a_procedure(
        **{
            "revision": f"{year}-01-01",
            "questions": list(questions),
            "requirements": required,
            "cases": [case],
            "results": [a_result()],
        }
        | what
    )


def reconciled(*revisions: Procedure, papers: tuple[str, ...] = (), **values: Any) -> Reconciled:
    given = {key: {"value": value, "source": "declared"} for key, value in values.items()}
    return reconcile(revisions, "only", given, papers, applicant="person", to_case="only")


def test_an_answer_to_the_same_question_stays_with_its_source() -> None:
    before, after = a_revision(2025, a_question("name")), a_revision(2026, a_question("name"))
    found = reconciled(before, after, name="Bến Trăng")
    assert found.answers == {"name": {"value": "Bến Trăng", "source": "declared"}}
    assert (found.again, found.dropped, found.kept) == ((), (), 1)


def test_a_renamed_question_keeps_its_answer() -> None:
    before = a_revision(2025, a_question("name"))
    after = a_revision(2026, a_question("fund_name", was="name"))
    found = reconciled(before, after, name="Bến Trăng")
    assert found.answers["fund_name"]["value"] == "Bến Trăng"
    assert found.again == ()


def test_it_is_followed_through_every_revision_between() -> None:
    revisions = (
        a_revision(2024, a_question("name")),
        a_revision(2025, a_question("title", was="name")),
        a_revision(2026, a_question("fund_name", was="title")),
    )
    assert set(reconciled(*revisions, name="Bến Trăng").answers) == {"fund_name"}


def test_a_key_that_was_given_to_something_else_later_is_not_taken_for_the_first() -> None:
    revisions = (
        a_revision(2024, a_question("name")),
        a_revision(2025, a_question("title")),
        a_revision(2026, a_question("name"), a_question("title")),
    )
    found = reconciled(*revisions, name="Bến Trăng")
    assert found.answers == {}
    assert found.dropped == (Said("name", "Tên", "Bến Trăng"),)


def test_an_answer_that_is_no_longer_one_is_given_again_and_still_shown() -> None:
    kind = a_question("kind", type="select", options=KINDS, label=text("Loại"))
    before = a_revision(2025, kind)
    after = a_revision(2026, kind | {"options": KINDS[1:]})
    found = reconciled(before, after, kind="social")
    assert found.again == (Said("kind", "Loại", "social"),)
    assert found.answers["kind"]["value"] == "social"
    assert found.kept == 0


def test_a_new_question_is_to_be_answered() -> None:
    before = a_revision(2025, a_question("name"))
    after = a_revision(2026, a_question("name"), a_question("aim", label=text("Mục đích")))
    assert reconciled(before, after, name="Bến Trăng").again == (Said("aim", "Mục đích", ""),)


def test_what_was_unfinished_anyway_is_not_called_new() -> None:
    before = a_revision(2025, a_question("name"), a_question("aim"))
    after = a_revision(2026, a_question("name"), a_question("purpose", was="aim"))
    assert reconciled(before, after, name="Bến Trăng").again == ()


def test_what_is_no_longer_asked_is_told_in_the_words_it_was_asked_in() -> None:
    since = a_question("since", type="date", label=text("Từ ngày"))
    before = a_revision(2025, a_question("name"), since)
    found = reconciled(before, a_revision(2026, a_question("name")), since="2026-11-05")
    assert found.dropped == (Said("since", "Từ ngày", "05/11/2026"),)


def test_papers_go_along_under_their_new_names_and_others_are_told() -> None:
    before = a_revision(
        2025, a_question(), papers=(a_requirement("charter"), a_requirement("list"))
    )
    after = a_revision(2026, a_question(), papers=(a_requirement("statute", was="charter"),))
    found = reconciled(before, after, papers=("charter", "list"))
    assert (found.papers, found.papers_dropped) == ({"charter": "statute"}, ("list",))


def test_the_case_stays_or_the_only_one_is_it_or_one_must_choose() -> None:
    before = a_revision(2025, a_question())
    other = a_definition()["cases"][0] | {"questions": ["name"], "requirements": ["paper"]}
    one = a_revision(2026, a_question(), cases=[other | {"key": "new"}])
    two = a_revision(2026, a_question(), cases=[other | {"key": "new"}, other | {"key": "other"}])
    assert case_of([before, before], "only") == "only"
    assert case_of([before, one], "only") == "new"
    assert case_of([before, two], "only") is None
