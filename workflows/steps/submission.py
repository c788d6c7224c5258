"""Submission (T1): the applicant files; what the register holds is taken from there."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate

from procedures import answers, completeness, publication
from procedures.fields import FieldType
from procedures.prefill import OWN_WORD, prefill
from procedures.reckoning import reckoned
from procedures.schema import Procedure
from procedures.values import NO_SUCH_AGENCY, Problem
from workflows.dossiers.models import Dossier
from workflows.dossiers.pinned import procedure_of
from workflows.journal.models import Entry
from workflows.people.counter import IdentityPaper
from workflows.people.models import AgencyName
from workflows.permissions.rules import Acting
from workflows.results.models import Result
from workflows.results.reuse import Proof

from . import form_papers, reusing
from .known import sources
from .refusals import AnswersWrong, IdentityNotSeen, IdentityUnknown, PapersMissing
from .settle import settle


def examine(
    dossier: Dossier,
    *,
    by: Acting,
    at: datetime,
    consents: Collection[str] = (),
    **_sent: object,
) -> Mapping[str, Any]:
    """Before the transaction: the register's results that satisfy requirements, verified."""
    asked = procedure_of(dossier).requirements_of(dossier.case)
    return {"proofs": reusing.find(dossier, asked, consents, by=by, at=at)}


def submit(
    dossier: Dossier,
    *,
    by: Acting,
    at: datetime,
    proofs: Mapping[str, Proof],
    consents: Collection[str] = (),
    identity: str = "",
) -> Entry:
    """The dossier is filed, complete as far as a machine can tell (NĐ 310/2026).

    `consents` names the papers the applicant lets be taken from the register where no law does;
    `identity`, at the counter, the paper by which the officer knew who stood there.
    """
    known = _known_by(dossier, by, identity)
    procedure = procedure_of(dossier)
    publication.check_in_force(procedure, on=localdate(at))
    used = reusing.use(dossier, proofs, at=at)
    fill_in(dossier, procedure, used)
    check_whole(dossier, procedure)
    form_papers.draw(dossier, procedure, by=by, at=at)
    was = dossier.status
    dossier.submit()
    dossier.submitted_at = at
    return settle(
        dossier,
        "submit",
        by=by,
        at=at,
        was=was,
        details=handed_in(dossier)
        | known
        | {"bundle_hash": dossier.bundle_hash, "consents": sorted(used.keys() & set(consents))},
        private={"answers": dossier.answers},
    )


def _known_by(dossier: Dossier, by: Acting, identity: str) -> dict[str, str]:
    """How it is known who files; of two who take part, the entry names the other one too."""
    if dossier.assisted_by_id is None:
        if not by.account.identities.exists():
            raise IdentityUnknown
        return {}
    if identity not in IdentityPaper:
        raise IdentityNotSeen
    return {"submitter": str(dossier.submitter.public_id), "identity": identity}


def fill_in(dossier: Dossier, procedure: Procedure, used: Mapping[str, Result]) -> None:
    """Answers nobody needs to type. What the State vouches for, nobody types over."""
    known = prefill(procedure, dossier.case, sources(dossier, used.values()))
    vouched = {key: told for key, told in known.items() if told["source"] not in OWN_WORD}
    dossier.answers = known | dossier.answers | vouched
    counted = procedure.counted(dossier.case, dossier.situation).answers
    follow = {q.key for q in procedure.questions_of(dossier.case) if q.reckoned}
    kept = {k: told for k, told in dossier.answers.items() if k in counted and k not in follow}
    dossier.answers = kept | reckoned(procedure, dossier.case, dossier.situation)


def check_whole(dossier: Dossier, procedure: Procedure) -> None:
    """Raises `PapersMissing` or `AnswersWrong`, each naming all there is to put right."""
    # Papers first: answers that a missing result would have given are not for anybody to type.
    papers = set(dossier.components.values_list("requirement", flat=True))
    missing = completeness.check(procedure, dossier.case, papers, dossier.situation)
    if missing:
        raise PapersMissing(r.title.vi for r in missing)
    wrong = answers.check(procedure, dossier.case, dossier.situation)
    if problems := wrong or tuple(_unknown_agencies(dossier, procedure)):
        raise AnswersWrong((problem.key, problem.sentence) for problem in problems)


def _unknown_agencies(dossier: Dossier, procedure: Procedure) -> Iterator[Problem]:
    """An agency was chosen from the register, under a name that it had."""
    for question in procedure.asked_of(dossier.case, dossier.situation):
        value = dossier.situation.answers.get(question.key)
        if question.type is not FieldType.AGENCY or not value:
            continue
        found = AgencyName.objects.filter(agency__code=value["code"], name_vi=value["name"])
        if question.kinds:
            found = found.filter(agency__kind__in=question.kinds)
        if not found.exists():
            yield Problem(question.key, NO_SUCH_AGENCY)


def handed_in(dossier: Dossier) -> dict[str, Any]:
    """Which papers lie in the dossier, by digest, and which results they are."""
    newest = dossier.components.select_related("file", "result").newest()
    return {
        "papers": {key: c.file.digest for key, c in newest.items() if c.file},
        "results": {key: str(c.result.public_id) for key, c in newest.items() if c.result},
    }
