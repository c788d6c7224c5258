"""The papers of a dossier: kept, found again, and one the beginning of the next."""

from __future__ import annotations

from datetime import datetime

from procedures.results import ResultType
from workflows.dossiers.models import Dossier, Paper
from workflows.files import store
from workflows.files.models import StoredFile
from workflows.files.register import enter
from workflows.people.models import Agency

from . import slip_signing
from .refusals import NotWhatWasMeant

PDF = "application/pdf"


def keep(
    dossier: Dossier, kind: str, content: bytes, *, at: datetime, agency: Agency | None = None
) -> Paper:
    """Stores new bytes and notes them as a paper of the dossier.

    A slip is to be signed by the agency that hands it over: the counter's, unless another is named.
    """
    paper = _note(dossier, kind, store.keep_bytes(content), at)
    if kind in slip_signing.SLIPS:
        slip_signing.wanted(paper, agency=agency or dossier.counter_agency, at=at)
    return paper


def put(dossier: Dossier, kind: str, digest: str, *, at: datetime) -> Paper:
    """Notes bytes that are in the store already."""
    content = store.read(digest)
    return _note(dossier, kind, store.Kept(digest, len(content), PDF), at)


def latest(dossier: Dossier, kind: str) -> Paper:
    return dossier.papers.filter(kind=kind).select_related("file").latest("pk")


def starts_with(signed: str, meant: str) -> None:
    """A signature only appends: the file must begin with the very bytes that were meant."""
    if not store.read(signed).startswith(store.read(meant)):
        raise NotWhatWasMeant


def symbol_of(kind: ResultType, agency: str) -> str:
    """What follows the number: kind of document and agency, such as QĐ-SNV; of a letter, SNV."""
    return agency if kind.template == "letter" else f"{kind.symbol}-{agency}"


def _note(dossier: Dossier, kind: str, kept: store.Kept, at: datetime) -> Paper:
    file = enter(kept, at=at, scan=StoredFile.Scan.OWN)
    return Paper.objects.create(dossier=dossier, kind=kind, file=file, made_at=at)
