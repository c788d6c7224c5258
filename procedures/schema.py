"""What the law says of one procedure: frozen, in the order in which a file tells it.

A default, once published, never changes: the hash leaves defaults out, so that a later schema may
add words without touching what was published before.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Literal, TypeVar

import rfc8785
from django.utils.translation import gettext_lazy as _
from pydantic import Field as Limits

from .conditions import Condition
from .fees import Fee, Tariff
from .fields import Page, Question, Situation, When
from .results import ResultType
from .words import TRIAL, Basis, Fact, FieldKey, Key, Level, Mark, Reason, Text

Area = Literal["civil-servants", "archives", "funds"]
Secrecy = Literal["none", "secret", "top-secret", "of-special-importance"]
# Registers of the State that an agency asks by itself.
Database = Literal["population", "criminal-records", "civil-servants", "business"]
BY_PLAN = "by plan"
Count = Annotated[int, Limits(ge=0, le=99)]


class UnknownWord(Exception):
    """The procedure has no case, channel or result type of this name."""

    def __init__(self, what: str, procedure: Procedure) -> None:
        super().__init__(
            _("Procedure %(key)s has nothing called “%(what)s”.")
            % {"key": procedure.key, "what": what}
        )


class Channel(Fact):
    """A way to file. Time limit and fee hang on it, for they may differ from way to way."""

    key: Literal["online", "counter", "post"]
    # "30 working days", "10 calendar days", "8 working hours", "same day", "by plan"
    limit: str
    # The event from which the limit counts, where that is not the day of reception.
    counted_from: Text | None = None
    basis: Basis
    fee: Fee

    @property
    def waits_or_is_planned(self) -> bool:
        """Whether the day of return does not follow from the day of reception alone."""
        return self.limit == BY_PLAN or self.counted_from is not None


class FormPaper(Fact):
    """A paper drawn from the answers, which nobody prints, signs and scans (đơn, tờ khai)."""

    form: Text | None = None  # as the law's annex calls it: Mẫu số 01
    heading: Text | None = None  # where the name of the paper is not what stands over it
    sections: tuple[Page, ...] = ()  # where it orders the answers other than the form's pages


class Requirement(Fact):
    """A paper the dossier needs (thành phần hồ sơ)."""

    key: Key
    # What sort of paper it is across procedures; a result type names the kinds it satisfies.
    kind: Key
    title: Text
    note: Text | None = None
    originals: Count = 0
    copies: Count = 0
    # Not required: handed in by those it concerns, as its note says.
    required: bool = True
    substitutes: tuple[Text, ...] = ()  # other papers that are as good
    from_citizen: bool = True
    from_form: FormPaper | None = None
    from_register: tuple[Key, ...] = ()  # the result types that may stand in for it
    from_database: Database | None = None  # which the agency asks before it asks anybody
    # The law that lets the agency use them unasked; without one the owner has to consent.
    reuse_basis: Basis | None = None
    when: When | None = None
    was: Key | None = None  # its key in the revision before, where it was renamed
    basis: Basis

    def applies_to(self, situation: Situation) -> bool:
        return self.when is None or self.when.holds(situation)


class Case(Fact):
    """One situation the procedure provides for (trường hợp): its papers, its form, its result."""

    key: Key
    title: Text
    requirements: tuple[Key, ...]
    questions: tuple[FieldKey, ...]
    result: Key


class Route(Fact):
    """Who acts in which order inside the office, by the name of the route."""

    # event_started: the clock waits for what `counted_from` names, which an officer records.
    name: Literal["standard", "same_day", "event_started"]


Part = TypeVar("Part", Case, Channel, ResultType)


class Competent(Fact):
    """Who decides (thẩm quyền): agencies of these kinds, as `Agency.kind` names them."""

    kinds: Annotated[tuple[Key, ...], Limits(min_length=1)]
    basis: Basis


class Online(Fact):
    """How much of it can be done online; what cannot has its reason published."""

    extent: Literal["full", "partial"]
    reason: Text | None = None
    basis: Basis


class Retired(Fact):
    """A procedure that was abolished: what it was, since when it is no more, and by which act."""

    code: str | None = None
    slug: Key
    area: Area
    title: Text
    ended: date  # the first day without it
    basis: Basis

    @property
    def key(self) -> str:
        return self.code or self.slug


class Procedure(Fact):
    """One revision of one procedure, in force from its date until the next revision begins."""

    code: str | None
    code_reason: Text | None = None  # why there is no national code
    slug: Key
    area: Area
    level: Level | None = None  # of the State, whose agencies decide
    revision: date
    ends: date | None = None  # the last day in force, where it was known from the start
    title: Text
    description: Text
    assumed: bool
    assumed_reason: Text | None = None
    legal_basis: Annotated[tuple[Basis, ...], Limits(min_length=1)]
    route: Route
    # None: a dossier is opened only where an office has been named for it, not on the portal.
    competent: Competent | None = None
    supplement_effect: Literal["RESTART", "PAUSE"]
    secrecy: Secrecy = "none"
    online: Online | None = None  # None: nothing is established about it
    channels: Annotated[tuple[Channel, ...], Limits(min_length=1)]
    cases: Annotated[tuple[Case, ...], Limits(min_length=1)]
    requirements: tuple[Requirement, ...]
    questions: tuple[Question, ...]
    pages: tuple[Page, ...] = ()  # none: the form is parted by length
    conditions: tuple[Condition, ...] = ()
    tariffs: tuple[Tariff, ...] = ()
    results: Annotated[tuple[ResultType, ...], Limits(min_length=1)]
    refusal: ResultType  # what is issued when the request is decided against
    refusal_reasons: Annotated[tuple[Reason, ...], Limits(min_length=1)]  # for rejecting reception

    @property
    def key(self) -> str:
        """The national code, or the slug where none is established."""
        return self.code or self.slug

    @property
    def notice(self) -> Text | None:
        """What must stand beside everything shown of a revision that rests on assumptions."""
        return TRIAL if self.assumed else None

    @cached_property
    def bundle_hash(self) -> str:
        """SHA-256 over the canonical JSON (RFC 8785) of what this revision says."""
        said: Any = self.model_dump(mode="json", exclude_defaults=True)
        return hashlib.sha256(rfc8785.dumps(said)).hexdigest()

    def case(self, key: str) -> Case:
        return self._named(key, self.cases)

    def channel(self, key: str) -> Channel:
        return self._named(key, self.channels)

    def result_type(self, key: str) -> ResultType:
        return self._named(key, (*self.results, self.refusal))

    def result_of(self, case: str) -> ResultType:
        return self.result_type(self.case(case).result)

    def requirements_of(self, case: str) -> tuple[Requirement, ...]:
        wanted = self.case(case).requirements
        return tuple(r for r in self.requirements if r.key in wanted)

    def questions_of(self, case: str) -> tuple[Question, ...]:
        wanted = self.case(case).questions
        return tuple(q for q in self.questions if q.key in wanted)

    def conditions_of(self, case: str) -> tuple[Condition, ...]:
        """Those that are reckoned from what the case asks."""
        wanted = self.case(case).questions
        return tuple(one for one in self.conditions if one.question in wanted)

    def asked_of(self, case: str, situation: Situation) -> tuple[Question, ...]:
        """The questions of a case that are asked in this situation."""
        counted = self.counted(case, situation)
        return tuple(q for q in self.questions_of(case) if q.applies_to(counted))

    def counted(self, case: str, situation: Situation) -> Situation:
        """Without answers to questions that are not asked, since they decide nothing any more."""
        while True:
            unasked = {q.key for q in self.questions_of(case) if not q.applies_to(situation)}
            rest = {key: one for key, one in situation.answers.items() if key not in unasked}
            if len(rest) == len(situation.answers):
                return situation
            situation = replace(situation, answers=rest)

    def pages_of(self, case: str) -> tuple[Page, ...]:
        """The pages of which a case asks anything."""
        wanted = set(self.case(case).questions)
        return tuple(page for page in self.pages if wanted.intersection(page.questions))

    def bases(self) -> Iterator[tuple[str, Basis]]:
        """Each fact's basis with its place in the file."""
        yield from ((f"legal_basis[{n}]", basis) for n, basis in enumerate(self.legal_basis))
        if self.competent is not None:
            yield "competent.basis", self.competent.basis
        if self.online is not None:
            yield "online.basis", self.online.basis
        for n, channel in enumerate(self.channels):
            yield f"channels[{n}].basis", channel.basis
            yield f"channels[{n}].fee.basis", channel.fee.basis
        for name in ("requirements", "conditions", "tariffs", "results"):
            for n, part in enumerate(getattr(self, name)):
                yield f"{name}[{n}].basis", part.basis
        yield from self._bases_within("tariffs", "adjustments", "exemptions")
        yield from self._bases_within("results", "duties")
        for n, requirement in enumerate(self.requirements):
            if requirement.reuse_basis is not None:
                yield f"requirements[{n}].reuse_basis", requirement.reuse_basis
        yield "refusal.basis", self.refusal.basis

    def provisional(self) -> tuple[str, ...]:
        """The places that rest on nothing established; no code counts as one."""
        places = tuple(place for place, basis in self.bases() if basis.mark is Mark.ASSUMED)
        return places if self.code else ("code", *places)

    def _bases_within(self, name: str, *lists: str) -> Iterator[tuple[str, Basis]]:
        for n, part in enumerate(getattr(self, name)):
            for within in lists:
                for m, one in enumerate(getattr(part, within)):
                    yield f"{name}[{n}].{within}[{m}].basis", one.basis

    def is_dated_by_hand(self, channel: str) -> bool:
        """Whether the day of return is entered at reception: a plan or an event decides it.

        Along the route `event_started` the event is recorded once it has come to pass.
        """
        return self.channel(channel).waits_or_is_planned and self.route.name != "event_started"

    def _named(self, key: str, parts: Iterable[Part]) -> Part:
        for part in parts:
            if part.key == key:
                return part
        raise UnknownWord(key, self)
