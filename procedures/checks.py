"""What must hold of a revision by itself, beyond its shape. `manage.py check` refuses the rest.

Apart from reading: a rule made stricter later must not make an old dossier's revision unreadable.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

from django.core.checks import CheckMessage, Error
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from . import catalogue, chains
from .outcomes import ANSWER, OFFICER, OWNER
from .prefill import OF_RESULT, PEOPLE
from .reading import Finding
from .schema import Case, FactField, Field, FieldType, Procedure, ResultType
from .words import Mark

CODE = re.compile(r"[0-9]\.[0-9]{6}")
LIMIT = re.compile(r"[1-9][0-9]* (working days|calendar days|working hours)|by plan")

# A place in the file, and what was expected there.
Faults = Iterator[tuple[str, Promise | str]]


class Keyed(Protocol):
    @property
    def key(self) -> str: ...


def faults(procedure: Procedure) -> Faults:
    """All that is wrong with a revision by itself."""
    for rule in RULES:
        yield from rule(procedure)


def check_all(*, folder: Path | None = None) -> list[Finding]:
    """All that is wrong with a catalogue: shapes, each revision, and all of them together."""
    read_well, unread = catalogue.read_all(folder or catalogue.DATA)
    own = [
        Finding(str(path), place, expected)
        for path, procedure in read_well.items()
        for place, expected in faults(procedure)
    ]
    return [*unread, *own, *chains.findings(read_well, whole=not unread)]


def check_catalogue(**_options: Any) -> list[CheckMessage]:
    """The findings as errors of Django's system check."""
    return [Error(str(finding), id="procedures.E001") for finding in check_all()]


def _code(procedure: Procedure) -> Faults:
    if procedure.code is not None and not CODE.fullmatch(procedure.code):
        yield "code", _("seven digits such as 1.013017, or null")
    if (procedure.code is None) != (procedure.code_reason is not None):
        yield "code_reason", _("the reason where there is no code, and only there")


def _assumptions(procedure: Procedure) -> Faults:
    places = procedure.provisional()
    if places and not procedure.assumed:
        yield "assumed", format_lazy(_("true, because {} is not established"), places[0])
    if procedure.assumed and not places:
        yield "assumed", _("false, because every fact rests on a text")
    if procedure.assumed != (procedure.assumed_reason is not None):
        yield "assumed_reason", _("the reason where the revision is assumed, and only there")


def _bases(procedure: Procedure) -> Faults:
    for place, basis in procedure.bases():
        if basis.text is None and basis.mark is not Mark.ASSUMED:
            yield f"{place}.text", _("the text of law the fact rests on")


def _channels(procedure: Procedure) -> Faults:
    for n, channel in enumerate(procedure.channels):
        if not LIMIT.fullmatch(channel.limit):
            yield f"channels[{n}].limit", _("a limit such as “30 working days”, or “by plan”")
        if channel.fee.amount is None and channel.fee.note is None:
            yield f"channels[{n}].fee.note", _("how the fee is found where there is no amount")


def _dates(procedure: Procedure) -> Faults:
    if procedure.ends is not None and procedure.ends < procedure.revision:
        yield "ends", _("a day not before the revision begins")


def _unique(procedure: Procedure) -> Faults:
    for place, parts in _lists(procedure):
        yield from _repeated(place, parts)


def _lists(procedure: Procedure) -> Iterator[tuple[str, Sequence[Keyed]]]:
    for name in ("channels", "cases", "requirements", "questions", "results", "refusal_reasons"):
        yield name, getattr(procedure, name)
    for place, field in _fields(procedure):
        yield f"{place}.options", field.options
        yield f"{place}.columns", field.columns
    for place, result in _results(procedure):
        yield f"{place}.facts", result.facts
        yield f"{place}.revoked_by", result.revoked_by


def _repeated(place: str, parts: Sequence[Keyed]) -> Faults:
    seen: set[str] = set()
    for n, part in enumerate(parts):
        if part.key in seen:
            yield f"{place}[{n}].key", format_lazy(_("“{}” only once"), part.key)
        seen.add(part.key)


def _references(procedure: Procedure) -> Faults:
    for n, case in enumerate(procedure.cases):
        yield from _dead(f"cases[{n}].requirements", case.requirements, procedure.requirements)
        yield from _dead(f"cases[{n}].questions", case.questions, procedure.questions)
        if case.result not in {result.key for result in procedure.results}:
            yield f"cases[{n}].result", _defined(case.result)
    used: dict[str, Callable[[Case], Iterable[str]]] = {
        "requirements": lambda case: case.requirements,
        "questions": lambda case: case.questions,
        "results": lambda case: [case.result],
    }
    for name, of in used.items():
        named = {key for case in procedure.cases for key in of(case)}
        for n, part in enumerate(getattr(procedure, name)):
            if part.key not in named:
                yield f"{name}[{n}]", _("a case that uses it")


def _dead(place: str, keys: Sequence[str], parts: Sequence[Keyed]) -> Faults:
    known = {part.key for part in parts}
    for n, key in enumerate(keys):
        if key not in known:
            yield f"{place}[{n}]", _defined(key)


def _defined(key: str) -> Promise:
    return format_lazy(_("something defined below, not “{}”"), key)


def _obtainable(procedure: Procedure) -> Faults:
    for n, requirement in enumerate(procedure.requirements):
        if not requirement.from_citizen and not requirement.from_register:
            yield f"requirements[{n}].from_register", _("where else the paper comes from")
        if requirement.reuse_basis is not None and not requirement.from_register:
            yield f"requirements[{n}].reuse_basis", _("none, for nothing is reused here")


def _forms(procedure: Procedure) -> Faults:
    for place, field in _fields(procedure):
        if (field.type is FieldType.SELECT) != bool(field.options):
            yield f"{place}.options", _("options for a select, and only there")
        if (field.type is FieldType.TABLE) != bool(field.columns):
            yield f"{place}.columns", _("columns for a table, and only there")
        if any(column.type is FieldType.TABLE for column in field.columns):
            yield f"{place}.columns", _("no table inside a table")


def _prefills(procedure: Procedure) -> Faults:
    for n, question in enumerate(procedure.questions):
        source = question.prefill
        if source is not None and source not in PEOPLE and not OF_RESULT.fullmatch(source):
            yield f"questions[{n}].prefill", _("a known source such as “owner.name”")


def _facts(procedure: Procedure) -> Faults:
    for place, result in _results(procedure):
        cases = [case for case in procedure.cases if case.result == result.key]
        for n, fact in enumerate(result.facts):
            yield from _source(f"{place}.facts[{n}]", fact, cases, procedure)
        if result.validity == "none" and result.satisfies:
            yield f"{place}.satisfies", _("nothing, because the result proves nothing afterwards")


def _replacing(procedure: Procedure) -> Faults:
    for place, result in _results(procedure):
        if result.replaces is None:
            continue
        cases = [case for case in procedure.cases if case.result == result.key]
        if not cases or not all(result.replaces in case.requirements for case in cases):
            yield f"{place}.replaces", _("a paper of every case with this result")
        named = (r for r in procedure.requirements if r.key == result.replaces)
        if not all(requirement.from_register for requirement in named):
            yield f"{place}.replaces", _("a paper that comes from the register")


def _source(place: str, fact: FactField, cases: list[Case], procedure: Procedure) -> Faults:
    if fact.source in (OFFICER, OWNER):
        return
    if not fact.source.startswith(ANSWER):
        yield f"{place}.source", _("“officer”, “owner.name” or “answer:” and a question")
        return
    asked = fact.source.removeprefix(ANSWER)
    if not all(asked in case.questions for case in cases):
        yield f"{place}.source", _("a question of every case with this result")
    types = {question.key: question.type for question in procedure.questions}
    if types.get(asked, fact.type) is not fact.type:
        yield f"{place}.type", format_lazy(_("{}, as in the question"), types[asked].value)


def _fields(procedure: Procedure) -> Iterator[tuple[str, Field]]:
    """Every field with its place: questions, facts, and the columns of both."""
    own: list[tuple[str, Field]] = [
        (f"questions[{n}]", question) for n, question in enumerate(procedure.questions)
    ]
    for place, result in _results(procedure):
        own += ((f"{place}.facts[{n}]", fact) for n, fact in enumerate(result.facts))
    for place, field in own:
        yield place, field
        yield from ((f"{place}.columns[{n}]", column) for n, column in enumerate(field.columns))


def _results(procedure: Procedure) -> Iterator[tuple[str, ResultType]]:
    yield from ((f"results[{n}]", result) for n, result in enumerate(procedure.results))
    yield "refusal", procedure.refusal


RULES: tuple[Callable[[Procedure], Faults], ...] = (
    _code,
    _assumptions,
    _bases,
    _channels,
    _dates,
    _unique,
    _references,
    _obtainable,
    _forms,
    _prefills,
    _facts,
    _replacing,
)
