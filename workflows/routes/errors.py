"""Why an act was not performed, in a sentence for whoever asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _


class NotPerformed(Exception):
    """Nothing was done; nothing is half done."""


class UnknownAct(NotPerformed):
    def __init__(self, act: str) -> None:
        super().__init__(_("There is no act “%(act)s”.") % {"act": act})


class NotThisWay(NotPerformed):
    """The way of the dossier does not lead there: it set out before, or puts a result right."""

    def __init__(self, act: Promise | str) -> None:
        super().__init__(
            _("The way of this dossier through the office does not lead there: you cannot %(act)s.")
            % {"act": act}
        )


class NotOpen(NotPerformed):
    """The act is not lawful now: somebody was faster, or its turn has not come."""

    def __init__(
        self, act: Promise | str, *, last: Promise | str, who: str, when: datetime | None
    ) -> None:
        self.last, self.who, self.when = last, who, when
        super().__init__(
            _("You cannot %(act)s now. Last act: %(last)s, by %(who)s, %(when)s.")
            % {
                "act": act,
                "last": last,
                "who": who,
                "when": date_format(localtime(when), "DATETIME_FORMAT") if when else "-",
            }
        )


@dataclass(frozen=True)
class Happened:
    """An act that was done meanwhile."""

    act: Promise | str
    who: str
    when: datetime

    def __str__(self) -> str:
        when = date_format(localtime(self.when), "DATETIME_FORMAT")
        return _("%(act)s, by %(who)s, %(when)s") % {"act": self.act, "who": self.who, "when": when}


class Moved(NotPerformed):
    """The dossier is not what it was when the person looked; `changes` says what was done."""

    def __init__(self, changes: tuple[Happened, ...]) -> None:
        self.changes = changes
        super().__init__(
            _("The dossier has changed since you opened it: %(changes)s.")
            % {"changes": "; ".join(map(str, changes))}
        )


class Busy(NotPerformed):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Somebody else is working on this dossier at this moment."
                " Try again in a few seconds."
            )
        )


class ClockAstray(NotPerformed):
    """The moment given is more than five seconds off the database's clock."""

    def __init__(self) -> None:
        super().__init__(
            _("The clock of this machine is wrong; nothing was done. Tell the administrator.")
        )
