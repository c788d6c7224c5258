"""What a draft says: from which day it holds, on what it rests, which procedure it answers."""

from __future__ import annotations

import pytest
from django.utils.timezone import localdate

from onestop.demo.cast import AgencyKey
from onestop.demo.filings import Area
from onestop.demo.office import DemoOffice
from signing.pdf import places
from tests.lives import Life, a_life
from tests.workflows.documents import reading
from workflows.dossiers.models import Book
from workflows.files import store

DIGIT = 6.5  # points, of the face in its size


def drafted(life: Life) -> str:
    """The text of the draft, without white space."""
    return reading.words(draft(life))


def draft(life: Life) -> bytes:
    return store.read(life.through("propose").fresh.draft_digest)


@pytest.mark.parametrize("area", ["archives", "funds"])
def test_a_result_holds_from_the_day_it_is_issued(office: DemoOffice, area: Area) -> None:
    """That day is filled in at numbering and may come after the personal signature."""
    text = drafted(a_life(office, area))
    assert reading.squeezed("Quyết định này có hiệu lực kể từ ngày ban hành.") in text
    assert reading.squeezed("từ ngày ký") not in text
    certificate = reading.squeezed("Kết quả có giá trị 5 năm kể từ ngày ban hành.")
    assert (certificate in text) is (area == "archives")


def test_a_procedure_is_named_with_its_national_code_where_it_has_one(office: DemoOffice) -> None:
    assert reading.squeezed("lệ quỹ (1.013017)") in drafted(a_life(office, "funds"))
    assert "practice-certificate" not in drafted(a_life(office, "archives"))


def test_the_grounds_name_articles_as_laws_are_cited(office: DemoOffice) -> None:
    first = drafted(a_life(office))
    assert reading.squeezed("Căn cứ các điều 15, 17 và 18 Nghị định 93/2019/NĐ-CP;") in first
    assert reading.squeezed("Căn cứ Nghị định 136/2024/NĐ-CP;") in first


def test_a_single_article_is_cited_as_one(office: DemoOffice) -> None:
    a_life(office).through("issue")
    second = drafted(a_life(office, following=True))
    assert reading.squeezed("Căn cứ Điều 25 Nghị định 93/2019/NĐ-CP;") in second


@pytest.mark.parametrize(("last", "digits"), [(None, 2), (79, 2), (80, 3), (980, 4)])
def test_a_draft_leaves_its_number_the_room_it_will_need(
    office: DemoOffice, last: int | None, digits: int
) -> None:
    committee, year = office.agencies[AgencyKey.COMMITTEE], localdate().year
    if last is not None:
        Book.objects.create(agency=committee, symbol="QĐ-UBND", year=year, last=last)
    left = places(draft(a_life(office)))["so"].width
    assert left == pytest.approx(digits * DIGIT + 1)
