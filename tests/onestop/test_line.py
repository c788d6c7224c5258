"""The command line: one language, one sentence for what goes wrong, one line at Ctrl-C."""

from __future__ import annotations

import argparse
import errno
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation import override

from onestop.postgres import errors
from tests.onestop.embedded import manage, wait_until_gone
from tests.onestop.test_embedded_troubles import ROOMS

ARGPARSE = Path(settings.LOCALE_PATHS[0]) / "vi" / "LC_MESSAGES" / "argparse.po"
# Raised at those who write a command, not at those who call one.
FOR_PROGRAMMERS = {
    ".__call__() not defined",
    "%r is not callable",
    "'required' is an invalid argument for positionals",
    'argument "-" with mode %r',
    "cannot have multiple subparser arguments",
    "cannot merge actions - two groups are named %r",
    "conflicting option string: %s",
    "conflicting subparser alias: %s",
    "conflicting subparser: %s",
    "dest= is required for options like %r",
    "invalid conflict_resolution value: %r",
    "invalid option string %(option)r: must start with a character %(prefix_chars)r",
    "mutually exclusive arguments must be optional",
}
SMALL_OUT = """
mkdir -p "$OUT"
mount -t tmpfs -o size=128k tmpfs "$OUT"
echo kept > "$OUT/result-1.pdf"
"$0" manage.py story --area archives --out "$OUT" > /dev/null
echo "$?"
ls -A "$OUT"
cat "$OUT/result-1.pdf"
"""


def said_by_argparse() -> set[str]:
    found = extract_from_file("python", argparse.__file__, keywords={"_": None, "ngettext": (1, 2)})
    said = (message for _line, message, _comments, _context in found)
    return {message if isinstance(message, str) else message[0] for message in said}


def test_whatever_argparse_says_to_a_user_is_translated() -> None:
    with ARGPARSE.open("rb") as file:
        kept = read_po(file, locale="vi")
    translated = {m.id if isinstance(m.id, str) else m.id[0] for m in kept if m.id and m.string}
    assert said_by_argparse() - FOR_PROGRAMMERS <= translated


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("due",), "Hãy nêu --received và --limit, hoặc --dossier."),
        (("story", "--area", "taxes", "--out", "x"), "không có lựa chọn 'taxes'"),
        (("procedures", "sing"), "không có lựa chọn 'sing'"),
    ],
)
@pytest.mark.parametrize("of_the_system", ["", "en_GB:en"])
def test_a_wrong_call_is_told_in_vietnamese_whatever_the_system_speaks(
    words: tuple[str, ...], said: str, of_the_system: str
) -> None:
    told = manage(*words, LANGUAGE=of_the_system, LANG="en_GB.UTF-8")
    assert told.returncode == 2
    assert told.stderr.startswith("cách dùng: ")
    assert "lỗi: " in told.stderr
    assert said in told.stderr


def test_the_commands_speak_english_where_they_are_asked_to() -> None:
    told = manage("due", CLI_LANGUAGE="en", LANGUAGE="vi")
    assert told.stderr.startswith("usage: ")
    assert "error: Give --received and --limit, or --dossier." in told.stderr
    told = manage("due", "--received", "soon", "--limit", "1 working day", CLI_LANGUAGE="en")
    assert told.stderr == "“soon” is no moment such as 2026-11-23T09:00.\n"


def test_a_command_that_there_is_not_is_named() -> None:
    told = manage("sing")
    assert (told.returncode, told.stdout) == (1, "")
    assert "“sing”" in told.stderr
    assert told.stderr.count("\n") == 1


@pytest.mark.parametrize("command", ["procedures list", "due", "help", ""])
def test_a_closed_output_is_no_reason_to_fail_with_a_traceback(command: str) -> None:
    words = f"{sys.executable} manage.py {command} >&-"
    told = subprocess.run(  # noqa: S602  our own command
        words, cwd=settings.ROOT, shell=True, capture_output=True, text=True, check=False
    )
    assert "Traceback" not in told.stderr
    assert told.returncode == (2 if command == "due" else 0)


def test_a_full_output_is_not_blamed_on_the_folder_of_the_data_alone() -> None:
    words = [sys.executable, "manage.py", "procedures", "list"]
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        told = subprocess.run(  # noqa: S603  our own command
            words,
            cwd=settings.ROOT,
            env=os.environ | {"CLI_LANGUAGE": "en"},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert told.returncode == 1
    assert told.stderr.count("\n") == 1
    assert "or the output is full" in told.stderr


def test_a_story_without_a_folder_is_refused() -> None:
    told = manage("story", "--area", "funds", "--out", "", CLI_LANGUAGE="en")
    assert told.returncode == 2
    assert "a folder is needed" in told.stderr


def test_help_shows_the_options_of_the_command_and_no_others() -> None:
    told = manage("due", "--help")
    assert "--received" in told.stdout
    assert "--traceback" not in told.stdout


@pytest.mark.parametrize("stands", ["a file", "a closed folder", "an unreadable key"])
def test_keys_that_cannot_be_reached_are_told_in_one_sentence(stands: str, tmp_path: Path) -> None:
    if stands != "a file" and os.geteuid() == 0:
        pytest.skip("nothing is closed to root")
    folder = tmp_path / "pki"
    if stands == "a file":
        folder.touch()
    else:
        folder.mkdir()
        (folder / "root.p12").touch(mode=0)
        folder.chmod(0o700 if stands == "an unreadable key" else 0)
    told = manage("trust", VAR_DIR=str(tmp_path))
    folder.chmod(0o700)
    assert (told.returncode, told.stdout) == (1, "")
    assert told.stderr.count("\n") == 1
    assert str(folder) in told.stderr


def test_a_story_that_finds_no_room_changes_nothing_in_its_folder(tmp_path: Path) -> None:
    if subprocess.run([*ROOMS, "true"], check=False, capture_output=True).returncode:  # noqa: S603
        pytest.skip("this machine lets nobody mount a small disk")
    out = tmp_path / "out"
    given = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    told = subprocess.run(  # noqa: S603  our own command
        [*ROOMS, "sh", "-c", SMALL_OUT, sys.executable],
        cwd=settings.ROOT,
        env=given | {"OUT": str(out), "VAR_DIR": str(tmp_path / "var"), "CLI_LANGUAGE": "en"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert told.stdout.splitlines() == ["1", "result-1.pdf", "kept"]
    (sentence,) = told.stderr.splitlines()
    with override("en"):
        assert str(errors.WHY[errno.ENOSPC]) in sentence
    assert str(out) in sentence


@contextmanager
def running(*words: str, var: Path) -> Iterator[subprocess.Popen[str]]:
    """A command in a session of its own, as a terminal has one."""
    given = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    process = subprocess.Popen(  # noqa: S603  our own command
        [sys.executable, "manage.py", *words],
        cwd=settings.ROOT,
        env=given | {"VAR_DIR": str(var), "PYTHONUNBUFFERED": "1", "CLI_LANGUAGE": "en"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def interrupted(process: subprocess.Popen[str]) -> tuple[int, str]:
    """What a command answers to Ctrl-C, which reaches all its children too."""
    os.killpg(process.pid, signal.SIGINT)
    _said, told = process.communicate(timeout=60)
    return process.returncode, told


def first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline()


def test_the_trust_services_end_with_one_line(tmp_path: Path) -> None:
    with running("trust", var=tmp_path) as process:
        assert "root.pem" in first_line(process)
        assert interrupted(process) == (130, "Interrupted.\n")


def test_a_story_cut_short_leaves_neither_papers_nor_a_server(tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = ("story", "--area", "archives", "--out", str(out))
    with running(*command, var=tmp_path / "var") as process:
        assert "submit" in first_line(process)
        assert interrupted(process) == (130, "Interrupted.\n")
    assert list(out.iterdir()) == []
    wait_until_gone(tmp_path / "var" / "postgres")
    assert not (tmp_path / "var" / "postgres" / "data" / "postmaster.pid").exists()


def test_a_first_start_cut_short_leaves_no_server_and_is_begun_anew(tmp_path: Path) -> None:
    folder = tmp_path / "postgres"
    with running("migrate", var=tmp_path) as process:
        while not list(folder.glob("data.*")):
            assert process.poll() is None
        assert interrupted(process) == (130, "Interrupted.\n")
    wait_until_gone(folder)
    assert manage("showmigrations", VAR_DIR=str(tmp_path)).returncode == 0
