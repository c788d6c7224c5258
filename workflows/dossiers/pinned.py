"""The revision a dossier was filed under, whatever has come into force since."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from procedures import catalogue
from procedures.results import ResultType
from procedures.schema import Procedure

from .corrections import ABOUT_ANOTHER
from .models import Dossier


class RevisionAltered(Exception):
    """The stored revision no longer has the hash the dossier was filed under."""

    def __init__(self, procedure: Procedure) -> None:
        super().__init__(
            _("Revision %(revision)s of procedure %(key)s was altered after dossiers were filed.")
            % {"revision": procedure.revision, "key": procedure.key}
        )


def procedure_of(dossier: Dossier) -> Procedure:
    """The dossier's own revision; raises `RevisionAltered` if a published file was edited."""
    procedure = catalogue.get(dossier.procedure_key, dossier.procedure_revision)
    if procedure.bundle_hash != dossier.bundle_hash:
        raise RevisionAltered(procedure)
    return procedure


def result_type_of(dossier: Dossier, procedure: Procedure) -> ResultType:
    """What the case results in: the thing asked for, a refusal, or what puts another one right."""
    if dossier.correction in ABOUT_ANOTHER:
        return ABOUT_ANOTHER[Dossier.Correction(dossier.correction)]
    refused = dossier.outcome == Dossier.Outcome.REFUSAL
    return procedure.refusal if refused else procedure.result_of(dossier.case)
