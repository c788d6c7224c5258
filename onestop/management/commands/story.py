"""The whole life of a dossier, told act by act, and of the next one, which asks for nothing."""

from __future__ import annotations

import json
import sys
import tempfile
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, get_args

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from onestop.demo import past, told, trust
from onestop.demo.filings import Area
from onestop.demo.office import ensure_office
from onestop.demo.story import WITHOUT_RESULT, Detour, Story
from onestop.demo.told import NotAsTold
from onestop.management.spoken import SpokenCommand
from onestop.postgres.errors import why
from procedures.publication import NotPublishable
from workflows.dossiers.models import Dossier
from workflows.people.models import Account
from workflows.routes.perform import Performed
from workflows.routes.refusals import REFUSALS

# What ends the story with a sentence instead of a traceback.
TOLD: tuple[type[Exception], ...] = (NotAsTold, NotPublishable, *REFUSALS)


class Command(SpokenCommand):
    help = gettext_noop("Tell the life of a dossier and of the next one; leave their papers.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--area", required=True, choices=get_args(Area))
        parser.add_argument(
            "--out", required=True, type=_folder, help=_("folder for papers and journal")
        )
        parser.add_argument(
            "--with",
            dest="detour",
            choices=get_args(Detour),
            help=_("what befalls the first dossier"),
        )
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(
        self, *, area: Area, out: Path, detour: Detour | None, as_json: bool, **_options: Any
    ) -> None:
        if not settings.DEMO:
            raise CommandError(_("The story is told only in the demo."))
        if detour == "late" and past.is_closed(area, at=timezone.now()):
            self._tell_apart(area, out, as_json=as_json)
            return
        self.as_json = as_json
        with _all_or_nothing(out) as folder:
            # First by itself: what goes wrong within `migrate` is told in English.
            connection.ensure_connection()
            call_command("migrate", verbosity=0, interactive=False)
            try:
                told_of = self._tell(area, folder, detour)
            except TOLD as refusal:
                raise CommandError(str(refusal)) from refusal
        if detour in WITHOUT_RESULT:
            self._ended(told_of[-1])
        else:
            self._end(told.reuse_of(told_of[-1]))

    def _tell_apart(self, area: Area, out: Path, *, as_json: bool) -> None:
        """What the journal has closed is never added to: this story gets a journal of its own."""
        folder = past.apart()
        self.stderr.write(
            _(
                "The journal has closed the days of which this story tells."
                " It is told to a site of its own: VAR_DIR=%(folder)s"
            )
            % {"folder": folder}
        )
        options = ["--area", area, "--with", "late", "--out", str(out)]
        if code := past.manage("story", *options, *["--json"] * as_json, var=folder):
            sys.exit(code)

    def _tell(self, area: Area, folder: Path, detour: Detour | None) -> list[Dossier]:
        office = ensure_office(at=timezone.now())
        with trust.services(office) as services:
            story = Story(area, office, timezone.now, self._say)
            dossiers = story.with_detour(detour) if detour else [story.first(), story.second()]
            _write(dossiers, folder)
            at, withdrawn = timezone.now(), detour == "withdraw"
            for dossier in dossiers:
                told.check_end(dossier, services.trust, at=at, withdrawn=withdrawn)
            if detour not in WITHOUT_RESULT:
                told.check(dossiers[0], dossiers[-1], services.trust, at=at)
            if detour == "late":
                told.check_late(dossiers[0], at=at)
            if detour:
                told.check_rules(services.trust, at=at)
        return dossiers

    def _say(self, by: Account, performed: Performed) -> None:
        line = told.line_of(by, performed)
        self.stdout.write(
            json.dumps(asdict(line), ensure_ascii=False) if self.as_json else str(line)
        )

    def _ended(self, dossier: Dossier) -> None:
        """Nothing rests on what was withdrawn or refused."""
        if self.as_json:
            self.stdout.write(json.dumps({"ended": dossier.status, "outcome": dossier.outcome}))
            return
        self.stdout.write(
            _("Ended: %(status)s. Nothing rests on it.") % {"status": dossier.get_status_display()}
        )

    def _end(self, reuse: told.Reuse) -> None:
        if self.as_json:
            self.stdout.write(json.dumps(asdict(reuse), ensure_ascii=False))
            return
        numbers = ", ".join(sorted({one["number"] for one in reuse.reused}))
        self.stdout.write(
            _("Reused: %(numbers)s. Uploads: %(uploads)d, questions: %(questions)d.")
            % {"numbers": numbers, "uploads": reuse.uploads, "questions": reuse.questions}
        )


def _folder(written: str) -> Path:
    if not written:
        raise ArgumentTypeError(_("a folder is needed; “.” is the one you are in"))
    return Path(written)


class _NotWritten(CommandError):
    def __init__(self, out: Path, error: OSError) -> None:
        super().__init__(
            _("The papers cannot be written to %(out)s: %(why)s. What was there has not changed.")
            % {"out": out, "why": why(error)}
        )


@contextmanager
def _all_or_nothing(out: Path) -> Iterator[Path]:
    """A folder whose files come to `out` together, once all has ended well."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        fresh = tempfile.TemporaryDirectory(dir=out, prefix=".story-")
    except OSError as error:
        raise _NotWritten(out, error) from error
    with fresh as name:
        yield Path(name)
        for file in Path(name).iterdir():
            file.replace(out / file.name)


def _write(dossiers: list[Dossier], folder: Path) -> None:
    try:
        for number, dossier in enumerate(dossiers, start=1):
            told.write_papers(dossier, number, folder)
        told.write_journal(dossiers, folder)
    except OSError as error:
        # A write that fails does not name its file; reading one from the store does.
        if error.filename and not Path(error.filename).is_relative_to(folder):
            raise
        raise _NotWritten(folder.parent, error) from error
