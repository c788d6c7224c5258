"""The register of dossiers (Mẫu 07): of a one-stop unit and a year; to read, or to keep."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from onestop import door
from onestop.frame.middleware import moment
from onestop.ui.components.lists import Column
from onestop.ui.listed import called, numbered
from workflows.documents import register_book
from workflows.documents.register_book import RegisterBook, Row
from workflows.dossiers.models import Dossier, KeptRegister
from workflows.dossiers.models.dossier import DossierQuerySet
from workflows.dossiers.pinned import procedure_of
from workflows.journal import looking
from workflows.journal.models import Entry
from workflows.journal.private import with_value
from workflows.people.models import Account, Agency, Post, Role
from workflows.permissions.rules import held

KEEPERS = (Role.RECEPTION, Role.LEADER)
SIZE, LONGEST = 50, 200
# Kept registers on the page, the newest.
SHOWN = 20
# In the address: the year, the agency, what is looked for, and the form in which it is kept.
YEAR, AGENCY, TYPED, KEPT_AS = "nam", "co-quan", "q", "dang"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMNS = (
    Column(_("Dossier code")),
    Column(_("Abstract"), width="w2"),
    Column(_("Owner of the dossier"), width="w1"),
    Column(_("Address"), width="w3"),
    Column(_("Phone"), width="w3"),
    Column(_("Received"), sort="ascending"),
    Column(_("Due")),
    Column(_("Returned"), width="w1"),
    Column(_("Received by"), width="w2"),
    Column(_("Note"), width="w3"),
)
HOW = {"counter": "Nhận trực tiếp", "online": "Nhận trực tuyến", "post": "Qua bưu chính công ích"}
ENDS = {
    "WITHDRAWN": "Người nộp rút hồ sơ",
    "STOPPED": "Dừng giải quyết",
    "SUPPLEMENT_REQUESTED": "Chờ bổ sung",
}
AROUND = ("owner_person", "owner_organisation", "submitter", "contact")


@dataclass(frozen=True)
class Book:
    """Whose register, of which year, and the dossiers in it."""

    agency: Agency
    year: int
    years: tuple[int, ...]
    agencies: tuple[Agency, ...]
    dossiers: DossierQuerySet


@require_safe
@door.officer(*KEEPERS)
def register(request: HttpRequest, account: Account) -> HttpResponse:
    """In pages, or whole as a PDF or a spreadsheet; either leaves its trace."""
    kept_as, typed = request.GET.get(KEPT_AS, ""), request.GET.get(TYPED, "")[:LONGEST].strip()
    if kept_as not in ("", "pdf", "xlsx"):
        raise Http404
    book = book_of(request, account, request.GET, f"register_{kept_as}".rstrip("_"))
    if kept_as:
        return _kept(book, kept_as, at=moment(request))
    found = book.dossiers.filter(called(typed))
    query = {YEAR: str(book.year), AGENCY: str(book.agency.public_id), TYPED: typed}
    pager = numbered(found.count(), request, size=SIZE, query=query)
    shown = found.select_related(*AROUND)[max(0, pager.first - 1) : pager.last]
    data = {
        "book": book,
        "typed": typed,
        "rows": list(zip(shown, rows_of(shown), strict=True)),
        "columns": COLUMNS,
        "pager": pager,
        "query": query,
        "key": door.new_key(),
        "kept": kept_of(book),
    }
    return render(request, "reports/register.html", data)


def book_of(
    request: HttpRequest, account: Account, asked_for: Mapping[str, Any], purpose: str
) -> Book:
    """The register that is asked for, of an agency of theirs; looking leaves its trace."""
    at = moment(request)
    posts = held(account, at=at).filter(role__in=KEEPERS)
    agencies = tuple(Agency.objects.filter(units__posts__in=posts).distinct().order_by("pk"))
    asked = str(asked_for.get(AGENCY, ""))
    agency = next((one for one in agencies if asked in ("", str(one.public_id))), None)
    if agency is None:
        raise Http404
    seen = looking.list_dossiers(by=account, at=at, purpose=purpose, in_office=True)
    received = seen.filter(counter_agency=agency, received_at__isnull=False, correction="")
    this_year = localdate(at).year
    first = received.order_by("received_at").values_list("received_at", flat=True).first()
    years = tuple(range(localdate(first).year if first else this_year, this_year + 1))
    year = _year(str(asked_for.get(YEAR, "")), years, this_year)
    of_year = received.filter(received_at__year=year).order_by("received_at", "pk")
    return Book(agency, year, years, agencies, of_year)


def _year(written: str, years: Iterable[int], this_year: int) -> int:
    found = [year for year in years if str(year) == written]
    if written and not found:
        raise Http404
    return found[0] if found else this_year


def rows_of(dossiers: Iterable[Dossier]) -> tuple[Row, ...]:
    """The lines of these dossiers; one statement, however many there are."""
    every = list(dossiers)
    given = Entry.objects.filter(dossier__in=every, act="hand_over")
    handed = {one.dossier_id: (one, who) for one, who in with_value(given, "received_by")}
    return tuple(_row(one, *handed.get(one.pk, (None, None))) for one in every)


def _row(dossier: Dossier, given: Entry | None, receiver: str | None) -> Row:
    owner, way = dossier.owner, HOW.get(given.details.get("how", ""), "") if given else ""
    said = dossier.contact.phone if dossier.contact else ""
    return Row(
        code=dossier.code or "",
        abstract=procedure_of(dossier).title.vi,
        sets=1,
        owner=str(owner),
        address=owner.address,
        # Field by field, as on the receipt.
        phone=said or dossier.submitter.phone,
        received_on=localdate(dossier.received_at),
        due_on=localdate(dossier.due_at) if dossier.due_at else None,
        returned_on=localdate(given.at) if given else None,
        receiver=receiver or "",
        note=way or ENDS.get(dossier.status, ""),
    )


def kept_of(book: Book) -> list[KeptRegister]:
    """Of this agency and year, the newest first."""
    found = KeptRegister.objects.filter(agency=book.agency, year=book.year)
    return list(found.select_related("made_by__account__person")[:SHOWN])


def drawn(book: Book, *, at: datetime) -> RegisterBook:
    """The whole of it: what is looked for on the page does not narrow a register."""
    counter = Post.objects.filter(role=Role.RECEPTION, unit__agency=book.agency)
    first = counter.select_related("unit").order_by("pk").first()
    return RegisterBook(
        agency=book.agency.name_on(localdate(at)).name_vi,
        unit=first.unit.name_vi if first else "",
        year=book.year,
        rows=rows_of(book.dossiers.select_related(*AROUND)),
        demo=settings.DEMO,
        drawn_on=localdate(at),
    )


def _kept(book: Book, kept_as: str, *, at: datetime) -> HttpResponse:
    made = drawn(book, at=at)
    if kept_as == "pdf":
        return _saved(register_book.pdf(made, at=at), "application/pdf", book, kept_as)
    return _saved(register_book.xlsx(made), XLSX, book, kept_as)


def _saved(content: bytes, media_type: str, book: Book, suffix: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    name = f"so-theo-doi-{book.agency.code}-{book.year}.{suffix}"
    named = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Disposition"] = named or "attachment"
    return response
