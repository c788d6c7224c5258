"""The catalogue on the command line, without a database: check it, list it, show one procedure."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext

from onestop.management.spoken import SpokenCommand, written_day
from procedures import catalogue, checks, shown
from procedures.catalogue import UnknownProcedure, UnknownRevision
from procedures.reading import InvalidDefinition
from procedures.schema import Channel, Procedure, Requirement
from procedures.words import Basis, Mark, language_now

WAYS = {
    "online": gettext_lazy("online"),
    "counter": gettext_lazy("at the counter"),
    "post": gettext_lazy("by post"),
}
MARKS = {
    Mark.VERIFIED: gettext_lazy("verified"),
    Mark.SECONDARY: gettext_lazy("secondary source"),
    Mark.ASSUMED: gettext_lazy("assumed"),
}


class Command(SpokenCommand):
    help = gettext_noop("Check, list or show the procedures of the catalogue; needs no database.")
    # An invalid catalogue is reported by `check` itself, in full.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        for act in ("check", "list", "show"):
            acts.add_parser(act).add_argument("--json", action="store_true", dest="as_json")
        show = acts.choices["show"]
        show.add_argument("key", help=_("a national code such as 1.013017, or a slug"))
        show.add_argument("--revision", type=written_day, help=_("in force from this day"))

    def handle(self, *, act: str, as_json: bool, **options: Any) -> None:
        try:
            if act == "check":
                self._check(as_json)
            elif act == "list":
                self._list(as_json)
            else:
                self._show(_chosen(options["key"], options["revision"]), as_json)
        except (InvalidDefinition, UnknownProcedure, UnknownRevision) as error:
            raise CommandError(str(error)) from error

    def _check(self, as_json: bool) -> None:
        found = checks.check_all()
        rows = [{"file": f.file, "place": str(f.place), "expected": str(f.expected)} for f in found]
        if as_json:
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
        else:
            for finding in found:
                self.stderr.write(str(finding))
        if found:
            raise CommandError(_count(len(found)))
        if not as_json:
            count = len(catalogue.all_procedures())
            self.stdout.write(_("%(count)d revisions, all in order.") % {"count": count})

    def _list(self, as_json: bool) -> None:
        rows = [_row(list(revisions)) for revisions in _by_procedure()]
        if as_json:
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
            return
        for row in rows:
            notice = f"  ({row['notice']})" if row["notice"] else ""
            self.stdout.write(f"{row['key']}  {row['area']}  {row['title']}{notice}")

    def _show(self, procedure: Procedure, as_json: bool) -> None:
        if as_json:
            said = procedure.model_dump(mode="json") | {
                "key": procedure.key,
                "bundle_hash": procedure.bundle_hash,
                "notice": procedure.notice and procedure.notice.model_dump(),
            }
            self.stdout.write(json.dumps(said, ensure_ascii=False, indent=2))
            return
        for line in _told(procedure):
            self.stdout.write(line)


def _count(places: int) -> str:
    return ngettext("%(count)d place to put right.", "%(count)d places to put right.", places) % {
        "count": places
    }


def _chosen(key: str, revision: date | None) -> Procedure:
    """The revision asked for, else the newest."""
    if revision is not None:
        return catalogue.get(key, revision)
    return catalogue.current().of(key)[-1]


def _by_procedure() -> Iterator[Iterator[Procedure]]:
    return (group for _key, group in groupby(catalogue.all_procedures(), attrgetter("key")))


def _row(revisions: list[Procedure]) -> dict[str, Any]:
    newest = revisions[-1]
    return {
        "key": newest.key,
        "code": newest.code,
        "area": newest.area,
        "title": str(newest.title),
        "assumed": newest.assumed,
        "notice": newest.notice and str(newest.notice),
        "route": newest.route.name,
        "revisions": [p.revision.isoformat() for p in revisions],
    }


def _told(procedure: Procedure) -> Iterator[str]:
    """A procedure in lines a person reads."""
    yield f"{procedure.key}  {procedure.title}"
    if procedure.notice:
        yield f"({procedure.notice}) {procedure.assumed_reason}"
    if procedure.code_reason:
        yield str(procedure.code_reason)
    yield _("Revision in force from %(day)s") % {"day": shown.day(procedure.revision)}
    yield f"SHA-256 {procedure.bundle_hash}"
    yield from _section(_("Legal basis"), map(_basis, procedure.legal_basis))
    yield from _section(_("Ways to file"), map(_channel, procedure.channels))
    for case in procedure.cases:
        yield from _section(str(case.title), map(_paper, procedure.requirements_of(case.key)))
        yield f"  → {procedure.result_of(case.key).title}"


def _section(heading: str, lines: Iterator[str]) -> Iterator[str]:
    yield ""
    yield heading
    yield from (f"  {line}" for line in lines)


def _basis(basis: Basis) -> str:
    article = _(", article %(article)s") % {"article": basis.article} if basis.article else ""
    return f"{basis.text or ''}{article} [{MARKS[basis.mark]}]"


def _channel(channel: Channel) -> str:
    fee, language = channel.fee, language_now()
    limit = shown.limit(channel.limit, language)
    cost = str(fee.note) if fee.amount is None else shown.money(fee.amount, language)
    marks = MARKS[channel.basis.mark], MARKS[fee.basis.mark]
    return f"{WAYS[channel.key]}: {limit} [{marks[0]}]; {cost} [{marks[1]}]"


def _paper(requirement: Requirement) -> str:
    title = f"{requirement.title} [{MARKS[requirement.basis.mark]}]"
    taken = ", ".join(requirement.from_register)
    return f"{title} ← {taken}" if taken else title
