"""Whether signed files hold, on the command line: needs no database and asks nobody."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from onestop.management import keeping
from onestop.management.spoken import SpokenCommand
from signing import confined
from signing.anchors import Anchor
from signing.confined import revisions_confined, validate_confined
from signing.errors import UnreadableTrust
from signing.opening import MAX_BYTES
from signing.reports import Covers, Level, Sentence, Signature, SignatureReport, Verdict
from signing.sentences import in_language
from signing.trust import TrustStore
from signing.validation import Policy
from workflows.documents.check_report import VERDICTS, Checked, policy_words, root_words

NAME_ROOTS = gettext_noop("Name a PEM file, or a folder of them, with --trust.")


class Command(SpokenCommand):
    help = gettext_noop(
        "Verify the signatures of PDF files; exit 0 only if all are valid. Needs no database."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument(
            "--trust",
            type=_roots,
            help=_("root certificates: a PEM file, or a folder of them"),
        )
        parser.add_argument("--at", type=_moment, help=_("the moment to judge at (ISO 8601)"))
        parser.add_argument(
            "--policy",
            choices=[Policy.OWN.value, Policy.FOREIGN.value],
            help=_("hold every file against the rules of our own results, or of other papers"),
        )
        parser.add_argument("--json", action="store_true", dest="as_json")
        parser.add_argument(
            "--report",
            type=Path,
            metavar="OUT",
            help=_("keep a report as .pdf, .html or .xml; for several files, in a folder as PDF"),
        )
        parser.add_argument(
            "--revision",
            nargs=2,
            metavar=("FIELD", "OUT"),
            help=_("keep the file as the signer in this field saw it"),
        )

    def handle(
        self,
        *,
        files: list[str],
        trust: Path | None,
        at: datetime | None,
        policy: str | None,
        as_json: bool,
        report: Path | None,
        revision: tuple[str, str] | None,
        **_o: Any,
    ) -> None:
        confined.ready()
        _check_places(files, report, revision)
        store = _trusted(trust or Path(settings.TRUST_ROOTS))
        rules = Policy(policy or Policy.FITTING)
        verdicts = set()
        for file in files:
            one = _examined(Path(file), store, at or timezone.now(), rules)
            verdicts.add(one.report.verdict)
            for line in [_as_json(file, one)] if as_json else _told(file, one.report):
                self.stdout.write(line)
            if report and one.content is not None:
                keeping.keep_report(report, one.checked(one.content))
            if revision and one.content is not None:
                keeping.keep_revision(Path(revision[1]), revision[0], one.content, one.report)
        if verdicts != {Verdict.VALID}:
            sys.exit(1)


@dataclass(frozen=True)
class Examined:
    """A file as far as it could be read, and what was found in it."""

    name: str
    content: bytes | None
    at: datetime
    policy: Policy
    report: SignatureReport

    def checked(self, content: bytes) -> Checked:
        return Checked(
            name=self.name,
            sha256=hashlib.sha256(content).hexdigest(),
            size=len(content),
            at=self.at,
            report=self.report,
            policy=self.policy,
            revisions=revisions_confined(content),
        )


def _check_places(files: list[str], report: Path | None, revision: Sequence[str] | None) -> None:
    if report:
        keeping.check_place(report, files=len(files))
    if revision and len(files) > 1:
        raise keeping.Unkept(_("A revision is taken out of one file at a time."))
    if revision:
        keeping.check_free(Path(revision[1]))


def _roots(said: str) -> Path:
    # As a path, nothing at all would be the folder one stands in.
    if not said:
        raise ArgumentTypeError(_(NAME_ROOTS))
    return Path(said)


def _trusted(path: Path) -> TrustStore:
    try:
        return TrustStore.load(path)
    except UnreadableTrust as error:
        raise CommandError(f"{error} {_(NAME_ROOTS)}", returncode=keeping.USAGE_ERROR) from None


def _moment(said: str) -> datetime:
    try:
        moment = datetime.fromisoformat(said)
        # At the ends of time nothing can be reckoned, nor written in another zone.
        if moment.year in (MINYEAR, MAXYEAR):
            raise ValueError(said)
    except ValueError:
        raise ArgumentTypeError(_("This is no moment: %(said)s") % {"said": said}) from None
    return moment if moment.tzinfo else timezone.make_aware(moment)


def _examined(path: Path, trust: TrustStore, at: datetime, policy: Policy) -> Examined:
    try:
        content = _read(path)
    except _Unread as unread:
        report = SignatureReport(Verdict.INDETERMINATE, reasons=(unread.sentence,))
        return Examined(path.name, None, at, policy, report)
    report = validate_confined(content, trust=trust, at=at, policy=policy)
    return Examined(path.name, content, at, policy, report)


class _Unread(Exception):
    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        super().__init__(sentence)


def _read(path: Path) -> bytes:
    try:
        # Not a device or a pipe: those may never end.
        if path.exists() and not path.is_file():
            raise _Unread(gettext_lazy("This is not a file."))
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise _Unread(gettext_lazy("There is no such file.")) from None
    except (OSError, ValueError):
        raise _Unread(gettext_lazy("The file cannot be read.")) from None


def _as_json(file: str, one: Examined) -> str:
    report = one.report
    data, named = report.embedded, report.policy
    return json.dumps(
        {
            "file": file,
            "verdict": report.verdict,
            "integrity": report.integrity,
            "at": _here(one.at).isoformat(),
            "indication": report.indication,
            "sub_indication": report.sub_indication,
            "signatures": [_signature(signature) for signature in report.signatures],
            "embedded": data and {"number": data.number, "date": data.date, "result": data.result},
            **_reasons(report.reasons),
            "policy": named and {"key": named.key, "version": named.version},
            "anchors": [_anchor(root) for root in report.anchors],
            "warnings": [str(warning) for warning in report.warnings],
            "information": [str(sentence) for sentence in report.information],
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
        "anchor": one.anchor and _anchor(one.anchor),
        **_reasons(one.reasons),
    }


def _reasons(sentences: Sequence[Sentence]) -> dict[str, list[str]]:
    """In the language that is asked for, and in both."""
    return {
        "reasons": [str(sentence) for sentence in sentences],
        "reasons_vi": in_language("vi", sentences),
        "reasons_en": in_language("en", sentences),
    }


def _anchor(one: Anchor) -> dict[str, Any]:
    return {
        "subject": one.subject,
        "fingerprint": one.fingerprint,
        "domain": one.domain,
        "source": one.source,
        "from": _written(one.since),
        "until": _written(one.until),
    }


def _written(moment: datetime | None) -> str | None:
    return _here(moment).isoformat(timespec="seconds") if moment else None


def _here(moment: datetime) -> datetime:
    """In the time of the place; what lies at the ends of time stays as it is."""
    try:
        return timezone.localtime(moment)
    except OverflowError:
        return moment


def _told(file: str, report: SignatureReport) -> Iterator[str]:
    """The report in lines a person reads."""
    name = os.fsencode(file).decode(errors="backslashreplace")
    lines = [f"{name}: {VERDICTS[report.verdict]}"]
    if data := report.embedded:
        day = date_format(date.fromisoformat(data.date), "DATE_FORMAT")
        lines.append("  " + _("Number %(number)s of %(day)s") % {"number": data.number, "day": day})
    lines += (_line(one) for one in report.signatures)
    lines += (f"  ! {reason}" for reason in report.reasons)
    lines += (f"  * {told}" for told in (*report.warnings, *report.information))
    lines += (f"  {_('Rests on the root')}: {root_words(one)}" for one in report.anchors)
    if named := report.policy:
        lines.append(f"  {_('Judged by')}: {policy_words(named)}")
    return map(_harmless, lines)


def _line(one: Signature) -> str:
    moment = "-"
    if one.moment:
        moment = date_format(_here(one.moment), "DATETIME_FORMAT")
    kind = _("time-stamp") if one.level is Level.TIMESTAMP else one.level
    return f"  {one.field}: {one.signer}, {moment} ({kind}): {VERDICTS[one.verdict]}"


def _harmless(line: str) -> str:
    """A file may name itself and its signers as it likes, but not command the terminal."""
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in line)
