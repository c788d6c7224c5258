"""The notices of an account, at whichever door it reads them: the newest, and marked as read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest
from django.utils.functional import Promise

from onestop.frame.middleware import moment
from procedures.words import Text
from workflows.dossiers.models import Dossier
from workflows.dossiers.pinned import procedure_of
from workflows.journal import looking
from workflows.outbox.models import Notice
from workflows.people.models import Account

SIZE = 100


@dataclass(frozen=True)
class Heard:
    """A notice in words. Its dossier is none once the reader may not see it any more."""

    notice: Notice
    dossier: Dossier | None
    words: Promise | str

    @property
    def procedure(self) -> Text | None:
        return procedure_of(self.dossier).title if self.dossier else None


@dataclass(frozen=True)
class Newest:
    """What is shown at once, and whether there is more."""

    told: tuple[Heard, ...]
    older: bool

    @property
    def unread(self) -> int:
        return sum(one.notice.read_at is None for one in self.told)


def mark_read(request: HttpRequest, account: Account) -> None:
    """Those that were named, else all that were shown."""
    meant = list(_ids(request.POST.getlist("notice") or request.POST.getlist("shown")))
    own = Notice.objects.filter(account=account.public_id)
    own.filter(public_id__in=meant, read_at=None).update(read_at=moment(request))


def newest(
    request: HttpRequest, account: Account, words: Mapping[str, Promise], *, otherwise: Promise
) -> Newest:
    """Two statements, and the trace that the dossiers were looked at."""
    own = Notice.objects.filter(account=account.public_id)
    found = list(own.order_by("-at", "-pk")[: SIZE + 1])
    seen = looking.list_dossiers(by=account, at=moment(request), purpose="notices")
    dossiers = seen.filter(public_id__in={one.dossier for one in found[:SIZE]})
    by_id = {one.public_id: one for one in dossiers}
    told = (
        Heard(one, by_id.get(one.dossier), words.get(one.act, otherwise)) for one in found[:SIZE]
    )
    return Newest(tuple(told), older=len(found) > SIZE)


def _ids(written: Iterable[str]) -> Iterator[UUID]:
    """What is no id names no notice."""
    for one in written:
        try:
            yield UUID(one)
        except ValueError:
            continue
