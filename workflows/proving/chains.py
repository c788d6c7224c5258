"""I8: the journal's chains verify, and nothing that a root names has gone from them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from signing.errors import TimestampWrong
from signing.timestamps import check_timestamp
from signing.trust import TrustStore
from workflows.journal.verify import verify
from workflows.journal.verify_roots import CheckToken

from .look import Look, Violation

CODE = "I8"


def check(look: Look) -> Iterator[Violation]:
    token = token_check(look.trust, at=look.at) if look.trust else None
    report = verify(check_token=token)
    look.rows += report.entries
    for fault in report.faults:
        yield Violation(CODE, str(fault.dossier or fault.day or "-"), str(fault))


def token_check(trust: TrustStore, *, at: datetime) -> CheckToken:
    """How the time-stamps of roots are checked by these certificates."""

    def check(token: bytes, data: bytes) -> bool:
        try:
            check_timestamp(token, data, trust=trust, at=at)
        except TimestampWrong:
            return False
        return True

    return check
