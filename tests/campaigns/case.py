"""One dossier of the simulated year, and the moments at which its people act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cache
from random import Random
from typing import Any
from uuid import UUID

from django.utils.timezone import localdate

from onestop.demo.cast import AgencyKey
from onestop.demo.filings import RECRUITMENT, decided
from onestop.demo.office import DemoOffice, citizen
from procedures import publication
from tests.lives import Life, a_paper
from tests.people import HANOI, person_of
from workflows.clock import announced
from workflows.dossiers import drafts
from workflows.dossiers.drafts import HandedIn
from workflows.dossiers.models import Dossier
from workflows.people.models import Account

from .ground import PLANNED, filing_for

CALENDAR = "national"
LAW = "Luật Lưu trữ 33/2024/QH15, điều 61"
ONE_DAY = timedelta(days=1)
# No moment of the year, but whenever the year is played.
PRESENT = datetime.max.replace(tzinfo=UTC)


@dataclass
class Case:
    """A dossier on its way; whoever runs the year sets `at` before anything happens."""

    office: DemoOffice
    chance: Random
    procedure: str
    submitter: str
    at: datetime
    elsewhere: bool = False
    life: Life | None = None

    @property
    def of(self) -> Life:
        assert self.life is not None, "it was filed"
        return self.life

    def act(self, name: str, *, by: Account | None = None, **details: Any) -> None:
        self.of.act(
            name,
            by=by,
            at=self.at,
            key=str(self._id()),
            **details,
        )

    def file(self) -> None:
        """A draft, complete, and sent off at the same moment."""
        account = citizen(self.submitter, at=self.at)
        filing = filing_for(self.procedure)
        procedure = publication.in_force(filing.procedure, on=localdate(self.at))
        receiving, competent = self._agencies()
        dossier = drafts.open_draft(
            public_id=self._id(),
            procedure=procedure,
            case=filing.case,
            channel=Dossier.Channel.ONLINE,
            owner=person_of(account),
            receiving=self.office.agencies[receiving],
            competent=self.office.agencies[competent],
            by=account,
            at=self.at,
        )
        drafts.answer(dossier, filing.answers, by=account, at=self.at)
        for requirement in filing.papers:
            paper = _kept(requirement)
            drafts.attach(dossier, procedure, requirement, paper, by=account, at=self.at)
        self.life = Life(self.office, filing, receiving, competent, account, dossier)
        self.act("submit")

    def pass_on(self) -> None:
        """To the agency that decides; from here on its people act."""
        self.act("forward")
        self.of.receiving = self.of.competent

    def receive(self) -> None:
        planned: dict[str, Any] = {
            "due_on": localdate(self.at) + timedelta(days=self.chance.randint(20, 50))
        }
        self.act("receive", **(planned if self.procedure == PLANNED else {}))

    def propose(self, **details: Any) -> None:
        """To grant unless told otherwise, with what the officer enters for the result."""
        planned = self.procedure == PLANNED
        facts = decided(RECRUITMENT, on=localdate(self.at)) if planned else {}
        self.act("propose", **{"facts": facts} | details)

    def ask(self, **details: Any) -> None:
        """With a text of law, as after three working days, and with a superior's consent."""
        superior: dict[str, Any] = (
            {"approved_by": str(self.of.superior.public_id)} if details else {}
        )
        self.act("ask_supplement", **superior, **details)

    def apologise(self) -> None:
        later = localdate(self.of.due) + timedelta(days=self.chance.randint(3, 20))
        self.act("apologise", due_on=later)

    def stop(self) -> None:
        finance = self.chance.choice(["no-charge", "kept", "refund"])
        self.act("stop", finance=finance, finance_note="Theo biên lai đã lập.")

    def correct(self, kind: str) -> Case:
        """The dossier of correction that this opens."""
        self.act("correct", kind=kind, due_on=localdate(self.at) + timedelta(days=12))
        opened = Dossier.objects.filter(corrects__dossier_code=self.of.fresh.code).latest("pk")
        mine = self.of
        life = Life(mine.office, mine.filing, mine.receiving, mine.competent, mine.citizen, opened)
        return Case(self.office, self.chance, self.procedure, self.submitter, self.at, life=life)

    # When.

    def soon(self) -> datetime:
        """Some minutes later, of the same day."""
        return self.at + timedelta(minutes=self.chance.randint(5, 60))

    def within(self, fewest: int, most: int) -> datetime:
        """A moment in office hours, after so many days."""
        return self.worked(localdate(self.at) + timedelta(days=self.chance.randint(fewest, most)))

    def any_day(self, fewest: int, most: int) -> datetime:
        """Citizens answer at night and on Sundays, too."""
        days = timedelta(days=self.chance.randint(fewest, most))
        return self.at + days + timedelta(minutes=self.chance.randint(1, 1_200))

    def before_due(self) -> datetime:
        """While an apology is still in time; at once where there is hardly any left."""
        last = localdate(self.of.due) - 2 * ONE_DAY
        room = max((last - localdate(self.at)).days, 0)
        day = localdate(self.at) + timedelta(days=self.chance.randint(0, room))
        return max(self.soon(), datetime.combine(day, time(9, self.chance.randint(0, 59)), HANOI))

    def past_due(self) -> datetime:
        return self.worked(localdate(self.of.due) + timedelta(days=self.chance.randint(1, 10)))

    def worked(self, day: Any) -> datetime:
        calendar = announced.calendar(CALENDAR)
        while not calendar.day(day).working:
            day += ONE_DAY
        minutes = timedelta(minutes=self.chance.randint(0, 200))
        moment = datetime.combine(day, time(7, 35), HANOI) + minutes
        return moment if moment > self.at else self.soon()

    def _agencies(self) -> tuple[AgencyKey, AgencyKey]:
        if self.elsewhere:
            return AgencyKey.STRANGER, AgencyKey.DEPARTMENT
        planned = self.procedure == PLANNED
        return AgencyKey.DEPARTMENT, AgencyKey.DEPARTMENT if planned else AgencyKey.COMMITTEE

    def _id(self) -> UUID:
        return UUID(int=self.chance.getrandbits(128), version=4)


@cache
def _kept(requirement: str) -> HandedIn:
    """Everybody hands in the same page: what it says decides nothing."""
    return a_paper(requirement)
