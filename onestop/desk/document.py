"""A document on its way to be signed: what it decides, for whom, and in which bytes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from onestop.ui.components.reading import Fact
from procedures.schema import Procedure
from procedures.shown import stated
from procedures.words import language_now
from workflows.dossiers.models import Dossier, Paper
from workflows.dossiers.pinned import procedure_of, result_type_of

PROPOSED = {
    Dossier.Outcome.GRANT: _("to grant"),
    Dossier.Outcome.REFUSAL: _("to refuse"),
}
CORRECTING = {
    Dossier.Correction.AMEND: _("to correct the result by a letter"),
    Dossier.Correction.REPLACE: _("to replace the result"),
    Dossier.Correction.REVOKE: _("to revoke the result"),
}
# The states of a result; each begins with the bytes of the one before.
RESULTS = (Paper.Kind.DRAFT, Paper.Kind.SIGNED, Paper.Kind.NUMBERED, Paper.Kind.RESULT)


@dataclass(frozen=True)
class Document:
    """What a decision says, in few words."""

    procedure: Procedure
    title: str
    proposed: Promise
    facts: tuple[Fact, ...]


def document_of(dossier: Dossier) -> Document:
    """Of the proposal that stands now."""
    procedure = procedure_of(dossier)
    kind = result_type_of(dossier, procedure)
    lines = stated(procedure, dossier.case, dossier.outcome_facts, language_now())
    return Document(
        procedure,
        f"{kind.title} – {dossier.owner}",
        _proposed(dossier),
        tuple(Fact(label, value) for label, value in lines),
    )


def _proposed(dossier: Dossier) -> Promise:
    if dossier.correction:
        return CORRECTING[Dossier.Correction(dossier.correction)]
    return PROPOSED[Dossier.Outcome(dossier.outcome)]


def paper_of(dossier: Dossier, papers: Iterable[Paper]) -> Paper | None:
    """The newest state of the result; of a draft, only the very bytes that are to be signed."""
    newest = [one for one in papers if one.kind in RESULTS][-1:]
    meant = dossier.approved_digest or dossier.draft_digest
    if newest and newest[0].kind == Paper.Kind.DRAFT and newest[0].file.digest != meant:
        return None
    return newest[0] if newest else None


def spelled(digest: str) -> str:
    """A digest in groups of eight, to be read out and compared."""
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))
