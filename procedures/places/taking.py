"""From the open data package to the file of a day: `python -m procedures.places.taking FOLDER`.

Reads the package as pip unpacked it; `make units` fetches it by its hash and calls this. Nothing of
it is needed to run the program.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

SINCE = "2025-07-01"
SOURCE = "vietnamadminunits 1.0.4 (MIT)"
DATABASE, CONVERTER = "data/dataset.db", "data/converter_2025.json"

NEW = (
    "SELECT provinceCode, province, wardCode, ward, provinceKey, wardKey FROM admin_units"
    " ORDER BY provinceCode, wardCode"
)
# Five districts of islands had no communes: the district stands for its one.
OLD = (
    "SELECT provinceCode, province, districtCode, district, coalesce(wardCode, ''),"
    " coalesce(ward, ''), provinceKey || '_' || districtKey || '_' || coalesce(wardKey, '')"
    " FROM admin_units_legacy ORDER BY provinceCode, districtCode, wardCode"
)


def taken(package: Path) -> dict[str, Any]:
    """The units of the package as the file has them, in a stable order."""
    with closing(sqlite3.connect(f"file:{package / DATABASE}?mode=ro", uri=True)) as database:
        new, old = database.execute(NEW).fetchall(), database.execute(OLD).fetchall()
    codes = {(province, key): code for _c, _p, code, _w, province, key in new}
    became = _became(json.loads((package / CONVERTER).read_text(encoding="utf-8")), codes)
    return {
        "since": SINCE,
        "source": SOURCE,
        "provinces": [
            {"code": code, "name": _nfc(name), "communes": [[r[2], _nfc(r[3])] for r in rows]}
            for (code, name), rows in _grouped(new, 2)
        ],
        "before": [
            {
                "province": _nfc(name),
                "districts": [
                    {
                        "name": _nfc(district),
                        "communes": [
                            [r[4] or r[2], _nfc(r[5]), sorted(became[r[6]])] for r in rows
                        ],
                    }
                    for (_p, _n, _code, district), rows in _grouped(of_province, 4)
                ],
            }
            for (_code, name), of_province in _grouped(old, 2)
        ],
    }


def written(units: dict[str, Any]) -> str:
    """One line for each province, so that a change can be read."""
    lines = [f'"since": {_line(units["since"])}', f'"source": {_line(units["source"])}']
    for part in ("provinces", "before"):
        rows = ",\n".join(_line(row) for row in units[part])
        lines.append(f'"{part}": [\n{rows}\n]')
    return "{" + ",\n".join(lines) + "}\n"


def _became(converter: dict[str, Any], codes: dict[tuple[str, str], str]) -> dict[str, set[str]]:
    """By the package's name of an old commune the codes of those that have its land now."""
    found: dict[str, set[str]] = defaultdict(set)
    for province, communes in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for key, olds in communes.items():
            for old in olds:
                found[old].add(codes[province, key])
    for province, olds in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old, parts in olds.items():
            found[old].update(codes[province, part["newWardKey"]] for part in parts)
    return found


def _grouped(
    rows: Iterable[tuple[str, ...]], by: int
) -> Iterator[tuple[tuple[str, ...], list[tuple[str, ...]]]]:
    for key, group in groupby(rows, itemgetter(*range(by))):
        yield key, list(group)


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


if __name__ == "__main__":
    file = Path(__file__).parent / "data" / f"{SINCE}.json"
    file.write_text(written(taken(Path(sys.argv[1]))), encoding="utf-8")
