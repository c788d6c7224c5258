"""When a result stands in for a paper: ten conditions, and a reason for each that fails."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from django.conf import LazySettings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import override
from pyhanko.pdf_utils.generic import pdf_name, pdf_string

from onestop.demo.cast import AgencyKey
from onestop.demo.office import DemoOffice, citizen
from signing.demo import pki
from signing.demo.pki import DemoPki
from signing.pdf.writer import appended, appending, field
from signing.trust import TrustServices, TrustStore
from tests.people import a_representation, an_organisation, person_of
from workflows.files import store
from workflows.files.register import enter
from workflows.people.models import Organisation, Person
from workflows.results import register
from workflows.results.models import Result
from workflows.results.reuse import NotReusable, Proof, examine, still_holds

from .makers import (
    HOLDER,
    Licences,
    a_purpose,
    a_result,
    a_signed_licence,
    at,
    data_of_a_licence,
)

DISAGREE = "The register and the signed result do not agree."
# A place in each part of the file: text, fields, personal signature, seal, time-stamp.
PLACES = (0.02, 0.3, 0.5, 0.7, 0.9)


def examined(
    result: Result,
    *,
    owner: Person | Organisation | None = None,
    requester: Person | None = None,
    trust: TrustStore | None = None,
    when: datetime | None = None,
    **purpose: Any,
) -> Proof:
    """As the owner asks for himself, now, at the agency that issued it, unless told."""
    person = owner or result.owner
    return examine(
        result,
        owner=person,
        requester=requester or (person if isinstance(person, Person) else Person()),
        purpose=a_purpose(**{"agency": result.issuer} | purpose),
        trust=trust or TrustServices.configured().trust,
        at=when or timezone.now(),
    )


def refusal(result: Result, **asked: Any) -> str:
    with override("en"):
        with pytest.raises(NotReusable) as refused:
            examined(result, **asked)
        return str(refused.value)


def changed(result: Result, **what: Any) -> Result:
    """As an intruder leaves the register."""
    Result.objects.filter(pk=result.pk).update(**what)
    return Result.objects.get(pk=result.pk)


def with_file(result: Result, content: bytes) -> Result:
    """The intruder keeps the digest of the register in step with the file."""
    return changed(result, file=enter(store.keep_bytes(content), at=timezone.now()))


def test_a_sound_result_of_ones_own_may_be_used(licence: Result) -> None:
    proof = examined(licence)
    assert (proof.result, proof.digest) == (licence, licence.file.digest)


def test_a_result_belongs_to_its_owner(licence: Result) -> None:
    khach = person_of(citizen("khach", at=timezone.now()))
    assert refusal(licence, owner=khach) == "The result belongs to somebody else."


def test_only_who_may_act_for_the_owner_may_use_it(
    office: DemoOffice, hoa: Person, licences: Licences
) -> None:
    Person.objects.filter(pk=hoa.pk).update(public_id=office.agencies[AgencyKey.STRANGER].public_id)
    owner = an_organisation("Quỹ Nắng Mai")
    Organisation.objects.filter(pk=owner.pk).update(public_id=HOLDER)
    owner.refresh_from_db()
    result = a_result(owner, office.agencies[AgencyKey.COMMITTEE], licences(5))
    said = "You have no valid authority to act for this person or organisation."
    assert refusal(result, requester=hoa) == said
    account = citizen("hoa", at=timezone.now())
    ground = a_representation(account, owner)
    assert examined(result, requester=hoa).result == result
    ground.valid_to = timezone.localdate() - timedelta(days=1)
    ground.save()
    assert refusal(result, requester=hoa) == said


def test_a_revoked_result_says_why(licence: Result) -> None:
    ended = changed(licence, state=Result.State.REVOKED, state_reason="Quỹ đã giải thể.")
    assert refusal(ended) == "The result is no longer in force: Quỹ đã giải thể."


def test_a_replaced_result_says_by_which(licence: Result, licences: Licences) -> None:
    newer = a_result(licence.owner, licence.issuer, licences(6), number=6)
    ended = register.replace(licence, by=newer, at=timezone.now())
    assert ended == licence
    assert refusal(ended) == "The result is no longer in force: replaced by 06/QĐ-UBND"


def test_no_result_ends_without_a_reason(licence: Result) -> None:
    for state in (Result.State.REVOKED, Result.State.REPLACED):
        with pytest.raises(IntegrityError), transaction.atomic():
            changed(licence, state=state)


@pytest.mark.parametrize("when", [at(2025, 6, 30), at(2030, 7, 2)])
def test_a_result_holds_from_its_first_day_to_its_last(licence: Result, when: datetime) -> None:
    proof = examined(licence)
    assert refusal(licence, when=when) == "The result is not valid on this day."
    for day in (date(2025, 7, 1), date(2030, 7, 1)):
        still_holds(licence, proof, on=day)
    with pytest.raises(NotReusable):
        still_holds(licence, proof, on=when.date())


def test_a_result_of_another_kind_does_not_serve(licence: Result) -> None:
    said = refusal(licence, accepted=frozenset({"fund-recognition"}))
    assert said == "This kind of result does not satisfy the requirement."


def test_without_a_law_or_the_owner_s_consent_nothing_is_used(licence: Result) -> None:
    said = refusal(licence, legal_basis="")
    assert said == "Neither a text of law nor the owner's consent allows this use."
    assert examined(licence, legal_basis="", consented=True).result == licence


@pytest.mark.parametrize(
    "scope",
    [{"procedures": ["1.013019"]}, {"levels": ["commune"]}, {"territory": "issuer"}],
    ids=str,
)
def test_a_result_serves_where_its_scope_reaches(
    licence: Result, office: DemoOffice, scope: dict[str, Any]
) -> None:
    elsewhere = office.agencies[AgencyKey.STRANGER]
    said = refusal(changed(licence, scope=scope), agency=elsewhere)
    assert said == "The result may not be used in this procedure or at this agency."
    assert examined(changed(licence, scope={}), agency=elsewhere).result == licence


def test_a_result_whose_file_is_missing_or_damaged_proves_nothing(
    hoa: Person, office: DemoOffice, licences: Licences, settings: LazySettings, tmp_path: Path
) -> None:
    settings.FILES_DIR = tmp_path
    result = a_result(hoa, office.agencies[AgencyKey.COMMITTEE], licences(5))
    path = store.path_of(result.file.digest)
    path.write_bytes(one_byte_changed(path.read_bytes(), 0.5))
    assert refusal(result).endswith("is damaged.")
    path.unlink()
    assert refusal(result).endswith("is missing.")


@pytest.mark.parametrize("place", PLACES)
def test_one_changed_byte_is_refused_even_where_the_register_was_changed_with_it(
    licence: Result, place: float
) -> None:
    content = store.read(licence.file.digest)
    forged = with_file(licence, one_byte_changed(content, place))
    assert refusal(forged).startswith("The signatures of the result do not hold: ")


def test_a_revision_appended_to_change_the_number_is_refused(licence: Result) -> None:
    writer = appending(store.read(licence.file.digest))
    number = field(writer, "so")
    number[pdf_name("/V")] = pdf_string("99")
    writer.update_container(number)
    forged = with_file(changed(licence, number="99/QĐ-UBND"), appended(writer))
    assert refusal(forged).startswith("The signatures of the result do not hold: ")


def test_a_file_that_nobody_signed_proves_nothing(licence: Result) -> None:
    forged = with_file(licence, b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n")
    assert refusal(forged).startswith("The signatures of the result do not hold: ")


@pytest.mark.parametrize(
    "altered",
    [
        {"number": "06/QĐ-UBND"},
        {"number": "05/QĐ-SNV"},
        {"number": "05"},
        {"issued_on": date(2025, 7, 2)},
        {"valid_from": date(2025, 1, 1)},
        {"valid_to": date(2031, 7, 1)},
        {"valid_to": None},
        {"result_type": "fund-recognition"},
        {"scope": {"procedures": ["1.013018"]}},
        {"dossier_code": "H99.01-250701-0099"},
        {"procedure_key": "1.013018"},
        {"procedure_revision": date(2025, 7, 2)},
        {"bundle_hash": "c" * 64},
        {"facts": {"fund_name": "Quỹ Nắng Mai", "founding_assets": 1}},
    ],
    ids=str,
)
def test_what_the_register_says_must_be_what_was_signed(
    licence: Result, altered: dict[str, Any]
) -> None:
    accepted = frozenset({"fund-licence", "fund-recognition"})
    assert refusal(changed(licence, **altered), accepted=accepted) == DISAGREE


def test_a_result_with_data_of_the_first_schema_is_read_for_ever(
    hoa: Person, office: DemoOffice, demo_pki: DemoPki
) -> None:
    """It stated no symbol and no scope."""
    said = json.loads(data_of_a_licence(7)) | {"schema": 1}
    del said["symbol"], said["scope"]
    content = a_signed_licence(demo_pki, 7, rfc8785.dumps(said))
    result = a_result(hoa, office.agencies[AgencyKey.COMMITTEE], content, number=7)
    assert examined(result).result == result
    assert refusal(changed(result, number="08/QĐ-UBND")) == DISAGREE


def test_a_result_put_under_another_owner_or_issuer_is_refused(
    licence: Result, office: DemoOffice, hoa: Person
) -> None:
    khach = person_of(citizen("khach", at=timezone.now()))
    assert refusal(changed(licence, owner_person=khach)) == DISAGREE
    stranger = office.agencies[AgencyKey.STRANGER]
    assert refusal(changed(licence, owner_person=hoa, issuer=stranger)) == DISAGREE


def test_signatures_under_a_root_that_is_not_trusted_here_are_refused(
    licence: Result, tmp_path: Path
) -> None:
    said = refusal(licence, trust=pki.ensure(tmp_path).trust)
    assert said.startswith("The signatures of the result do not hold: ")


def one_byte_changed(content: bytes, place: float) -> bytes:
    where = int(len(content) * place)
    return content[:where] + bytes([content[where] ^ 1]) + content[where + 1 :]
