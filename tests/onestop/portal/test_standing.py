"""What an applicant is told of a dossier: who has it, until when and why; and how it ended."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from onestop.demo.cast import AgencyKey
from onestop.demo.office import DemoOffice, citizen
from onestop.portal.dates import CAUSES, PLANNED_INSIDE
from onestop.portal.ending import HOW, MONEY
from onestop.portal.holder import STEPS
from onestop.portal.road import DONE
from onestop.ui.components.words import day
from tests.lives import Life, a_life
from tests.markup import tree, words
from tests.onestop.doors import as_citizen
from tests.people import a_representation
from tests.ways import COMPLAINTS_OVER, Amend, amending
from workflows.clock.models import AnnouncedDay
from workflows.dossiers.models import Dossier, DueChange, Ending, Paper
from workflows.routes.holidays import recount_open
from workflows.routes.table import ALL_ROUTES
from workflows.steps.settle import TOLD

# Of the fund's procedure, from an event.
LIMIT = "40 working days from the end of the debt-notice period with no complaint"


@pytest.fixture
def amend(office: DemoOffice, monkeypatch: pytest.MonkeyPatch) -> Amend:
    return amending(office, monkeypatch)


@pytest.fixture
def client(client: Client, office: DemoOffice) -> Client:
    """Hoa's, who reads English."""
    assert office.posts
    as_citizen(client, "hoa")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def track(client: Client, life: Life) -> str:
    answer = client.get(reverse("portal:track", args=[life.dossier.public_id]))
    assert answer.status_code == 200
    return words(tree(answer.content.decode()))


def holder(client: Client, life: Life) -> str:
    """The part of the page that says who has it."""
    said = track(client, life)
    assert "Who has it now" in said
    return said.partition("Who has it now")[2].partition("The road of the dossier")[0]


def test_every_step_that_somebody_may_hold_has_its_words() -> None:
    """The tasks of all routes, but the one that sets out."""
    routes: list[Any] = [route.instance for route in ALL_ROUTES]
    nodes = (node for route in routes for node in route.nodes())
    tasks = {node.name for node in nodes if type(node).__name__ == "Handle"}
    assert tasks <= set(STEPS)


def test_every_cause_and_every_end_has_its_words() -> None:
    assert set(DueChange.Cause) == set(CAUSES)
    assert PLANNED_INSIDE
    assert (set(Ending.Kind), set(Ending.Finance)) == (set(HOW), set(MONEY))
    # What is told to the applicant stands in the history and in the notices.
    assert set(TOLD) <= set(DONE)


def test_who_has_it_until_when_and_why(client: Client, office: DemoOffice) -> None:
    life = a_life(office).until("receive")
    assert "The time limit begins when it is received." in holder(client, life)
    life.until("propose")
    said = holder(client, life)
    assert "Now with Professional division, " in said
    assert "To assess it and draft the result" in said
    assert day(life.due) in said


def test_whoever_was_asked_has_it_and_the_clock_stands_still(
    client: Client, office: DemoOffice
) -> None:
    life = a_life(office).until("propose")
    life.act("ask_supplement")
    said = holder(client, life)
    assert "Now with You" in said
    assert "the agency's time limit stands still" in said
    assert "Paused" in track(client, life)
    # The day that stood there is no promise any more: what is ahead names none.
    ahead = track(client, life).partition("The road of the dossier")[2]
    assert day(life.due) not in ahead
    assert day(life.due) not in words(tree(client.get(reverse("portal:mine")).content.decode()))


def test_who_did_not_file_it_is_told_whom_it_waits_for(client: Client, office: DemoOffice) -> None:
    life = a_life(office).until("propose")
    life.act("ask_supplement")
    nam = citizen("nam", at=timezone.now())
    a_representation(nam, life.owner)
    as_citizen(client, "nam")
    said = track(client, life)
    assert "The dossier waits for a supplement" in said
    assert "waits for you" not in said
    listed = words(tree(client.get(reverse("portal:mine")).content.decode()))
    assert "Waiting for you" not in listed


def test_a_result_that_was_issued_lies_somewhere_and_is_due_no_more(
    client: Client, office: DemoOffice
) -> None:
    life = a_life(office).through("issue")
    said = track(client, life)
    assert "To hand the result over" in said
    assert "Whenever you come for it" in said
    assert "At the latest on" not in said


def test_after_a_supplement_both_days_and_the_new_receipt_are_there(
    client: Client, office: DemoOffice
) -> None:
    life = a_life(office).until("propose")
    first = life.due
    life.act("ask_supplement")
    life.act("supplement")
    said = track(client, life)
    assert day(first) in said
    road = said.partition("The road of the dossier")[2]
    assert "The supplement was sent" in road
    assert "The agency asked for a supplement" in road


def test_an_apology_keeps_the_first_day_and_gives_its_reason_and_paper(
    client: Client, office: DemoOffice
) -> None:
    life = a_life(office).until("propose")
    first = life.due
    moved = localdate(first) + timedelta(days=7)
    life.act("apologise", reason="Phải lấy ý kiến thêm một cơ quan.", due_on=moved)
    answer = client.get(reverse("portal:track", args=[life.dossier.public_id]))
    page = tree(answer.content.decode())
    said = words(page).partition("The day of return")[2]
    assert day(first) in said
    assert day(life.due) in said
    assert "Reason: Phải lấy ý kiến thêm một cơ quan." in said
    (slip,) = life.dossier.papers.filter(kind=Paper.Kind.FORM_04)
    link = reverse("viewer:attachment", args=[life.dossier.public_id, slip.public_id])
    assert [a.get("href") for a in page.iter("a")].count(link) == 2
    assert "On the paper you hold" not in said


def test_a_day_off_announced_late_leaves_the_day_on_paper_and_names_both(
    client: Client, office: DemoOffice
) -> None:
    life = a_life(office).until("propose")
    on_paper = life.due
    free = a_day_off(life, localdate(on_paper))
    recount_open(clock=timezone.now)
    said = track(client, life)
    assert life.due > on_paper
    assert f"On the paper you hold stands {day(on_paper)}" in said
    assert f"By law the time limit now ends on {day(life.due)}" in said
    assert free.source in said


def a_day_off(life: Life, on: date) -> AnnouncedDay:
    """Announced by one and confirmed by another, as the table keeps it."""
    posts, at = list(life.office.posts.values())[:2], timezone.now()
    return AnnouncedDay.objects.create(
        calendar=life.fresh.competent_agency.calendar,
        day=on,
        type=AnnouncedDay.Type.HOLIDAY,
        name_vi="Nghỉ bù",
        name_en="Day in lieu",
        source="Công văn 99/BNV",
        announced_by=posts[0].public_id,
        announced_at=at,
        confirmed_by=posts[1].public_id,
        confirmed_at=at,
    )


def test_where_an_event_is_awaited_no_day_is_invented(
    client: Client, office: DemoOffice, amend: Amend
) -> None:
    amend(route="event_started", counted_from=COMPLAINTS_OVER)
    life = a_life(office).through("assign")
    said = track(client, life)
    assert "waits for the event from which its time limit counts" in said
    assert f"No day can be named yet. The time limit: {LIMIT}" in said
    life.act("record_event")
    said = track(client, life)
    assert "The event came to pass from which the limit counts" in said
    assert day(life.due) in holder(client, life)
    assert "No day yet" in said.partition("The day of return")[2]


def test_a_dossier_of_one_day_is_taken_up(client: Client, office: DemoOffice, amend: Amend) -> None:
    amend(route="same_day", limit="same day")
    life = a_life(office).through("receive")
    said = track(client, life)
    assert "To take it up and see to it on the same day" in said
    assert "The professional unit takes it up" not in said


def test_non_territorial_receipt_says_that_another_agency_is_to_receive_it(
    client: Client, office: DemoOffice
) -> None:
    life = a_life(office, receiving=AgencyKey.STRANGER, competent=AgencyKey.COMMITTEE)
    life.through("submit")
    said = track(client, life)
    assert "which passes it on to the agency that decides" in said
    assert "The time limit begins when the agency that decides receives it." in said
    life.act("forward")
    said = track(client, life)
    assert "It was passed on to the agency that decides" in said
    assert "which passes it on" not in said


def test_while_a_supplement_is_awaited_no_day_makes_it_late(
    client: Client, office: DemoOffice
) -> None:
    life = a_life(office).until("propose")
    life.act("ask_supplement")
    at = timezone.now()
    life.dossier.clock_segments.filter(ended_at=None).update(started_at=at - timedelta(days=2))
    Dossier.objects.filter(pk=life.dossier.pk).update(due_at=at - timedelta(days=1))
    said = track(client, life)
    assert "Paused" in said
    assert "Overdue" not in said


@pytest.mark.parametrize(("act", "words_of_it"), [("stop", "on a ground in law")])
def test_what_the_agency_stopped_says_why_on_what_ground_and_with_which_paper(
    act: str, words_of_it: str, client: Client, office: DemoOffice
) -> None:
    life = a_life(office).until("propose")
    life.act(act)
    ending = Ending.objects.get()
    said = track(client, life)
    for told in (words_of_it, ending.ground, ending.legal_basis, "Nothing was charged."):
        assert told in said
    assert "Notice that the dossier is stopped (Form 05)" in said
    assert "Who has it now" not in said
