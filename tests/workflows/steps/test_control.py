"""The control slip (Mẫu 06) tells through whose hands a file went, and closes the dossier."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from onestop.demo.cast import AgencyKey
from onestop.demo.office import DemoOffice
from tests.lives import Life, a_life
from tests.onestop.doors import as_citizen, as_officer
from tests.workflows.documents import reading
from tests.workflows.proving.intruder import put
from tests.workflows.steps.left import Left, a_left_life, ground_ends
from workflows.dossiers.models import Dossier, Paper
from workflows.files import store
from workflows.journal.private import forget
from workflows.steps import control


@pytest.fixture
def left(office: DemoOffice) -> Left:
    return a_left_life(office)


def read(life: Life) -> str:
    drawn = control.drawn(life.fresh, at=timezone.now())
    _head, *pages = reading.words(drawn.pdf).split("Ghichú")
    return "".join(pages).partition("Mộtsốdữliệu")[0]


def kept(life: Life) -> list[Paper]:
    return list(life.dossier.papers.filter(kind=Paper.Kind.FORM_06).select_related("file"))


def test_each_passing_is_a_line_from_whoever_gave_to_whoever_received(office: DemoOffice) -> None:
    life = a_life(office).until("propose")
    said = read(life)
    lines = [part for part in said.split("Giao:") if part.strip("123456789")]
    receiver, handler = life.who("receive").person, life.who("propose").person
    assert len(lines) == life.dossier.holdings.count()
    assert reading.squeezed(str(life.fresh.submitter)) in lines[0]
    assert reading.squeezed(str(receiver)) in lines[1]
    assert reading.squeezed(str(handler)) in lines[-1]
    assert "Thẩmđịnh" in lines[-1]


def test_a_later_slip_begins_as_the_earlier_one(office: DemoOffice) -> None:
    life = a_life(office).until("propose")
    earlier = read(life)
    life.until("sign")
    later = read(life)
    assert later.startswith(earlier)
    assert len(later) > len(earlier)


def test_the_dossier_is_closed_with_one_slip_that_goes_to_the_end(office: DemoOffice) -> None:
    life = a_life(office).until("hand_over")
    assert kept(life) == []
    life.act("hand_over")
    (paper,) = kept(life)
    said = reading.words(store.read(paper.file.digest))
    assert "Đãtrảkếtquả" in said
    assert said.count("Giao:") == life.dossier.holdings.count() + 1


@pytest.mark.parametrize(
    ("road", "act", "said"),
    [
        ("receive", "reject", "Khôngtiếpnhận"),
        ("propose", "withdraw", "Ngườinộprúthồsơ"),
        ("propose", "stop", "Dừnggiảiquyết"),
    ],
)
def test_other_ends_are_told_too(office: DemoOffice, road: str, act: str, said: str) -> None:
    life = a_life(office).until(road)
    life.act(act)
    (paper,) = kept(life)
    assert said in reading.words(store.read(paper.file.digest))


@pytest.mark.parametrize(
    ("days", "outcome"), [(3, "Trước hạn"), (0, "Đúng hạn"), (-3, "Quá hạn"), (None, "")]
)
def test_what_left_its_hands_is_held_against_the_day_of_return(
    office: DemoOffice, days: int | None, outcome: str
) -> None:
    life = a_life(office).until("assign")
    held = life.dossier.holdings.get(until=None)
    tonight = timezone.localtime().replace(hour=23, minute=59, second=59)
    due = None if days is None else tonight + timedelta(days=days)
    Dossier.objects.filter(pk=life.dossier.pk).update(due_at=due)
    life.act("assign")
    assert held.pk in life.dossier.holdings.exclude(until=None).values_list("pk", flat=True)
    words = ("Trước hạn", "Đúng hạn", "Quá hạn")
    said = read(life)
    assert [one for one in words if reading.squeezed(one) in said] == ([outcome] if outcome else [])


def test_what_left_on_the_day_of_return_is_in_time_after_closing_too(office: DemoOffice) -> None:
    life = a_life(office).until("assign")
    held = life.dossier.holdings.get(until=None)
    opened = timezone.localtime().replace(hour=0, minute=0, second=0)
    Dossier.objects.filter(pk=life.dossier.pk).update(due_at=opened)
    life.act("assign")
    held.refresh_from_db()
    assert held.until
    assert held.until > opened
    assert reading.squeezed("Đúng hạn") in read(life)


def test_what_was_sealed_in_time_is_in_time_however_late_it_is_fetched(office: DemoOffice) -> None:
    life = a_life(office).until("issue")
    today = timezone.localtime().replace(hour=17, minute=0, second=0)
    Dossier.objects.filter(pk=life.dossier.pk).update(due_at=today)
    life.act("issue", at=timezone.now())
    # As where a sweep records the next morning what was sealed the evening before.
    (issue,) = life.dossier.holdings.filter(step="issue")
    put(issue, "until = until + interval '1 day'")
    life.act("hand_over", at=timezone.now() + timedelta(days=7))
    assert reading.squeezed("Quá hạn") not in read(life)


def test_officers_print_it_at_either_size_and_nobody_else_does(
    office: DemoOffice, client: Client
) -> None:
    life = a_life(office).until("propose")
    address = reverse("viewer:control", args=[life.dossier.public_id])
    as_officer(client, life.who("propose"))
    small, large = client.get(address), client.get(address, {"kho": "a4"})
    widths = [round(reading.sizes(one.content)[0][0]) for one in (small, large)]
    assert widths == [420, 595]
    assert small["Content-Disposition"] == f'attachment; filename="{life.fresh}-06.pdf"'
    as_citizen(client, life.citizen)
    assert client.get(address).status_code == 404


def test_the_applicant_does_not_read_the_offices_own_slip(
    office: DemoOffice, client: Client
) -> None:
    life = a_life(office).until("hand_over")
    life.act("hand_over")
    (paper,) = kept(life)
    address = reverse("viewer:attachment", args=[life.dossier.public_id, paper.public_id])
    as_citizen(client, life.citizen)
    assert client.get(address).status_code == 404
    as_officer(client, life.who("hand_over"))
    assert client.get(address).status_code == 200


def test_what_puts_a_result_right_was_handed_in_by_nobody(office: DemoOffice) -> None:
    life = a_life(office).through("hand_over")
    life.act("correct")
    opened = Dossier.objects.get(corrects__dossier_code=life.fresh.code)
    first = read(replace(life, dossier=opened)).split("Giao:")[1]
    head = life.who("correct").person
    assert reading.squeezed(str(head)) in first
    assert reading.squeezed(str(opened.submitter)) not in first


def test_whoever_received_the_result_stands_in_the_last_line(office: DemoOffice) -> None:
    life = a_life(office).until("hand_over")
    life.act("hand_over", how="counter", received_by="Nguyễn Văn An")
    (paper,) = kept(life)
    last = reading.words(store.read(paper.file.digest)).split("Giao:")[-1]
    assert "Nhận:NguyễnVănAn" in last
    assert reading.squeezed(str(life.fresh.submitter)) not in last


def test_once_forgotten_whoever_received_it_is_not_named(office: DemoOffice) -> None:
    life = a_life(office).through("hand_over")
    forget(life.fresh)
    assert reading.squeezed(str(life.fresh.submitter)) not in read(life).split("Giao:")[-1]


def test_who_acted_instead_of_the_submitter_stands_there(left: Left) -> None:
    left.life.act("ask_supplement")
    ground_ends(left)
    before = read(left.life)
    left.life.act("supplement", by=left.hoa)
    assert read(left.life).startswith(before)
    last = read(left.life).split("Giao:")[-1]
    assert last.startswith("NguyễnThịHoa")


def test_who_withdrew_instead_of_the_submitter_gets_it_back(left: Left) -> None:
    ground_ends(left)
    left.life.act("withdraw", by=left.hoa)
    (paper,) = kept(left.life)
    last = reading.words(store.read(paper.file.digest)).split("Giao:")[-1]
    assert "Nhận:NguyễnThịHoa" in last


def test_who_passed_it_on_is_named_with_the_agency(office: DemoOffice) -> None:
    life = a_life(office, receiving=AgencyKey.STRANGER, competent=AgencyKey.DEPARTMENT)
    life.act("submit")
    life.act("forward")
    stranger = office.agencies[AgencyKey.STRANGER].name_on(timezone.localdate()).name_vi
    department = office.agencies[AgencyKey.DEPARTMENT].name_on(timezone.localdate()).name_vi
    before = read(life)
    assert reading.squeezed(stranger) in before
    replace(life, receiving=AgencyKey.DEPARTMENT).act("receive")
    # Whose slip it is stands at its head, and in no line.
    own = reading.squeezed(department)
    assert read(life).count(own) == before.count(own)
