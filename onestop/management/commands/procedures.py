"""The catalogue on the command line, without a database."""

from __future__ import annotations

import json
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import date
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from onestop.management.spoken import SpokenCommand, written_day
from onestop.ui import catalogue_lines as lines
from procedures import (
    answer_schema,
    catalogue,
    checks,
    differences,
    formio,
    reading,
    review,
    skeleton,
)
from procedures.catalogue import NotInForce, UnknownProcedure, UnknownRevision
from procedures.formio import NotAForm
from procedures.reading import Finding, InvalidDefinition
from procedures.schema import Procedure, UnknownWord
from procedures.words import language_now

REFUSED = (InvalidDefinition, NotAForm, UnknownProcedure, UnknownRevision, NotInForce, UnknownWord)


class Command(SpokenCommand):
    help = gettext_noop("Check, list, show, compare or begin procedures; needs no database.")
    # An invalid catalogue is reported by `check` itself, in full.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        for act in ACTS:
            acts.add_parser(act).add_argument("--json", action="store_true", dest="as_json")
        a_key = _("a national code such as 1.013017, or a slug")
        check, show, schema = (acts.choices[name] for name in ("check", "show", "schema"))
        check.add_argument("path", nargs="?", type=Path, help=_("a file or a folder to check"))
        show.add_argument("key", help=a_key)
        show.add_argument("--revision", type=written_day, help=_("in force from this day"))
        show.add_argument("--on", type=written_day, help=_("the revision of this day"))
        schema.add_argument("key", help=a_key)
        schema.add_argument("--case", help=_("the case, where there are several"))
        for name in ("before", "after"):
            told = _("a file, or a code with the day of its revision: 1.013017@2025-07-01")
            acts.choices["diff"].add_argument(name, help=told)
        told = _("a text of law, such as “NĐ 93/2019”")
        acts.choices["review"].add_argument("--act", required=True, dest="text", help=told)
        told = _("only what holds on this day or later")
        acts.choices["review"].add_argument("--since", type=written_day, help=told)
        imported = acts.choices["import-formio"]
        imported.add_argument("path", type=Path, help=_("the Form.io JSON of a form"))
        acts.choices["new"].add_argument("key", help=a_key)
        imported.add_argument("--key", default="imported-form", help=a_key)
        told = _("the area, by its folder: funds, archives or civil-servants")
        for one in (acts.choices["new"], imported):
            one.add_argument("--area", choices=skeleton.AREAS, default="funds", help=told)

    def handle(self, *, act: str, as_json: bool, **options: Any) -> None:
        try:
            ACTS[act](self, as_json, options)
        except REFUSED as error:
            raise CommandError(str(error)) from error

    def _check(self, as_json: bool, options: dict[str, Any]) -> None:
        found, count = _checked(options["path"])
        rows = [{"file": f.file, "place": str(f.place), "expected": str(f.expected)} for f in found]
        if as_json:
            self._json(rows)
        else:
            for finding in found:
                self.stderr.write(str(finding))
        if found:
            raise CommandError(_count(len(found)))
        if not as_json:
            self.stdout.write(_("%(count)d revisions, all in order.") % {"count": count})

    def _list(self, as_json: bool, _options: dict[str, Any]) -> None:
        rows = [_row(list(revisions)) for revisions in _by_procedure()] + _retired()
        if as_json:
            self._json(rows)
            return
        for row in rows:
            told = filter(None, (*row["levels"], row["notice"], row["retired"]))
            self.stdout.write(f"{row['key']}  {row['area']}  {row['name']}  ({', '.join(told)})")

    def _show(self, as_json: bool, options: dict[str, Any]) -> None:
        key = options["key"]
        if key in catalogue.current().retired:
            gone = catalogue.current().retired[key]
            self._told(as_json, gone.model_dump(mode="json"), lines.told_retired(gone))
            return
        procedure = _chosen(key, options["revision"], options["on"])
        said = procedure.model_dump(mode="json") | {
            "key": procedure.key,
            "bundle_hash": procedure.bundle_hash,
            "notice": procedure.notice and procedure.notice.model_dump(),
        }
        self._told(as_json, said, lines.told(procedure))

    def _diff(self, as_json: bool, options: dict[str, Any]) -> None:
        changes = differences.between(_named(options["before"]), _named(options["after"]))
        rows = [
            {"kind": c.kind, "place": ".".join(c.place), "before": c.before, "after": c.after}
            for c in changes
        ]
        self._told(as_json, rows, map(lines.told_change, changes))

    def _schema(self, _as_json: bool, options: dict[str, Any]) -> None:
        procedure = _chosen(options["key"], None, None)
        case = options["case"] or procedure.cases[0].key
        self._json(answer_schema.schema_of(procedure, case, language_now()))

    def _review(self, as_json: bool, options: dict[str, Any]) -> None:
        found = list(review.resting_on(options["text"], since=options["since"]))
        rows = [
            {
                "key": fact.procedure.key,
                "revision": fact.procedure.revision.isoformat(),
                "place": fact.place,
                "name": fact.name,
                **fact.basis.model_dump(mode="json"),
            }
            for fact in found
        ]
        self._told(as_json, rows, map(lines.told_resting, found))

    def _new(self, as_json: bool, options: dict[str, Any]) -> None:
        text = skeleton.of(_key(options), options["area"])
        if as_json:
            self._json({"path": skeleton.path(options["key"], options["area"]), "text": text})
        else:
            self.stdout.write(text, ending="")

    def _import_formio(self, as_json: bool, options: dict[str, Any]) -> None:
        """The draft of a file to the output, what was not carried over to the errors."""
        key = _key(options)
        try:
            found = formio.read(options["path"].read_bytes())
        except OSError as error:
            told = _("%(file)s cannot be read.") % {"file": options["path"]}
            raise CommandError(told) from error
        if as_json:
            left = [{**asdict(one), "reason": str(one.reason)} for one in found.report]
            self._json({**asdict(found), "report": left})
            return
        self.stdout.write(skeleton.with_form(key, options["area"], found), ending="")
        for one in found.report:
            self.stderr.write(f"{one.key} ({one.occurrence}), {one.place or '–'}: {one.reason}")
        told = _("%(questions)d questions; %(left)d things to look at.")
        counts = {"questions": len(found.questions), "left": len(found.report)}
        self.stderr.write(told % counts)

    def _told(self, as_json: bool, said: Any, told: Iterator[str]) -> None:
        if as_json:
            self._json(said)
            return
        for line in told:
            self.stdout.write(line)

    def _json(self, said: Any) -> None:
        self.stdout.write(json.dumps(said, ensure_ascii=False, indent=2))


ACTS: dict[str, Callable[[Command, bool, dict[str, Any]], None]] = {
    "check": Command._check,
    "list": Command._list,
    "show": Command._show,
    "diff": Command._diff,
    "schema": Command._schema,
    "review": Command._review,
    "new": Command._new,
    "import-formio": Command._import_formio,
}


def _key(options: dict[str, Any]) -> str:
    key = str(options["key"])
    if not skeleton.is_key(key):
        told = _("“%(key)s” is neither a code such as 1.013017 nor a name such as fund-rename.")
        raise CommandError(told % {"key": key})
    return key


def _checked(path: Path | None) -> tuple[list[Finding], int]:
    """What is wrong, and how many revisions were looked at."""
    if path is None:
        return checks.check_all(), len(catalogue.all_procedures())
    if not path.exists():
        raise CommandError(_("There is no “%(path)s”.") % {"path": path})
    if path.is_file():
        return checks.check_file(path), 1
    return checks.check_all(folder=path), len(catalogue.read_all(path).procedures)


def _count(places: int) -> str:
    return ngettext("%(count)d place to put right.", "%(count)d places to put right.", places) % {
        "count": places
    }


def _chosen(key: str, revision: date | None, on: date | None) -> Procedure:
    """The revision asked for, the one of a day, else the newest."""
    if revision is not None:
        return catalogue.get(key, revision)
    if on is not None:
        return catalogue.on(key, on)
    return catalogue.current().of(key)[-1]


def _named(written: str) -> Procedure:
    """A file, a code with a day, or a code."""
    path = Path(written)
    if path.is_file():
        return reading.read(path, beside=catalogue.DATA)
    key, at, day = written.partition("@")
    try:
        return _chosen(key, written_day(day) if at else None, None)
    except ArgumentTypeError as error:
        raise CommandError(str(error)) from error


def _by_procedure() -> Iterator[Iterator[Procedure]]:
    return (group for _key, group in groupby(catalogue.all_procedures(), attrgetter("key")))


def _row(revisions: list[Procedure]) -> dict[str, Any]:
    newest = revisions[-1]
    return {
        "key": newest.key,
        "code": newest.code,
        "name": str(newest.title),
        "area": newest.area,
        "levels": [newest.level] if newest.level else [],
        "provisional": newest.assumed,
        "notice": newest.notice and str(newest.notice),
        "route": newest.route.name,
        "revisions": [p.revision.isoformat() for p in revisions],
        "retired": None,
    }


def _retired() -> list[dict[str, Any]]:
    return [
        {
            "key": gone.key,
            "code": gone.code,
            "name": str(gone.title),
            "area": gone.area,
            "levels": [],
            "provisional": False,
            "notice": None,
            "route": None,
            "revisions": [],
            "retired": gone.ended.isoformat(),
        }
        for gone in catalogue.current().retired.values()
    ]
