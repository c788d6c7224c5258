"""How a dossier ended without a result, in words: on whose word, why, and what of the fee."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from onestop.ui.components.reading import Fact
from onestop.ui.components.words import clock_time, day
from workflows.dossiers.models import Dossier, Ending
from workflows.dossiers.status import Status

HOW: dict[Ending.Kind, Promise] = {
    Ending.Kind.WITHDRAWN: _("Withdrawn at the wish of whoever filed it"),
    Ending.Kind.STOPPED: _("Stopped by the agency, on a ground in law"),
    Ending.Kind.SILENCE: _("Stopped by the agency, as no answer came to what it asked for"),
}
MONEY: dict[Ending.Finance, Promise] = {
    Ending.Finance.NO_CHARGE: _("Nothing was charged."),
    Ending.Finance.KEPT: _("What was paid is kept, unless the agency decides otherwise."),
    Ending.Finance.REFUND: _("What was paid is paid back."),
}


def ending_of(dossier: Dossier) -> tuple[Fact, ...]:
    """What the notice (Form 05) states; empty where the dossier goes on, or has a result."""
    if dossier.status not in (Status.WITHDRAWN, Status.STOPPED):
        return ()
    ending = Ending.objects.filter(dossier=dossier).first()
    return tuple(_lines(ending)) if ending else ()


def _lines(ending: Ending) -> Iterator[Fact]:
    yield Fact(_("Ended as"), HOW[Ending.Kind(ending.kind)])
    yield Fact(_("When"), f"{clock_time(ending.at)}, {day(ending.at)}")
    if ending.ground:
        yield Fact(_("Reason given"), ending.ground)
    if ending.legal_basis:
        yield Fact(_("Legal basis"), ending.legal_basis)
    yield Fact(_("Fee"), MONEY[Ending.Finance(ending.finance)])
    if ending.finance_note:
        yield Fact(_("About the fee"), ending.finance_note)
