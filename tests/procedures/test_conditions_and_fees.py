"""Conditions are reckoned from the answers, fees from the tariff of the day."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.translation import override

from procedures import catalogue
from procedures.conditions import reckon
from procedures.shown import reckoning, tier

FUND = catalogue.current().of("1.013017")[-1]
EXAM = catalogue.current().of("1.014111")[-1]
COPIES = catalogue.current().of("archive-copies")[-1]
BILLION = 1_000_000_000


def told(key: str, answers: dict[str, Any]) -> tuple[bool | None, str]:
    condition = next(one for one in FUND.conditions if one.key == key)
    found = reckon(condition, answers)
    return found.holds, reckoning(FUND, found)


@pytest.mark.parametrize(
    ("scope", "assets", "holds", "words"),
    [
        ("province", 7_200_000_000, True, "7.200.000.000 ₫, cần ít nhất 1.300.000.000 ₫"),
        ("province", 1_300_000_000, True, "1.300.000.000 ₫, cần ít nhất 1.300.000.000 ₫"),
        ("province", 1_299_999_999, False, "1.299.999.999 ₫, cần ít nhất 1.300.000.000 ₫"),
        ("commune", 25_000_000, True, "25.000.000 ₫, cần ít nhất 25.000.000 ₫"),
        ("commune", None, None, "chưa có số liệu, cần ít nhất 25.000.000 ₫"),
        (None, 25_000_000, None, "25.000.000 ₫"),
    ],
)
def test_assets_are_held_against_the_number_for_the_scope(
    scope: str | None, assets: int | None, holds: bool | None, words: str
) -> None:
    assert told("assets", {"scope": scope, "founding_assets": assets}) == (holds, words)


def test_three_founders_are_enough_and_two_are_not() -> None:
    founders = [{"full_name": name} for name in ("Hoa", "Sáng", "Lúa")]
    assert told("founders", {"founding_board": founders}) == (True, "3, cần ít nhất 3")
    assert told("founders", {"founding_board": founders[:2]}) == (False, "2, cần ít nhất 3")
    assert told("founders", {}) == (False, "0, cần ít nhất 3")


@pytest.mark.parametrize(
    ("cash", "holds"), [(BILLION, True), (BILLION - 1, False), (2 * BILLION, True), (None, None)]
)
def test_a_share_is_reckoned_exactly_and_not_from_a_rounded_figure(
    cash: int | None, holds: bool | None
) -> None:
    said, words = told("cash-share", {"cash_assets": cash, "founding_assets": 2 * BILLION})
    assert said is holds
    assert words.endswith("cần ít nhất 50 %")


def test_a_share_of_nothing_cannot_be_reckoned() -> None:
    assert told("cash-share", {"cash_assets": 5, "founding_assets": 0})[0] is None


@pytest.mark.parametrize("procedure", ["1.014111", "1.014113", "public-employee-exam"])
def test_the_more_candidates_the_less_each_pays(procedure: str) -> None:
    (tariff,) = (t for t in catalogue.current().of(procedure)[-1].tariffs if t.key == "recruitment")
    assert [(one.below, one.amount) for one in tariff.tiers] == [
        (100, 500_000),
        (500, 400_000),
        (None, 300_000),
    ]


def test_each_tier_is_told_in_words() -> None:
    recruitment = next(one for one in EXAM.tariffs if one.key == "recruitment")
    words = [tier(recruitment, n) for n in range(3)]
    assert words[0].startswith("500.000 ₫ mỗi ")
    assert ("dưới 100" in words[0], "dưới 500" in words[1], "từ 500" in words[2]) == (True,) * 3
    with override("en"):
        assert tier(recruitment, 0, "en").startswith("500,000 VND for each ")


def test_what_is_rare_costs_five_times_and_who_studies_pays_half() -> None:
    percents = {one.percent for tariff in COPIES.tariffs for one in tariff.adjustments}
    assert percents == {500, 50}


def test_where_no_amount_is_known_none_is_made_up() -> None:
    assert [tariff.tiers for tariff in COPIES.tariffs] == [()]
    assert {(channel.fee.amount, bool(channel.fee.note)) for channel in COPIES.channels} == {
        (None, True)
    }
