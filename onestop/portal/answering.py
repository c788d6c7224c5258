"""What an agency asked for, item by item: why, what is given so far, what came of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import ngettext

from onestop.ui.components.reading import Fact
from onestop.ui.components.words import size
from onestop.ui.eform import EForm
from procedures.fields import FieldType, Question, Situation
from procedures.schema import Procedure, Requirement
from procedures.shown import shown
from procedures.values import is_empty, problem_with
from procedures.words import language_now
from workflows.clock import announced
from workflows.clock.errors import NoCalendarForYear
from workflows.dossiers.models import CompletionItem, CompletionRequest, Dossier
from workflows.dossiers.pinned import procedure_of
from workflows.dossiers.status import Status
from workflows.people.models import Account, Unit
from workflows.routes.giving import patience, vouched
from workflows.routes.preview import Preview, preview

State = CompletionItem.State
# Which act sends what was asked for, by where the dossier waits.
SENDS = {
    Status.COMPLETION_REQUESTED: "resubmit",
    Status.SUPPLEMENT_REQUESTED: "supplement",
}


@dataclass(frozen=True)
class Item:
    """One thing that was asked for, as its page and the list tell of it."""

    asked: CompletionItem
    title: str
    paper: Requirement | None = None
    # Taken from the register without anybody giving it; or only with consent.
    reused: bool = False
    offered: bool = False
    facts: tuple[Fact, ...] = ()

    @property
    def key(self) -> str:
        return self.asked.key

    @property
    def anchor(self) -> str:
        return f"item-{self.key}"

    @property
    def state(self) -> str:
        """One of the states of a slot."""
        if self.infected:
            return "replace"
        if self.asked.state == State.ASKED:
            return "store" if self.reused else "asked"
        return str(self.asked.state)

    @property
    def infected(self) -> bool:
        """Whether malware was found in what was given; it cannot be sent."""
        file = self.asked.file
        return self.asked.state == State.GIVEN and file is not None and file.infected

    @property
    def done(self) -> bool:
        return (self.asked.state != State.ASKED or self.reused) and not self.infected

    @property
    def drawn(self) -> bool:
        return self.paper is not None and self.paper.from_form is not None

    @property
    def uploaded(self) -> bool:
        return self.paper is not None and self.paper.from_form is None

    @property
    def told(self) -> str:
        """How large the file is that was given."""
        return size(self.asked.file.size) if self.asked.file else ""


@dataclass(frozen=True)
class Answering:
    """The newest request of a dossier. `preview` is there as long as somebody may answer it."""

    dossier: Dossier
    procedure: Procedure
    request: CompletionRequest
    asked: tuple[CompletionItem, ...]
    preview: Preview | None = None
    consents: frozenset[str] = frozenset()
    today: date | None = None

    @property
    def open(self) -> bool:
        return self.request.answered_at is None and self.dossier.status in SENDS

    @property
    def supplement(self) -> bool:
        """Asked for after assessment had begun; else before reception."""
        return self.request.stage == CompletionRequest.Stage.ASSESSMENT

    @property
    def asked_by(self) -> str:
        return office(self.request.asked_by.unit, on=self.request.asked_at)

    @property
    def counted(self) -> str:
        done = len(self.asked) - self.left
        return ngettext(
            "%(done)d of %(all)d item is answered.",
            "%(done)d of %(all)d items are answered.",
            len(self.asked),
        ) % {"done": done, "all": len(self.asked)}

    @property
    def until(self) -> datetime | None:
        """After which the agency may end the dossier for silence; none where it may not."""
        if self.dossier.status != Status.SUPPLEMENT_REQUESTED:
            return None
        try:
            calendar = announced.calendar(self.dossier.competent_agency.calendar)
            return patience(self.dossier, calendar)
        except NoCalendarForYear:
            return None

    @property
    def act(self) -> str:
        return SENDS[Status(self.dossier.status)]

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(self._item(one) for one in self.asked)

    @property
    def left(self) -> int:
        return sum(not one.done for one in self.items)

    @property
    def next(self) -> Item | None:
        """The first that is not answered."""
        return next((one for one in self.items if not one.done), None)

    def item(self, key: str) -> Item | None:
        return next((one for one in self.items if one.key == key), None)

    def form_of(self, item: Item, data: Mapping[str, Any] | None = None) -> EForm:
        """What is typed for this one; what an answer raises is asked at once."""
        form = self._form(item, self._situation, data)
        if data is None:
            return form
        typed = {**self._situation.answers, **form.typed}
        return self._form(item, replace(self._situation, answers=typed), data)

    def _form(self, item: Item, situation: Situation, data: Mapping[str, Any] | None) -> EForm:
        return EForm(
            self._questions(item, situation),
            answers=self.dossier.answers | self._given,
            known=self._known(item),
            data=data,
        )

    def _known(self, item: Item) -> dict[str, Mapping[str, Any]]:
        """What need not be typed. The answer that was asked for stays as the dossier has it."""
        found = self.preview.known if self.preview else {}
        stands = {k: t for k, t in self._vouched.items() if k == item.key or k not in found}
        return {**found, **stands}

    @cached_property
    def _vouched(self) -> Mapping[str, Mapping[str, Any]]:
        return vouched(self.dossier, on=self.today) if self.today else {}

    def _questions(self, item: Item, situation: Situation) -> tuple[Question, ...]:
        """The answer that was asked for; of a paper made from the answers, all of these."""
        questions = self.procedure.asked_of(self.dossier.case, situation)
        if not item.drawn:
            return tuple(q for q in questions if q.key == item.key)
        others = {one.key for one in self.asked}
        return tuple(
            q for q in questions if q.type is not FieldType.DECLARATION and q.key not in others
        )

    @property
    def _situation(self) -> Situation:
        now = self.dossier.situation
        given = {key: told["value"] for key, told in self._given.items()}
        return replace(now, answers={**now.answers, **given})

    @property
    def _given(self) -> dict[str, dict[str, Any]]:
        """What was typed so far, apart from the dossier's own answers."""
        values: dict[str, Any] = {}
        for one in self.asked:
            # Empty, too, where it was given empty.
            if one.state == State.GIVEN and one.file is None:
                values |= (one.value or {}) if one.key in self._drawn else {one.key: one.value}
        return {key: {"value": value, "source": "declared"} for key, value in values.items()}

    @property
    def _drawn(self) -> Collection[str]:
        asked = self.procedure.requirements_of(self.dossier.case)
        return {one.key for one in asked if one.from_form}

    def _item(self, asked: CompletionItem) -> Item:
        papers = {one.key: one for one in self.procedure.requirements_of(self.dossier.case)}
        held = self.preview.held.get(asked.key) if self.preview else None
        there = held is not None and held.result is not None
        agreed = held is not None and (not held.needs_consent or asked.key in self.consents)
        return Item(
            asked=asked,
            title=labels_of(self.procedure).get(asked.key, asked.key),
            paper=papers.get(asked.key),
            reused=there and agreed,
            offered=there and not agreed,
            facts=tuple(self._facts(asked)),
        )

    def _facts(self, item: CompletionItem) -> Iterator[Fact]:
        """What was typed, as far as it is not what the dossier says anyway."""
        if item.state == State.ASKED:
            return
        questions = self.procedure.questions_of(self.dossier.case)
        labels = {q.key: q for q in questions}
        given = item.value or {} if item.key in self._drawn else {item.key: item.value}
        before = self.dossier.situation.answers if item.state == State.GIVEN else {}
        for key, value in given.items():
            stood = key in before and before[key] == value and key != item.key
            if key in labels and not stood and (key == item.key or not is_empty(value)):
                yield _fact(labels[key], value)


def answering_of(dossier: Dossier) -> Answering | None:
    """The newest request, to be read; none where nothing was ever asked for."""
    requests = dossier.completion_requests.order_by("-asked_at", "-pk")
    newest = requests.select_related("asked_by__unit__agency").first()
    if newest is None:
        return None
    items = newest.items.select_related("file").order_by("pk")
    return Answering(dossier, procedure_of(dossier), newest, tuple(items))


def answerable(
    answering: Answering, *, by: Account, at: datetime, consents: frozenset[str]
) -> Answering:
    """The same, with what the register gives and what is known. Raises `NotAllowed`."""
    found = preview(answering.dossier, by=by, at=at, consents=consents, act=answering.act)
    return replace(answering, preview=found, consents=consents, today=localdate(at))


def office(unit: Unit, *, on: datetime) -> str:
    """A unit with its agency, under the name that the agency had on the day."""
    return f"{unit}, {unit.agency.name_on(localdate(on))}"


def labels_of(procedure: Procedure) -> dict[str, str]:
    """What papers and questions are called."""
    papers = {one.key: str(one.title) for one in procedure.requirements}
    return papers | {one.key: str(one.label) for one in procedure.questions}


def _fact(question: Question, value: Any) -> Fact:
    if is_empty(value):
        return Fact(str(question.label), "–")
    wrong = problem_with(question, value)
    return Fact(
        str(question.label), str(value) if wrong else shown(question, value, language_now())
    )
