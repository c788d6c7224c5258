"""Time-stamps: from whichever authority answers, and believed only after checking."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta

import pytest
from asn1crypto import tsp
from django.utils.translation import override

from signing import timestamps
from signing.demo.answering import Answering
from signing.demo.pki import DemoPki
from signing.errors import TimestampUnavailable, TimestampWrong
from tests import trust

from . import servers

DATA = b"the heads of all journals of a day"


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoPki]:
    with trust.running(tmp_path_factory.mktemp("stranger")) as made:
        yield made


def asked_of(pki: DemoPki, *urls: str, timeout: float = 5) -> bytes:
    return timestamps.timestamp(DATA, services=trust.services(pki, *urls, timeout=timeout))


def soon() -> datetime:
    return datetime.now(UTC) + timedelta(seconds=1)


def test_a_time_stamp_says_when_these_bytes_existed(pki: DemoPki) -> None:
    before = datetime.now(UTC) - timedelta(seconds=1)
    token = asked_of(pki)
    when = timestamps.check_timestamp(token, DATA, trust=pki.trust, at=soon())
    assert before <= when <= soon()


def test_a_time_stamp_speaks_of_no_other_bytes(pki: DemoPki) -> None:
    with pytest.raises(TimestampWrong):
        timestamps.check_timestamp(asked_of(pki), DATA + b"!", trust=pki.trust, at=soon())


def test_a_time_stamp_of_a_stranger_is_not_believed(pki: DemoPki, stranger: DemoPki) -> None:
    token = asked_of(stranger)
    with pytest.raises(TimestampWrong):
        timestamps.check_timestamp(token, DATA, trust=pki.trust, at=soon())


def test_a_time_stamp_of_tomorrow_is_not_believed(pki: DemoPki) -> None:
    yesterday = datetime.now(UTC) - timedelta(days=1)
    with pytest.raises(TimestampWrong):
        timestamps.check_timestamp(asked_of(pki), DATA, trust=pki.trust, at=yesterday)


def test_an_altered_time_stamp_is_refused_whichever_byte_it_is(pki: DemoPki) -> None:
    token = asked_of(pki)
    for place in range(0, len(token), 97):
        altered = bytearray(token)
        altered[place] ^= 0x01
        try:
            found = timestamps.check_timestamp(bytes(altered), DATA, trust=pki.trust, at=soon())
        except TimestampWrong:
            continue
        # Some bytes are not signed, such as those of certificates above: they change nothing said.
        assert found == timestamps.check_timestamp(token, DATA, trust=pki.trust, at=soon())


@pytest.mark.parametrize("garbled", [b"", b"\x30", b"\x30\x00", b"no token", b"\x30\x82" * 50])
def test_what_is_no_time_stamp_is_refused(garbled: bytes, pki: DemoPki) -> None:
    with pytest.raises(TimestampWrong):
        timestamps.check_timestamp(garbled, DATA, trust=pki.trust, at=soon())


def test_the_next_authority_is_asked_when_one_is_down(pki: DemoPki) -> None:
    nobody = f"http://127.0.0.1:{trust.a_free_port()}/tsa"
    assert asked_of(pki, nobody, pki.tsa_url)


def test_the_next_authority_is_asked_when_one_lies(pki: DemoPki) -> None:
    with servers.answering(lambda path, asked: b"<html>welcome</html>") as url:
        assert asked_of(pki, url, pki.tsa_url)


def test_without_any_authority_the_refusal_names_each_and_why(pki: DemoPki) -> None:
    nobody = f"http://127.0.0.1:{trust.a_free_port()}/tsa"
    with (
        servers.answering(lambda path, asked: b"garbage") as garbage,
        pytest.raises(TimestampUnavailable) as refused,
    ):
        asked_of(pki, nobody, garbage, "file:///etc/passwd")
    assert list(refused.value.reasons) == [nobody, garbage, "file:///etc/passwd"]


@pytest.mark.parametrize("server", [servers.silent, servers.dripping])
def test_a_slow_authority_is_given_up_in_time(
    server: Callable[[], AbstractContextManager[str]], pki: DemoPki
) -> None:
    started = time.monotonic()
    with server() as url, pytest.raises(TimestampUnavailable) as refused:
        asked_of(pki, url, timeout=0.3)
    with override("en"):
        assert [str(why) for why in refused.value.reasons.values()] == ["it did not answer in time"]
    # Given up by us: the server itself would have gone on for as long as this.
    assert time.monotonic() - started < servers.LONGEST


def test_an_endless_answer_is_not_read_to_its_end(pki: DemoPki) -> None:
    with (
        servers.answering(lambda path, asked: bytes(5_000_000)) as url,
        pytest.raises(TimestampUnavailable, match=r"long|dài"),
    ):
        asked_of(pki, url)


def test_an_answer_to_another_question_is_refused(pki: DemoPki) -> None:
    kept: list[bytes] = []

    def first_answer(path: str, asked: bytes) -> bytes:
        kept.append(Answering(pki).to("/tsa", asked, at=datetime.now(UTC)))
        return kept[0]

    with servers.answering(first_answer) as url:
        assert asked_of(pki, url)
        with pytest.raises(TimestampUnavailable):
            asked_of(pki, url)


def test_a_stamp_of_other_bytes_is_refused_though_the_nonce_is_right(pki: DemoPki) -> None:
    def of_other_bytes(path: str, asked: bytes) -> bytes:
        question = tsp.TimeStampReq.load(asked)
        question["message_imprint"]["hashed_message"] = bytes(32)
        return Answering(pki).to("/tsa", question.dump(force=True), at=datetime.now(UTC))

    with servers.answering(of_other_bytes) as url, pytest.raises(TimestampUnavailable):
        asked_of(pki, url)


def test_a_stranger_is_not_asked_in_vain(pki: DemoPki, stranger: DemoPki) -> None:
    with pytest.raises(TimestampUnavailable):
        asked_of(pki, stranger.tsa_url)


def test_a_refusal_of_the_authority_is_no_time_stamp(pki: DemoPki) -> None:
    refused = bytes.fromhex("30053003020102")  # a status alone: rejection
    with (
        servers.answering(lambda path, asked: refused) as url,
        pytest.raises(TimestampUnavailable),
    ):
        asked_of(pki, url)
