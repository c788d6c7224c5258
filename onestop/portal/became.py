"""What became of results: put right by a letter, replaced, revoked; and who relied on them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from onestop.ui.components.words import day
from procedures.words import in_language_now
from workflows.dossiers.models import Component, Dossier
from workflows.dossiers.status import Status
from workflows.results.models import Amendment, Result

State = Result.State
REVOKE = Dossier.Correction.REVOKE


@dataclass(frozen=True)
class Became:
    """One thing that was done to a result, and the document that did it."""

    result: Result
    words: str
    at: datetime
    by: Result | None
    # Whether it may still be relied on.
    counts: bool

    @property
    def title(self) -> str:
        return in_language_now(self.result.title_vi, self.result.title_en)

    @property
    def proof(self) -> str:
        """The page that anyone may open, of the document that did it."""
        return reverse("portal:verify_code", args=[self.by.public_id]) if self.by else ""


def became(results: Iterable[Result]) -> list[Became]:
    """In the order in which it was done; two statements for all of them."""
    every = list(results)
    revoking = _revoking([one for one in every if one.state == State.REVOKED])
    ended = [_ended(one, revoking.get(one.pk)) for one in every if one.state != State.ACTIVE]
    return sorted([*amendments(every), *ended], key=lambda one: one.at)


def amendments(results: Iterable[Result]) -> list[Became]:
    """By letters, which leave a result in force. One statement for all of them."""
    amended = Amendment.objects.filter(result__in=list(results)).select_related("by", "result")
    words = _("corrected by letter %(number)s of %(day)s")
    return [Became(one.result, words % _of(one.by), one.at, one.by, True) for one in amended]


def relied_on(papers: Iterable[Component]) -> list[Became]:
    """What was done since to the results that a dossier took from the register."""
    return became({one.result.pk: one.result for one in papers if one.result}.values())


def _ended(result: Result, by: Result | None) -> Became:
    if result.replaced_by is not None:
        by = result.replaced_by
        words = _("replaced by %(number)s of %(day)s") % _of(by)
    elif by is not None:
        words = _("revoked by decision %(number)s of %(day)s") % _of(by)
    else:
        words = _("revoked: %(reason)s") % {"reason": result.state_reason}
    return Became(result, words, result.state_since, by, counts=False)


def _revoking(results: list[Result]) -> dict[int, Result]:
    """By the id of a result, the decision by which it was revoked."""
    orders = Dossier.objects.filter(corrects__in=results, correction=REVOKE, code__isnull=False)
    codes = dict(orders.values_list("code", "corrects"))
    return {codes[one.dossier_code]: one for one in Result.objects.filter(dossier_code__in=codes)}


def _of(result: Result) -> dict[str, str]:
    return {"number": result.number, "day": day(result.issued_on)}


@dataclass(frozen=True)
class Own:
    """A dossier's own result, what became of it, and what this dossier itself puts right."""

    became: tuple[Became, ...] = ()
    under_way: bool = False
    corrects: Result | None = None

    @classmethod
    def of(cls, dossier: Dossier) -> Own:
        issued = dossier.status in (Status.ISSUED, Status.RETURNED)
        result = Result.objects.filter(dossier_code=str(dossier)).first() if issued else None
        if result is None:
            return cls(corrects=dossier.corrects)
        opened = result.corrections.open().exclude(status=Status.ISSUED)
        return cls(tuple(became([result])), opened.exists(), dossier.corrects)
