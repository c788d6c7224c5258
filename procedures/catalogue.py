"""All revisions of all procedures, read once from data/<area>/<key>/<in-force-from>.yaml."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from . import kept
from .reading import Finding, InvalidDefinition, read, read_retired
from .schema import Procedure, Retired

DATA = Path(__file__).parent / "data"
# Beside the revisions of a procedure that was abolished, or alone.
RETIRED = "retired.yaml"


class UnknownProcedure(Exception):
    def __init__(self, key: str) -> None:
        super().__init__(_("There is no procedure “%(key)s”.") % {"key": key})


class UnknownRevision(Exception):
    def __init__(self, key: str, revision: date) -> None:
        super().__init__(
            _("Procedure %(key)s has no revision of %(revision)s.")
            % {"key": key, "revision": revision.isoformat()}
        )


class NotInForce(Exception):
    def __init__(self, key: str, on: date) -> None:
        super().__init__(
            _("Procedure %(key)s is not in force on %(day)s.")
            % {"key": key, "day": date_format(on, "SHORT_DATE_FORMAT")}
        )


@dataclass(frozen=True)
class Catalogue:
    """The revisions of each procedure by its key, the oldest first, and what was abolished."""

    revisions: Mapping[str, tuple[Procedure, ...]]
    retired: Mapping[str, Retired] = field(default_factory=dict)

    def of(self, key: str) -> tuple[Procedure, ...]:
        if key not in self.revisions:
            raise UnknownProcedure(key)
        return self.revisions[key]

    def get(self, key: str, revision: date) -> Procedure:
        for procedure in self.of(key):
            if procedure.revision == revision:
                return procedure
        raise UnknownRevision(key, revision)


def load(folder: Path, *, place: Path | None = None) -> Catalogue:
    """The catalogue under a folder; raises `InvalidDefinition` with the findings of all files.

    With a `place` it is kept there, and read from there as long as no file has changed.
    """
    digest = kept.digest_of(folder) if place else ""
    definitions = kept.found(place, digest) if place else None
    if definitions is None:
        files = read_all(folder)
        if files.findings:
            raise InvalidDefinition(files.findings)
        definitions = (*files.procedures.values(), *files.retired.values())
        if place:
            kept.keep(place, digest, definitions)
    revisions = [one for one in definitions if isinstance(one, Procedure)]
    retired = {one.key: one for one in definitions if isinstance(one, Retired)}
    return Catalogue(_by_key(revisions), retired)


@dataclass(frozen=True)
class Files:
    """What a folder holds: every definition that can be read, and what is wrong with the others."""

    procedures: dict[Path, Procedure] = field(default_factory=dict)
    retired: dict[Path, Retired] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def read_all(folder: Path) -> Files:
    files = Files()
    with kept.undisturbed():
        for path in sorted(folder.glob("**/*.yaml")):
            try:
                if path.name == RETIRED:
                    files.retired[path] = read_retired(path)
                else:
                    files.procedures[path] = read(path, beside=folder)
            except InvalidDefinition as error:
                files.findings.extend(error.findings)
    return files


def _by_key(procedures: Iterable[Procedure]) -> dict[str, tuple[Procedure, ...]]:
    in_order = sorted(procedures, key=attrgetter("key", "revision"))
    return {key: tuple(group) for key, group in groupby(in_order, attrgetter("key"))}


@cache
def current() -> Catalogue:
    """The catalogue that comes with the program."""
    return load(DATA, place=settings.VAR / "catalogue")


def get(key: str, revision: date) -> Procedure:
    """One revision; raises `UnknownProcedure` or `UnknownRevision`."""
    return current().get(key, revision)


def on(key: str, day: date) -> Procedure:
    """The revision whose day had come; raises `UnknownProcedure` or `NotInForce`."""
    found = of_day(current().of(key), day)
    if found is None:
        raise NotInForce(key, day)
    return found


def of_day(revisions: Iterable[Procedure], day: date) -> Procedure | None:
    """Of the revisions of one procedure, the oldest first, the one that holds on a day."""
    begun = [p for p in revisions if p.revision <= day]
    if not begun or (begun[-1].ends is not None and begun[-1].ends < day):
        return None
    return begun[-1]


def all_procedures() -> tuple[Procedure, ...]:
    """Every revision, by area, key and date."""
    every = (p for revisions in current().revisions.values() for p in revisions)
    return tuple(sorted(every, key=attrgetter("area", "key", "revision")))
