"""The check of each paper: right, not right, not yet. What an officer has marked is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from django.utils.translation import gettext as _

from onestop.ui.components.asking import Fault
from procedures.schema import Requirement
from workflows.dossiers.models import Component

from .opened import Opened

Verdict = Literal["pass", "fail", ""]
NAME = "check"
# In the session: by dossier, then by the very version of the paper that was looked at.
KEPT = "checked"
MOST = 20
LONGEST_REASON = 500


@dataclass(frozen=True)
class Checked:
    """A paper, what was found of it, and why it will not do."""

    number: int
    requirement: Requirement
    component: Component | None
    verdict: Verdict = ""
    reason: str = ""

    @property
    def key(self) -> str:
        return self.requirement.key

    @property
    def mark(self) -> str:
        """A new version is another paper: it has to be looked at anew."""
        return str(self.component.public_id) if self.component else self.key

    @property
    def anchor(self) -> str:
        return f"giay-{self.key}"

    @property
    def title(self) -> str:
        return f"{self.number}. {self.requirement.title}"


@dataclass(frozen=True)
class Checklist:
    papers: tuple[Checked, ...]

    @property
    def failed(self) -> tuple[Checked, ...]:
        return tuple(one for one in self.papers if one.verdict == "fail")

    @property
    def done(self) -> int:
        return sum(bool(one.verdict) for one in self.papers)

    @property
    def unchecked(self) -> tuple[Fault, ...]:
        """What stands in the way of whatever is said of the dossier as a whole."""
        return tuple(
            Fault(_("Not checked yet: %(paper)s") % {"paper": one.title}, one.anchor)
            for one in self.papers
            if not one.verdict
        )

    @property
    def not_right(self) -> tuple[Fault, ...]:
        return tuple(
            Fault(_("Not right: %(paper)s") % {"paper": one.title}, one.anchor)
            for one in self.failed
        )

    @property
    def unexplained(self) -> tuple[Fault, ...]:
        return tuple(
            Fault(_("Say why: %(paper)s") % {"paper": one.title}, f"{NAME}-{one.key}-reason")
            for one in self.failed
            if not one.reason
        )

    def with_the_rest_right(self) -> Checklist:
        return Checklist(
            tuple(one if one.verdict else replace(one, verdict="pass") for one in self.papers)
        )


def checklist_of(opened: Opened) -> Checklist:
    """What the dossier's own history says of each paper, and over it what the officer marked."""
    marked = opened.request.session.get(KEPT, {}).get(str(opened.dossier.public_id), {})
    return Checklist(tuple(_marked(one, marked) for one in _judged(opened)))


def checklist_sent(opened: Opened) -> Checklist:
    """As the form brings it."""
    sent = opened.request.POST
    return Checklist(
        tuple(
            replace(
                one,
                verdict=_verdict(sent.get(f"{NAME}-{one.key}", "")),
                reason=sent.get(f"{NAME}-{one.key}-reason", "").strip()[:LONGEST_REASON],
            )
            for one in checklist_of(opened).papers
        )
    )


def keep(opened: Opened, found: Checklist) -> None:
    """For this officer and session; of many dossiers, the last ones."""
    session, name = opened.request.session, str(opened.dossier.public_id)
    marks = {one.mark: [one.verdict, one.reason] for one in found.papers}
    others = [(key, kept) for key, kept in session.get(KEPT, {}).items() if key != name]
    session[KEPT] = {**dict(others[1 - MOST :]), name: marks}


def _judged(opened: Opened) -> tuple[Checked, ...]:
    papers = enumerate(opened.requirements, start=1)
    rows = (Checked(n, one, opened.handed_in.get(one.key)) for n, one in papers)
    return tuple(_by_history(opened, row) for row in rows)


def _by_history(opened: Opened, row: Checked) -> Checked:
    """To receive is to find every paper right; to ask for some, to find the others right."""
    if opened.dossier.received_at:
        return replace(row, verdict="pass")
    since = row.component.added_at if row.component else opened.dossier.created_at
    for request in opened.completions:
        if since <= request.asked_at:
            asked = {item.key: item.reason for item in request.items.all()}
            wrong = row.key in asked
            row = replace(row, verdict="fail" if wrong else "pass", reason=asked.get(row.key, ""))
    return row


def _marked(row: Checked, marked: Mapping[str, list[str]]) -> Checked:
    if row.mark not in marked:
        return row
    verdict, reason = marked[row.mark]
    return replace(row, verdict=_verdict(verdict), reason=reason)


def _verdict(sent: str) -> Verdict:
    verdicts: dict[str, Verdict] = {"pass": "pass", "fail": "fail"}
    return verdicts.get(sent, "")
