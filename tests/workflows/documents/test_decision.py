"""The decision: NĐ 30/2020, Annex I, and the data it carries."""

from __future__ import annotations

import io
from itertools import combinations

import pikepdf
import pytest

from signing.layout import Place
from workflows.documents import decision
from workflows.documents.render import Rendered
from workflows.documents.stamps import field_text

from . import reading
from .makers import AT, DATA, a_decision

MM = 72 / 25.4
A4 = (210 * MM, 297 * MM)
LONG = "Quỹ Hỗ trợ Phát triển Tài năng Trẻ và Bảo tồn Văn hóa các Dân tộc Vùng cao Biên giới "


def drawn(**what: object) -> Rendered:
    return decision.render(a_decision(**what), result_json=DATA, at=AT)


def overlap(one: Place, other: Place) -> tuple[float, float]:
    """Width and height of what two places share; 0 where they do not meet."""
    if one.page != other.page:
        return (0, 0)
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    high = min(one.y1, other.y1) - max(one.y0, other.y0)
    return (wide, high) if wide > 0 and high > 0 else (0, 0)


def test_a_decision_has_two_a4_pages() -> None:
    assert reading.sizes(drawn().pdf) == [pytest.approx(A4, abs=0.1)] * 2


def test_text_keeps_within_the_margins_of_the_decree() -> None:
    pdf = drawn(demo=False, title=LONG * 3, parent_agency=LONG, authority=LONG).pdf
    for number in range(len(reading.sizes(pdf))):
        found = reading.letters(pdf, number)
        assert min(letter.left for letter in found) >= 30 * MM - 1
        assert max(letter.right for letter in found) <= A4[0] - 15 * MM
        assert min(letter.bottom for letter in found) >= 20 * MM - 1


def test_the_page_number_stands_centred_on_top_from_page_two() -> None:
    pdf = drawn().pdf
    top = {n: [x for x in reading.letters(pdf, n) if x.bottom > A4[1] - 20 * MM] for n in (0, 1)}
    assert top[0] == []
    (number,) = top[1]
    assert number.text == "2"
    assert (number.left + number.right) / 2 == pytest.approx((30 * MM + A4[0] - 17 * MM) / 2, abs=2)


def test_heading_title_articles_and_signer_are_written_as_the_decree_asks() -> None:
    text = reading.words(drawn(on_behalf="KT. Giám đốc", signer_title="Phó Giám đốc").pdf, 0)
    for words in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc",
        "ỦY BAN NHÂN DÂN TỈNH SÔNG TRĂNG SỞ NỘI VỤ",
        "/QĐ-SNV",
        "GIÁM ĐỐC SỞ NỘI VỤ",
        "Căn cứ chức năng, nhiệm vụ, quyền hạn của Sở Nội vụ;",
        "Phòng Tổ chức phi chính phủ.",
        "Điều 1. Cấp giấy phép",
        "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC",
        "Nơi nhận:",
    ):
        assert reading.squeezed(words) in text


def test_a_ground_keeps_one_stop_only() -> None:
    text = reading.words(drawn(grounds=("Căn cứ luật;", "Xét đề nghị;")).pdf, 0)
    assert "Căncứluật;Xétđềnghị.QUYẾTĐỊNH:" in text


@pytest.mark.parametrize("articles", [2, 20])
def test_every_place_lies_on_its_page_and_only_seal_and_signature_meet(articles: int) -> None:
    places = drawn(articles=(LONG * 3,) * articles).places
    for place in places.values():
        assert 0 < place.x0 < place.x1 < A4[0]
        assert 0 < place.y0 < place.y1 < A4[1]
    for (name, one), (other_name, other) in combinations(places.items(), 2):
        if {name, other_name} != set(decision.SIGNATURE_FIELDS):
            assert overlap(one, other) == (0, 0)


def test_the_seal_covers_a_third_of_the_signature_on_its_left() -> None:
    places = drawn().places
    personal, seal = places["Personal"], places["Agency"]
    wide, high = overlap(personal, seal)
    assert wide == pytest.approx(personal.width / 3)
    assert high == pytest.approx(personal.height)
    assert seal.x0 < personal.x0
    assert seal.width == seal.height == pytest.approx(36 * MM)


def test_number_and_day_are_left_open() -> None:
    rendered = drawn(demo=False)
    found = reading.letters(rendered.pdf)
    for name in decision.TEXT_FIELDS:
        place = rendered.places[name]
        inside = [x for x in found if place.x0 + 1 < x.left and x.right < place.x1 - 1]
        assert not [x for x in inside if place.y0 < x.bottom < place.y1]


def test_a_value_stands_on_the_line_of_its_field() -> None:
    rendered = drawn()
    place = rendered.places["so"]
    beside = [x for x in reading.letters(rendered.pdf) if place.y0 < x.bottom < place.y1]
    symbol = next(x for x in beside if x.text == "Đ")
    first, last = reading.letters(field_text("11", place))
    assert place.y0 + first.bottom == pytest.approx(symbol.bottom, abs=0.3)
    assert last.right == pytest.approx(place.width, abs=2)


def test_a_number_fills_its_place_between_the_words_beside_it() -> None:
    place = drawn().places["so"]
    first, last = reading.letters(field_text("05", place))
    assert first.left < 2.5
    assert last.right > place.width - 1.5


def test_title_signature_and_name_stay_together_wherever_the_page_ends() -> None:
    for count in range(8, 40, 2):
        rendered = drawn(articles=("Mục.",) * count, signer_title="Vụ trưởng")
        pages = {rendered.places[name].page for name in decision.SIGNATURE_FIELDS}
        assert len(pages) == 1
        text = reading.words(rendered.pdf, pages.pop())
        assert "Nơinhận:" in text
        assert "VỤTRƯỞNG" in text
        assert "TrầnQuangMinh" in text


def test_the_data_of_the_result_is_attached_as_data() -> None:
    with pikepdf.open(io.BytesIO(drawn().pdf)) as pdf:
        (listed,) = pdf.Root.AF
        assert listed.AFRelationship == "/Data"
        assert listed.EF.F.Subtype == "/application/json"
        assert pdf.attachments["result.json"].get_file().read_bytes() == DATA


def test_the_facts_stand_on_the_second_page_in_words() -> None:
    text = reading.words(drawn().pdf, 1)
    assert "PhạmvihoạtđộngTrongtỉnh" in text
    assert "7.200.000.000₫" in text
