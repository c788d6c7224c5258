"""Several people at random at one dossier after another, lawfully and not, against the model."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from onestop.demo.office import DemoOffice, citizen
from tests.lives import Life, a_life
from workflows.dossiers.models import Dossier, Ending
from workflows.journal.models import Entry
from workflows.people.models import Account
from workflows.permissions.rules import NotAllowed
from workflows.routes.errors import NotOpen
from workflows.routes.perform import perform, relating
from workflows.routes.refusals import REFUSALS

from .model import ENDED, HANOI, TABLE, Answer, Model, day_of

BEGIN = datetime(2026, 1, 5, 8, tzinfo=HANOI)
SLOWLY = datetime(2026, 9, 1, 8, tzinfo=HANOI)
LOGINS = {"reception": "lan", "head": "dung", "handler": "hanh", "approver": "minh", "clerk": "thu"}
STRANGERS = {"other counter": "xa-lan", "other head": "xa-dung", "other approver": "quang"}
PEOPLE = ("citizen", "stranger", *LOGINS, *STRANGERS)
LATER = st.sampled_from([timedelta(minutes=7), timedelta(hours=3), timedelta(days=1),
                         timedelta(days=4), timedelta(days=25), timedelta(days=63)])  # fmt: skip
BASIS = "Nghị định 93/2019/NĐ-CP, điều 15"
# What is left out where something is.
BROKEN: dict[str, dict[str, Any]] = {
    "ask_completion": {"items": {}},
    "resubmit": {"papers": {}},
    "reject": {"reason": "no-such-ground"},
    "receive": {"due_on": BEGIN.date()},
    "assign": {"handler": str(uuid4())},
    "ask_supplement": {"items": {}},
    "supplement": {"papers": {}},
    "propose": {"outcome": "refusal", "reason": "", "facts": {}},
    "send_back": {"reason": " "},
    "approve": {"draft": "0" * 64},
    "stop": {"ground": ""},
    "apologise": {"reason": ""},
}


class OfficeAtWork(RuleBasedStateMachine):
    """One office; a dossier after the other, each until it has ended or the run is over."""

    office: DemoOffice

    def __init__(self) -> None:
        super().__init__()
        self.at = BEGIN
        self._open()

    def _open(self) -> None:
        self.life: Life = a_life(self.office)
        self.model = Model()

    @rule(act=st.sampled_from(sorted(TABLE)), later=LATER, whole=st.booleans(), even=st.booleans())
    def whoever_may(self, act: str, later: timedelta, whole: bool, even: bool) -> None:
        """The next act that is open, from a place by chance; ends come seldom."""
        if self.model.status in ENDED:
            return self._open()
        order = (
            sorted(TABLE)[sorted(TABLE).index(act) :] + sorted(TABLE)[: sorted(TABLE).index(act)]
        )
        lawful = [one for one in order if self.model.status in TABLE[one].whence]
        mild = [one for one in lawful if TABLE[one].whither not in ENDED]
        self._try((mild or lawful)[0], TABLE[(mild or lawful)[0]].who, later, whole or even, even)
        return None

    @rule(act=st.sampled_from(sorted(TABLE)), who=st.sampled_from(PEOPLE), later=LATER,
          whole=st.booleans(), consent=st.booleans())  # fmt: skip
    def anybody(self, act: str, who: str, later: timedelta, whole: bool, consent: bool) -> None:
        self._try(act, who, later, whole, consent)

    @rule(act=st.sampled_from(sorted(TABLE)), later=LATER)
    def in_the_wrong_order(self, act: str, later: timedelta) -> None:
        self._try(act, TABLE[act].who, later, True, False)

    def _try(self, act: str, who: str, later: timedelta, whole: bool, consent: bool) -> None:
        # Late in the year time goes slowly on: the calendar ends with the next one.
        self.at += later if self.at < SLOWLY else timedelta(minutes=7)
        whole = whole or act not in BROKEN
        told = self.model.foretell(act, who, self.at, whole=whole, consent=consent)
        details = self._details(act, whole, consent)
        before = self._everything()
        done = self._perform(act, who, details)
        assert done is told, (act, who, self.model, self.at)
        if done is not Answer.DONE:
            assert self._everything() == before
            return
        was = self.model.status
        self.model.do(act, self.at)
        self._agrees(act, was)

    def _perform(self, act: str, who: str, details: dict[str, Any]) -> Answer:
        try:
            with relating():
                by, key = self._account(who), uuid4().hex
                perform(self.life.dossier, act, by=by, at=self.at, key=key, **details)
        except NotAllowed:
            return Answer.NOT_YOURS
        except NotOpen:
            return Answer.NOT_NOW
        except REFUSALS:
            return Answer.REFUSED
        return Answer.DONE

    def _agrees(self, act: str, was: str) -> None:
        """Status, date and ends are the model's, and the journal tells of this act and no other."""
        dossier, model = self.life.fresh, self.model
        entry = Entry.objects.filter(dossier=dossier).latest("seq")
        assert (entry.act, entry.status_from, entry.status_to) == (act, was, model.status)
        assert (dossier.status, dossier.due_at) == (model.status, model.due)
        assert dossier.due_changes.count() == model.changes
        ends = Ending.objects.filter(dossier=dossier).count()
        assert ends == (model.status in {"WITHDRAWN", "STOPPED"})
        assert (dossier.ended_at is not None) == (model.status in ENDED)

    def _everything(self) -> dict[str, Any]:
        kept = Dossier.objects.filter(pk=self.life.dossier.pk).values().get()
        rows: Callable[[str], int] = lambda name: getattr(self.life.dossier, name).count()  # noqa: E731
        around = ("due_changes", "clock_segments", "holdings", "papers", "components")
        return kept | {name: rows(name) for name in (*around, "completion_requests")}

    def _account(self, who: str) -> Account:
        if who == "citizen":
            return self.life.citizen
        if who == "stranger":
            return citizen("khach", at=self.at)
        return self.office.posts[(LOGINS | STRANGERS)[who]].account

    def _details(self, act: str, whole: bool, consent: bool) -> dict[str, Any]:
        if act == "apologise":
            due = self.model.due or self.at
            usual: dict[str, Any] = {"reason": "Chờ ý kiến.", "due_on": day_of(due) + timedelta(7)}
        else:
            usual = self.life.details(act)
        if consent and act in {"ask_completion", "ask_supplement"}:
            superior = str(self.life.superior.public_id)
            usual |= {"legal_basis": BASIS, "approved_by": superior}
        return usual if whole else usual | BROKEN[act]
