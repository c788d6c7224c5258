"""Finding what somebody may see, and noting that they looked: nobody looks without a trace.

What is not yours sounds like what is not there, and takes as many statements. Each function writes
to the access log at once, so none may be called inside a transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from workflows.dossiers.models import Component, Dossier, Paper
from workflows.dossiers.models.dossier import DossierQuerySet
from workflows.files.models import StoredFile
from workflows.people.counter import on_record
from workflows.people.models import Account, Person
from workflows.permissions.rules import Sight, owned, sight
from workflows.results.models import Result

from . import access

T = TypeVar("T")
# Of no concern to an applicant: a result until it is issued, and through whose hands the file went.
INTERNAL = (Paper.Kind.DRAFT, Paper.Kind.SIGNED, Paper.Kind.NUMBERED, Paper.Kind.FORM_06)


class NotThere(Exception):
    """Nothing has this id, or nothing that this account may see."""

    def __init__(self) -> None:
        super().__init__(_("There is nothing of this kind that you may see."))


@dataclass(frozen=True)
class Filed:
    """A paper of a dossier that may be shown: its bytes, and the name to save them under."""

    file: StoredFile
    name: str


def find_dossier(
    public_id: UUID, *, by: Account, at: datetime, purpose: str, in_office: bool = False
) -> Dossier:
    """The dossier with everybody around it, if `by` may see it; else raises `NotThere`.

    `in_office`: seen from a post. An officer's own dossier is no business of theirs there.
    """
    seen = sight(by, at=at)
    shown = seen.in_office if in_office else seen.dossiers
    found = shown.whole().filter(public_id=public_id).first()
    return _noted(found, by, what="dossier", purpose=purpose, at=at, dossier=public_id)


def find_person(personal_id: str, *, by: Account, at: datetime, purpose: str) -> Person | None:
    """Who is on record under this number, and the trace of who asked."""
    found = on_record(personal_id)
    person = found.public_id if found else None
    access.read(account=by.public_id, what="person", purpose=purpose, at=at, person=person)
    return found


def find_paper(dossier: UUID, paper: UUID, *, by: Account, at: datetime, purpose: str) -> Filed:
    """What was handed in or made by the office, by its own id; else raises `NotThere`."""
    seen = sight(by, at=at)
    found = _component(dossier, paper, seen) or _paper(dossier, paper, seen)
    return _noted(found, by, what="paper", purpose=purpose, at=at, dossier=dossier, item=paper)


def list_dossiers(
    *, by: Account, at: datetime, purpose: str, in_office: bool = False
) -> DossierQuerySet:
    """Every dossier that `by` may see; `in_office`: from their posts."""
    access.read(account=by.public_id, what="dossiers", purpose=purpose, at=at)
    seen = sight(by, at=at)
    return seen.in_office if in_office else seen.dossiers


def list_results(*, by: Account, at: datetime, purpose: str) -> QuerySet[Result]:
    """Every result on the register that `by` owns, or whose owner `by` may act for."""
    access.read(account=by.public_id, what="results", purpose=purpose, at=at)
    return Result.objects.select_related("file", "issuer").filter(owned(by, at=at))


def _noted(found: T | None, by: Account, **looked: Any) -> T:
    note = access.refused if found is None else access.read
    note(account=by.public_id, **looked)
    if found is None:
        raise NotThere
    return found


def _component(dossier: UUID, component: UUID, seen: Sight) -> Filed | None:
    handed_in = Component.objects.filter(dossier__public_id=dossier, dossier__in=seen.dossiers)
    found = handed_in.select_related("file").filter(public_id=component).first()
    if found is None or found.file is None or found.file.closed:
        return None
    return Filed(found.file, found.name)


def _paper(dossier: UUID, paper: UUID, seen: Sight) -> Filed | None:
    shown = Q(dossier__in=seen.in_office) | Q(dossier__in=seen.dossiers) & ~Q(kind__in=INTERNAL)
    made = Paper.objects.filter(shown, dossier__public_id=dossier, public_id=paper)
    found = made.select_related("file", "signed", "dossier").first()
    return Filed(found.shown, f"{found.dossier}-{found.kind}.pdf") if found else None
