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

from . import catalogue, chains, charges, form_extras, forms, reading
from .fields import FactField
from .outcomes import ANSWER, OFFICER, OWNER
from .reading import Faults, Finding, InvalidDefinition
from .results import ResultType
from .schema import Case, Procedure
from .words import Mark

CODE = re.compile(r"[0-9]\.[0-9]{6}")
LIMIT = re.compile(r"[1-9][0-9]* (working days|calendar days|working hours)|same day|by plan")

KEYED = (
    "channels",
    "cases",
    "requirements",
    "questions",
    "conditions",
    "results",
    "refusal_reasons",
)


class Keyed(Protocol):
    @property
    def key(self) -> str: ...


def faults(procedure: Procedure) -> Faults:
    """All that is wrong with a revision by itself."""
    for rule in RULES:
        yield from rule(procedure)


def check_all(*, folder: Path | None = None) -> list[Finding]:
    """All that is wrong with a catalogue: shapes, each revision, and all of them together."""
    files = catalogue.read_all(folder or catalogue.DATA)
    own = [one for path, found in files.procedures.items() for one in _own(path, found)]
    between = chains.findings(files.procedures, files.retired, whole=not files.findings)
    return [*files.findings, *own, *between]


def check_file(path: Path) -> list[Finding]:
    """All that is wrong with one file, wherever it lies, beside the catalogue of the program."""
    try:
        procedure = reading.read(path, beside=catalogue.DATA)
    except InvalidDefinition as error:
        return list(error.findings)
    known = catalogue.read_all(catalogue.DATA).procedures
    others = {p: one for p, one in known.items() if p != path.resolve()}
    return [*_own(path, procedure), *chains.of_one(path, procedure, others)]


def _own(path: Path, procedure: Procedure) -> list[Finding]:
    return [Finding(str(path), place, expected) for place, expected in faults(procedure)]


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
        if channel.counted_from is not None and channel.limit == "by plan":
            yield f"channels[{n}].counted_from", _("none, for the plan names the day")
        if procedure.route.name == "event_started" and channel.counted_from is None:
            yield f"channels[{n}].counted_from", _("the event that the route waits for")


def _online(procedure: Procedure) -> Faults:
    ways = {channel.key for channel in procedure.channels}
    if procedure.online is not None:
        partial = procedure.online.extent == "partial"
        if partial != (procedure.online.reason is not None):
            yield "online.reason", _("the reason where only a part is online, and only there")
        if "online" not in ways:
            yield "online.extent", _("an online channel")
    if procedure.secrecy == "none":
        return
    # Secret matters never enter this system: only that they are handled elsewhere is known here.
    if "online" in ways:
        yield "channels", _("no online channel for what is secret")
    if procedure.questions:
        yield "questions", _("no question about what is secret")


def _level(procedure: Procedure) -> Faults:
    if procedure.level is None:
        yield "level", _("central, province or commune")


def _signers(procedure: Procedure) -> Faults:
    for place, result in _results(procedure):
        if result.signer is None:
            yield f"{place}.signer", _("the role that signs, such as approver")


def _dates(procedure: Procedure) -> Faults:
    if procedure.ends is not None and procedure.ends < procedure.revision:
        yield "ends", _("a day not before the revision begins")


def _unique(procedure: Procedure) -> Faults:
    for place, parts in _lists(procedure):
        yield from _repeated(place, parts)


def _lists(procedure: Procedure) -> Iterator[tuple[str, Sequence[Keyed]]]:
    for name in KEYED:
        yield name, getattr(procedure, name)
    for place, field in forms.fields(procedure):
        yield f"{place}.options", field.options
        yield f"{place}.columns", field.columns
    for place, result in _results(procedure):
        yield f"{place}.facts", result.facts
        yield f"{place}.revoked_by", result.revoked_by
        yield f"{place}.duties", result.duties


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


def _duties(procedure: Procedure) -> Faults:
    for place, result in _results(procedure):
        for n, duty in enumerate(result.duties):
            if not LIMIT.fullmatch(duty.within) or duty.within == "by plan":
                yield f"{place}.duties[{n}].within", _("a time such as “45 working days”")


def _renamed(procedure: Procedure) -> Faults:
    """The old key of what was renamed is nobody's now."""
    for name in ("requirements", "questions"):
        parts = getattr(procedure, name)
        keys = {part.key for part in parts}
        for n, part in enumerate(parts):
            if part.was in keys:
                yield (
                    f"{name}[{n}].was",
                    format_lazy(_("a key that is no more, not “{}”"), part.was),
                )


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


def _results(procedure: Procedure) -> Iterator[tuple[str, ResultType]]:
    yield from ((f"results[{n}]", result) for n, result in enumerate(procedure.results))
    yield "refusal", procedure.refusal


RULES: tuple[Callable[[Procedure], Faults], ...] = (
    _code,
    _assumptions,
    _level,
    _signers,
    _bases,
    _channels,
    _dates,
    _unique,
    _references,
    _obtainable,
    _online,
    _duties,
    _renamed,
    _facts,
    _replacing,
    forms.parts,
    forms.prefills,
    forms.translated,
    forms.pages,
    forms.drawn,
    form_extras.reckonings,
    form_extras.slots,
    forms.visibility,
    forms.conditions,
    charges.fees,
    charges.tariffs,
)
