"""From the open data package to a file: nothing lost, in a stable order."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from procedures.places import register
from procedures.places.taking import taken, written

UNIT = "provinceCode TEXT, province TEXT, wardCode TEXT, ward TEXT, provinceKey TEXT, wardKey TEXT"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """As the open data package lays its files, with two communes that were three and an island."""
    (tmp_path / "data").mkdir()
    with closing(sqlite3.connect(tmp_path / "data/dataset.db")) as base, base:
        base.execute(f"CREATE TABLE admin_units ({UNIT})")
        base.execute(
            f"CREATE TABLE admin_units_legacy ({UNIT}, districtCode TEXT, district TEXT,"
            " districtKey TEXT)"
        )
        base.executemany(
            "INSERT INTO admin_units VALUES ('99', 'Tỉnh Sông Trăng', ?, ?, 'st', ?)",
            [("90002", "Xã Lúa", "lua"), ("90001", "Xã Bến", "ben")],
        )
        base.executemany(
            "INSERT INTO admin_units_legacy VALUES"
            " ('98', 'Tỉnh Trăng', ?, ?, 't', ?, '980', 'Huyện Sông', 's')",
            [("00011", "Xã Một", "mot"), ("00012", "Xã Hai", "hai"), (None, None, None)],
        )
    (tmp_path / "data/converter_2025.json").write_text(
        json.dumps(
            {
                "DICT_PROVINCE_WARD_NO_DIVIDED": {"st": {"ben": ["t_s_mot", "t_s_"]}},
                "DICT_PROVINCE_WARD_DIVIDED": {
                    "st": {"t_s_hai": [{"newWardKey": "lua"}, {"newWardKey": "ben"}]}
                },
            }
        ),
        encoding="utf-8",
    )
    return tmp_path


def test_units_stand_by_their_codes_and_what_was_before_leads_to_them(package: Path) -> None:
    units = taken(package)
    assert units["provinces"] == [
        {
            "code": "99",
            "name": "Tỉnh Sông Trăng",
            "communes": [["90001", "Xã Bến"], ["90002", "Xã Lúa"]],
        }
    ]
    (before,) = units["before"]
    assert before["districts"] == [
        {
            "name": "Huyện Sông",
            "communes": [
                ["980", "", ["90001"]],
                ["00011", "Xã Một", ["90001"]],
                ["00012", "Xã Hai", ["90001", "90002"]],
            ],
        }
    ]


def test_what_is_written_is_read_as_it_was_meant(package: Path, tmp_path: Path) -> None:
    file = tmp_path / "2025-07-01.json"
    file.write_text(written(taken(package)), encoding="utf-8")
    units = register.of(file)
    assert units.communes["90002"].name == "Xã Lúa"
    assert [one.name for one in units.became("00012")] == ["Xã Bến", "Xã Lúa"]
    assert units.former["980"].name == "Huyện Sông, Tỉnh Trăng"


def test_the_file_that_is_shipped_is_written_as_it_would_be_today() -> None:
    file = register.DATA / "2025-07-01.json"
    text = file.read_text(encoding="utf-8")
    assert written(json.loads(text)) == text
