"""However the demo ends, all of it ends, says why in one sentence, and keeps its data."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings

from onestop.demo import children, clearing, layout, past
from onestop.demo.children import Ended, Program
from onestop.demo.layout import EarlierLayout
from tests.onestop.embedded import a_folder, a_user, manage, wait_until_gone
from tests.onestop.test_embedded_troubles import ROOMS

from .site import Standing, begun, below, living, standing

WITHIN = 15
FULL = """
mount -t tmpfs -o size={size} tmpfs "$VAR_DIR"
"$0" manage.py demo --port {port}
echo "$?"
"""
STAYS = (sys.executable, "-c", "import signal; signal.pause()")
STUBBORN = (
    *(sys.executable, "-c"),
    "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); signal.pause()",
)


def a_free_door() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


def wait_for_end(numbers: set[int], var: Path) -> None:
    until = time.monotonic() + 30
    while living(numbers) and time.monotonic() < until:
        wait_until_gone(var / "postgres")
    assert living(numbers) == set()


def test_a_second_start_takes_few_seconds_and_finds_all_it_had(data: Path) -> None:
    with standing(data):
        pass
    began = time.monotonic()
    with standing(data) as again:
        assert time.monotonic() - began < WITHIN
        files = {path for path in (data / "files").rglob("*") if path.is_file()}
        code, _out, err = again.ended(signal.SIGINT)
    with standing(data):
        assert {path for path in (data / "files").rglob("*") if path.is_file()} == files
    assert (code, err) == (0, "")


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_who_ends_it_is_told_one_line_and_nothing_is_left(
    data: Path, asked: signal.Signals
) -> None:
    with standing(data) as site:
        family = site.family
        assert len(family) > len(("web", "worker", "database"))
        code, out, err = site.ended(asked)
    assert (code, err) == (0, "")
    assert out.splitlines()[-1] == "Ended. The data stay; `make demo-reset` clears them."
    assert [line for line in out.splitlines() if "Ended" in line] == out.splitlines()[-1:]
    wait_for_end(family, data)


@pytest.mark.parametrize("name", ["web", "worker", "database"])
def test_where_one_program_is_killed_the_others_end_too(data: Path, name: str) -> None:
    with standing(data) as site:
        family = site.family
        os.kill(site.number_of(name), signal.SIGKILL)
        code, out, err = site.gone()
    assert code == 1
    assert "Traceback" not in err
    assert err.splitlines()[-1] == (
        f"The program “{name}” ended unexpectedly. The others were ended too."
    )
    assert "Ended" not in out
    wait_for_end(family, data)


def test_where_the_demo_itself_is_killed_nothing_outlives_it(data: Path) -> None:
    with standing(data) as site:
        family = site.family
        site.process.kill()
        site.process.wait()
        wait_for_end(family, data)
    with socket.create_server(("127.0.0.1", site.port)):
        pass


def test_a_port_that_is_taken_is_told_before_anything_is_begun(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
        with begun(tmp_path, "--port", str(port)) as process:
            out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (1, "")
    assert err == (
        f"Port {port} is taken by another program. Choose another: make demo PORT=8090\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_a_number_that_is_no_port_is_told(tmp_path: Path) -> None:
    told = manage("demo", "--port", "80800", VAR_DIR=str(tmp_path), CLI_LANGUAGE="en")
    assert (told.returncode, told.stderr) == (1, "A port is a number from 1 to 65535.\n")


@pytest.mark.parametrize("size", ["24m", "49m"], ids=["at once", "while it is filled"])
def test_a_full_disk_is_told_in_one_sentence(tmp_path: Path, size: str) -> None:
    if subprocess.run([*ROOMS, "true"], check=False, capture_output=True).returncode:  # noqa: S603
        pytest.skip("this machine lets nobody mount a small disk")
    given = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    told = subprocess.run(  # noqa: S603  our own command
        [*ROOMS, "sh", "-c", FULL.format(size=size, port=a_free_door()), sys.executable],
        cwd=settings.ROOT,
        env=given | {"VAR_DIR": str(tmp_path), "CLI_LANGUAGE": "en"},
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
    )
    assert told.stdout.splitlines()[-1] == "1"
    (sentence,) = told.stderr.splitlines()
    assert str(tmp_path) in sentence
    assert sentence.endswith("is full. Free some space, then try again.")


def test_there_is_no_demo_outside_the_demo(tmp_path: Path) -> None:
    real = {"DEMO": "0", "SECRET_KEY": "x" * 50, "ALLOWED_HOSTS": "localhost"}
    for words in ((), ("--reset",)):
        told = manage("demo", *words, VAR_DIR=str(tmp_path), CLI_LANGUAGE="en", **real)
        assert told.returncode == 1
        assert told.stderr == "The invented office exists in the demo only.\n"
    assert list(tmp_path.iterdir()) == []


def test_a_story_of_the_past_is_not_cleared_while_it_is_told() -> None:
    with a_folder() as folder:
        told_to = folder.parent / past.NAME / "postgres"
        told_to.parent.mkdir()
        with a_user(told_to) as teller:
            assert teller.asks("SELECT 1") == "1"
            told = manage("demo", "--reset", VAR_DIR=str(folder.parent), CLI_LANGUAGE="en")
            assert told.stderr == "The demo is running. End it first with Ctrl-C.\n"
            teller.leave()
            wait_until_gone(told_to)
        told = manage("demo", "--reset", VAR_DIR=str(folder.parent), CLI_LANGUAGE="en")
        assert (told.returncode, list(folder.parent.iterdir())) == (0, [])


def test_a_database_of_ones_own_is_not_cleared(tmp_path: Path) -> None:
    told = manage("demo", "--reset", DATABASE_URL="postgresql:///minh", CLI_LANGUAGE="en")
    assert told.returncode == 1
    assert "DATABASE_URL" in told.stderr


def test_tables_of_an_earlier_version_are_told_with_the_way_out(data: Path) -> None:
    with standing(data):
        pass
    noted = data / "postgres" / "layout.json"
    before = noted.read_text()
    noted.write_text(before.replace('": "', '": "0', 1))
    with begun(data, "--port", str(a_free_door())) as process:
        _out, err = process.communicate(timeout=60)
    noted.write_text(before)
    assert process.returncode == 1
    assert err == (
        "The data of the demo come from an earlier version and do not fit this one."
        " Clear them with “make demo-reset”, then start again.\n"
    )


def test_a_migration_that_came_since_is_no_earlier_layout(tmp_path: Path) -> None:
    layout.check(tmp_path)
    layout.keep(tmp_path)
    layout.check(tmp_path)
    noted = tmp_path / "layout.json"
    lines = noted.read_text().splitlines()
    noted.write_text("\n".join(["{", *lines[2:]]))
    layout.check(tmp_path)
    noted.write_text('{"workflows/gone/migrations/0001_gone.py": "0"}')
    with pytest.raises(EarlierLayout):
        layout.check(tmp_path)


def test_a_program_that_does_not_want_to_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "PATIENCE", 0.2)
    ends = Program("short", (sys.executable, "-c", ""))
    with (
        pytest.raises(Ended, match="short"),
        children.running([Program("stubborn", STUBBORN), ends]) as started,
    ):
        children.wait(started)
    assert living(set(started)) == set()


def test_a_program_that_cannot_be_started_leaves_none_of_the_others() -> None:
    missing = Program("missing", ("/no/such/program",))
    with pytest.raises(FileNotFoundError), children.running([Program("one", STAYS), missing]):
        pytest.fail("it runs")
    assert not any(STAYS[-1] in command for command in living(below(os.getpid())))


def test_a_demo_stands_over_an_interrupted_first_start_and_is_cleared_once_ended(
    tmp_path: Path,
) -> None:
    with begun(tmp_path, "--port", str(a_free_door())) as process:
        while not (tmp_path / "files").exists():
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    wait_until_gone(tmp_path / "postgres")
    with standing(tmp_path) as site:
        assert_cleared_once_ended(site)


def assert_cleared_once_ended(site: Standing) -> None:
    """Not while it runs; and nothing that somebody else keeps beside its data."""
    own, running = site.var / "own.txt", "The demo is running. End it first with Ctrl-C.\n"
    own.touch()
    told = manage("demo", "--reset", VAR_DIR=str(site.var), CLI_LANGUAGE="en")
    assert (told.returncode, told.stderr) == (1, running)
    made = {path.name for path in site.var.iterdir()} - {own.name}
    site.ended(signal.SIGINT)
    assert made <= set(clearing.MADE)
    told = manage("demo", "--reset", VAR_DIR=str(site.var), CLI_LANGUAGE="en")
    assert (told.returncode, told.stdout) == (0, "The data of the demo are cleared.\n")
    assert list(site.var.iterdir()) == [own]
