"""Roots are read from files that a site chooses, or refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from signing.demo.pki import DemoPki
from signing.errors import UnreadableTrust
from signing.trust import TrustStore


def test_a_file_and_its_folder_hold_the_same_roots(pki: DemoPki) -> None:
    assert TrustStore.load(pki.roots) == TrustStore.load(pki.roots / "root.pem") == pki.trust
    assert len(pki.trust.certificates) == 1


def test_roots_can_be_given_directly(pki: DemoPki) -> None:
    assert TrustStore.of(pki.trust.certificates) == pki.trust


def test_a_file_may_hold_several_roots(pki: DemoPki, tmp_path: Path) -> None:
    file = tmp_path / "roots.pem"
    file.write_bytes((pki.roots / "root.pem").read_bytes() * 2)
    assert len(TrustStore.load(file).roots) == 2


@pytest.mark.parametrize(
    "content",
    [b"", b"garbage", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"],
)
def test_a_garbled_file_is_refused_by_name(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "root.pem"
    file.write_bytes(content)
    for path in (file, tmp_path):
        with pytest.raises(UnreadableTrust, match=r"root\.pem"):
            TrustStore.load(path)


def test_trust_in_nobody_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing", tmp_path / "missing.pem"):
        with pytest.raises(UnreadableTrust):
            TrustStore.load(path)
