"""The page of a procedure tells all of it, and a result says what follows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from onestop.demo.office import DemoOffice
from procedures import catalogue
from procedures.schema import Procedure
from tests.lives import a_life
from tests.markup import of_class, tree, words
from tests.onestop.doors import as_citizen, as_officer
from workflows.clock.days import Calendar
from workflows.results.models import Result

NOT_ESTABLISHED = "chưa xác định"
EVERY = catalogue.all_procedures()


def page(client: Client, key: str, answers: int = 200) -> Any:
    answer = client.get(reverse("portal:procedure", args=[key]))
    assert answer.status_code == answers
    return tree(answer.content.decode())


@pytest.mark.parametrize("procedure", EVERY, ids=lambda one: one.key)
def test_every_paper_of_every_case_stands_there(
    client: Client, office: DemoOffice, procedure: Procedure
) -> None:
    said = words(page(client, procedure.key))
    assert procedure.title.vi in said
    for case in procedure.cases:
        assert all(paper.title.vi in said for paper in procedure.requirements_of(case.key))
        assert procedure.result_of(case.key).title.vi in said
    assert str(procedure.assumed_reason) in said
    assert all(one.title.vi in said for one in procedure.conditions)
    assert all(one.title.vi in said for one in procedure.tariffs)


def test_each_part_stands_beside_the_text_it_rests_on_and_how_far_that_was_read(
    client: Client, office: DemoOffice
) -> None:
    rows = [tr.findall("td") for tr in page(client, "1.013017").iter("tr")]
    grounds = {tuple(words(cell) for cell in row) for row in rows}
    law = "Nghị định 93/2019/NĐ-CP"
    assert ("Thời hạn giải quyết", f"Điều 17 {law}", "từ nguồn thứ cấp") in grounds
    assert ("Phí, lệ phí", "–", NOT_ESTABLISHED) in grounds


def test_the_tariff_is_told_by_its_tiers(client: Client, office: DemoOffice) -> None:
    said = words(page(client, "1.014111"))
    assert "500.000 ₫ mỗi thí sinh (số thí sinh của kỳ tuyển dụng dưới 100)" in said
    assert "300.000 ₫ mỗi thí sinh (số thí sinh của kỳ tuyển dụng từ 500)" in said
    assert "Phụ lục Nghị định 170/2025/NĐ-CP" in said
    assert "Điều Phụ lục" not in said


def test_a_procedure_that_was_abolished_says_since_when_and_by_which_act(client: Client) -> None:
    said = words(page(client, "1.014116", answers=410))
    assert "30/08/2026" in said
    assert "Quyết định 3500/QĐ-UBND" in said


def test_the_result_says_what_follows_and_by_which_day(client: Client, office: DemoOffice) -> None:
    life = a_life(office).through("issue")
    as_citizen(client, "hoa")
    answer = client.get(reverse("portal:result", args=[life.dossier.public_id]))
    root = tree(answer.content.decode())
    issued, calendar = (
        Result.objects.get(dossier_code=life.fresh.code).issued_on,
        Calendar.load("national"),
    )
    days, last = 0, issued
    while days < 45:
        last += timedelta(days=1)
        days += calendar.day(last).working
    assert f"Chậm nhất {last:%d/%m/%Y}" in words(root)
    assert reverse("portal:procedure", args=["1.013018"]) in {a.get("href") for a in root.iter("a")}


def test_the_officer_sees_each_condition_with_its_reckoning(
    client: Client, office: DemoOffice
) -> None:
    life = a_life(office).through("submit")
    as_officer(client, life.who("receive"))
    answer = client.get(reverse("counter:dossier", args=[life.dossier.public_id]))
    panel = next(
        one
        for one in of_class(tree(answer.content.decode()), "panel")
        if one.get("aria-labelledby") == "conditions"
    )
    said = words(panel)
    assert "7.200.000.000 ₫, cần ít nhất 1.300.000.000 ₫" in said
    assert "3, cần ít nhất 3" in said
    assert (said.count("Chưa tính được"), said.count("Đạt")) == (1, 2)
