"""Two tiers, found by name with or without marks, and by what they were called before."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from procedures.places import register
from procedures.places.register import Found, Places, folded

UNITS = register.latest()


def names(found: list[Found]) -> list[str]:
    return [f"{one.commune.name}, {one.province.name}" for one in found]


def test_there_are_34_provinces_and_3321_communes_since_july_2025() -> None:
    assert UNITS.since == date(2025, 7, 1)
    assert (len(UNITS.provinces), len(UNITS.communes)) == (34, 3321)


def test_every_commune_lies_in_one_province_and_has_a_kind() -> None:
    assert sum(len(one.communes) for one in UNITS.provinces.values()) == len(UNITS.communes)
    kinds = {name.split(" ")[0] for name in (one.name for one in UNITS.communes.values())}
    assert kinds == {"Xã", "Phường", "Đặc"}
    assert {one.name.split(" ")[0] for one in UNITS.provinces.values()} == {"Tỉnh", "Thành"}


def test_every_commune_of_before_has_become_one_of_today() -> None:
    assert len(UNITS.former) == 10_040
    assert all(UNITS.became(code) for code in UNITS.former)
    (now,) = UNITS.became("00001")
    assert now.name == "Phường Hồng Hà"


def test_what_never_was_became_nothing() -> None:
    assert UNITS.became("99999") == ()


@pytest.mark.parametrize(
    "typed", ["hoan kiem ha noi", "Hoàn Kiếm", "phường hoàn kiếm", " HOAN  KIEM "]
)
def test_a_commune_is_found_however_it_is_typed(typed: str) -> None:
    assert names(UNITS.search(typed))[0] == "Phường Hoàn Kiếm, Thành phố Hà Nội"


def test_an_old_name_leads_to_the_commune_of_today_and_says_so() -> None:
    first = UNITS.search("phuc xa ba dinh")[0]
    assert names([first]) == ["Phường Hồng Hà, Thành phố Hà Nội"]
    assert first.by == "Phường Phúc Xá, Quận Ba Đình, Thành phố Hà Nội"


def test_no_more_are_found_than_were_asked_for_and_none_twice() -> None:
    found = UNITS.search("tan", limit=12)
    assert len({one.commune.code for one in found}) == len(found) == 12


@pytest.mark.parametrize("typed", ["", "  ", "!!!", "khong co xa nao", "x" * 5_000])
def test_nothing_is_found_for_nothing(typed: str) -> None:
    assert UNITS.search(typed) == []


def test_the_units_of_a_day_are_those_of_the_last_file_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for since in ("2025-07-01", "2027-01-01"):
        said: dict[str, object] = {"since": since, "source": "", "provinces": [], "before": []}
        (tmp_path / f"{since}.json").write_text(json.dumps(said), encoding="utf-8")
    monkeypatch.setattr(register, "DATA", tmp_path)
    days = {date(2026, 12, 31): 2025, date(2027, 1, 1): 2027, date(2020, 1, 1): 2025}
    for day, year in days.items():
        assert register.on(day).since.year == year


def test_a_word_is_folded_as_people_type_it() -> None:
    assert folded("Đặc khu Lý Sơn, M'Drắk") == "dac khu ly son m drak"


def test_a_commune_of_another_province_is_not_within() -> None:
    assert UNITS.within("01", "00070")
    assert not UNITS.within("08", "00070")
    assert isinstance(UNITS, Places)
