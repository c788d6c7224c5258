"""Signed licences of a fund, as the committee issues them, and their rows on the register."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from signing import pdf
from signing.demo.pki import DemoPki
from tests import trust
from tests.people import MONDAY
from workflows.documents import result_data
from workflows.documents.result_data import Basis, Holder, Issuer, ResultData, Validity
from workflows.files import store
from workflows.files.register import enter
from workflows.people.models import Agency, Organisation, Person
from workflows.results.models import Result
from workflows.results.purpose import Purpose

HOLDER = UUID("00000000-0000-4000-8000-000000000001")
ISSUED_ON = date(2025, 7, 1)
FACTS: dict[str, Any] = {"fund_name": "Quỹ Nắng Mai", "founding_assets": 7_200_000_000}
BASIS = Basis("1.013017", "2025-07-01", "b" * 64)

Licences = Callable[[int], bytes]


def data_of_a_licence(number: int) -> bytes:
    """For whoever has the id HOLDER."""
    data = ResultData(
        type="fund-licence",
        result_kind="GRANT",
        symbol="QĐ-UBND",
        holder=Holder(str(HOLDER), "Nguyễn Thị Hoa"),
        issuer=Issuer("H99", "Ủy ban nhân dân tỉnh Sông Trăng"),
        signer="Trần Quang Minh",
        validity=Validity(None, None, "P5Y"),
        scope={},
        procedure=BASIS,
        dossier=code(number),
        facts=FACTS,
    )
    return result_data.canonical(data)


def a_signed_licence(of: DemoPki, number: int, data: bytes = b"") -> bytes:
    """With both signatures, lasting."""
    by_person = trust.signed(trust.a_draft(data=data or data_of_a_licence(number)), of)
    day = {"so": f"{number:02d}", "ngay": "01", "thang": "7", "nam": "2025"}
    numbered = pdf.fill(by_person, values=trust.values(by_person, **day))
    key = trust.opened(of.agencies["committee"])
    return pdf.make_lasting(trust.sealed(numbered, of, key=key), services=trust.services(of))


def a_result(
    owner: Person | Organisation, issuer: Agency, content: bytes, *, number: int = 5, **what: Any
) -> Result:
    """The row that agrees with a signed licence, unless told otherwise."""
    whose = "owner_organisation" if isinstance(owner, Organisation) else "owner_person"
    plain = {
        "result_type": "fund-licence",
        "title_vi": "Giấy phép thành lập quỹ",
        "title_en": "Licence of a fund",
        "issuer": issuer,
        "number": f"{number:02d}/QĐ-UBND",
        "issued_on": ISSUED_ON,
        "valid_from": ISSUED_ON,
        "valid_to": date(2030, 7, 1),
        "facts": FACTS,
        "procedure_key": BASIS.key,
        "procedure_revision": date.fromisoformat(BASIS.revision),
        "bundle_hash": BASIS.bundle_hash,
        "dossier_code": code(number),
        "file": enter(store.keep_bytes(content), at=MONDAY),
        "state_since": MONDAY,
        whose: owner,
    }
    return Result.objects.create(**plain | what)


def a_purpose(agency: Agency, **what: Any) -> Purpose:
    """The licence, as a law lets the recognition of a fund use it."""
    plain = Purpose("1.013018", "licence", {"fund-licence"}, agency, "Luật mẫu, điều 1")
    return replace(plain, **what)


def code(number: int) -> str:
    return f"H99.01-250701-{number:04d}"


def at(year: int, month: int = 7, day: int = 1) -> datetime:
    return MONDAY.replace(year=year, month=month, day=day)
