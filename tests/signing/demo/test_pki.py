"""The demo's infrastructure: made once, mended where a start was cut off, private."""

from __future__ import annotations

import asyncio
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.x509.oid import NameOID
from django.conf import LazySettings

from signing import revocation
from signing.demo import address, pki, server
from signing.demo.answering import Answering
from signing.demo.pki import DemoPki, OnlyInDemo
from signing.demo.server import PortTaken
from signing.revocation import Evidence
from tests import trust


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in files(folder)}


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def again(made: DemoPki) -> DemoPki:
    return pki.ensure(made.folder, people=trust.PEOPLE, agencies=trust.AGENCIES)


def assert_whole(made: DemoPki) -> None:
    """Every chain ends at the root that is given out, and every address is the one kept."""
    root = x509.load_pem_x509_certificate((made.roots / "root.pem").read_bytes())
    for key in (*made.people.values(), *made.agencies.values()):
        opened = trust.opened(key)
        above = [one.dump() for one in opened.chain]
        assert above == [trust.der(made.authority), trust.der(made.root)]
        assert opened.certificate.ocsp_urls == [address.url_of(made.port, "authority/ocsp")]
    made.authority.certificate.verify_directly_issued_by(root)
    made.timestamps.certificate.verify_directly_issued_by(made.authority.certificate)


def test_it_is_made_once(tmp_path: Path) -> None:
    made = trust.a_pki(tmp_path / "pki")
    assert_whole(made)
    before = snapshot(made.folder)
    assert again(made) == made
    assert snapshot(made.folder) == before


def test_whoever_comes_later_gets_a_key_from_the_same_authority(tmp_path: Path) -> None:
    made = trust.a_pki(tmp_path / "pki")
    more = pki.ensure(made.folder, people={"hanh": "Võ Thị Hạnh"})
    assert more.authority == made.authority
    assert_whole(more)


@pytest.mark.parametrize(
    "lost", ["root.p12", "authority.p12", "timestamps.p12", "roots/root.pem", "keys/minh.p12"]
)
def test_a_start_cut_off_anywhere_is_mended(lost: str, tmp_path: Path) -> None:
    made = trust.a_pki(tmp_path / "pki")
    file = made.folder / lost
    whole = file.read_bytes()
    file.unlink()
    assert_whole(again(made))
    for left in (b"", whole[:-9]):
        file.write_bytes(left)
        assert_whole(again(made))


@pytest.mark.parametrize("kept", ["", "none", "23456"])
def test_another_port_is_named_by_all_and_the_root_stays(kept: str, tmp_path: Path) -> None:
    made = trust.a_pki(tmp_path / "pki")
    before = made.port
    (made.folder / "port").write_text(kept)
    moved = again(made)
    assert_whole(moved)
    assert moved.root == made.root
    assert moved.port != before


def test_the_address_is_known_before_anything_is_made(tmp_path: Path) -> None:
    expected = address.tsa_url(tmp_path / "pki")
    assert pki.ensure(tmp_path / "pki").tsa_url == expected
    assert address.tsa_url(tmp_path / "elsewhere") != expected


def test_two_starts_at_once_make_one(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: pki.ensure(tmp_path / "pki"), range(4)))
    assert {each.root.certificate.serial_number for each in made} == {
        made[0].root.certificate.serial_number
    }


def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    made = trust.a_pki(tmp_path / "pki")
    made.revoke(made.people["minh"].holder, at=trust.AT)
    for path in (made.folder, *made.folder.rglob("*")):
        private = 0o700 if path.is_dir() else 0o600
        assert stat.S_IMODE(path.stat().st_mode) == private, path


def test_every_name_says_demo(tmp_path: Path) -> None:
    made = trust.a_pki(tmp_path / "pki")
    keys = (*made.people.values(), *made.agencies.values())
    for holder in (made.root, made.authority, made.timestamps, *(key.holder for key in keys)):
        named = holder.certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        assert str(named[0].value).endswith("(DEMO)")


def test_outside_the_demo_no_keys_are_made(tmp_path: Path, settings: LazySettings) -> None:
    settings.DEMO = False
    with pytest.raises(OnlyInDemo):
        pki.ensure(tmp_path / "pki")
    assert not (tmp_path / "pki").exists()


def test_years_later_it_still_answers(tmp_path: Path) -> None:
    made = trust.a_pki(tmp_path / "pki")
    then = datetime(2041, 6, 1, tzinfo=UTC)
    above = Evidence(tuple(trust.der(each) for each in (made.authority, made.root)))
    said = Evidence(
        crls=tuple(
            Answering(made).to(path, b"", at=then) for path in ("/authority/crl", "/root/crl")
        )
    )
    certificate = Certificate.load(trust.der(made.people["minh"].holder))
    asyncio.run(revocation.prove(certificate, above + said, trust=made.trust, at=then))


def test_serving_ends_without_a_trace(tmp_path: Path) -> None:
    made = trust.a_pki(tmp_path / "pki")
    before = threading.active_count()
    for _ in range(2):
        with server.serve(made):
            assert urlopen(address.url_of(made.port, "authority/certificate")).read()  # noqa: S310
    assert threading.active_count() == before


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    made = trust.a_pki(tmp_path / "pki")
    with server.serve(made), pytest.raises(PortTaken, match=str(made.port)), server.serve(made):
        pass


@pytest.mark.parametrize("path", ["", "tsa", "root/ocsp", "nowhere", "../root.p12"])
def test_a_senseless_question_is_refused(path: str, pki: DemoPki) -> None:
    with pytest.raises(HTTPError) as refused:
        urlopen(address.url_of(pki.port, path), data=b"garbage")  # noqa: S310
    refused.value.close()
    assert refused.value.code == 400
