"""An agency is chosen from the register, and kept under the name it had then."""

from __future__ import annotations

from datetime import date

import pytest

from onestop.ui.agencies import named
from onestop.ui.eform import EForm
from procedures.fields import FieldType, Question
from procedures.words import Text
from tests.people import an_agency

pytestmark = pytest.mark.django_db


def asked(*kinds: str) -> Question:
    label = Text(vi="Cơ quan", en="Agency")
    return Question(key="asked", type=FieldType.AGENCY, label=label, kinds=kinds)


def sent(code: str) -> EForm:
    return EForm([asked("province-committee")], answers={}, known={}, data={"asked": code})


def test_the_names_of_today_are_offered_in_their_order() -> None:
    an_agency("H02", "Ủy ban tỉnh Xây", "UBND")
    renamed = an_agency("H01", "Ủy ban tỉnh Cũ", "UBND")
    renamed.names.create(
        name_vi="Ủy ban tỉnh An", name_en="An", symbol="UB", place="An", valid_from=date(2026, 1, 1)
    )
    an_agency("H02.01", "Sở Đất", "SĐ")
    assert list(named(["province-committee"]).items()) == [
        ("H01", "Ủy ban tỉnh An"),
        ("H02", "Ủy ban tỉnh Xây"),
    ]
    assert list(named([])) == ["H02.01", "H01", "H02"]


def test_the_answer_is_the_agency_with_its_name() -> None:
    an_agency("H02", "Ủy ban tỉnh Xây", "UBND")
    form = sent("H02")
    assert form.is_valid()
    assert form.cleaned_data["asked"] == {"code": "H02", "name": "Ủy ban tỉnh Xây"}


@pytest.mark.parametrize("code", ["H99.99", "<script>", "H03.01"])
def test_what_is_not_offered_is_not_taken(code: str) -> None:
    an_agency("H03.01", "Sở Đất", "SĐ")
    assert not sent(code).is_valid()
