"""Numbering: the clerk gives the signed result its number and date, for good."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.timezone import localdate

from signing import requests
from signing.models import SignatureRequest
from signing.pdf import FieldValue, fill, places
from workflows.documents import words
from workflows.documents.decision import TEXT_FIELDS
from workflows.documents.stamps import field_text
from workflows.dossiers.models import Dossier, Paper
from workflows.dossiers.numbering import take_number
from workflows.dossiers.pinned import procedure_of, result_type_of
from workflows.files import store
from workflows.journal.models import Entry
from workflows.permissions.rules import Acting

from .approval import UNTIL
from .papers import keep, latest, symbol_of
from .settle import settle


def number(dossier: Dossier, *, by: Acting, at: datetime) -> Entry:
    """The next number of the book goes into the form fields, and the intent to seal is kept.

    NĐ 30/2020 art. 15. The status stays: numbering, sealing and issuing are one move (T17).
    """
    day = localdate(at)
    taken = take_number(dossier, symbol=_symbol(dossier, day), on=day)
    signed = store.read(latest(dossier, Paper.Kind.SIGNED).file.digest)
    paper = keep(dossier, Paper.Kind.NUMBERED, _filled(signed, taken.written, day), at=at)
    requests.open_request(
        purpose=SignatureRequest.Purpose.SEAL,
        subject_ref=dossier.public_id,
        digest=paper.file.digest,
        signer_ref=dossier.competent_agency.public_id,
        at=at,
        until=at + UNTIL,
    )
    return settle(
        dossier,
        "number",
        by=by,
        at=at,
        was=dossier.status,
        digest=paper.file.digest,
        details={"number": str(taken), "dated": day.isoformat()},
    )


def _symbol(dossier: Dossier, day: date) -> str:
    kind = result_type_of(dossier, procedure_of(dossier))
    return symbol_of(kind, dossier.competent_agency.name_on(day).symbol)


def _filled(signed: bytes, number: str, day: date) -> bytes:
    texts = dict(zip(TEXT_FIELDS, (number, *words.parts(day)), strict=True))
    where = places(signed)
    values = {
        name: FieldValue(text=text, drawn=field_text(text, where[name], italic=name != "so"))
        for name, text in texts.items()
    }
    return fill(signed, values=values)
