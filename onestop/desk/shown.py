"""What the page of one document shows, found in as many statements for any dossier."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from onestop import door, proof
from onestop.frame.middleware import moment
from onestop.ui.components.casework import Viewer
from onestop.ui.components.reading import Fact
from onestop.ui.components.words import day
from onestop.ui.limits import limit_of
from onestop.viewer.shown import pages_shown
from signing.models import SigningKey
from signing.registry import registered
from workflows.dossiers.models import Dossier, Paper
from workflows.people.models import Account, Post
from workflows.routes import paging
from workflows.routes.lawful import acts_for
from workflows.routes.paging import Place

from .document import Document, document_of, paper_of, spelled
from .history import history_of
from .queue import DOSSIER, waiting_for

PAGE = "trang"


@dataclass(frozen=True)
class Lawful:
    """What the signer may do now: `act` is to approve or to sign; where none is, `barred` why."""

    act: str
    returns: bool
    barred: str


def page_of(request: HttpRequest, account: Account, found: Dossier, signer: Post) -> dict[str, Any]:
    at, document = moment(request), document_of(found)
    papers = list(found.papers.select_related("file"))
    paper, lawful = paper_of(found, papers), _lawful(found, account, at)
    certificate = _certificate(found, account, at)
    return {
        "dossier": found,
        "document": document,
        "limit": limit_of(found, at=at),
        "viewer": _viewer(request, found, document, paper, papers),
        "paper": paper,
        "lawful": lawful,
        "key": _key(request, lawful),
        "proved": proof.proved_lately(request, at=at),
        "step_up": proof.step_up_address(request),
        "checks": _checks(found, signer, paper, certificate),
        "history": history_of(found),
        **_queue(found, account, at),
    }


def _lawful(found: Dossier, account: Account, at: datetime) -> Lawful:
    choices = {one.act: one for one in acts_for(found, by=account, at=at)}
    act = next((act for act in ("approve", "sign") if choices[act].allowed), "")
    return Lawful(act, choices["send_back"].allowed, choices["approve"].reason)


def _key(request: HttpRequest, lawful: Lawful) -> str:
    """The key that came with the form; a new one where its approval has been given under it."""
    approves = request.POST.get("act") == "approve"
    spent = approves and lawful.act != "approve"
    return door.new_key() if spent else door.key_of(request)


def _viewer(
    request: HttpRequest,
    found: Dossier,
    document: Document,
    paper: Paper | None,
    papers: Iterable[Paper],
) -> Viewer | None:
    """The page asked for, of the bytes to be signed."""
    if paper is None:
        return None
    pages = pages_shown(found.public_id, paper.public_id, paper.file, title=document.title)
    asked = request.GET.get(PAGE, "")
    number = int(asked) if asked.isdecimal() and len(asked) < 4 else 1
    number = min(max(number, 1), pages.count or 1)
    image = pages.image(number)
    return Viewer(
        title=_named(paper, papers),
        image=image.address,
        alt=image.alt,
        number=number,
        total=pages.count,
        previous=_turned(found, number - 1) if number > 1 else "",
        next=_turned(found, number + 1) if number < pages.count else "",
        links=((_("Save the file"), pages.attachment),),
    )


def _named(paper: Paper, papers: Iterable[Paper]) -> str:
    if paper.kind != Paper.Kind.DRAFT:
        return str(Paper.Kind(paper.kind).label)
    number = sum(one.kind == Paper.Kind.DRAFT for one in papers)
    return _("Draft %(number)d, as it will be signed") % {"number": number}


def _turned(found: Dossier, number: int) -> str:
    return reverse("desk:sign", args=[found.public_id], query={PAGE: number})


def _certificate(found: Dossier, account: Account, at: datetime) -> SigningKey | None:
    if account.person is None:
        return None
    return registered(
        purpose=SigningKey.Purpose.PERSONAL,
        agency_ref=found.competent_agency.public_id,
        holder_ref=account.person.public_id,
        on=localdate(at),
    )


def _checks(
    found: Dossier, signer: Post, paper: Paper | None, certificate: SigningKey | None
) -> tuple[Fact, ...]:
    """By whose authority, which bytes, with which key."""
    authority = f"{signer.authority} – {signer}" if signer.authority else str(signer)
    digest = spelled(paper.file.digest) if paper else ""
    until = certificate.valid_to if certificate else None
    key = _("valid to %(day)s") % {"day": day(until)} if until else _("none is registered today")
    return (
        Fact(_("Signs as"), authority),
        Fact(_("Certificate"), capfirst(key)),
        Fact(_("SHA-256 of the file"), digest, kind="num"),
    )


def _queue(found: Dossier, account: Account, at: datetime) -> dict[str, Any]:
    """How many wait, and which comes behind this one; behind the last comes the first."""
    waiting = waiting_for(account, at=at)
    others = waiting.exclude(process__dossier=found)
    following = paging.following(others, Place.of(found), of=DOSSIER)
    return {
        "count": waiting.count(),
        "following": reverse("desk:sign", args=[following.dossier]) if following else "",
    }
