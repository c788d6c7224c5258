"""The journal on the command line: verify all of it, or close a day with a time-stamped root."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.core.management.base import CommandError
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from onestop.management.spoken import SpokenCommand, written_day
from signing.errors import SigningFailed
from signing.timestamps import timestamp
from signing.trust import TrustServices, TrustStore
from workflows.journal import roots
from workflows.journal.faults import Fault
from workflows.journal.roots import DayNotOver, RootDiffers, RootUnreadable
from workflows.journal.verify import Report, verify
from workflows.journal.verify_roots import CheckToken
from workflows.proving.chains import token_check


class Command(SpokenCommand):
    help = gettext_noop("Verify the journal, or close a day with a root outside the database.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        verifying = acts.add_parser("verify", help=_("every chain, private value and root"))
        verifying.add_argument("--json", action="store_true", dest="as_json")
        rooting = acts.add_parser("root", help=_("close a day, and the days missed before it"))
        rooting.add_argument(
            "--day", type=written_day, help=_("the last day to close; else yesterday")
        )

    def handle(self, *, act: str, **options: Any) -> None:
        at = timezone.now()
        if act == "verify":
            self._verify(at, as_json=options["as_json"])
        else:
            self._root(options["day"] or roots.last_over(at), at)

    def _verify(self, at: datetime, *, as_json: bool) -> None:
        report = verify(check_token=_token_check(at))
        if as_json:
            told = asdict(report) | {"faults": [_told(fault) for fault in report.faults]}
            self.stdout.write(json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False))
        else:
            for line in _lines(report):
                self.stdout.write(line)
        if report.faults:
            raise CommandError(_count(len(report.faults)))

    def _root(self, through: date, at: datetime) -> None:
        try:
            days = roots.make(through=through, at=at, stamp=_stamp)
        except (DayNotOver, RootDiffers, RootUnreadable, SigningFailed) as error:
            raise CommandError(str(error)) from error
        for day in days:
            self.stdout.write(_("Closed %(day)s.") % {"day": day.isoformat()})
        if not days:
            self.stdout.write(_("Nothing to close up to %(day)s.") % {"day": through.isoformat()})


def _stamp(data: bytes) -> bytes:
    return timestamp(data, services=TrustServices.configured())


def _token_check(at: datetime) -> CheckToken | None:
    """How tokens are checked; none where this site trusts nobody yet."""
    trust = TrustStore.at_hand()
    return token_check(trust, at=at) if trust else None


def _count(faults: int) -> str:
    return ngettext(
        "%(count)d fault in the journal.", "%(count)d faults in the journal.", faults
    ) % {"count": faults}


def _told(fault: Fault) -> dict[str, Any]:
    return asdict(fault) | {"sentence": str(fault)}


def _lines(report: Report) -> Iterator[str]:
    """A report in lines a person reads."""
    yield from map(str, report.faults)
    yield _(
        "%(dossiers)d dossiers, %(entries)d entries, %(private)d private values, %(roots)d roots."
    ) % {
        "dossiers": report.dossiers,
        "entries": report.entries,
        "private": report.private_values,
        "roots": report.roots,
    }
    if report.rooted_to is None:
        yield _("No day has been closed yet.")
    else:
        yield _("Closed up to %(day)s.") % {"day": report.rooted_to.isoformat()}
    if report.roots and not report.tokens_checked:
        yield _("The time-stamps were not checked: no certificates to trust are at hand.")
    if not report.faults:
        yield _("All is well.")
