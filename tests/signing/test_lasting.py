"""A lasting paper carries all that is needed to check it when nobody answers any more."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path

import pytest

from signing import pdf
from signing.demo.answering import Answering
from signing.demo.pki import DemoPki
from signing.errors import (
    AlreadyFilled,
    NotFilled,
    NotLasting,
    StatusUnavailable,
    TimestampUnavailable,
)
from signing.trust import TrustServices, TrustStore
from tests import trust
from tests.signing import reading
from tests.trust import Papers

from . import servers


def without_evidence(content: bytes) -> list[str]:
    """Whose certificates, roots excepted, the DSS says nothing of."""
    serials, issuers = reading.evidence(content)
    brought = [one for each in reading.signatures(content) for one in reading.certificates(each)]
    assert brought
    return [
        one.subject.native["common_name"]
        for one in brought
        if one.self_signed == "no"
        and one.serial_number not in serials
        and one.issuer.dump() not in issuers
    ]


def test_every_certificate_but_the_root_has_its_evidence(papers: Papers) -> None:
    assert without_evidence(papers.lasting) == []


def test_one_time_stamp_of_the_whole_comes_last(papers: Papers) -> None:
    *signed, last = reading.signatures(papers.lasting)
    assert [each.field_name for each in signed] == ["Personal", "Agency"]
    assert last.sig_object_type == "/DocTimeStamp"
    _, _, start, length = last.byte_range
    assert start + length == len(papers.lasting)


def test_what_has_no_seal_is_not_made_lasting(pki: DemoPki, papers: Papers) -> None:
    for unsealed in (trust.a_rendered_decision().pdf, papers.draft, papers.numbered):
        with pytest.raises(NotFilled):
            pdf.make_lasting(unsealed, services=trust.services(pki))


def test_a_paper_is_made_lasting_once(pki: DemoPki, papers: Papers) -> None:
    with pytest.raises(AlreadyFilled):
        pdf.make_lasting(papers.lasting, services=trust.services(pki))


def test_nothing_is_made_while_a_status_is_unknown(tmp_path: Path) -> None:
    with trust.running(tmp_path / "pki") as own:
        sealed = trust.papers(own).sealed
    with pytest.raises(StatusUnavailable):
        pdf.make_lasting(sealed, services=trust.services(own, timeout=1))


def test_nothing_is_made_without_the_last_time_stamp(pki: DemoPki, papers: Papers) -> None:
    nobody = f"http://127.0.0.1:{trust.a_free_port()}/tsa"
    with pytest.raises(TimestampUnavailable):
        pdf.make_lasting(papers.sealed, services=trust.services(pki, nobody))


def test_lists_serve_where_responders_are_silent(tmp_path: Path) -> None:
    own = trust.a_pki(tmp_path / "pki")
    sound = Answering(own)

    def without_ocsp(path: str, asked: bytes) -> bytes:
        if path.endswith("/ocsp"):
            raise ConnectionAbortedError
        return sound.to(path, asked, at=datetime.now(UTC))

    with servers.answering(without_ocsp, port=own.port):
        lasting = trust.papers(own).lasting
    assert without_evidence(lasting) == []
    serials, issuers = reading.evidence(lasting)
    assert (len(serials), len(issuers)) == (0, 2)


def both(pki: DemoPki, other: DemoPki) -> TrustServices:
    """The roots of both, and the time-stamps of the other."""
    roots = TrustStore(pki.trust.roots + other.trust.roots)
    return TrustServices((other.tsa_url,), 2, roots)


def test_the_evidence_of_another_time_stamp_authority_is_kept_as_well(
    pki: DemoPki, papers: Papers, tmp_path: Path
) -> None:
    with trust.running(tmp_path / "other") as other:
        lasting = pdf.make_lasting(papers.sealed, services=both(pki, other))
    assert without_evidence(lasting) == []
    *_, last = reading.signatures(lasting)
    assert last.signer_cert.dump() == trust.der(other.timestamps)


def test_nothing_is_made_while_each_time_another_authority_stamps(
    pki: DemoPki, papers: Papers, tmp_path: Path
) -> None:
    """The evidence of the first is under the stamp of the second, whose own is missing."""
    with trust.running(tmp_path / "one") as one, trust.running(tmp_path / "two") as two:
        turns = cycle((Answering(one), Answering(two)))

        def in_turn(path: str, asked: bytes) -> bytes:
            return next(turns).to("/tsa", asked, at=datetime.now(UTC))

        roots = TrustStore(pki.trust.roots + one.trust.roots + two.trust.roots)
        with servers.answering(in_turn) as url, pytest.raises(NotLasting):
            pdf.make_lasting(papers.sealed, services=TrustServices((url,), 2, roots))


def test_nothing_is_made_while_that_authority_cannot_be_checked(
    pki: DemoPki, papers: Papers, tmp_path: Path
) -> None:
    other = trust.a_pki(tmp_path / "other")
    sound = Answering(other)

    def stamps_only(path: str, asked: bytes) -> bytes:
        if path != "/tsa":
            raise ConnectionAbortedError
        return sound.to(path, asked, at=datetime.now(UTC))

    with servers.answering(stamps_only, port=other.port), pytest.raises(StatusUnavailable):
        pdf.make_lasting(papers.sealed, services=both(pki, other))
