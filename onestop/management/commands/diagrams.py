"""The pictures of the routes in docs/, drawn from the code; `--check` fails where they differ."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from onestop.management.spoken import SpokenCommand
from workflows.routes import diagram


class Command(SpokenCommand):
    help = gettext_noop("Draw every route into docs/routes, or check that the pictures there hold.")
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", dest="only_check")

    def handle(self, *, only_check: bool, **_options: Any) -> None:
        folder = settings.ROOT / "docs" / "routes"
        for route in diagram.DRAWN:
            path = folder / f"{route}.svg"
            drawn = diagram.svg(route)
            if only_check and (not path.exists() or path.read_text(encoding="utf-8") != drawn):
                raise CommandError(
                    _("%(path)s is out of date: run “make diagrams”.") % {"path": path}
                )
            if not only_check:
                folder.mkdir(parents=True, exist_ok=True)
                path.write_text(drawn, encoding="utf-8")
