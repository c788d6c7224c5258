"""Nothing is called clean that ClamAV has not called so: a real one, killed and stopped at will."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from pytest_django import Settings

from onestop import environment
from onestop.connectors import clamav
from onestop.connectors.clamav import NoVerdict, scan, scan_waiting
from onestop.connectors.errors import Away
from onestop.tasks import scan_files
from tests.clamd import EICAR, NAME, Clamd, a_clamd
from tests.people import MONDAY
from workflows.files import scanning, store
from workflows.files.models import StoredFile
from workflows.files.register import enter

Scan = StoredFile.Scan
INFECTED = b"%PDF-1.7 a paper" + EICAR


@pytest.fixture
def clamd(settings: Settings, tmp_path: Path) -> Iterator[Clamd]:
    with a_clamd() as running:
        settings.CLAMD, settings.FILES_DIR = running.socket, tmp_path
        yield running


def handed_in(*papers: bytes) -> list[StoredFile]:
    """In this order, a second after each other."""
    return [
        enter(store.keep_bytes(content), at=MONDAY + timedelta(seconds=n))
        for n, content in enumerate(papers)
    ]


def found(file: StoredFile) -> tuple[str, str]:
    file.refresh_from_db()
    return file.scan, file.malware


def scanned(*, at: datetime = MONDAY) -> int:
    return scan_waiting(clock=lambda: at, limit=50)


@pytest.mark.django_db(transaction=True)
def test_what_is_clean_opens_and_what_is_not_stays_closed(clamd: Clamd) -> None:
    clean, infected = handed_in(b"%PDF-1.7 a paper", INFECTED)
    assert clean.held
    assert scanned() == 2
    assert [found(clean), found(infected)] == [(Scan.CLEAN, ""), (Scan.INFECTED, NAME)]
    assert (clean.closed, infected.closed) == (False, True)
    assert scanned(at=MONDAY + scanning.LEASE) == 0


@pytest.mark.parametrize("before", [0, store.CHUNK - 30, 3 * store.CHUNK - 1])
def test_malware_is_found_across_the_pieces_in_which_it_is_sent(clamd: Clamd, before: int) -> None:
    content = b"%PDF" + b"x" * before + EICAR
    kept = store.keep_bytes(content)
    assert scan(store.chunks(kept.digest)) == NAME


@pytest.mark.django_db(transaction=True)
def test_while_the_scanner_is_away_everything_is_held_and_then_goes_on_by_itself(
    clamd: Clamd,
) -> None:
    files = handed_in(b"one", b"two", INFECTED)
    clamd.kill()
    with pytest.raises(Away):
        scanned()
    assert {found(file) for file in files} == {(Scan.PENDING, "")}
    assert all(file.held for file in files)
    clamd.start()
    assert scanned(at=MONDAY + scanning.LEASE) == 3
    assert [found(file)[0] for file in files] == [Scan.CLEAN, Scan.CLEAN, Scan.INFECTED]


@pytest.mark.django_db(transaction=True)
def test_killed_between_two_files_it_has_said_nothing_of_the_second(clamd: Clamd) -> None:
    files = handed_in(b"one", b"two", b"three")
    times = iter([lambda: None, clamd.kill])

    def clock() -> datetime:
        next(times)()
        return MONDAY

    with pytest.raises(Away):
        scan_waiting(clock=clock, limit=50)
    assert [found(file)[0] for file in files] == [Scan.CLEAN, Scan.PENDING, Scan.PENDING]


@pytest.mark.parametrize("heard", [0, 1, 5])
def test_killed_in_the_middle_of_a_file_it_has_said_nothing(clamd: Clamd, heard: int) -> None:
    def pieces() -> Iterable[bytes]:
        for number in range(8):
            if number == heard:
                clamd.kill()
            yield b"x" * store.CHUNK

    with pytest.raises(Away):
        scan(pieces())


def test_a_scanner_that_does_not_answer_is_waited_for_no_longer_than_allowed(clamd: Clamd) -> None:
    with clamd.frozen(), pytest.raises(Away, match="TimeoutError"):
        scan([b"x"], seconds=0.3)
    assert scan([b"x"]) == ""


def test_a_scanner_that_takes_no_more_calls_is_away(settings: Settings) -> None:
    with (
        TemporaryDirectory(prefix="clamd-") as folder,
        socket.socket(socket.AF_UNIX) as busy,
        socket.socket(socket.AF_UNIX) as caller,
    ):
        settings.CLAMD = f"{folder}/socket"
        busy.bind(settings.CLAMD)
        busy.listen(0)
        caller.connect(settings.CLAMD)
        with pytest.raises(Away):
            scan([b"x"])


@pytest.mark.django_db(transaction=True)
def test_a_file_that_the_scanner_cannot_take_is_held_and_stops_no_other(
    clamd: Clamd, caplog: pytest.LogCaptureFixture
) -> None:
    large, small = handed_in(b"x" * 3_000_000, b"small")
    assert scanned() == 2
    assert (found(large)[0], found(small)[0]) == (Scan.PENDING, Scan.CLEAN)
    assert f"file {large} stays held: INSTREAM size limit exceeded. ERROR" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_file_whose_bytes_are_gone_is_held_and_stops_no_other(clamd: Clamd) -> None:
    gone, there = handed_in(b"gone", b"there")
    store.path_of(gone.digest).unlink()
    assert scanned() == 2
    assert (found(gone)[0], found(there)[0]) == (Scan.PENDING, Scan.CLEAN)


@pytest.mark.django_db(transaction=True)
def test_the_sweep_scans_and_says_once_that_the_scanner_is_away(
    clamd: Clamd, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    (file,) = handed_in(b"a paper")
    scan_files()
    assert found(file)[0] == Scan.CLEAN
    clamd.kill()
    for content in (b"one", b"two"):
        handed_in(content)
        scan_files()
    assert caplog.text.count("the scanner is away") == 1


@pytest.mark.django_db(transaction=True)
def test_where_no_scanner_is_named_nothing_is_scanned_and_nothing_held(settings: Settings) -> None:
    settings.CLAMD = None
    (file,) = handed_in(b"a paper")
    scan_files()
    assert found(file)[0] == Scan.PENDING
    assert (file.held, file.closed, file.scan_claimed_until) == (False, False, None)


@pytest.fixture
def saying(settings: Settings) -> Iterator[Callable[[bytes], None]]:
    """Somebody at the scanner's address who hears a file to its end and says these bytes."""
    with ThreadPoolExecutor(1) as pool, socket.create_server(("127.0.0.1", 0)) as server:
        settings.CLAMD = server.getsockname()

        def says(answer: bytes) -> None:
            pool.submit(_say, server, answer)

        yield says


def _say(server: socket.socket, answer: bytes) -> None:
    talk, _address = server.accept()
    with talk, talk.makefile("rb") as heard:
        assert heard.read(10) == b"zINSTREAM\0"
        while length := int.from_bytes(heard.read(4), "big"):
            heard.read(length)
        talk.sendall(answer)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (b"", Away),
        (b"stream: OK", Away),
        (b"stream: OK, perhaps\0", NoVerdict),
        (b"OK\0", NoVerdict),
        (b"\0", NoVerdict),
        (b"stream:  FOUND\0", NoVerdict),
        (b"stream: Can't allocate memory ERROR\0", NoVerdict),
    ],
)
def test_nothing_but_the_very_words_of_a_verdict_is_one(
    saying: Callable[[bytes], None], answer: bytes, error: type[Exception]
) -> None:
    saying(answer)
    with pytest.raises(error):
        scan([b"a paper"])


def test_a_scanner_may_stand_at_another_machine_s_port(saying: Callable[[bytes], None]) -> None:
    saying(b"stream: Win.Test(0:1) FOUND\0")
    assert scan([b"a paper"]) == "Win.Test(0:1)"


def test_a_scan_ends_before_another_may_begin_it_again() -> None:
    assert timedelta(seconds=clamav.SECONDS) < scanning.LEASE


@pytest.mark.parametrize(
    ("told", "address"),
    [
        ("", None),
        ("/run/clamav/clamd.ctl", "/run/clamav/clamd.ctl"),
        ("scanner:3310", ("scanner", 3310)),
        ("[::1]:3310", ("::1", 3310)),
    ],
)
def test_the_address_of_a_scanner_is_a_path_or_host_and_port(
    told: str, address: str | tuple[str, int] | None
) -> None:
    assert environment.scanner(told) == address
