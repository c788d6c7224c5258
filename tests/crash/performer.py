"""A process that performs acts as people at the doors do, until it is told that it is enough.

Killed and started again it goes on from what the dossiers say, and asks with the same key once more
whatever was not answered. In its folder lie the answers it got, and `enough` once it is enough.
"""

from __future__ import annotations

import os
import random
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import count, islice
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from django.utils import timezone
from django.utils.timezone import localdate

from onestop.demo.cast import AgencyKey
from onestop.demo.filings import PAIRS, Filing, Pair, decided, planned_day
from onestop.demo.office import DemoOffice, citizen, ensure_office
from onestop.tasks import wake
from procedures import publication
from procedures.schema import Procedure
from tests.lives import DETOURS, ROAD, Life
from tests.people import person_of
from workflows.dossiers import drafts
from workflows.dossiers.drafts import HandedIn
from workflows.dossiers.models import Dossier
from workflows.dossiers.status import Status
from workflows.files import store
from workflows.journal.models import Entry
from workflows.people.models import Account
from workflows.routes.errors import Busy
from workflows.routes.table import ACTS, Act
from workflows.steps.once import Performed

from . import acknowledged
from .trace import READY, at

AREAS = tuple(PAIRS.values())
ROADS = {pair.first.procedure: DETOURS for pair in AREAS} | {
    pair.second.procedure: tuple(ROAD) for pair in AREAS
}
IDS = UUID("0a1b55f6-52d4-4c1e-8f0d-9f6f3f0a7c11")
AT_ONCE = 3
PAPER, PIECE = 1_000_000, 50_000
DIES_BEFORE_RECORDING = "DIES_BEFORE_RECORDING"


def main() -> None:
    folder, seed = sys.argv[1:]
    _trace_acts()
    performer = Performer(Path(folder), ensure_office(at=timezone.now()))
    # After each start other dossiers come first.
    dice = random.Random(f"{seed}:{len(performer.answered)}")  # noqa: S311  no secret
    at(READY)
    performer.run(dice)


@dataclass
class Performer:
    folder: Path
    office: DemoOffice

    def __post_init__(self) -> None:
        self.answers = self.folder / "acknowledged"
        self.answered = {key for key, _ in acknowledged.read(self.answers)}

    def run(self, dice: random.Random) -> None:
        """Several pairs of dossiers at once, one act of any of them after the other."""
        waiting = self._pairs()
        at_work = list(islice(waiting, AT_ONCE))
        while at_work:
            one = dice.choice(at_work)
            if next(one, "done") == "done":
                at_work.remove(one)
                at_work.extend(islice(waiting, 1))

    def _pairs(self) -> Iterator[Iterator[str]]:
        for number in count():
            if self._stands(number) or number < len(AREAS) or not self._enough():
                yield self._pair(number)
            else:
                return

    def _enough(self) -> bool:
        return (self.folder / "enough").exists()

    def _stands(self, number: int) -> bool:
        return Dossier.objects.filter(public_id=_id(number, 1)).exists()

    def _pair(self, number: int) -> Iterator[str]:
        pair = AREAS[number % len(AREAS)]
        yield from self._life(pair, pair.first, _id(number, 1))
        yield from self._life(pair, pair.second, _id(number, 2))

    def _life(self, pair: Pair, filing: Filing, public_id: UUID) -> Iterator[str]:
        """One dossier from draft to hand-over; yields after each act."""
        road = ROADS[filing.procedure]
        if _key(public_id, len(road) - 1, road) in self.answered:
            return
        life = self._opened(pair, filing, public_id)
        yield "draft"
        for number, act in enumerate(road):
            key = _key(public_id, number, road)
            if key not in self.answered:
                self._perform(life, act, key)
                yield act

    def _perform(self, life: Life, act: str, key: str) -> None:
        at(f"{act}: asks")
        answer = _asked(life, act, key)
        wake()
        at(f"{act}: acknowledges")
        acknowledged.add(self.answers, key, answer)
        at("between two acts")

    def _opened(self, pair: Pair, filing: Filing, public_id: UUID) -> Life:
        at("draft: opens")
        account = citizen(pair.citizen, at=timezone.now())
        procedure = publication.in_force(filing.procedure, on=localdate())
        dossier = self._draft(pair, filing, public_id, procedure, account)
        if dossier.status == Status.DRAFT:
            drafts.answer(dossier, filing.answers, by=account, at=timezone.now())
            _hand_in(dossier, procedure, filing, account)
        return Life(
            office=self.office,
            filing=filing,
            receiving=AgencyKey.DEPARTMENT,
            competent=pair.competent,
            citizen=account,
            dossier=dossier,
        )

    def _draft(
        self, pair: Pair, filing: Filing, public_id: UUID, procedure: Procedure, by: Account
    ) -> Dossier:
        return drafts.open_draft(
            public_id=public_id,
            procedure=procedure,
            case=filing.case,
            channel=Dossier.Channel.ONLINE,
            owner=person_of(by),
            receiving=self.office.agencies[AgencyKey.DEPARTMENT],
            competent=self.office.agencies[pair.competent],
            by=by,
            at=timezone.now(),
        )


def _asked(life: Life, act: str, key: str) -> Performed:
    """The answer, also to what the sweep was faster in recording."""
    while True:
        try:
            return life.act(act, key=key, **_of_one_day(life, act))
        except Busy:
            at(f"{act}: busy, tries again")


def _of_one_day(life: Life, act: str) -> dict[str, Any]:
    """What would change at midnight, between asking and asking again under the same key."""
    began = life.dossier.created_at
    if act == "propose":
        return {"facts": decided(life.filing, on=localdate(began))}
    if act == "receive" and "due_on" in life.details(act):
        return {"due_on": planned_day(began)}
    return {}


def _hand_in(dossier: Dossier, procedure: Procedure, filing: Filing, by: Account) -> None:
    there = set(dossier.components.values_list("requirement", flat=True))
    for requirement in filing.papers:
        if requirement not in there:
            at("draft: uploads")
            name = f"{requirement}.pdf"
            kept = store.keep_paper(_pages(f"{dossier.public_id} {name}"), name=name)
            at("draft: attaches")
            paper = HandedIn(kept, name)
            drafts.attach(dossier, procedure, requirement, paper, by=by, at=timezone.now())


def _pages(seed: str) -> Iterator[bytes]:
    """A scan of a megabyte in pieces, the same whenever it is handed in."""
    yield b"%PDF-1.7\n"
    noise = random.Random(seed)  # noqa: S311  no secret
    for _ in range(PAPER // PIECE):
        yield noise.randbytes(PIECE)


def _id(number: int, place: int) -> UUID:
    return uuid5(IDS, f"{number}:{place}")


def _key(public_id: UUID, number: int, road: tuple[str, ...]) -> str:
    return f"{public_id}:{road[number]}:{number}"


def _trace_acts() -> None:
    for name, act in ACTS.items():
        ACTS[name] = _traced(act)


def _traced(act: Act) -> Act:
    """The act, saying where it is; and deadly in one place, if it is told to be."""

    def step(*on: Any, **how: Any) -> Entry:
        at(f"{act.name}: in its transaction")
        entry = act.step(*on, **how)
        at(f"{act.name}: moves the route and commits")
        return entry

    def before_recording(outside: Callable[..., Any], *on: Any, **how: Any) -> Any:
        at(f"{act.name}: signs or examines")
        found = outside(*on, **how)
        at(f"{act.name}: before recording")
        if os.environ.get(DIES_BEFORE_RECORDING) == act.name:
            os.kill(os.getpid(), signal.SIGKILL)
        return found

    outside = act.outside
    return replace(
        act,
        step=step,
        outside=outside and (lambda *on, **how: before_recording(outside, *on, **how)),
    )
