"""Several people at random at one dossier after another, lawfully and not, against the model."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import connection
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from onestop.demo.office import DemoOffice, citizen
from tests.lives import Life, a_life
from workflows.dossiers.models import Ending
from workflows.journal.models import Entry
from workflows.people.models import Account
from workflows.permissions.rules import NotAllowed
from workflows.results.models import Result
from workflows.routes.errors import NotOpen
from workflows.routes.perform import perform, relating
from workflows.routes.refusals import REFUSALS

from .model import DECIDED, ENDED, HANOI, TABLE, Answer, Model, day_of

BEGIN = datetime(2026, 1, 5, 8, tzinfo=HANOI)
SLOWLY = datetime(2026, 9, 1, 8, tzinfo=HANOI)
LOGINS = {"reception": "lan", "head": "dung", "handler": "hanh", "approver": "minh", "clerk": "thu"}
STRANGERS = {"other counter": "xa-lan", "other head": "xa-dung", "other approver": "quang"}
PEOPLE = ("citizen", "stranger", *LOGINS, *STRANGERS)
LATER = st.sampled_from([timedelta(minutes=7), timedelta(hours=3), timedelta(days=1),
                         timedelta(days=4), timedelta(days=25), timedelta(days=63)])  # fmt: skip
BASIS = "Nghị định 93/2019/NĐ-CP, điều 15"
SILENT = timedelta(days=63)
# A time-stamp bears the true time: what is done with the signed result is done at present.
SIGNING, SIGNED = {"sign", "number", "issue", "hand_over"}, {"SIGNED", "ISSUED", "RETURNED"}
# What an act may change: the dossier wholly, of the rest how much there is.
EVERYTHING = """
    SELECT to_jsonb(d),
        (SELECT count(*) FROM dossiers_duechange WHERE dossier_id = d.id),
        (SELECT count(*) FROM dossiers_clocksegment WHERE dossier_id = d.id),
        (SELECT count(*) FROM dossiers_holding WHERE dossier_id = d.id),
        (SELECT count(*) FROM dossiers_paper WHERE dossier_id = d.id),
        (SELECT count(*) FROM dossiers_component WHERE dossier_id = d.id),
        (SELECT count(*) FROM dossiers_completionrequest WHERE dossier_id = d.id),
        (SELECT count(*) FROM dossiers_ending WHERE dossier_id = d.id),
        (SELECT count(*) FROM dossiers_documentnumber WHERE dossier_id = d.id),
        (SELECT count(*) FROM journal_entry WHERE dossier_id = d.id)
    FROM dossiers_dossier d WHERE id = %s"""
# The way without an obstacle, along which a run goes furthest.
ROAD = {"DRAFT": "submit", "COMPLETION_REQUESTED": "resubmit", "SUBMITTED": "receive",
        "RECEIVED": "assign", "PROCESSING": "propose", "SUPPLEMENT_REQUESTED": "supplement",
        "AWAITING_APPROVAL": "approve", "APPROVED": "sign", "ISSUED": "hand_over"}  # fmt: skip
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
    "judge": {"item": "no-such-paper"},
    "sign": {"pin": "000000"},
    "issue": {"pin": "000000"},
    "hand_over": {"received_by": " "},
    "correct": {"reason": ""},
}


class OfficeAtWork(RuleBasedStateMachine):
    """One office; a dossier after the other, each until it has ended or the run is over."""

    office: DemoOffice
    # To sign takes longer than forty other acts: of so many runs one does.
    signs_one_in = 2
    signs = False

    def __init__(self) -> None:
        super().__init__()
        self.at = BEGIN
        self.stranger = citizen("khach", at=self.at)
        self._open()

    def _open(self) -> None:
        self.life: Life = a_life(self.office)
        self.model = Model()
        self.kept = self._everything()

    @initialize(turn=st.integers(0, 999))
    def to_the_end_or_not(self, turn: int) -> None:
        self.signs = turn % self.signs_one_in == 0

    @rule(act=st.sampled_from(sorted(TABLE)), later=LATER, whole=st.booleans(), even=st.booleans())
    def whoever_may(self, act: str, later: timedelta, whole: bool, even: bool) -> None:
        """The next act that is open, from a place by chance; ends come seldom."""
        if self.model.status in ENDED:
            return self._open()
        order = (
            sorted(TABLE)[sorted(TABLE).index(act) :] + sorted(TABLE)[: sorted(TABLE).index(act)]
        )
        lawful = [one for one in order if self.model.is_open(one)]
        mild = [one for one in lawful if TABLE[one].whither not in ENDED]
        next_one = (mild or lawful)[0]
        self._try(next_one, self.model.who(next_one), later, whole or even, even)
        return None

    @precondition(lambda self: self.model.status not in ENDED)
    @rule(later=LATER)
    def nothing_is_in_the_way(self, later: timedelta) -> None:
        act = ROAD.get(self.model.status) or ("issue" if self.model.numbered else "number")
        self._try(act, self.model.who(act), later, True, False)

    @precondition(lambda self: self.model.status == "SUPPLEMENT_REQUESTED")
    @rule(later=st.sampled_from([timedelta(hours=3), SILENT]))
    def the_applicant_is_silent(self, later: timedelta) -> None:
        self._try("stop_for_silence", "head", later, True, False)

    @rule(act=st.sampled_from(sorted(TABLE)), who=st.sampled_from(PEOPLE), later=LATER,
          whole=st.booleans(), consent=st.booleans())  # fmt: skip
    def anybody(self, act: str, who: str, later: timedelta, whole: bool, consent: bool) -> None:
        self._try(act, who, later, whole, consent)

    @rule(act=st.sampled_from(sorted(TABLE)), later=LATER)
    def in_the_wrong_order(self, act: str, later: timedelta) -> None:
        self._try(act, self.model.who(act), later, True, False)

    def _try(self, act: str, who: str, later: timedelta, whole: bool, consent: bool) -> None:
        at = self._moment(act, later)
        whole = whole or act not in BROKEN
        told = self.model.foretell(act, who, at, whole=whole, consent=consent)
        if act == "sign" and told is Answer.DONE and not self.signs:
            return self._open()
        details = self._details(act, whole, consent, at)
        done = self._perform(act, who, at, details)
        assert done is told, (act, who, self.model, at)
        before, self.kept = self.kept, self._everything()
        if done is not Answer.DONE:
            assert self.kept == before
            return None
        was = self.model.status
        self.model.do(act, at)
        return self._agrees(act, was)

    def _moment(self, act: str, later: timedelta) -> datetime:
        if act in SIGNING or self.model.status in SIGNED:
            return timezone.now()
        # Late in the year time goes slowly on: the calendar ends with the next one.
        self.at += later if self.at < SLOWLY else timedelta(minutes=7)
        return self.at

    def _perform(self, act: str, who: str, at: datetime, details: dict[str, Any]) -> Answer:
        try:
            with relating():
                by, key = self._account(who), uuid4().hex
                perform(self.life.dossier, act, by=by, at=at, key=key, **details)
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
        results = Result.objects.filter(dossier_code=str(dossier)).count()
        assert (entry.act, entry.status_from, entry.status_to) == (act, was, model.status)
        assert (dossier.status, dossier.due_at) == (model.status, model.due)
        assert dossier.due_changes.count() == model.changes
        ends = Ending.objects.filter(dossier=dossier).count()
        assert ends == (model.status in {"WITHDRAWN", "STOPPED"})
        assert results == (model.status in {"ISSUED", "RETURNED"})
        assert (dossier.ended_at is not None) == (model.status in DECIDED)
        assert dossier.correction == ""

    def _everything(self) -> tuple[Any, ...]:
        with connection.cursor() as cursor:
            cursor.execute(EVERYTHING, [self.life.dossier.pk])
            (kept,) = cursor.fetchall()
        return tuple(kept)

    def _account(self, who: str) -> Account:
        if who == "citizen":
            return self.life.citizen
        if who == "stranger":
            return self.stranger
        return self.office.posts[(LOGINS | STRANGERS)[who]].account

    def _details(self, act: str, whole: bool, consent: bool, at: datetime) -> dict[str, Any]:
        if act == "apologise":
            due = self.model.due or at
            usual: dict[str, Any] = {"reason": "Chờ ý kiến.", "due_on": day_of(due) + timedelta(7)}
        else:
            usual = self.life.details(act)
        if consent and act in {"ask_completion", "ask_supplement"}:
            superior = str(self.life.superior.public_id)
            usual |= {"legal_basis": BASIS, "approved_by": superior}
        return usual if whole else usual | BROKEN[act]
