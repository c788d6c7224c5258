"""Whether a paper is genuine: asked by its file, or by the address that came with it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from onestop.frame.middleware import moment
from onestop.ui.components.asking import Fault
from onestop.ui.components.reading import Fact
from onestop.ui.components.words import day
from procedures import catalogue
from procedures.catalogue import UnknownProcedure, UnknownRevision
from procedures.shown import stated
from procedures.words import language_now
from signing.confined import revisions_confined, validate_confined
from signing.reports import Integrity, Level, Signature, SignatureReport, Verdict
from signing.trust import TrustStore
from signing.validation import Policy
from workflows.documents.check_report import DOMAINS, INTEGRITY, Checked, policy_words
from workflows.results.models import Result

from .seeing import NotSent, asked_again, kept, seen, sent_file

Tone = Literal["ok", "warn", "bad"]

# Data sealed by somebody we trust, but perhaps not by our program: anything may be missing.
STRANGE = (KeyError, TypeError, ValueError, AttributeError, UnknownProcedure, UnknownRevision)

TITLES: dict[Verdict, tuple[Tone, Promise, Promise]] = {
    Verdict.VALID: (
        "ok",
        gettext_lazy("The paper is genuine"),
        gettext_lazy("Its content is as it was signed. Compare it with the paper you hold."),
    ),
    Verdict.INVALID: (
        "bad",
        gettext_lazy("The paper is not genuine"),
        gettext_lazy("Do not rely on it. What is shown is not what was signed."),
    ),
    Verdict.INDETERMINATE: (
        "warn",
        gettext_lazy("It cannot be decided whether the paper is genuine"),
        gettext_lazy("Ask the agency that is named on it."),
    ),
    Verdict.UNSIGNED: (
        "warn",
        gettext_lazy("Nobody has signed this file"),
        gettext_lazy("A result of ours always carries two digital signatures."),
    ),
}
# Of a paper of another make: its signatures say who stands behind it, and not that it is a result.
OF_OTHERS = (
    gettext_lazy("The signatures of the paper hold"),
    gettext_lazy(
        "Nothing was changed since it was signed. It is not a result of this system: what it is"
        " worth depends on who signed it."
    ),
)
UNTRUSTED = gettext_lazy("Do not rely on it. Nothing was changed, but a signature does not count.")
CHECKED: dict[Verdict, tuple[Tone, Promise]] = {
    Verdict.VALID: ("ok", gettext_lazy("valid")),
    Verdict.INVALID: ("bad", gettext_lazy("invalid")),
    Verdict.INDETERMINATE: ("warn", gettext_lazy("cannot be decided")),
    Verdict.UNSIGNED: ("warn", gettext_lazy("not signed")),
}


@dataclass(frozen=True)
class Signed:
    """A signature as the page tells of it."""

    signer: str
    at: datetime | None
    tone: Tone
    word: Promise
    under: Promise | None


@dataclass(frozen=True)
class Standing:
    """Whether a result of our register is in force on a day."""

    result: Result
    on: date

    @property
    def in_force(self) -> bool:
        ended = self.result.valid_to is not None and self.result.valid_to < self.on
        return self.result.state == Result.State.ACTIVE and not ended

    @property
    def words(self) -> str:
        if self.in_force:
            return _("in force")
        if self.result.state == Result.State.ACTIVE:
            return _("no longer valid since %(day)s") % {"day": day(self.result.valid_to)}
        return str(self.result.get_state_display())


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """The question, and for a file that is sent the answer. The file is not kept."""
    if request.method != "POST":
        return _by_code(request)
    try:
        name, content = sent_file(request)
    except NotSent as refusal:
        return asked_again(request, refusal.fault)
    at = moment(request)
    report = validate_confined(content, trust=TrustStore.for_anybody(), at=at)
    digest = hashlib.sha256(content).hexdigest()
    revisions = revisions_confined(content)
    checked = Checked(name, digest, len(content), at, report, revisions=revisions)
    data = _told(checked) | {"report": kept(checked), "seen": list(seen(checked))}
    return render(request, "portal/verified.html", data)


@require_safe
def verify_code(request: HttpRequest, code: UUID) -> HttpResponse:
    """What everybody may know of a result: what it is, whose office issued it, whether it holds."""
    result = Result.objects.select_related("issuer", "replaced_by").filter(public_id=code).first()
    if result is None:
        raise Http404
    at = moment(request)
    standing = Standing(result, localdate(at))
    lines = (
        Fact(_("Number"), result.number),
        Fact(_("Issued on"), day(result.issued_on)),
        Fact(_("Issued by"), str(result.issuer.name_on(result.issued_on))),
        Fact(_("Today"), capfirst(standing.words)),
    )
    data = {"standing": standing, "lines": lines, "at": at}
    return render(request, "portal/registered.html", data)


def _by_code(request: HttpRequest) -> HttpResponse:
    code = request.GET.get("ma", "").strip()
    if not code:
        return render(request, "portal/verify.html")
    try:
        return HttpResponseRedirect(reverse("portal:verify_code", args=[UUID(code)]))
    except ValueError:
        return asked_again(request, Fault(_("There is no result under this code."), "ma"))


def _told(checked: Checked) -> dict[str, object]:
    report, digest, at = checked.report, checked.sha256, checked.at
    tone, title, words = TITLES[report.verdict]
    if report.verdict is Verdict.INVALID and report.integrity is Integrity.INTACT:
        words = UNTRUSTED
    if report.verdict is Verdict.VALID and not (report.policy and report.policy.key == Policy.OWN):
        title, words = OF_OTHERS
    known = Result.objects.select_related("replaced_by").filter(file__digest=digest).first()
    standing = Standing(known, localdate(at)) if known else None
    return {
        "why": _why(report),
        "tone": "warn" if tone == "ok" and standing and not standing.in_force else tone,
        "title": title,
        "words": words,
        "integrity": INTEGRITY[report.integrity],
        "indication": " / ".join(filter(None, (report.indication, report.sub_indication))),
        "at": at,
        "digest": digest,
        "standing": standing,
        "signed": list(_signed(report.signatures)),
        "stamped": any(one.level is Level.TIMESTAMP for one in report.signatures),
        "warnings": report.warnings,
        "remarks": report.information,
        "policy": policy_words(report.policy) if report.policy else None,
        "roots": [(one, DOMAINS[one.domain]) for one in report.anchors],
        "lines": _lines(report),
    }


def _why(report: SignatureReport) -> list[str]:
    """Each reason once: nobody outside knows the fields that they come from."""
    of = {f"{one.field}: {why}": str(why) for one in report.signatures for why in one.reasons}
    return list(dict.fromkeys(of.get(str(why), str(why)) for why in report.reasons))


def _signed(signatures: Iterable[Signature]) -> Iterable[Signed]:
    for one in signatures:
        if one.level is not Level.TIMESTAMP:
            tone, word = CHECKED[one.verdict]
            under = DOMAINS[one.anchor.domain] if one.anchor else None
            yield Signed(one.signer, one.moment, tone, word, under)


def _lines(report: SignatureReport) -> list[Fact]:
    """What the seal covers, to be compared with the paper in hand."""
    if report.embedded is None:
        return []
    data = report.embedded.result
    lines = [
        Fact(_("Number"), report.embedded.number),
        Fact(_("Issued on"), day(date.fromisoformat(report.embedded.date))),
    ]
    with suppress(*STRANGE):
        lines.append(Fact(_("Issued by"), str(data["issuer"]["name"])))
        lines.append(Fact(_("Holder"), str(data["holder"]["name"])))
        lines.extend(Fact(label, value) for label, value in _facts(data))
    return lines


def _facts(data: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """What the result states, under the labels of the revision that it was decided by."""
    of = data["procedure"]
    procedure = catalogue.get(of["key"], date.fromisoformat(of["revision"]))
    case = next((case.key for case in procedure.cases if case.result == data["type"]), None)
    return stated(procedure, case, data["facts"], language_now()) if case else ()
