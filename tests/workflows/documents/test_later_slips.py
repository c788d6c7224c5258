"""Mẫu 04, 05 and 06: late, ended without a decision, and from whose hand to whose."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from workflows.documents import apology_slip, control_slip, receipt_slip, stop_slip, words
from workflows.documents.apology_slip import Apology
from workflows.documents.control_slip import Control, Step
from workflows.documents.stop_slip import Stop

from . import reading
from .makers import AT, a_control, a_full_head, a_head, a_receipt, a_step, a_stop, an_apology


def apology(slip: Apology) -> str:
    return reading.words(apology_slip.render(slip, at=AT).pdf)


def stop(slip: Stop) -> str:
    return reading.words(stop_slip.render(slip, at=AT).pdf)


def control(*steps: Step) -> str:
    return reading.words(control_slip.render(a_control(steps=steps), at=AT).pdf)


def test_the_apology_names_the_day_that_was_promised_and_the_new_one() -> None:
    read = apology(an_apology())
    assert "Ngàyhẹntrảkếtquảđãghi:25/01/2027" in read
    assert "ngàytrảkếtquảmới:08/02/2027" in read
    assert read.index("25/01/2027") < read.index("Lýdo:") < read.index("08/02/2027")


def test_the_apology_says_that_the_day_moves_once() -> None:
    assert "chỉđượcthayđổimộtlần" in apology(an_apology())


def test_the_leader_signs_the_apology_by_title() -> None:
    read = apology(an_apology(leader="Lý Thị Mai", leader_title="Phó Giám đốc"))
    assert "PHÓGIÁMĐỐCLýThịMai" in read
    assert "NGƯỜINỘPHỒSƠ" not in read


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("withdrawn", "Trường hợp dừng: Theo đề nghị của người nộp hồ sơ"),
        ("stopped", "Trường hợp dừng: Theo quyết định của cơ quan giải quyết"),
        ("silence", "Trường hợp dừng: Người nộp hồ sơ không bổ sung theo yêu cầu"),
    ],
)
def test_the_notice_says_which_of_the_three_ends_it_is(kind: str, said: str) -> None:
    assert reading.squeezed(said) in stop(a_stop(kind=kind))


def test_a_withdrawal_gives_the_reason_as_the_applicants_own() -> None:
    read = stop(a_stop(kind="withdrawn", ground="Đã đổi ý định."))
    assert "Lýdongườinộpnêu:Đãđổiýđịnh." in read


def test_the_notice_concludes_on_money_and_says_that_nothing_was_decided() -> None:
    read = stop(a_stop())
    assert "Kếtluậnvềphí,lệphí:Hoàntrảkhoảnđãnộp" in read
    assert "chưacóquyếtđịnhgiảiquyếtnàođượcbanhành" in read


def test_where_no_officer_acted_the_agency_is_left_to_sign() -> None:
    alone = stop(a_stop(head=a_head(officer=""), kind="withdrawn"))
    assert "ĐẠIDIỆNCƠQUAN" in alone
    assert "NGƯỜITHÔNGBÁO" not in alone
    assert "NGƯỜITHÔNGBÁOPhạmThịLan" in stop(a_stop()).replace("NguyễnThịHoa", "")


def test_a_dossier_without_a_code_is_named_by_what_it_is_looked_up_with() -> None:
    read = stop(a_stop(code=""))
    assert "Mãhồsơ" not in read
    assert "Mãtracứu:K7MX-29QP" in read


def test_each_passing_has_its_giver_receiver_hour_and_outcome_in_order() -> None:
    late = a_step(at=AT + timedelta(days=1), outcome="Quá hạn", note="Chờ ý kiến")
    read = control(a_step(), late)
    hands = "Giao:TrungtâmPhụcvụhànhchínhcông,PhạmThịLan"
    first, second = (part for part in read.split(hands)[1:])
    assert "PhòngTổchứcphichínhphủ,LêVănBình" in first
    assert "09giờ04phút24/11/2026ĐúnghạnHồsơđiệntử" in first
    assert "09giờ04phút25/11/2026QuáhạnChờýkiến" in second


def test_the_hour_is_that_of_the_law_wherever_the_machine_is() -> None:
    assert "00giờ30phút25/11/2026" in control(a_step(at=datetime(2026, 11, 24, 17, 30, tzinfo=UTC)))


def test_a_hand_that_is_not_known_is_not_invented() -> None:
    read = control(Step("", "Phòng A", "Bình", "", AT, "", ""))
    assert "Giao:PhòngANhận:Bình" in read


def test_before_reception_the_control_slip_promises_nothing() -> None:
    slip: Control = a_control(received_at=None, due=None, steps=())
    read = reading.words(control_slip.render(slip, at=AT).pdf)
    assert "Thờigiannhậnhồsơ" not in read
    assert "Ngàyhẹntrả" not in read
    assert "Bêngiao" not in read


def test_a_long_way_goes_on_over_the_page_below_the_same_head() -> None:
    steps = tuple(a_step(at=AT + timedelta(hours=n), note=f"Lần {n}") for n in range(40))
    pdf = control_slip.render(a_control(steps=steps), at=AT).pdf
    pages = [reading.words(pdf, number) for number in range(len(reading.sizes(pdf)))]
    assert len(pages) > 3
    assert all("Bêngiao,bênnhận" in page for page in pages)
    for n in range(40):
        assert sum(page.count(f"phút{(AT + timedelta(hours=n)):%d/%m/%Y}") for page in pages)
        assert sum(f"Lần{n}" in page for page in pages)


def test_a_later_control_slip_only_adds_to_the_earlier_one() -> None:
    earlier = control(a_step(note="Một")).partition("BẢNCHẠYTHỬ")[0]
    later = control(a_step(note="Một"), a_step(note="Hai"))
    assert later.startswith(earlier)


def test_a_limit_that_waits_for_an_event_is_told_in_words_and_wraps() -> None:
    waits = "15 ngày làm việc kể từ ngày hết thời hạn công bố mà không có khiếu nại, tố cáo nào"
    pdf = receipt_slip.render(a_receipt(due=waits), at=AT).pdf
    assert reading.squeezed(f"hồ sơ: {waits}") in reading.words(pdf)
    assert max(one.right for one in reading.letters(pdf)) < reading.sizes(pdf)[0][0] - 30


def test_signatures_never_stand_alone_on_a_page() -> None:
    for lines in range(1, 30):
        slip = a_receipt(head=a_full_head(), note="\n".join(["Ghi chú."] * lines))
        pdf = receipt_slip.render(slip, at=AT).pdf
        signed = next(
            text
            for number in range(len(reading.sizes(pdf)))
            if "NGƯỜITIẾPNHẬN" in (text := reading.words(pdf, number))
        )
        assert "Ghichú:" in signed


def test_a_personal_number_is_shown_by_its_ends_only() -> None:
    assert words.hidden("074012340923") == "0740••••0923"
    assert words.hidden("") == ""


def test_the_same_control_slip_is_the_same_file() -> None:
    slip = a_control(due=date(2027, 1, 25))
    assert control_slip.render(slip, at=AT) == control_slip.render(slip, at=AT)
