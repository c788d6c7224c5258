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

from .fields import Question
from .prefill import OF_RESULT
from .reading import Finding
from .results import ResultType
from .schema import Procedure, Retired

Files = Mapping[Path, Procedure]
Gone = Mapping[Path, Retired]
Producers = Mapping[str, Sequence[ResultType]]


def findings(files: Files, retired: Gone, *, whole: bool) -> Iterator[Finding]:
    """All that is wrong between files; each finding names the file that has to change.

    Where the catalogue is not whole, what a file that could not be read may explain is not told.
    """
    for path, procedure in files.items():
        yield from _in_its_place(path, procedure, procedure.revision.isoformat())
    for path, gone in retired.items():
        yield from _in_its_place(path, gone, path.stem)
    yield from _names(files)
    if whole:
        yield from _chains(files)
        yield from _dates(files, retired)


def of_one(path: Path, procedure: Procedure, others: Files) -> Iterator[Finding]:
    """What is wrong between one file, wherever it lies, and a catalogue."""
    files = {**others, path: procedure}
    yield from (one for one in _names(files) if one.file == str(path))
    yield from _links(path, procedure, _producers(files), {p.key for p in files.values()})


def _chains(files: Files) -> Iterator[Finding]:
    producers, keys = _producers(files), {p.key for p in files.values()}
    for path, procedure in files.items():
        yield from _links(path, procedure, producers, keys)


def _links(
    path: Path, procedure: Procedure, producers: Producers, keys: set[str]
) -> Iterator[Finding]:
    yield from _papers(path, procedure, producers)
    yield from _prefills(path, procedure, producers)
    yield from _scopes(path, procedure, keys)


def _producers(files: Files) -> Producers:
    producers: dict[str, list[ResultType]] = defaultdict(list)
    for procedure in files.values():
        for result in procedure.results:
            producers[result.key].append(result)
    return producers


def _in_its_place(path: Path, one: Procedure | Retired, name: str) -> Iterator[Finding]:
    said = (one.area, one.key, name)
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
    for place, key in _named(procedure):
        if key not in keys:
            expected = format_lazy(_("a procedure of the catalogue, not “{}”"), key)
            yield Finding(str(path), place, expected)


def _named(procedure: Procedure) -> Iterator[tuple[str, str]]:
    """Each procedure that is named by its key, with the place."""
    for n, result in enumerate(procedure.results):
        for m, key in enumerate(result.scope.procedures):
            yield f"results[{n}].scope.procedures[{m}]", key
        for m, duty in enumerate(result.duties):
            if duty.opens is not None:
                yield f"results[{n}].duties[{m}].opens", duty.opens


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


def _dates(files: Files, retired: Gone) -> Iterator[Finding]:
    """One revision in force on each day, from the first until the procedure ends."""
    gone = {one.key: one.ended for one in retired.values()}
    in_order = sorted(
        ((p.key, p.revision, path, p) for path, p in files.items()), key=itemgetter(0, 1)
    )
    for (key, _begun, path, earlier), (later_key, begins, where, later) in pairwise(in_order):
        if key != later_key:
            continue
        yield from _kept(where, earlier, later)
        last_day = begins - timedelta(days=1)
        if earlier.ends is not None and earlier.ends != last_day:
            expected = format_lazy(_("{}, the day before the next revision"), last_day.isoformat())
            yield Finding(str(path), "ends", expected)
    newest = {key: (path, procedure) for key, _begun, path, procedure in in_order}
    for key, ended in gone.items():
        if key in newest and newest[key][1].ends != (last := ended - timedelta(days=1)):
            expected = format_lazy(_("{}, the day before it was abolished"), last.isoformat())
            yield Finding(str(newest[key][0]), "ends", expected)


def _kept(path: Path, earlier: Procedure, later: Procedure) -> Iterator[Finding]:
    """What is said to have been renamed was there under the old key."""
    for name in ("requirements", "questions"):
        before = {part.key for part in getattr(earlier, name)}
        for n, part in enumerate(getattr(later, name)):
            if part.was is not None and part.was not in before:
                expected = format_lazy(_("a key of the revision before, not “{}”"), part.was)
                yield Finding(str(path), f"{name}[{n}].was", expected)
