"""What the story leaves: a line for each act, the papers, and proof that all is as it must be."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from signing.trust import TrustStore
from signing.validation import Verdict, validate
from workflows.clock import announced
from workflows.dossiers import lateness
from workflows.dossiers.models import Component, Dossier, DueChange, Paper
from workflows.dossiers.status import Status
from workflows.files import store
from workflows.journal.models import Entry
from workflows.people.models import Account
from workflows.proving.look import Violation
from workflows.proving.proof import prove
from workflows.results.models import Result
from workflows.routes.perform import Performed

SLIPS = (
    Paper.Kind.FORM_01,
    Paper.Kind.FORM_02,
    Paper.Kind.FORM_03,
    Paper.Kind.FORM_04,
    Paper.Kind.FORM_05,
)


class NotAsTold(Exception):
    """Something about the story is not as it must be; the sentence says what."""


@dataclass(frozen=True)
class Line:
    """One act, as the story and `journal.json` tell it."""

    at: str
    by: str
    act: str
    dossier: str
    status: str
    national_code: int | None
    due: str | None
    digest: str | None

    def __str__(self) -> str:
        code = "-" if self.national_code is None else self.national_code
        digest = (self.digest or "-")[:12]
        return (
            f"{self.at}  {self.by:<16} {self.act:<15} {self.dossier:<36} "
            f"{self.status:<21} {code!s:>2}  {self.due or '-':<10}  {digest}"
        )


@dataclass(frozen=True)
class Reuse:
    """What the following dossier took from the register, and what it asked of the citizen."""

    reused: tuple[dict[str, str], ...]
    uploads: int
    questions: int


def line_of(by: Account, performed: Performed) -> Line:
    return Line(
        at=_moment(datetime.fromisoformat(performed.at)),
        by=str(by.person or by),
        act=performed.act,
        dossier=performed.code or performed.dossier,
        status=performed.status,
        national_code=performed.national_code,
        due=performed.due,
        digest=performed.digest,
    )


def lines_of(dossiers: list[Dossier]) -> Iterator[Line]:
    """The journal's own record of these dossiers, which nobody told it."""
    entries = Entry.objects.filter(dossier__in=dossiers).select_related("dossier")
    names = {a.public_id: str(a.person or a) for a in Account.objects.select_related("person")}
    for entry in entries.order_by("at", "pk"):
        yield Line(
            at=_moment(entry.at),
            by=names[entry.actor] if entry.actor else "-",
            act=entry.act,
            dossier=str(entry.dossier),
            status=entry.status_to,
            national_code=entry.national_code,
            due=entry.due,
            digest=entry.digest,
        )


def write_journal(dossiers: list[Dossier], out: Path) -> None:
    told = [asdict(line) for line in lines_of(dossiers)]
    text = json.dumps(told, ensure_ascii=False, indent=2)
    (out / "journal.json").write_text(text + "\n", encoding="utf-8")


def write_papers(dossier: Dossier, number: int, out: Path) -> None:
    """The result, if there is one, and the newest slip of each form, for people to open."""
    papers = {paper.kind: paper.file.digest for paper in dossier.papers.select_related("file")}
    if Paper.Kind.RESULT in papers:
        (out / f"result-{number}.pdf").write_bytes(store.read(papers[Paper.Kind.RESULT]))
    for form in SLIPS:
        if form in papers:
            (out / f"slip-{form.value}-{number}.pdf").write_bytes(store.read(papers[form]))


def reuse_of(dossier: Dossier) -> Reuse:
    """Counted from what the dossier holds: uploads, and answers that somebody typed."""
    reused = dossier.components.filter(origin=Component.Origin.REUSED_RESULT)
    return Reuse(
        reused=tuple(
            {
                "requirement": component.requirement,
                "result": str(component.result.public_id),
                "number": component.result.number,
            }
            for component in reused.select_related("result")
            if component.result
        ),
        uploads=dossier.components.filter(origin=Component.Origin.DIGITISED).count(),
        questions=sum(answer["source"] == "declared" for answer in dossier.answers.values()),
    )


def check(first: Dossier, second: Dossier, trust: TrustStore, *, at: datetime) -> None:
    """Raises `NotAsTold` unless both dossiers ended well and the second asked for nothing."""
    for dossier in (first, second):
        check_end(dossier, trust, at=at)
    used = reuse_of(second)
    registered = Result.objects.get(dossier_code=first.code)
    if {str(registered.public_id)} != {one["result"] for one in used.reused}:
        raise NotAsTold(_("The second dossier does not rest on the result of the first."))
    if used.uploads or used.questions:
        raise NotAsTold(_("The second dossier asked for what the State already knows."))


def check_end(
    dossier: Dossier, trust: TrustStore, *, at: datetime, withdrawn: bool = False
) -> None:
    """Raises `NotAsTold` unless it is handed over with a valid result, or withdrawn without."""
    if dossier.status != (Status.WITHDRAWN if withdrawn else Status.RETURNED):
        raise NotAsTold(_("Dossier %(code)s did not reach its end.") % {"code": dossier})
    if not withdrawn:
        _check_result(dossier, trust, at)


def check_late(dossier: Dossier, *, at: datetime) -> None:
    """Raises `NotAsTold` unless it was apologised for once, is late even so, and of somebody."""
    apologies = dossier.due_changes.filter(cause=DueChange.Cause.APOLOGY)
    calendar = announced.calendar(dossier.competent_agency.calendar)
    shares = lateness.shares(dossier, dossier.holdings.all(), calendar, at=at)
    cause = lateness.cause_of(shares)
    if apologies.count() != 1 or cause is None or not cause.late_days:
        raise NotAsTold(_("Dossier %(code)s is not late after one apology.") % {"code": dossier})


def check_rules(trust: TrustStore, *, at: datetime) -> None:
    """Raises `NotAsTold` where anything in the base breaks a rule that must always hold."""
    for found in prove(at=at, trust=trust):
        if isinstance(found, Violation):
            raise NotAsTold(_("A rule is broken: %(rule)s") % {"rule": found})


def _check_result(dossier: Dossier, trust: TrustStore, at: datetime) -> None:
    registered = Result.objects.select_related("file").get(dossier_code=dossier.code)
    report = validate(store.read(registered.file.digest), trust=trust, at=at)
    if report.verdict is not Verdict.VALID or report.embedded is None:
        raise NotAsTold(
            _("The result %(number)s does not prove itself: %(reasons)s")
            % {"number": registered, "reasons": "; ".join(map(str, report.reasons))}
        )
    signed: dict[str, Any] = {"number": report.embedded.number, "day": report.embedded.date}
    if signed != {"number": registered.number, "day": registered.issued_on.isoformat()}:
        raise NotAsTold(_("The result %(number)s states another number.") % {"number": registered})


def _moment(at: datetime) -> str:
    return localtime(at).isoformat(timespec="seconds")
