"""What can be wrong with a journal, and where: the words of `verify`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class Wrong(models.TextChoices):
    """Every fault there is, with its sentence."""

    ALTERED = "altered", gettext_lazy("The entry was altered.")
    MOVED = "moved", gettext_lazy("The entry stood at another place.")
    INSERTED = "inserted", gettext_lazy("The entry has no place in the chain.")
    MISSING = "missing", gettext_lazy("The entry is missing.")
    UNCHAINED = "unchained", gettext_lazy("The entry does not continue the one before it.")
    HEAD = "head", gettext_lazy("The dossier ends on another entry than this, its last one.")
    OWNERLESS = "ownerless", gettext_lazy("The entry belongs to no dossier.")
    PRIVATE = "private", gettext_lazy("A private value is not what the entry committed to.")
    UNROOTED = "unrooted", gettext_lazy("The journal does not hold what the root of the day names.")
    ROOT_MISSING = "root-missing", gettext_lazy("The day has entries but no root.")
    ROOT_UNREADABLE = "root-unreadable", gettext_lazy("The root cannot be read.")
    ROOT_UNCHAINED = "root-unchained", gettext_lazy("The root does not continue the one before it.")
    TOKEN_MISSING = "token-missing", gettext_lazy("The root has no time-stamp.")
    TOKEN_WRONG = "token-wrong", gettext_lazy("The time-stamp is not one of this root.")


@dataclass(frozen=True)
class Fault:
    """One fault, by dossier and entry (`seq` to `until` where several are concerned) or by day."""

    what: Wrong
    dossier: UUID | None = None
    seq: int | None = None
    until: int | None = None
    day: date | None = None

    def __str__(self) -> str:
        return f"{', '.join(self._where())}: {self.what.label}"

    def _where(self) -> list[str]:
        places = []
        if self.day:
            places.append(_("day %(day)s") % {"day": self.day.isoformat()})
        if self.dossier:
            places.append(_("dossier %(dossier)s") % {"dossier": self.dossier})
        if self.seq is not None:
            span = f"{self.seq}–{self.until}" if self.until else str(self.seq)
            places.append(_("entry %(seq)s") % {"seq": span})
        return places
