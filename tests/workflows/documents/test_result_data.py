"""result.json: what the next procedure reads."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import replace
from datetime import date

from workflows.documents.result_data import (
    Basis,
    Holder,
    Issuer,
    ResultData,
    Validity,
    canonical,
)

LICENCE = ResultData(
    type="fund-licence",
    result_kind="GRANT",
    symbol="QĐ-SNV",
    holder=Holder("0b54", "Quỹ Bảo trợ Trẻ em Nắng Mai"),
    issuer=Issuer("H99.05", "Sở Nội vụ"),
    signer="Trần Quang Minh",
    validity=Validity(date(2026, 11, 24), None, "Không thời hạn"),
    scope={"procedures": ["1.013018"]},
    procedure=Basis("1.013017", "2025-07-01", "ab" * 32),
    dossier="H99.01-261124-0001",
    facts={"fund_name": "Nắng Mai", "assets": 7_200_000_000, "scope": ["tỉnh"]},
)


def test_every_part_that_reuse_compares_is_inside() -> None:
    read = json.loads(canonical(LICENCE))
    assert (read["schema"], read["symbol"]) == (3, "QĐ-SNV")
    assert (read["type"], read["result_kind"]) == ("fund-licence", "GRANT")
    assert (read["holder"]["id"], read["issuer"]["code"]) == ("0b54", "H99.05")
    assert (read["issuer"]["name"], read["signer"]) == ("Sở Nội vụ", "Trần Quang Minh")
    assert read["dossier"] == LICENCE.dossier
    assert read["procedure"]["bundle_hash"] == "ab" * 32
    assert read["validity"] == {"from": "2026-11-24", "to": None, "rule": "Không thời hạn"}
    assert (read["scope"], read["facts"]) == (LICENCE.scope, LICENCE.facts)


def test_the_order_of_facts_does_not_change_the_bytes() -> None:
    turned = replace(LICENCE, facts=dict(reversed(list(LICENCE.facts.items()))))
    assert canonical(turned) == canonical(LICENCE)


def test_the_way_a_letter_is_composed_does_not_change_the_bytes() -> None:
    loose = replace(LICENCE, dossier=unicodedata.normalize("NFD", "Hồ sơ"))
    assert canonical(loose) == canonical(replace(LICENCE, dossier="Hồ sơ"))


def test_a_holder_without_a_name_has_no_empty_one() -> None:
    assert json.loads(canonical(replace(LICENCE, holder=Holder("0b54"))))["holder"] == {
        "id": "0b54"
    }
