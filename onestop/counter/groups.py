"""The groups of work in the inbox: what waits for whom, each with its number of dossiers."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from onestop.ui.limits import RUNNING
from workflows.dossiers.models.dossier import DossierQuerySet
from workflows.dossiers.status import WITH_APPLICANT, Status
from workflows.people.models import Account, Role
from workflows.routes import inbox

S = Status
ROLES = (Role.RECEPTION, Role.HEAD, Role.HANDLER)


@dataclass(frozen=True)
class Group:
    """Dossiers that wait for the same thing, by the word of the address."""

    key: str
    words: Promise
    holds: Q
    late: bool = False


# What is being written down at the counter, and filed by nobody yet.
WRITTEN = "dang-lap"


def groups_for(account: Account, roles: Collection[Role], *, at: datetime) -> tuple[Group, ...]:
    """The first is where the day begins: what the account may act on now."""
    mine = inbox.open_for(account, at=at, roles=ROLES).values("process__dossier")
    draft = Q(status=S.DRAFT)
    to_sign = [S.AWAITING_APPROVAL, S.APPROVED, S.SIGNED]
    return (
        Group("cua-toi", _("For me"), Q(pk__in=mine)),
        *([Group(WRITTEN, _("Being written down"), draft)] if Role.RECEPTION in roles else []),
        Group("cho-tiep-nhan", _("To be received"), Q(status=S.SUBMITTED)),
        Group("cua-phong", _("Of the unit"), ~draft & Q(ended_at=None)),
        Group("cho-bo-sung", _("With the applicant"), Q(status__in=WITH_APPLICANT)),
        Group("cho-ky", _("To be signed and sealed"), Q(status__in=to_sign)),
        Group("cho-tra", _("To be handed over"), Q(status=S.ISSUED)),
        Group("qua-han", _("Overdue"), RUNNING & Q(due_at__lt=at), late=True),
        Group("tat-ca", _("All"), Q()),
    )


def counted(groups: Iterable[Group], dossiers: DossierQuerySet) -> dict[str, int]:
    """How many dossiers lie in each group. One statement."""
    counts = {f"n{n}": Count("pk", filter=group.holds) for n, group in enumerate(groups)}
    found = dossiers.aggregate(**counts)
    return {group.key: found[f"n{n}"] for n, group in enumerate(groups)}
