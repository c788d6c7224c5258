"""Whether a result on the register may stand in for a paper of a new dossier.

The rule has ten parts: owner, right of the requester, ground, state, validity, type, scope,
integrity, signatures, and agreement between the register and what was signed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from signing.trust import TrustStore
from signing.validation import Embedded, SignatureReport, Verdict, validate
from workflows.files import store
from workflows.files.errors import FileRefused
from workflows.people.models import Organisation, Person
from workflows.people.standing import NotEntitled, ground_to_act

from .models import Result
from .purpose import Purpose
from .validity import last_day


class NotReusable(Exception):
    """The result cannot be used; the sentence says which part of the rule fails."""


@dataclass(frozen=True)
class Proof:
    """That a result was examined and holds: which one, its file, for what, and when."""

    result: Result
    digest: str
    purpose: Purpose
    examined_at: datetime


def examine(
    result: Result,
    *,
    owner: Person | Organisation,
    requester: Person,
    purpose: Purpose,
    trust: TrustStore,
    at: datetime,
) -> Proof:
    """The proof that `result` may be used for `purpose` now; raises `NotReusable` with the reason.

    Reads the file and checks its signatures offline, so call it before a transaction, not inside.
    """
    _whose(result, owner, requester, localdate(at))
    if not purpose.is_grounded:
        raise NotReusable(_("Neither a text of law nor the owner's consent allows this use."))
    _in_force(result, localdate(at))
    _suits(result, purpose)
    _signed(result, trust, at)
    return Proof(result, result.file.digest, purpose, at)


def still_holds(result: Result, proof: Proof, *, on: date) -> None:
    """Under lock, at the moment of use: nothing has changed since the examination."""
    _in_force(result, on)
    if result.file.digest != proof.digest:
        raise NotReusable(_("The result has been replaced since it was checked."))


def _whose(result: Result, owner: Person | Organisation, requester: Person, day: date) -> None:
    if result.owner != owner:
        raise NotReusable(_("The result belongs to somebody else."))
    try:
        ground_to_act(requester, owner, on=day)
    except NotEntitled as refusal:
        raise NotReusable(*refusal.args) from None


def _in_force(result: Result, day: date) -> None:
    if result.state != Result.State.ACTIVE:
        raise NotReusable(
            _("The result is no longer in force: %(reason)s") % {"reason": result.ended_because}
        )
    if not result.is_in_force(day):
        raise NotReusable(_("The result is not valid on this day."))


def _suits(result: Result, purpose: Purpose) -> None:
    if result.result_type not in purpose.accepted:
        raise NotReusable(_("This kind of result does not satisfy the requirement."))
    if not purpose.is_within(result.scope, result.issuer):
        raise NotReusable(_("The result may not be used in this procedure or at this agency."))


def _signed(result: Result, trust: TrustStore, at: datetime) -> None:
    try:
        report = validate(store.read(result.file.digest), trust=trust, at=at)
    except FileRefused as refusal:
        raise NotReusable(*refusal.args) from None
    if report.verdict is not Verdict.VALID:
        raise NotReusable(
            _("The signatures of the result do not hold: %(reasons)s")
            % {"reasons": "; ".join(map(str, report.reasons))}
        )
    if not _agrees(result, report):
        raise NotReusable(_("The register and the signed result do not agree."))


def _agrees(result: Result, report: SignatureReport) -> bool:
    if report.embedded is None:
        return False
    try:
        return _as_registered(result, report.embedded) == _as_signed(report.embedded)
    except (KeyError, TypeError):  # sound, but of another make
        return False


def _as_registered(result: Result, embedded: Embedded) -> dict[str, Any]:
    # Schema 1 of the data did not state the symbol after the number.
    whole = "symbol" in embedded.result
    return {
        "number": result.number if whole else result.number.partition("/")[0],
        "issued_on": result.issued_on,
        "validity": (result.valid_from, result.valid_to),
        "type": result.result_type,
        "scope": result.scope,
        "holder": str(result.owner.public_id),
        "issuer": result.issuer.code,
        "dossier": result.dossier_code,
        "procedure": {
            "key": result.procedure_key,
            "revision": result.procedure_revision.isoformat(),
            "bundle_hash": result.bundle_hash,
        },
        "facts": result.facts,
    }


def _as_signed(embedded: Embedded) -> dict[str, Any]:
    """The same, from under the seal; the days of validity follow from the signed rule."""
    signed, issued_on = embedded.result, date.fromisoformat(embedded.date)
    return {
        "number": embedded.number,
        "issued_on": issued_on,
        "validity": (issued_on, last_day(issued_on, signed["validity"]["rule"])),
        "type": signed["type"],
        "scope": signed.get("scope", {}),
        "holder": signed["holder"]["id"],
        "issuer": signed["issuer"]["code"],
        "dossier": signed["dossier"],
        "procedure": signed["procedure"],
        "facts": signed["facts"],
    }
