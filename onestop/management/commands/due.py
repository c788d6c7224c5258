"""When a result is due, and why: of any reception, without a database; or the whole history of a
dossier's due date.
"""

from __future__ import annotations

import json
import re
from argparse import ArgumentParser
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from onestop.management import due_history
from onestop.management.spoken import SpokenCommand
from workflows.clock import deadline
from workflows.clock.days import LEGAL_TIME, Calendar
from workflows.clock.deadline import Limit
from workflows.clock.errors import NoDueDate
from workflows.dossiers.models import Dossier

# A day alone would begin a limit in hours at midnight.
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d", re.ASCII)


class Command(SpokenCommand):
    help = gettext_noop(
        "Tell when a result is due and how that follows: of a moment and a limit, which needs no "
        "database, or of a dossier."
    )
    # A faulty catalogue does not change a date.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--received", help=_("such as 2026-11-23T09:00"))
        parser.add_argument("--limit", help=_("such as “30 working days”"))
        parser.add_argument("--dossier", metavar="CODE", help=_("the code of a dossier"))
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *, as_json: bool, **asked: Any) -> None:
        given = {name for name in ("received", "limit", "dossier") if asked[name] is not None}
        if given == {"dossier"}:
            self._history(asked["dossier"], as_json=as_json)
        elif given == {"received", "limit"}:
            self._counted(asked["received"], asked["limit"], as_json=as_json)
        else:
            self.misused(_("Give --received and --limit, or --dossier."))

    def _history(self, code: str, *, as_json: bool) -> None:
        dossier = Dossier.objects.filter(code=code).first()
        if dossier is None:
            raise CommandError(_("There is no dossier “%(code)s”.") % {"code": code})
        if as_json:
            told = due_history.as_json(dossier)
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
            return
        for line in due_history.told(dossier):
            self.stdout.write(line)

    def _counted(self, received: str, limit: str, *, as_json: bool) -> None:
        at = _moment(received)
        try:
            asked = Limit.parse(limit)
            due = deadline.due(at, asked, Calendar.load("national"))
        except NoDueDate as error:
            raise CommandError(str(error)) from error
        if as_json:
            told = f"{due.at:%Y-%m-%dT%H:%M}" if asked.in_hours else due.day.isoformat()
            said = {"due": told, "derivation": due.derivation_json()}
            self.stdout.write(json.dumps(said, ensure_ascii=False, indent=2))
            return
        for step in due.derivation:
            self.stdout.write(str(step))


def _moment(written: str) -> datetime:
    """A moment without an offset is Vietnam time."""
    if MOMENT.match(written):
        with suppress(ValueError, OverflowError):
            moment = datetime.fromisoformat(written)
            return moment.replace(tzinfo=moment.tzinfo or LEGAL_TIME).astimezone(LEGAL_TIME)
    told = _("“%(moment)s” is no moment such as 2026-11-23T09:00.")
    raise CommandError(told % {"moment": written})
