"""Whether signed files hold, on the command line: needs no database and asks nobody."""

from __future__ import annotations

import json
import os
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from onestop.management.spoken import SpokenCommand
from signing.confined import validate_confined
from signing.errors import UnreadableTrust
from signing.opening import MAX_BYTES
from signing.reports import Covers, Level, Signature, SignatureReport, Verdict
from signing.trust import TrustStore
from signing.validation import Policy

USAGE_ERROR = 2
VERDICTS = {
    Verdict.VALID: gettext_lazy("valid"),
    Verdict.INVALID: gettext_lazy("invalid"),
    Verdict.INDETERMINATE: gettext_lazy("cannot be decided"),
    Verdict.UNSIGNED: gettext_lazy("not signed"),
}


class Command(SpokenCommand):
    help = gettext_noop(
        "Verify the signatures of PDF files; exit 0 only if all are valid. Needs no database."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--trust", help=_("root certificates: a PEM file, or a folder of them"))
        parser.add_argument("--at", type=_moment, help=_("the moment to judge at (ISO 8601)"))
        parser.add_argument(
            "--policy",
            choices=[Policy.OWN.value, Policy.FOREIGN.value],
            help=_("hold every file against the rules of our own results, or of other papers"),
        )
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(
        self,
        *,
        files: list[str],
        trust: str | None,
        at: datetime | None,
        policy: str | None,
        as_json: bool,
        **_o: Any,
    ) -> None:
        store = _trusted(Path(trust or settings.TRUST_ROOTS))
        rules = Policy(policy or Policy.FITTING)
        reports = []
        for file in files:
            reports.append(_examined(Path(file), store, at or timezone.now(), rules))
            for line in [_as_json(file, reports[-1])] if as_json else _told(file, reports[-1]):
                self.stdout.write(line)
        if any(report.verdict is not Verdict.VALID for report in reports):
            sys.exit(1)


def _trusted(path: Path) -> TrustStore:
    try:
        return TrustStore.load(path)
    except UnreadableTrust as error:
        way_out = _("Name a PEM file, or a folder of them, with --trust.")
        raise CommandError(f"{error} {way_out}", returncode=USAGE_ERROR) from None


def _moment(said: str) -> datetime:
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        raise ArgumentTypeError(_("This is no moment: %(said)s") % {"said": said}) from None
    return moment if moment.tzinfo else timezone.make_aware(moment)


def _examined(path: Path, trust: TrustStore, at: datetime, policy: Policy) -> SignatureReport:
    try:
        # Not a device or a pipe: those may never end.
        if path.exists() and not path.is_file():
            return _unread(_("This is not a file."))
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return _unread(_("There is no such file."))
    except (OSError, ValueError):
        return _unread(_("The file cannot be read."))
    return validate_confined(content, trust=trust, at=at, policy=policy)


def _unread(reason: str) -> SignatureReport:
    return SignatureReport(Verdict.INDETERMINATE, reasons=(reason,))


def _as_json(file: str, report: SignatureReport) -> str:
    data = report.embedded
    return json.dumps(
        {
            "file": file,
            "verdict": report.verdict,
            "integrity": report.integrity,
            "indication": report.indication,
            "sub_indication": report.sub_indication,
            "signatures": [_signature(one) for one in report.signatures],
            "embedded": data and {"number": data.number, "date": data.date, "result": data.result},
            "reasons": [str(reason) for reason in report.reasons],
        }
    )


def _signature(one: Signature) -> dict[str, Any]:
    return {
        "field": one.field,
        "kind": "timestamp" if one.level is Level.TIMESTAMP else "signature",
        "signer": one.signer,
        "claimed_time": _written(one.claimed),
        "proven_time": _written(one.moment),
        "level": one.level,
        "covers_whole_file": one.covers is Covers.FILE,
        "modified_after": one.modified_after,
        "intact": one.intact,
        "trusted": one.trusted,
        "indication": one.indication,
        "sub_indication": one.sub_indication,
        "reasons": [str(reason) for reason in one.reasons],
    }


def _written(moment: datetime | None) -> str | None:
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else None


def _told(file: str, report: SignatureReport) -> Iterator[str]:
    """The report in lines a person reads."""
    name = os.fsencode(file).decode(errors="backslashreplace")
    lines = [f"{name}: {VERDICTS[report.verdict]}"]
    if data := report.embedded:
        day = date_format(date.fromisoformat(data.date), "DATE_FORMAT")
        lines.append("  " + _("Number %(number)s of %(day)s") % {"number": data.number, "day": day})
    lines += (_line(one) for one in report.signatures)
    lines += (f"  ! {reason}" for reason in report.reasons)
    return map(_harmless, lines)


def _line(one: Signature) -> str:
    moment = "-"
    if one.moment:
        moment = date_format(timezone.localtime(one.moment), "DATETIME_FORMAT")
    kind = _("time-stamp") if one.level is Level.TIMESTAMP else one.level
    return f"  {one.field}: {one.signer}, {moment} ({kind}): {VERDICTS[one.verdict]}"


def _harmless(line: str) -> str:
    """A file may name itself and its signers as it likes, but not command the terminal."""
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in line)
