"""The story on any day: on holidays, on a Sunday, in the night, and as the year turns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from django.utils.timezone import localtime

from onestop.demo import told
from onestop.demo.filings import Area
from onestop.demo.office import DemoOffice
from onestop.demo.story import Story
from signing.trust import TrustServices
from tests.lives import DETOURS, ROAD
from tests.people import HANOI
from workflows.clock.days import Calendar
from workflows.dossiers.models import DocumentNumber, Dossier
from workflows.journal.models import Entry
from workflows.journal.verify import verify
from workflows.people.models import Account
from workflows.routes.perform import Performed, relating

CALENDAR = Calendar.load("national")
# The last that the calendar knows from both sides: a time limit leads over it.
TURN_OF_THE_YEAR = max(CALENDAR.files) - 1


@dataclass
class Clock:
    """Half a minute later each time it is asked.

    Signatures carry the time of an authority: from the first on nothing can lie in the past.
    """

    moment: datetime
    signing: bool = False

    def __call__(self) -> datetime:
        self.moment += timedelta(seconds=30)
        return max(self.moment, timezone.now()) if self.signing else self.moment

    def heard(self, _by: Account, done: Performed) -> None:
        self.signing = self.signing or done.act == "approve"


@pytest.mark.parametrize(
    ("area", "begun"),
    [
        ("funds", "2026-02-17T09:00"),  # Tết
        ("archives", "2026-04-30T15:00"),
        ("civil-servants", "2027-02-06T10:00"),  # Tết
        ("archives", "2026-11-22T02:30"),  # a Sunday; in UTC still Saturday
        (
            "funds",
            f"{TURN_OF_THE_YEAR}-12-31T23:42",
        ),  # received in the old year, numbered in the new
    ],
)
def test_it_is_told_on_any_day_and_every_date_is_the_day_in_hanoi(
    office: DemoOffice, area: Area, begun: str
) -> None:
    clock = Clock(datetime.fromisoformat(begun).replace(tzinfo=HANOI))
    with relating():
        story = Story(area, office, clock, clock.heard)
        first, second = story.first(), story.second()
    told.check(first, second, TrustServices.configured().trust, at=clock())
    assert [line.act for line in told.lines_of([first, second])] == [*DETOURS, *ROAD]
    assert not verify().faults
    for dossier in (first, second):
        codes_and_numbers_are_of_their_day(dossier)
        is_due_on_a_working_day_after(dossier)


def codes_and_numbers_are_of_their_day(dossier: Dossier) -> None:
    received, numbered = (day_of(dossier, act) for act in ("receive", "number"))
    assert f"-{received:%y%m%d}-" in str(dossier)
    number = DocumentNumber.objects.select_related("book").get(dossier=dossier)
    assert (number.dated, number.book.year) == (numbered.date(), numbered.year)


def is_due_on_a_working_day_after(dossier: Dossier) -> None:
    assert dossier.due_at is not None
    due = localtime(dossier.due_at, HANOI).date()
    assert due > day_of(dossier, "receive").date()
    assert CALENDAR.day(due).working


def day_of(dossier: Dossier, act: str) -> datetime:
    return localtime(Entry.objects.get(dossier=dossier, act=act).at, HANOI)
