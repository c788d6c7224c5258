"""What a check of signatures found, in both languages: to keep as a paper or as a page.

The report itself is not signed. It says what anybody finds who checks the same file again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.formats import number_format
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from procedures.values import composed
from signing.anchors import Anchor, Domain
from signing.reports import (
    Covers,
    Integrity,
    Level,
    PolicyName,
    Signature,
    SignatureReport,
    Verdict,
)
from signing.revisions import Revision
from signing.sentences import filled, in_language
from signing.validation import Policy
from workflows.clock.days import LEGAL_TIME

from . import render as paper

LANGUAGES = ("vi", "en")
LONGEST = 600
# What the face of our papers shows: Latin with all that Vietnamese adds, Greek and Cyrillic.
_UNSHOWN = re.compile(
    r"[^\n\x20-\x7e\xa0-\xac\xae-\u017f\u0186-\u018f\u01a0\u01a1\u01af\u01b0\u0218-\u021b"
    r"\u0391-\u03a1\u03a3-\u03ce\u0401-\u040c\u040e-\u044f\u0451-\u045c\u045e\u045f"
    r"\u1ea0-\u1ef9\u2013\u2014\u2018-\u201e\u2026\u20ab\u20ac]"
)

TITLE = _("Report on the check of digital signatures")
NOTE = _(
    "Made by a program when the file was checked, and not signed. Whoever doubts it checks the"
    " same file again: it is known by its SHA-256."
)
VERDICTS: dict[Verdict, Promise] = {
    Verdict.VALID: _("valid"),
    Verdict.INVALID: _("invalid"),
    Verdict.INDETERMINATE: _("cannot be decided"),
    Verdict.UNSIGNED: _("not signed"),
}
INTEGRITY: dict[Integrity, Promise] = {
    Integrity.INTACT: _("Nothing was changed since it was signed"),
    Integrity.CHANGED: _("Changed after it was signed"),
    Integrity.BROKEN: _("What was signed is damaged or cannot be read"),
    Integrity.UNSIGNED: _("Nobody has signed this file"),
}
POLICIES: dict[Policy, Promise] = {
    Policy.FITTING: _("For a result of this site its own rules, for any other paper the general"),
    Policy.OWN: _("The rules for results of this site"),
    Policy.FOREIGN: _("The general rules for signed PDF files"),
}
COVERS: dict[Covers, Promise] = {
    Covers.FILE: _("The whole file"),
    Covers.REVISION: _("All that was there when it was made"),
    Covers.UNCLEAR: _("Cannot be said"),
}

DOMAINS: dict[Domain, Promise] = {
    Domain.PUBLIC: _("for citizens and enterprises"),
    Domain.GOVERNMENT: _("of the Government, for officials and agencies"),
    Domain.TEST: _("for tests"),
    Domain.UNSTATED: _("of no stated domain"),
}

Words = Promise | str


@dataclass(frozen=True)
class Checked:
    """One file, and what was found in it at a moment."""

    name: str
    sha256: str
    size: int
    at: datetime
    report: SignatureReport
    policy: Policy = Policy.FITTING
    revisions: tuple[Revision, ...] = ()


def told(checked: Checked) -> dict[str, Any]:
    """The whole report as plain data, which may be kept and drawn later: pairs of languages."""
    of = {one.field: one for one in checked.revisions}
    return {
        "title": _pair(TITLE),
        "note": _pair(NOTE),
        "demo": settings.DEMO,
        "at": checked.at.isoformat(),
        "facts": list(_facts(checked)),
        "signatures": [
            {"title": _pair(one.signer or one.field), "facts": list(_signature(one, of))}
            for one in checked.report.signatures
        ],
    }


def pdf(report: dict[str, Any]) -> bytes:
    at = datetime.fromisoformat(report["at"])
    return paper.compile("check_report", _drawable(report), at=at).pdf


def html(report: dict[str, Any]) -> str:
    """A page that needs nothing beside itself, and does nothing."""
    return render_to_string("documents/check_report.html", {"report": report})


def policy_words(named: PolicyName) -> Words:
    return filled(
        _("The policy “%(key)s” of %(version)s"), {"key": named.key, "version": named.version}
    )


def root_words(anchor: Anchor) -> Words:
    """By its fingerprint, so that the same root can be taken to judge again."""
    of: dict[str, Words] = {
        "subject": anchor.subject,
        "domain": DOMAINS[anchor.domain],
        "fingerprint": anchor.fingerprint,
    }
    return filled("%(subject)s (%(domain)s, SHA-256 %(fingerprint)s)", of)


def _facts(checked: Checked) -> Iterator[dict[str, Any]]:
    report = checked.report
    yield _fact(_("File"), checked.name)
    yield _fact("SHA-256", checked.sha256)
    yield _fact(_("Size"), filled(_("%(bytes)s bytes"), {"bytes": _number(checked.size)}))
    yield _fact(_("Checked at"), _moment(checked.at))
    yield _fact(_("Verdict"), VERDICTS[report.verdict])
    yield _fact(_("Integrity"), INTEGRITY[report.integrity])
    yield _fact("EN 319 102-1", _indication(report))
    yield from _several(_("Reasons"), report.reasons)
    yield from _several(_("Warnings"), report.warnings)
    yield from _several(_("Remarks"), report.information)
    yield _fact(_("Judged by"), POLICIES[checked.policy], *_named(report))
    yield from _several(_("Rests on the root"), [root_words(one) for one in report.anchors])


def _named(report: SignatureReport) -> list[Words]:
    return [policy_words(report.policy)] if report.policy else []


def _signature(one: Signature, of: dict[str, Revision]) -> Iterator[dict[str, Any]]:
    yield _fact(_("Field"), one.field)
    yield _fact(_("Kind"), _("time-stamp") if one.level is Level.TIMESTAMP else one.level)
    yield _fact(_("Signed at, proven"), _moment(one.moment))
    yield _fact(_("Signed at, by the signer's own word"), _moment(one.claimed))
    yield _fact(_("Result"), VERDICTS[one.verdict])
    yield _fact("EN 319 102-1", _indication(one))
    yield _fact(_("Covers"), COVERS[one.covers])
    yield from _several(_("Reasons"), one.reasons)
    if seen := of.get(one.field):
        seen_bytes = {"bytes": _number(seen.end)}
        yield _fact(
            _("The signer saw"), filled(_("The first %(bytes)s bytes of the file"), seen_bytes)
        )
        yield from _several(_("Added since"), seen.added or (_("Nothing"),))


def _indication(of: SignatureReport | Signature) -> str:
    return " / ".join(filter(None, (of.indication, of.sub_indication)))


def _moment(at: datetime | None) -> str:
    """To the second and with its zone, as stamps state it; the same in every language."""
    return f"{at.astimezone(LEGAL_TIME):%d/%m/%Y %H:%M:%S} (UTC+7)" if at else "–"


def _in_thousands(value: int) -> str:
    return number_format(value, force_grouping=True)


_number = lazy(_in_thousands, str)


def _fact(label: Words, *values: Words) -> dict[str, Any]:
    return {"label": _pair(label), "values": [_pair(value) for value in values]}


def _several(label: Words, values: Sequence[Words]) -> Iterable[dict[str, Any]]:
    return [_fact(label, *values)] if values else []


def _pair(words: Words) -> list[str]:
    return [_shortened(in_language(language, [words])[0]) for language in LANGUAGES]


def _shortened(text: str) -> str:
    """A file names itself, its fields and its signers at any length, and with unseen signs."""
    seen = "".join(one if one.isprintable() else _numbered(one) for one in text[:LONGEST])
    return seen if len(text) <= LONGEST else f"{seen}…"


def _drawable(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _drawable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_drawable(item) for item in value]
    return visible(value) if isinstance(value, str) else value


def visible(text: str) -> str:
    """A sign that the face lacks, by its number in Unicode."""
    return _UNSHOWN.sub(lambda found: _numbered(found[0]), composed(text))


def _numbered(sign: str) -> str:
    return f"[U+{ord(sign):04X}]"
