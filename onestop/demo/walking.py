"""A dossier of the demo on its way: each act as whoever may do it usually does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from procedures import publication
from procedures.schema import Procedure
from workflows.documents.render import compile as draw
from workflows.dossiers import drafts
from workflows.dossiers.drafts import HandedIn
from workflows.dossiers.models import Dossier, Ending
from workflows.dossiers.pinned import procedure_of
from workflows.files import store
from workflows.people.models import Account, Person, Role

from .cast import PIN, AgencyKey
from .filings import FILE_NAMES, PAIRS, Area, Filing, decided, planned_day
from .office import DemoOffice, citizen

# The road of a dossier that meets no obstacle, and who does each act; None is the citizen.
ROAD: dict[str, Role | None] = {
    "submit": None,
    "receive": Role.RECEPTION,
    "assign": Role.HEAD,
    "propose": Role.HANDLER,
    "approve": Role.APPROVER,
    "sign": Role.APPROVER,
    "number": Role.CLERK,
    "issue": Role.CLERK,
    "hand_over": Role.RECEPTION,
}
WHO = ROAD | {
    "ask_completion": Role.RECEPTION,
    "resubmit": None,
    "reject": Role.RECEPTION,
    "forward": Role.RECEPTION,
    "take_up": Role.HANDLER,
    "record_event": Role.HANDLER,
    "ask_supplement": Role.HANDLER,
    "supplement": None,
    "judge": Role.HANDLER,
    "send_back": Role.APPROVER,
    "withdraw": None,
    "apologise": Role.HEAD,
    "stop": Role.HEAD,
    "stop_for_silence": Role.HEAD,
    "correct": Role.HEAD,
}
# By how much an apology of the demo moves the day of return, and how long a correction may take.
LATER = timedelta(days=5)
UNTIL_PUT_RIGHT = timedelta(days=10)
AT_COMPETENT = {Role.APPROVER, Role.CLERK}


@dataclass(frozen=True)
class Walk:
    """Who meets this dossier, and what each of them sends along."""

    area: Area
    filing: Filing
    office: DemoOffice
    dossier: Dossier
    citizen: Account
    receiving: AgencyKey

    @property
    def competent(self) -> AgencyKey:
        return competent_for(self.area, self.receiving)

    def who(self, act: str) -> Account:
        """Who usually does the act."""
        role = WHO[act]
        if role is None:
            return self.citizen
        agency = self.competent if role in AT_COMPETENT else self.receiving
        return self.office.who(role, agency).account

    def details(self, act: str, *, at: datetime) -> dict[str, Any]:
        """What the act is told besides: for most, nothing."""
        wanting, reason = PAIRS[self.area].wanting
        told: dict[str, Callable[[], dict[str, Any]]] = {
            "ask_completion": lambda: {"items": {wanting: reason}},
            "resubmit": lambda: {"papers": {wanting: self.paper(wanting, at=at)}},
            "reject": lambda: {"reason": "not-competent", "note": "Nộp tại cơ quan nơi cư trú."},
            "receive": lambda: self._planned(at),
            "assign": lambda: {"handler": str(self._handler)},
            "ask_supplement": lambda: {"items": {wanting: reason}},
            "supplement": lambda: {"papers": {wanting: self.paper(wanting, at=at)}},
            "judge": lambda: {"item": wanting, "accepted": True},
            "record_event": lambda: {"on": localdate(at) - timedelta(days=1)},
            "propose": lambda: self._proposed(at),
            "send_back": lambda: {"reason": "Kiểm tra lại số liệu tại Phụ lục."},
            "approve": lambda: {"draft": self.fresh.draft_digest},
            "sign": lambda: {"pin": PIN},
            "issue": lambda: {"pin": PIN},
            "hand_over": lambda: {"how": "online", "received_by": str(self.citizen.person)},
            "apologise": lambda: {
                "reason": "Phải lấy thêm ý kiến của một cơ quan liên quan.",
                "due_on": localdate(self.due) + LATER,
            },
            "withdraw": lambda: {"reason": "Xin rút hồ sơ để chuẩn bị lại giấy tờ."},
            "stop": self._stopped,
            "correct": lambda: {
                "kind": Dossier.Correction.AMEND.value,
                "reason": "Phụ lục in sai số trang.",
                "handler": str(self._handler),
                "due_on": localdate(at) + UNTIL_PUT_RIGHT,
            },
        }
        return told[act]() if act in told else {}

    def paper(self, requirement: str, *, at: datetime) -> HandedIn:
        return a_paper(procedure_of(self.dossier), requirement, self.citizen, at=at)

    def put_right(self) -> Walk:
        """The way of the dossier that was opened to put this one's result right."""
        opened = Dossier.objects.get(corrects__dossier_code=str(self.fresh))
        return replace(self, dossier=opened)

    @property
    def due(self) -> datetime:
        due_at = self.fresh.due_at
        assert due_at is not None, "received, and no event is awaited"  # noqa: S101
        return due_at

    @property
    def fresh(self) -> Dossier:
        return Dossier.objects.get(pk=self.dossier.pk)

    @property
    def _handler(self) -> UUID:
        return self.office.who(Role.HANDLER, self.receiving).public_id

    def _proposed(self, at: datetime) -> dict[str, Any]:
        """To grant what was asked for; of a correction besides, what is wrong and what counts."""
        said = {"outcome": "grant", "facts": decided(self.filing, on=localdate(at))}
        if not self.dossier.correction:
            return said
        return said | {"reason": "Số trang của Phụ lục “1/1” nay sửa thành “2/2”."}

    def _stopped(self) -> dict[str, Any]:
        return {
            "ground": "Hồ sơ trùng với một hồ sơ khác của cùng người nộp đang được giải quyết.",
            "legal_basis": procedure_of(self.dossier).legal_basis[0].cited,
            "approved_by": str(self.office.who(Role.APPROVER, self.competent).public_id),
            "finance": Ending.Finance.NO_CHARGE.value,
        }

    def _planned(self, at: datetime) -> dict[str, Any]:
        """Where no limit says when the result is due, the recruitment plan does."""
        by_hand = procedure_of(self.dossier).is_dated_by_hand(self.dossier.channel)
        return {"due_on": planned_day(at)} if by_hand else {}


@transaction.atomic
def set_out(
    office: DemoOffice,
    area: Area,
    *,
    filing: Filing,
    subject: str,
    public_id: UUID,
    receiving: AgencyKey,
    at: datetime,
) -> Walk:
    """A draft under this id, made once and wholly, of the citizen of this name."""
    account = citizen(subject, at=at)
    procedure = publication.in_force(filing.procedure, on=localdate(at))
    dossier = drafts.open_draft(
        public_id=public_id,
        procedure=procedure,
        case=filing.case,
        channel=Dossier.Channel.ONLINE,
        owner=person_of(account),
        receiving=office.agencies[receiving],
        competent=office.agencies[competent_for(area, receiving)],
        by=account,
        at=at,
    )
    if dossier.components.exists() or dossier.answers:
        return Walk(area, filing, office, dossier, account, receiving)
    if filing.answers:
        dossier = drafts.answer(dossier, filing.answers, by=account, at=at)
    for requirement in filing.papers:
        paper = a_paper(procedure, requirement, account, at=at)
        drafts.attach(dossier, procedure, requirement, paper, by=account, at=at)
    return Walk(area, filing, office, dossier, account, receiving)


def a_paper(procedure: Procedure, requirement: str, by: Account, *, at: datetime) -> HandedIn:
    """A page that looks like what is asked for, and says that it is invented."""
    title = next(r.title.vi for r in procedure.requirements if r.key == requirement)
    page = draw("sample", {"title": title, "owner": str(by.person), "demo": True}, at=at).pdf
    name = FILE_NAMES[requirement]
    return HandedIn(store.keep_paper([page], name=name), name)


def competent_for(area: Area, receiving: AgencyKey) -> AgencyKey:
    """The department receives for its committee too; the stranger for itself only."""
    return PAIRS[area].competent if receiving is AgencyKey.DEPARTMENT else receiving


def person_of(account: Account) -> Person:
    assert account.person is not None, "citizens enter as persons"  # noqa: S101
    return account.person
