"""What came of a dossier's result: put right, replaced, ended; and who relies on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from onestop.ui.components.words import day
from procedures.words import in_language_now
from workflows.dossiers.models import Dossier
from workflows.permissions.rules import visible
from workflows.results.models import Result

from .opened import Opened


@dataclass(frozen=True)
class Line:
    """A sentence, and where it leads; no address for what the reader may not open."""

    words: str
    address: str = ""
    note: Promise | str = ""


@dataclass(frozen=True)
class Results:
    """`became` of the own result; `corrections` under way; `used` by; and what it relies on."""

    became: tuple[Line, ...] = ()
    corrections: tuple[Line, ...] = ()
    used: tuple[Line, ...] = ()
    relies: tuple[Line, ...] = ()
    corrects: Line | None = None

    @property
    def any(self) -> bool:
        return bool(self.became or self.corrections or self.used or self.relies or self.corrects)


def results_of(opened: Opened) -> Results:
    dossier, own = opened.dossier, _own(opened)
    relied = [one.result for one in opened.handed_in.values() if one.result]
    relies = tuple(_state(one) for one in relied if one.state != Result.State.ACTIVE)
    corrected = dossier.corrects
    corrects = Line(_number(corrected)) if corrected else None
    if own is None:
        return Results(relies=relies, corrects=corrects)
    letters = own.amendments.select_related("by")
    became = [
        Line(_("Corrected by letter %(number)s of %(day)s") % _named(one.by)) for one in letters
    ]
    return Results(
        became=(*became, *_ended(own)),
        corrections=tuple(_lines(opened, own.corrections.order_by("pk"))),
        used=tuple(_lines(opened, _users(own))),
        relies=relies,
        corrects=corrects,
    )


def ended(opened: Opened) -> tuple[Line, ...]:
    """What took the dossier's own result out of force, if anything did."""
    own = _own(opened)
    return _ended(own) if own else ()


def _own(opened: Opened) -> Result | None:
    code = opened.dossier.code
    return Result.objects.filter(dossier_code=code).first() if code else None


def _ended(own: Result) -> tuple[Line, ...]:
    return (_state(own),) if own.state != Result.State.ACTIVE else ()


def _users(result: Result) -> list[Dossier]:
    used = set(result.uses.values_list("dossier", flat=True))
    return list(Dossier.objects.filter(public_id__in=used).order_by("pk")) if used else []


def _lines(opened: Opened, dossiers: Iterable[Dossier]) -> list[Line]:
    """Each by its code and where it stands; a link only for what the reader may see."""
    every = list(dossiers)
    if not every:
        return []
    seen = visible(opened.account, at=opened.at).filter(pk__in=[one.pk for one in every])
    may = set(seen.values_list("pk", flat=True))
    return [
        Line(
            one.code or _("not received yet"),
            reverse("counter:dossier", args=[one.public_id]) if one.pk in may else "",
            one.get_status_display(),
        )
        for one in every
    ]


def _state(result: Result) -> Line:
    if result.replaced_by is not None:
        said = _("%(result)s was replaced by %(number)s of %(day)s")
        return Line(said % (_named(result.replaced_by) | {"result": _number(result)}))
    said = _("%(result)s was revoked: %(reason)s")
    return Line(said % {"result": _number(result), "reason": result.state_reason})


def _number(result: Result) -> str:
    return f"{in_language_now(result.title_vi, result.title_en)} {result.number}"


def _named(result: Result) -> dict[str, str]:
    return {"number": result.number, "day": day(result.issued_on)}
