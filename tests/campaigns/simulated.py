"""The simulated year runs: everything in the order of its moment, none of which is now."""

from __future__ import annotations

import heapq
import time as stopwatch
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random

from django.utils import timezone

from onestop.demo.cast import CITIZENS
from onestop.demo.office import DemoOffice
from tests.people import HANOI, a_post
from workflows.clock import announced
from workflows.people.models import Role
from workflows.routes import holidays
from workflows.routes.perform import relating
from workflows.routes.watch import watch

from .case import CALENDAR, ONE_DAY, PRESENT, Case
from .stories import SIGNED, UNSIGNED, Story

YEAR = 2026
BEGINS = datetime(YEAR, 1, 2, 7, 0, tzinfo=HANOI)
# By then whatever is to be signed has been approved.
SIGNING = datetime(YEAR, 8, 1, tzinfo=HANOI)
ENDS = datetime(YEAR, 12, 31, 18, 0, tzinfo=HANOI)
# Signing takes long: of so many dossiers one is signed, or more where each way needs one.
SHARE = 50
# In which month a day off is announced; then a Saturday is worked instead of another.
ANNOUNCED = (3, 5, 7, 9, 11)

Happening = Callable[[datetime], "datetime | None"]


@dataclass
class Year:
    """A queue of what is to happen, and by whom."""

    office: DemoOffice
    chance: Random
    queue: list[tuple[datetime, int, Happening]] = field(default_factory=list)
    order: Iterator[int] = field(default_factory=count)
    to_sign: list[Happening] = field(default_factory=list)

    def at(self, moment: datetime, happens: Happening) -> None:
        heapq.heappush(self.queue, (moment, next(self.order), happens))

    def run(self) -> None:
        now = timezone.now()
        assert now > SIGNING, "what is signed bears the true time, which must lie late in the year"
        with relating():
            while self.queue and self.queue[0][0] <= ENDS:
                if self.queue[0][0] > now:
                    self.sign()
                moment, _order, happens = heapq.heappop(self.queue)
                following = happens(moment)
                if following == PRESENT:
                    self.to_sign.append(happens)
                elif following is not None:
                    assert following > moment, "time goes one way"
                    self.at(following, happens)
            self.sign()

    def sign(self) -> None:
        """What waits for the true present goes on to its end."""
        for happens in self.to_sign:
            while happens(timezone.now()) is not None:
                pass
        self.to_sign.clear()

    # What happens.

    def tell(self, story: Story) -> None:
        """A dossier, filed on some day of the year that leaves its story time."""
        most = (date(YEAR, story.until, 28) - BEGINS.date()).days
        case = Case(
            office=self.office,
            chance=Random(self.chance.getrandbits(64)),  # noqa: S311  to be the same again
            procedure=story.procedure,
            submitter=self.chance.choice(CITIZENS).subject,
            at=BEGINS,
            elsewhere=story.elsewhere,
        )
        told = story.tells(case)

        def goes_on(moment: datetime) -> datetime | None:
            case.at = moment
            return next(told, None)

        self.at(case.within(0, most), goes_on)

    def look_every_morning(self) -> None:
        def look(moment: datetime) -> datetime:
            assert not watch(clock=lambda: moment).failed
            day = moment.date() + ONE_DAY
            calendar = announced.calendar(CALENDAR)
            while not calendar.day(day).working:
                day += ONE_DAY
            return datetime.combine(day, moment.timetz())

        self.at(datetime.combine(BEGINS.date(), time(7, 10), HANOI), look)

    def announce_late(self) -> None:
        tam = self.office.posts["tam"]
        second = a_post(Role.ADMINISTRATOR, tam.unit, "Võ Thị Sen").account
        for number, month in enumerate(ANNOUNCED, 1):
            swaps = number == len(ANNOUNCED)
            day = self._day(month, working=not swaps)
            told = datetime.combine(day - timedelta(self.chance.randint(2, 4)), time(7), HANOI)

            def said(
                moment: datetime, day: date = day, number: int = number, swaps: bool = swaps
            ) -> None:
                announcement = holidays.announce(
                    calendar=CALENDAR,
                    day=day,
                    type="SWAP_WORKING" if swaps else "HOLIDAY",
                    name_vi="Ngày làm bù" if swaps else "Ngày nghỉ bổ sung",
                    name_en="Working day in exchange" if swaps else "Additional day off",
                    source=f"Thông báo {number}/TB-BNV",
                    by=tam.account,
                    at=moment,
                )
                holidays.confirm(announcement, by=second, at=moment + timedelta(seconds=1))
                recounted = holidays.recount_open(clock=lambda: moment + timedelta(seconds=2))
                assert not any(one.failed for one in recounted)

            self.at(told, said)

    def _day(self, month: int, *, working: bool) -> date:
        """Between Tuesday and Friday, or a Saturday."""
        days = [date(YEAR, month, 8) + ONE_DAY * n for n in range(20)]
        calendar = announced.calendar(CALENDAR)
        wanted = [
            day
            for day in days
            if calendar.day(day).working == working
            and (day.isoweekday() in (2, 3, 4, 5) if working else day.isoweekday() == 6)
        ]
        return self.chance.choice(wanted)


@dataclass(frozen=True)
class Ran:
    dossiers: int
    signed: int
    seconds: float


def simulated(office: DemoOffice, *, dossiers: int, seed: str) -> Ran:
    """A year of so many dossiers, every long story about as often as any other.

    The procedures of `ground` are in force.
    """
    begun = stopwatch.monotonic()
    # Not for secrets, but to be the same again.
    year = Year(office, Random(seed))  # noqa: S311
    signed = max(len(SIGNED), dossiers // SHARE)
    for number in range(dossiers):
        kinds, turn = (SIGNED, number) if number < signed else (UNSIGNED, number - signed)
        year.tell(kinds[turn % len(kinds)])
    year.look_every_morning()
    year.announce_late()
    year.run()
    return Ran(dossiers, signed, stopwatch.monotonic() - begun)
