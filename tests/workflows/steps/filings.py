"""Filings of which not everything can be asked: what a situation, or the register, leaves out."""

from __future__ import annotations

from django.utils import timezone

from onestop.demo.cast import AgencyKey
from onestop.demo.filings import PAIRS, Filing
from onestop.demo.office import DemoOffice, citizen
from tests.lives import Life, a_draft
from tests.people import a_representation

# Wanted as files, so nobody asks where to send them.
COPIES = Filing(
    "archive-copies",
    "copy",
    answers={
        "user_name": "Nguyễn Thị Hoa",
        "address": "12 đường Bờ Sông",
        "contact_phone": "0900 000 001",
        "user_group": "none",
        "purpose": "research",
        "documents": [{"fonds": "Phông A", "content": "B"}],
        "copies": 1,
        "form": "electronic",
        "declaration": True,
    },
    papers=("identity-paper",),
)
# Of a fund whose licence is older than the register.
RENAME = Filing(
    "fund-rename",
    "rename",
    answers={
        "fund_name": "Quỹ Học bổng Bến Trăng",
        "licence_number": "12/GP-UBND",
        "licence_issued_on": "2019-05-06",
        "new_name": "Quỹ Khuyến học Bến Trăng",
        "change_reason": "Mở rộng đối tượng được hỗ trợ.",
        "consenting_founders": [{"full_name": "Phan Văn Sáng", "consented_on": "2026-10-01"}],
        "resolution_number": "03/NQ-HĐQL",
        "resolution_date": "2026-10-02",
        "declaration": True,
    },
    papers=("council-resolution", "draft-charter", "founders-consent"),
)


def a_life_of(office: DemoOffice, filing: Filing, *, login: str = "hoa") -> Life:
    """A draft of theirs, received and decided at the department."""
    account, at = citizen(login, at=timezone.now()), AgencyKey.DEPARTMENT
    return Life(office, filing, at, at, account, a_draft(office, filing, at, at, account))


def filed_for(owner_s: Life) -> Life:
    """What follows on the owner's result, as a representative writes it."""
    filing, khach = PAIRS["funds"].second, citizen("khach", at=timezone.now())
    a_representation(khach, owner_s.owner)
    where = owner_s.receiving, owner_s.competent
    draft = a_draft(owner_s.office, filing, *where, khach, owner=owner_s.owner)
    return Life(owner_s.office, filing, *where, khach, draft)
