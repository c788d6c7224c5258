"""All that a legal act may answer instead of being done: what a door shows, by its sentence."""

from __future__ import annotations

from procedures.catalogue import NotInForce, UnknownProcedure, UnknownRevision
from procedures.schema import UnknownWord
from signing.errors import SigningFailed
from signing.requests import RequestRefused
from workflows.clock.errors import NoDueDate
from workflows.documents.printable import UnprintableText
from workflows.documents.stamps import NoSealPicture
from workflows.dossiers.drafts import (
    CitizenPaperNotAccepted,
    DrawnFromTheForm,
    NotADraft,
    UnknownRequirement,
)
from workflows.dossiers.numbering import NumberTaken
from workflows.dossiers.pinned import RevisionAltered
from workflows.files.errors import FileRefused
from workflows.journal.record import ChainMoved
from workflows.people.identity import NotAssured
from workflows.people.standing import NotEntitled
from workflows.permissions.rules import NotAllowed
from workflows.results.reuse import NotReusable
from workflows.steps.once import KeyReused
from workflows.steps.refusals import StepRefused

from .errors import NotPerformed

# Each carries a sentence in the reader's language. Whatever else is raised is a fault of ours.
REFUSALS: tuple[type[Exception], ...] = (
    ChainMoved,
    CitizenPaperNotAccepted,
    DrawnFromTheForm,
    FileRefused,
    KeyReused,
    NoDueDate,
    NoSealPicture,
    NotADraft,
    NotAllowed,
    NotAssured,
    NotEntitled,
    NotInForce,
    NotPerformed,
    NotReusable,
    NumberTaken,
    RequestRefused,
    RevisionAltered,
    SigningFailed,
    StepRefused,
    UnknownProcedure,
    UnknownRequirement,
    UnknownRevision,
    UnknownWord,
    UnprintableText,
)
