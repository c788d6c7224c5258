"""What must always hold, held against the whole base: every night, and after each trial."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from onestop.management.spoken import SpokenCommand
from signing.trust import TrustStore
from workflows.proving.look import Violation
from workflows.proving.proof import Proved, prove


class Command(SpokenCommand):
    help = gettext_noop("Prove that what must always hold does; exit 0 only if all of it does.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help=_("one JSON object a line")
        )

    def handle(self, *, as_json: bool, **options: Any) -> None:
        broken = 0
        for told in prove(at=timezone.now(), trust=TrustStore.at_hand()):
            broken += isinstance(told, Violation)
            self.stdout.write(_as_json(told) if as_json else _line(told))
        if broken:
            raise CommandError(
                ngettext("%(count)d violation.", "%(count)d violations.", broken)
                % {"count": broken}
            )
        if not as_json:
            self.stdout.write(_("All is well."))


def _line(told: Violation | Proved) -> str:
    """A violation stands before the rule that it breaks."""
    if isinstance(told, Violation):
        return f"  ! {told}"
    if not told.holds:
        said = ngettext("%(count)d violation.", "%(count)d violations.", told.violations) % {
            "count": told.violations
        }
    elif told.rows:
        said = _("holds.")
    else:
        said = _("nothing proven.")
    rows = ngettext("%(count)d row checked", "%(count)d rows checked", told.rows)
    return f"{told.code}: {told.title}. {rows % {'count': told.rows}}: {said}"


def _as_json(told: Violation | Proved) -> str:
    if isinstance(told, Violation):
        return json.dumps(asdict(told), ensure_ascii=False)
    return json.dumps(
        {
            "invariant": told.code,
            "title": str(told.title),
            "rows": told.rows,
            "violations": told.violations,
            "proven": told.holds and told.rows > 0,
        },
        ensure_ascii=False,
    )
