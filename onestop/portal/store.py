"""The citizen's own store: what the State has issued to them and to those they act for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from onestop import door
from onestop.frame.middleware import moment
from procedures import publication
from procedures.schema import Procedure
from workflows.dossiers.models import Paper
from workflows.journal import looking
from workflows.people.models import Account, AgencyName, Organisation, Person
from workflows.results.models import Result, ResultUse

from .became import Became, amendments
from .result import Used, title_of, used
from .verifying import Standing

SIZE = 200
ISSUERS = Prefetch("issuer__names", AgencyName.objects.order_by("valid_from"), to_attr="named")


@dataclass(frozen=True)
class Kept:
    """One result: whether it holds, where its file is, where it served and where it can serve."""

    result: Result
    title: str
    standing: Standing
    paper: Paper | None
    used: tuple[Used, ...]
    serves: tuple[Procedure, ...]
    # Letters that put it right and leave it in force.
    amended: tuple[Became, ...] = ()

    @property
    def issuer(self) -> AgencyName:
        """Under the name it had on the day."""
        names: list[AgencyName] = self.result.issuer.named  # type: ignore[attr-defined]  # `ISSUERS`
        return [name for name in names if name.valid_from <= self.result.issued_on][-1]


@dataclass(frozen=True)
class Shelf:
    """The results of one owner; the citizen's own shelf stands first."""

    owner: Person | Organisation
    kept: tuple[Kept, ...]


@require_safe
@door.citizen
def store(request: HttpRequest, account: Account) -> HttpResponse:
    """Every result on the register that is theirs, the newest first."""
    at = moment(request)
    seen = looking.list_results(by=account, at=at, purpose="store")
    found = (
        seen.select_related("owner_person", "owner_organisation", "replaced_by")
        .prefetch_related(ISSUERS)
        .order_by("-issued_on", "-pk")
    )
    kept = list(_kept(list(found[:SIZE]), on=localdate(at)))
    shelves = sorted(_shelves(kept), key=lambda shelf: shelf.owner != account.person)
    return render(request, "portal/store.html", {"shelves": shelves, "mine": account.person})


def _shelves(kept: Iterable[Kept]) -> Iterator[Shelf]:
    by_owner = defaultdict(list)
    for one in kept:
        by_owner[one.result.owner].append(one)
    for owner, theirs in by_owner.items():
        yield Shelf(owner, tuple(theirs))


def _kept(results: list[Result], *, on: date) -> Iterator[Kept]:
    """Four statements for all of them."""
    codes = [one.dossier_code for one in results]
    issued = Paper.objects.filter(kind=Paper.Kind.RESULT, dossier__code__in=codes)
    papers = {paper.dossier.code: paper for paper in issued.select_related("dossier")}
    uses = defaultdict(list)
    for use in ResultUse.objects.filter(result__in=results).order_by("checked_at", "pk"):
        uses[use.result_id].append(used(use))
    letters = defaultdict(list)
    for letter in amendments(results):
        letters[letter.result.pk].append(letter)
    procedures = publication.all_in_force(on=on)
    for one in results:
        standing = Standing(one, on)
        yield Kept(
            result=one,
            title=title_of(one),
            standing=standing,
            paper=papers.get(one.dossier_code),
            used=tuple(uses[one.pk]),
            serves=tuple(_served(one, procedures)) if standing.in_force else (),
            amended=tuple(letters.get(one.pk, ())),
        )


def _served(result: Result, procedures: Iterable[Procedure]) -> Iterator[Procedure]:
    """Those that ask for a paper it may stand in for."""
    for procedure in procedures:
        if any(result.result_type in asked.from_register for asked in procedure.requirements):
            yield procedure
