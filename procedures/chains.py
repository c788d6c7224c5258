"""What must hold of all revisions together: files, dates, results that open other procedures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import pairwise
from operator import itemgetter
from pathlib import Path

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from .prefill import OF_RESULT
from .reading import Finding
from .schema import Procedure, Question, ResultType

Files = Mapping[Path, Procedure]
Producers = Mapping[str, Sequence[ResultType]]


def findings(files: Files, *, whole: bool) -> Iterator[Finding]:
    """All that is wrong between files; each finding names the file that has to change.

    Where the catalogue is not whole, what a file that could not be read may explain is not told.
    """
    for path, procedure in files.items():
        yield from _in_its_place(path, procedure)
    yield from _names(files)
    if whole:
        yield from _chains(files)
        yield from _dates(files)


def _chains(files: Files) -> Iterator[Finding]:
    producers = _producers(files)
    for path, procedure in files.items():
        yield from _papers(path, procedure, producers)
        yield from _prefills(path, procedure, producers)
        yield from _scopes(path, procedure, {p.key for p in files.values()})


def _producers(files: Files) -> Producers:
    producers: dict[str, list[ResultType]] = defaultdict(list)
    for procedure in files.values():
        for result in procedure.results:
            producers[result.key].append(result)
    return producers


def _in_its_place(path: Path, procedure: Procedure) -> Iterator[Finding]:
    said = (procedure.area, procedure.key, procedure.revision.isoformat())
    stands = (path.parent.parent.name, path.parent.name, path.stem)
    for place, here, there in zip(("area", "code", "revision"), said, stands, strict=True):
        if here != there:
            expected = format_lazy(_("{}, after the file's name and folders"), there)
            yield Finding(str(path), place, expected)


def _papers(path: Path, procedure: Procedure, producers: Producers) -> Iterator[Finding]:
    for n, requirement in enumerate(procedure.requirements):
        for result_type in requirement.from_register:
            place = f"requirements[{n}].from_register"
            made = producers.get(result_type)
            if made is None:
                expected = format_lazy(_("a result of some procedure, not “{}”"), result_type)
                yield Finding(str(path), place, expected)
            elif not any(requirement.kind in result.satisfies for result in made):
                expected = format_lazy(_("a result that satisfies “{}”"), requirement.kind)
                yield Finding(str(path), place, expected)


def _scopes(path: Path, procedure: Procedure, keys: set[str]) -> Iterator[Finding]:
    for n, result in enumerate(procedure.results):
        for m, key in enumerate(result.scope.procedures):
            if key not in keys:
                place = f"results[{n}].scope.procedures[{m}]"
                expected = format_lazy(_("a procedure of the catalogue, not “{}”"), key)
                yield Finding(str(path), place, expected)


def _prefills(path: Path, procedure: Procedure, producers: Producers) -> Iterator[Finding]:
    for n, question in enumerate(procedure.questions):
        source = OF_RESULT.fullmatch(question.prefill or "")
        if source is None:
            continue
        place = f"questions[{n}].prefill"
        types = _types(producers, source["type"], source["fact"])
        if source["type"] not in _taken_along(procedure, question):
            expected = _("a result that a paper of every case with this question is taken from")
            yield Finding(str(path), place, expected)
        elif source["fact"] and question.type not in types:
            expected = format_lazy(_("a fact of type {}"), question.type.value)
            yield Finding(str(path), place, expected)


def _taken_along(procedure: Procedure, question: Question) -> set[str]:
    """The result types at hand in every case that asks the question."""
    cases = [case for case in procedure.cases if question.key in case.questions]
    at_hand = [
        {kind for r in procedure.requirements_of(case.key) for kind in r.from_register}
        for case in cases
    ]
    return set.intersection(*at_hand) if at_hand else set()


def _types(producers: Producers, result_type: str, fact: str | None) -> set[str]:
    made = producers.get(result_type, ())
    return {field.type for result in made for field in result.facts if field.key == fact}


def _names(files: Files) -> Iterator[Finding]:
    """A slug stands for one procedure; addresses are made of it."""
    owner: dict[str, str] = {}
    for path, procedure in files.items():
        if owner.setdefault(procedure.slug, procedure.key) != procedure.key:
            expected = format_lazy(_("a slug that {} does not have"), owner[procedure.slug])
            yield Finding(str(path), "slug", expected)


def _dates(files: Files) -> Iterator[Finding]:
    """One revision in force on each day, from the first until the procedure ends."""
    in_order = sorted(
        ((p.key, p.revision, path, p) for path, p in files.items()), key=itemgetter(0, 1)
    )
    for (key, _begun, path, earlier), (later_key, begins, _path, _later) in pairwise(in_order):
        if key != later_key or earlier.ends is None:
            continue
        last_day = begins - timedelta(days=1)
        if earlier.ends != last_day:
            expected = format_lazy(_("{}, the day before the next revision"), last_day.isoformat())
            yield Finding(str(path), "ends", expected)
