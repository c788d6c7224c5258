"""Lives of dossiers: brought to any stage by the acts themselves, each done by whoever may."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Self
from uuid import uuid4

import pikepdf
from django.utils import timezone
from django.utils.timezone import localdate

from onestop.demo.cast import AGENCIES, OFFICERS, PIN, SINCE, AgencyKey
from onestop.demo.filings import PAIRS, Area, Filing, decided, planned_day
from onestop.demo.office import DemoOffice, citizen, ensure_office
from onestop.demo.walking import AT_COMPETENT
from onestop.demo.walking import ROAD as ROAD
from onestop.demo.walking import WHO as WHO
from procedures import publication
from signing.demo import pki, server
from signing.demo.pki import DemoKey, DemoPki
from signing.models import SignatureRequest, SigningKey
from tests.people import person_of
from tests.trust import a_free_port
from workflows.dossiers import drafts
from workflows.dossiers.drafts import HandedIn
from workflows.dossiers.models import Dossier
from workflows.dossiers.pinned import procedure_of
from workflows.files import store
from workflows.people.models import Account, Organisation, Person, Post, Role
from workflows.routes.perform import perform, relating
from workflows.steps.once import Performed

# The longer road: with a detour at the counter and one at the desk.
DETOURS = (
    "submit", "ask_completion", "resubmit", "receive", "assign", "propose", "send_back", "propose",
    "approve", "sign", "number", "issue", "hand_over",
)  # fmt: skip


@dataclass
class Life:
    """A dossier, its citizen, and the office it goes through."""

    office: DemoOffice
    filing: Filing
    receiving: AgencyKey
    competent: AgencyKey
    citizen: Account
    dossier: Dossier
    done: list[str] = field(default_factory=list)

    def until(self, act: str) -> Self:
        """Everything that comes before `act`, and nothing twice."""
        road = list(ROAD)
        for before in road[: road.index(act)]:
            if before not in self.done:
                self.act(before)
        return self

    def through(self, act: str) -> Self:
        self.until(act).act(act)
        return self

    def act(
        self,
        act: str,
        *,
        by: Account | None = None,
        at: datetime | None = None,
        key: str = "",
        **details: Any,
    ) -> Performed:
        """One act as it is usually done, with other details where they are given.

        A moment that is given is told afterwards, as the demo tells its past.
        """
        with relating() if at else nullcontext():
            performed = perform(
                self.dossier,
                act,
                by=by or self.who(act),
                at=at or timezone.now(),
                key=key or uuid4().hex,
                **self.details(act) | details,
            )
        self.done.append(act)
        return performed

    def who(self, act: str) -> Account:
        role = WHO[act]
        if role is None:
            return self.citizen
        agency = self.competent if role in AT_COMPETENT else self.receiving
        return self.office.who(role, agency).account

    def details(self, act: str) -> dict[str, Any]:
        """What a form would send along."""
        sent: dict[str, Callable[[], dict[str, Any]]] = {
            "ask_completion": lambda: {"items": {self.paper: "Thiếu chữ ký."}},
            "resubmit": lambda: {"papers": self._put_right()},
            "ask_supplement": lambda: {"items": {self.paper: "Bản quét mờ, không đọc được."}},
            "supplement": lambda: {"papers": self._put_right()},
            "judge": lambda: {"item": self.paper, "accepted": True},
            "record_event": lambda: {"on": localdate() - timedelta(days=1)},
            "apologise": lambda: {
                "reason": "Phải lấy ý kiến thêm một cơ quan.",
                "due_on": localdate(self.fresh.due_at or timezone.now()) + timedelta(days=7),
            },
            "stop": lambda: {
                "ground": "Quỹ đã giải thể theo quyết định của Tòa án.",
                "legal_basis": "Nghị định 93/2019/NĐ-CP, điều 40",
                "approved_by": str(self.superior.public_id),
                "finance": "no-charge",
            },
            "correct": lambda: {
                "kind": "amend",
                "reason": "Ghi sai ngày cấp.",
                "handler": str(self._handler),
                "due_on": localdate() + timedelta(days=10),
            },
            "reject": lambda: {"reason": "not-competent", "note": "Nộp tại Bộ Nội vụ."},
            "receive": self._planned,
            "assign": lambda: {"handler": str(self._handler)},
            "propose": lambda: {"outcome": "grant", "facts": decided(self.filing, on=localdate())},
            "send_back": lambda: {"reason": "Kiểm tra lại số liệu."},
            "approve": lambda: {"draft": self.fresh.draft_digest},
            "sign": lambda: {"pin": PIN},
            "issue": lambda: {"pin": PIN},
            "hand_over": lambda: {"how": "online", "received_by": "Nguyễn Thị Hoa"},
        }
        return sent[act]() if act in sent else {}

    @property
    def paper(self) -> str:
        """The paper that the counter finds wanting."""
        return next(iter(self.filing.papers), "")

    @property
    def fresh(self) -> Dossier:
        return Dossier.objects.get(pk=self.dossier.pk)

    @property
    def owner(self) -> Person:
        return person_of(self.citizen)

    @property
    def due(self) -> datetime:
        due_at = self.fresh.due_at
        assert due_at is not None
        return due_at

    @property
    def superior(self) -> Post:
        """Whoever consents to what the head decides."""
        return self.office.who(Role.APPROVER, self.competent)

    @property
    def _handler(self) -> object:
        return self.office.who(Role.HANDLER, self.receiving).public_id

    def _put_right(self) -> dict[str, HandedIn]:
        return {self.paper: a_paper(f"{self.paper} đã ký")} if self.paper else {}

    def _planned(self) -> dict[str, Any]:
        limit = procedure_of(self.dossier).channel(self.dossier.channel).limit
        return {"due_on": planned_day(timezone.now())} if limit == "by plan" else {}


def a_life(
    office: DemoOffice,
    area: Area = "funds",
    *,
    following: bool = False,
    receiving: AgencyKey = AgencyKey.DEPARTMENT,
    competent: AgencyKey | None = None,
) -> Life:
    """A draft, complete: Hoa's for a fund unless told; or the one that follows on its result."""
    pair = PAIRS[area]
    filing = pair.second if following else pair.first
    account = citizen(pair.citizen, at=timezone.now())
    decides = competent or pair.competent
    dossier = a_draft(office, filing, receiving, decides, account)
    return Life(office, filing, receiving, decides, account, dossier)


def a_draft(
    office: DemoOffice,
    filing: Filing,
    receiving: AgencyKey,
    competent: AgencyKey,
    by: Account,
    *,
    owner: Organisation | Person | None = None,
) -> Dossier:
    at = timezone.now()
    procedure = publication.in_force(filing.procedure, on=localdate(at))
    dossier = drafts.open_draft(
        public_id=uuid4(),
        procedure=procedure,
        case=filing.case,
        channel=Dossier.Channel.ONLINE,
        owner=owner or person_of(by),
        receiving=office.agencies[receiving],
        competent=office.agencies[competent],
        by=by,
        at=at,
    )
    if filing.answers:
        drafts.answer(dossier, filing.answers, by=by, at=at)
    for requirement in filing.papers:
        drafts.attach(dossier, procedure, requirement, a_paper(requirement), by=by, at=at)
    return Dossier.objects.get(pk=dossier.pk)


def written_down(life: Life) -> Life:
    """The same draft, as Lan keeps it at the counter for the citizen."""
    lan = life.office.posts["lan"].account
    kept = Dossier.objects.filter(pk=life.dossier.pk)
    kept.update(channel=Dossier.Channel.COUNTER, assisted_by=lan)
    life.dossier.refresh_from_db()
    return life


def a_paper(saying: str) -> HandedIn:
    """A small PDF of one page, as somebody scanned it; the same saying is the same file."""
    return HandedIn(store.keep_paper([_page(saying)], name=f"{saying}.pdf"), f"{saying}.pdf")


@cache
def _page(saying: str) -> bytes:
    made, file = pikepdf.new(), BytesIO()
    made.add_blank_page(page_size=(595, 842))
    made.docinfo["/Title"] = saying
    made.save(file, deterministic_id=True)
    return file.getvalue()


def an_office(made: DemoPki, *, at: datetime) -> DemoOffice:
    """The demo's office, with the keys of its approvers and agencies on record."""
    office = ensure_office(at=at)
    SigningKey.objects.bulk_create(_keys(office, made))
    return office


def _keys(office: DemoOffice, made: DemoPki) -> Iterator[SigningKey]:
    for login, key in made.people.items():
        post = office.posts[login]
        who, where = person_of(post.account).public_id, post.unit.agency.public_id
        yield _key(key, SignatureRequest.Purpose.PERSONAL, holder_ref=who, agency_ref=where)
    for name, agency in office.agencies.items():
        key = made.agencies[name.value]
        for purpose in (SignatureRequest.Purpose.SEAL, SignatureRequest.Purpose.SLIP):
            yield _key(key, purpose, agency_ref=agency.public_id)


@contextmanager
def trust_services(folder: Path) -> Iterator[DemoPki]:
    """The cast's keys in `folder`, and their time-stamps, OCSP and CRL while the block runs."""
    people = {o.login: o.name for o in OFFICERS if o.role == Role.APPROVER}
    agencies = {key.value: agency.vi for key, agency in AGENCIES.items()}
    made = pki.ensure(folder, people=people, agencies=agencies, port=a_free_port())
    with server.serve(made):
        yield made


def _key(key: DemoKey, purpose: str, **whose: Any) -> SigningKey:
    return SigningKey(
        reference=key.reference,
        fingerprint=key.fingerprint,
        purpose=purpose,
        valid_from=SINCE,
        valid_to=SINCE.replace(year=2049),
        **whose,
    )
