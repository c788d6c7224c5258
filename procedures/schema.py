"""What the law says of one procedure: frozen, in the order in which a file tells it.

A default, once published, never changes: the hash leaves defaults out, so that a later schema may
add words without touching what was published before.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Literal, TypeVar

import rfc8785
from django.utils.translation import gettext_lazy as _
from pydantic import Field as Limits

from .words import TRIAL, Basis, Fact, FieldKey, Key, Mark, Reason, Text, Words

Area = Literal["civil-servants", "archives", "funds"]
Count = Annotated[int, Limits(ge=0, le=99)]


class Applicant(StrEnum):
    PERSON = "person"
    ORGANISATION = "organisation"


class FieldType(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long-text"
    INTEGER = "integer"
    MONEY = "money"  # whole đồng
    DATE = "date"
    PHONE = "phone"
    EMAIL = "email"
    PERSONAL_NUMBER = "personal-number"
    YES_NO = "yes-no"
    DECLARATION = "declaration"
    SELECT = "select"
    TABLE = "table"


class UnknownWord(Exception):
    """The procedure has no case, channel or result type of this name."""

    def __init__(self, what: str, procedure: Procedure) -> None:
        super().__init__(
            _("Procedure %(key)s has nothing called “%(what)s”.")
            % {"key": procedure.key, "what": what}
        )


class Condition(Fact):
    """When a requirement applies. A closed list: add a word here, never a formula."""

    applicant: Applicant

    def holds(self, *, applicant: str) -> bool:
        return applicant == self.applicant


class Fee(Fact):
    """What a channel costs in đồng; without a single amount, the note says how it is found."""

    amount: Annotated[int, Limits(ge=0)] | None
    note: Text | None = None
    basis: Basis


class Channel(Fact):
    """A way to file. Time limit and fee hang on it, for they may differ from way to way."""

    key: Literal["online", "counter", "post"]
    limit: str  # "30 working days", "10 calendar days", "8 working hours", "by plan"
    basis: Basis
    fee: Fee


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
    from_citizen: bool = True
    from_register: tuple[Key, ...] = ()  # the result types that may stand in for it
    # The law that lets the agency use them unasked; without one the owner has to consent.
    reuse_basis: Basis | None = None
    when: Condition | None = None
    basis: Basis

    def applies_to(self, applicant: str) -> bool:
        return self.when is None or self.when.holds(applicant=applicant)


class Option(Fact):
    key: Key
    label: Text


class Field(Fact):
    """Something written into a form: by the applicant, or by the officer who decides."""

    key: FieldKey
    label: Text
    type: FieldType
    required: bool = True
    hint: Text | None = None
    options: tuple[Option, ...] = ()
    columns: tuple[Field, ...] = ()


class Question(Field):
    """A field of the applicant's form. `prefill` names where the answer may be known from."""

    prefill: str | None = None


class FactField(Field):
    """A fact the result states. `source` is `answer:<question>`, `owner.name` or `officer`."""

    source: str


class Years(Fact):
    years: Annotated[int, Limits(ge=1, le=99)]


class Scope(Fact):
    """What limits where a result may stand in for a paper; what is left out limits nothing."""

    procedures: tuple[Words, ...] = ()  # the keys of those that may rely on it
    levels: tuple[Literal["central", "province", "commune"], ...] = ()  # of the agency that decides
    territory: Literal["everywhere", "issuer"] = "everywhere"


class ResultType(Fact):
    """A kind of result: what it is called, how long it holds, what it says and what it opens.

    Validity `none`: it decides its own matter and proves nothing afterwards.
    """

    key: Key
    title: Text
    subject: Text  # the abstract under the document's name (trích yếu)
    symbol: Words  # in the document's number: 05/QĐ-...
    template: Literal["decision"]
    validity: Literal["permanent", "none"] | Years
    basis: Basis
    satisfies: tuple[Key, ...] = ()
    # The requirement whose result from the register ends when this one is issued (cấp lại).
    replaces: Key | None = None
    scope: Scope = Scope()
    revoked_by: tuple[Reason, ...] = ()
    facts: tuple[FactField, ...] = ()

    @property
    def years(self) -> int | None:
        return self.validity.years if isinstance(self.validity, Years) else None

    @property
    def validity_rule(self) -> str:
        """`permanent`, `none`, or an ISO 8601 duration from the day of the decision: `P5Y`."""
        return f"P{self.years}Y" if self.years else str(self.validity)

    @property
    def scope_rule(self) -> dict[str, Any]:
        """What limits its use, as the result states it; empty where nothing does."""
        return self.scope.model_dump(mode="json", exclude_defaults=True)


class Case(Fact):
    """One situation the procedure provides for (trường hợp): its papers, its form, its result."""

    key: Key
    title: Text
    requirements: tuple[Key, ...]
    questions: tuple[FieldKey, ...]
    result: Key


class Route(Fact):
    """Who acts in which order inside the office, by the name of the route."""

    name: Literal["standard"]


Part = TypeVar("Part", Case, Channel, ResultType)


class Competent(Fact):
    """Who decides (thẩm quyền): agencies of these kinds, as `Agency.kind` names them."""

    kinds: Annotated[tuple[Key, ...], Limits(min_length=1)]
    basis: Basis


class Procedure(Fact):
    """One revision of one procedure, in force from its date until the next revision begins."""

    code: str | None
    code_reason: Text | None = None  # why there is no national code
    slug: Key
    area: Area
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
    channels: Annotated[tuple[Channel, ...], Limits(min_length=1)]
    cases: Annotated[tuple[Case, ...], Limits(min_length=1)]
    requirements: tuple[Requirement, ...]
    questions: tuple[Question, ...]
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

    def bases(self) -> Iterator[tuple[str, Basis]]:
        """Each fact's basis with its place in the file."""
        yield from ((f"legal_basis[{n}]", basis) for n, basis in enumerate(self.legal_basis))
        if self.competent is not None:
            yield "competent.basis", self.competent.basis
        for n, channel in enumerate(self.channels):
            yield f"channels[{n}].basis", channel.basis
            yield f"channels[{n}].fee.basis", channel.fee.basis
        for name in ("requirements", "results"):
            for n, part in enumerate(getattr(self, name)):
                yield f"{name}[{n}].basis", part.basis
        for n, requirement in enumerate(self.requirements):
            if requirement.reuse_basis is not None:
                yield f"requirements[{n}].reuse_basis", requirement.reuse_basis
        yield "refusal.basis", self.refusal.basis

    def provisional(self) -> tuple[str, ...]:
        """The places that rest on nothing established; no code counts as one."""
        places = tuple(place for place, basis in self.bases() if basis.mark is Mark.ASSUMED)
        return places if self.code else ("code", *places)

    def _named(self, key: str, parts: Iterable[Part]) -> Part:
        for part in parts:
            if part.key == key:
                return part
        raise UnknownWord(key, self)
