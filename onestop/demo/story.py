"""The story of the demo: a dossier from submission to its end, and the next one after it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any, Literal
from uuid import uuid4

from django.utils.timezone import localdate

from procedures import publication
from procedures.schema import Procedure
from workflows.documents.render import compile as draw
from workflows.dossiers import drafts
from workflows.dossiers.drafts import HandedIn
from workflows.dossiers.models import Dossier
from workflows.dossiers.pinned import procedure_of
from workflows.files import store
from workflows.people.models import Account, Role
from workflows.routes.perform import Performed, perform, relating

from .cast import PIN, AgencyKey
from .filings import FILE_NAMES, PAIRS, Area, Filing, decided, planned_day
from .office import DemoOffice, citizen

Clock = Callable[[], datetime]
Teller = Callable[[Account, Performed], None]
# What may befall the first dossier; of some that ends it, so that no other rests on it.
Detour = Literal["supplement", "late", "withdraw", "refuse", "correct"]
WITHOUT_RESULT: tuple[Detour, ...] = ("withdraw", "refuse")
# An apology is in time until a day before the day of return.
IN_TIME = timedelta(days=3)


@dataclass
class Story:
    """Tells every act as it is done: `told` hears who did it and what it left."""

    area: Area
    office: DemoOffice
    clock: Clock
    told: Teller
    run: str = field(default_factory=lambda: uuid4().hex)

    def first(self) -> Dossier:
        """The first dossier, with a detour at the counter and one at the desk."""
        pair = PAIRS[self.area]
        filing, (wanting, reason) = pair.first, pair.wanting
        dossier = self._open(filing)
        self._act(dossier, "submit", self._citizen)
        self._act(dossier, "ask_completion", self._at_counter, items={wanting: reason})
        better = {wanting: self._paper(procedure_of(dossier), wanting)}
        self._act(dossier, "resubmit", self._citizen, papers=better)
        self._receive(dossier)
        self._propose(dossier, filing)
        self._act(dossier, "send_back", self._approver, reason="Kiểm tra lại số liệu tại Phụ lục.")
        self._propose(dossier, filing)
        return self._decide(dossier)

    def with_detour(self, detour: Detour) -> list[Dossier]:
        """All dossiers of the story in which this befalls the first one."""
        filing = PAIRS[self.area].first
        dossier = self._late(filing) if detour == "late" else self._begin(filing)
        match detour:
            case "supplement":
                self._supplement(dossier)
            case "withdraw":
                reason = "Đã thay đổi kế hoạch."
                self._act(dossier, "withdraw", self._citizen, reason=reason)
                dossier.refresh_from_db()
                return [dossier]
        self._propose(dossier, filing, refused=detour == "refuse")
        told = [self._decide(dossier)]
        if detour == "correct":
            told.append(self._correct(dossier))
        return told if detour in WITHOUT_RESULT else [*told, self.second()]

    def second(self) -> Dossier:
        """The following dossier: nothing is handed in and nothing is typed."""
        filing = PAIRS[self.area].second
        dossier = self._open(filing)
        self._act(dossier, "submit", self._citizen)
        self._receive(dossier)
        self._propose(dossier, filing)
        return self._decide(dossier)

    def _begin(self, filing: Filing) -> Dossier:
        dossier = self._open(filing)
        self._act(dossier, "submit", self._citizen)
        self._receive(dossier)
        return dossier

    def _late(self, filing: Filing) -> Dossier:
        """Begun so long ago that also the day has passed that an apology in time named."""
        with relating():
            dossier = self._as_of(self.clock() - PAIRS[self.area].late_after)._begin(filing)
            dossier.refresh_from_db()
            assert dossier.due_at is not None, "it is received"  # noqa: S101
            self._as_of(dossier.due_at - IN_TIME)._apologise(dossier)
        return dossier

    def _as_of(self, begun: datetime) -> Story:
        """The same story, told of the past: a minute later each time it is asked when."""
        minutes = count()
        return replace(self, clock=lambda: begun + timedelta(minutes=next(minutes)))

    def _open(self, filing: Filing) -> Dossier:
        at = self.clock()
        procedure = publication.in_force(filing.procedure, on=localdate(at))
        person = self._citizen.person
        assert person is not None, "citizens enter as persons"  # noqa: S101
        dossier = drafts.open_draft(
            public_id=uuid4(),
            procedure=procedure,
            case=filing.case,
            channel=Dossier.Channel.ONLINE,
            owner=person,
            receiving=self.office.agencies[AgencyKey.DEPARTMENT],
            competent=self.office.agencies[PAIRS[self.area].competent],
            by=self._citizen,
            at=at,
        )
        if filing.answers:
            drafts.answer(dossier, filing.answers, by=self._citizen, at=at)
        for requirement in filing.papers:
            paper = self._paper(procedure, requirement)
            drafts.attach(dossier, procedure, requirement, paper, by=self._citizen, at=self.clock())
        return dossier

    def _receive(self, dossier: Dossier) -> None:
        self._act(dossier, "receive", self._at_counter, **self._planned(dossier))
        handler = self.office.who(Role.HANDLER, AgencyKey.DEPARTMENT)
        self._act(dossier, "assign", self._head, handler=str(handler.public_id))

    def _supplement(self, dossier: Dossier) -> None:
        """Asked for once, in time, and judged when it has come."""
        wanting, reason = PAIRS[self.area].wanting
        self._act(dossier, "ask_supplement", self._handler, items={wanting: reason})
        better = {wanting: self._paper(procedure_of(dossier), wanting)}
        self._act(dossier, "supplement", self._citizen, papers=better)
        self._act(dossier, "judge", self._handler, item=wanting, accepted=True)

    def _apologise(self, dossier: Dossier) -> None:
        """The day of return moves once, and is said in time."""
        dossier.refresh_from_db()
        assert dossier.due_at is not None, "it is received"  # noqa: S101
        reason = "Phải lấy ý kiến thêm của một cơ quan."
        later = localdate(dossier.due_at) + timedelta(days=7)
        self._act(dossier, "apologise", self._head, reason=reason, due_on=later)

    def _correct(self, dossier: Dossier) -> Dossier:
        """A letter puts right what the result says wrongly; the result stays in force."""
        wrong = "Ghi sai ngày nộp hồ sơ tại phần căn cứ."
        handler = self.office.who(Role.HANDLER, AgencyKey.DEPARTMENT)
        self._act(
            dossier,
            "correct",
            self._head,
            kind=Dossier.Correction.AMEND,
            reason=wrong,
            handler=str(handler.public_id),
            due_on=localdate(self.clock()) + timedelta(days=10),
        )
        opened = Dossier.objects.get(corrects__dossier_code=dossier.code)
        self._act(opened, "propose", self._handler, outcome="grant", reason=wrong)
        return self._decide(opened)

    def _propose(self, dossier: Dossier, filing: Filing, *, refused: bool = False) -> None:
        if refused:
            reason = "Hồ sơ không đáp ứng điều kiện theo quy định."
            self._act(dossier, "propose", self._handler, outcome="refusal", reason=reason)
            return
        facts = decided(filing, on=localdate(self.clock()))
        self._act(dossier, "propose", self._handler, outcome="grant", facts=facts)

    def _decide(self, dossier: Dossier) -> Dossier:
        dossier.refresh_from_db()
        clerk = self.office.who(Role.CLERK, PAIRS[self.area].competent).account
        self._act(dossier, "approve", self._approver, draft=dossier.draft_digest)
        self._act(dossier, "sign", self._approver, pin=PIN)
        self._act(dossier, "number", clerk)
        self._act(dossier, "issue", clerk, pin=PIN)
        receiver = str(self._citizen.person)
        self._act(dossier, "hand_over", self._at_counter, how="online", received_by=receiver)
        dossier.refresh_from_db()
        return dossier

    def _act(self, dossier: Dossier, act: str, by: Account, **details: Any) -> None:
        key = f"{self.run}:{uuid4().hex}"
        self.told(by, perform(dossier, act, by=by, at=self.clock(), key=key, **details))

    def _planned(self, dossier: Dossier) -> dict[str, Any]:
        """Where no limit says when the result is due, the recruitment plan does."""
        by_hand = procedure_of(dossier).is_dated_by_hand(dossier.channel)
        return {"due_on": planned_day(self.clock())} if by_hand else {}

    def _paper(self, procedure: Procedure, requirement: str) -> HandedIn:
        title = next(r.title.vi for r in procedure.requirements if r.key == requirement)
        data = {"title": title, "owner": str(self._citizen.person), "demo": True}
        page = draw("sample", data, at=self.clock()).pdf
        name = FILE_NAMES[requirement]
        return HandedIn(store.keep_paper([page], name=name), name)

    @property
    def _citizen(self) -> Account:
        return citizen(PAIRS[self.area].citizen, at=self.clock())

    @property
    def _at_counter(self) -> Account:
        return self.office.who(Role.RECEPTION, AgencyKey.DEPARTMENT).account

    @property
    def _head(self) -> Account:
        return self.office.who(Role.HEAD, AgencyKey.DEPARTMENT).account

    @property
    def _handler(self) -> Account:
        return self.office.who(Role.HANDLER, AgencyKey.DEPARTMENT).account

    @property
    def _approver(self) -> Account:
        return self.office.who(Role.APPROVER, PAIRS[self.area].competent).account
