"""What the environment says reaches Django whole; a site at work starts only when it is safe."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from onestop import environment
from signing.demo.pki import DemoPki
from tests.onestop.embedded import manage

AT_WORK = {
    "DEMO": "0",
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz-0123456789abcdefghijk",
    "ALLOWED_HOSTS": "mot-cua.example.vn",
}
DUE = ("due", "--received", "2026-11-23T09:00", "--limit", "1 working day")
ASKED = """
import json, sys
from onestop import settings
print(json.dumps({name: str(getattr(settings, name, None)) for name in sys.argv[1:]}))
"""


def read(*names: str, **variables: str) -> dict[str, str]:
    """Settings as a process has them whose environment is this and no more."""
    told = subprocess.run(  # noqa: S603  our own command
        [sys.executable, "-c", ASKED, *names],
        cwd=settings.ROOT,
        env={"PATH": os.environ["PATH"]} | variables,
        capture_output=True,
        check=True,
        text=True,
    )
    said: dict[str, str] = json.loads(told.stdout)
    return said


def test_a_site_at_work_passes_the_checks_of_deployment() -> None:
    told = manage("check", "--deploy", "--fail-level", "WARNING", **AT_WORK)
    assert told.returncode == 0, told.stderr


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_a_site_at_work_does_not_start_without(missing: str) -> None:
    told = manage("check", **AT_WORK | {missing: ""})
    assert told.returncode == 1
    assert told.stderr.count("\n") == 1
    assert missing in told.stderr


def refused(names: str, *command: str, **variables: str) -> None:
    """A command, `check` if none is given, says in one line what is wrong with a variable."""
    told = manage(*(command or ["check"]), CLI_LANGUAGE="en", **variables)
    assert (told.returncode, told.stdout) == (1, "")
    (sentence,) = told.stderr.splitlines()
    assert names in sentence


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("DEMO", "yes", "0, 1"),
        ("LOG_LEVEL", "loud", "DEBUG, INFO, WARNING, ERROR, CRITICAL"),
        ("CLI_LANGUAGE", "fr", "vi, en"),
    ],
)
def test_a_value_beside_those_there_are_is_named_to_every_command(
    name: str, value: str, allowed: str
) -> None:
    for command in (("check",), DUE):
        told = manage(*command, **{name: value})
        assert (told.returncode, told.stdout) == (1, "")
        (sentence,) = told.stderr.splitlines()
        assert name in sentence
        assert value in sentence
        assert allowed in sentence


@pytest.mark.parametrize("command", [DUE, ("procedures", "list"), ("verify", "no-such-file")])
@pytest.mark.parametrize(
    "lacking",
    [{"DATABASE_URL": "postgresql//:"}, {"DEMO": "0"}, {"EMAIL_URL": "nowhere"}],
    ids=["an address that cannot be read", "no secrets", "no address of e-mail"],
)
def test_a_command_that_needs_nothing_of_it_does_its_work(
    command: tuple[str, ...], lacking: dict[str, str], demo_pki: DemoPki
) -> None:
    told = manage(*command, TRUST_ROOTS=str(demo_pki.roots), **lacking)
    assert told.stdout
    assert told.stderr == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "postgresql://minh@db.example.vn/mc"),
        ("DATABASE_URL", "postgresql://minh@127.0.0.1,10.0.0.7/mc"),
        ("DATABASE_URL", "postgresql:///mc?hostaddr=10.0.0.7"),
        ("DATABASE_URL", "service=mot-cua"),
        ("ALLOWED_HOSTS", "localhost,mot-cua.example.vn"),
        ("PUBLIC_URL", "https://mot-cua.example.vn"),
    ],
)
def test_the_demo_leaves_this_machine_only_where_it_is_asked_for(name: str, value: str) -> None:
    refused(f"{name} names another machine", **{name: value})
    told = manage("check", **{name: value, "DEMO": "1"})
    assert told.returncode == 0, told.stderr


@pytest.mark.parametrize(
    "url", ["postgresql:///mc", "postgresql://[::1],localhost/mc", "postgresql:///mc?host=/run/pg"]
)
def test_a_database_of_this_machine_may_be_the_demo_s(url: str) -> None:
    told = manage("check", DATABASE_URL=url)
    assert told.returncode == 0, told.stderr


@pytest.mark.parametrize("url", ["mot-cua.example.vn", "ftp://mot-cua.example.vn", "http://["])
def test_an_address_that_no_citizen_could_open_is_told(url: str) -> None:
    refused("PUBLIC_URL cannot be read", PUBLIC_URL=url)


def test_a_server_does_not_start_without_its_secrets() -> None:
    web = [sys.executable, "-c", "import onestop.wsgi"]
    told = subprocess.run(  # noqa: S603  our own command
        web,
        cwd=settings.ROOT,
        env={"PATH": os.environ["PATH"], "DEMO": "0"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 1
    assert "SECRET_KEY" in told.stderr.splitlines()[-1]


def test_the_demo_answers_this_machine_only() -> None:
    assert read("ALLOWED_HOSTS") == {"ALLOWED_HOSTS": "['127.0.0.1', 'localhost']"}


def test_mails_of_the_demo_stay_in_a_folder_until_a_server_is_named() -> None:
    names = ("EMAIL_BACKEND", "EMAIL_FILE_PATH", "EMAIL_HOST", "EMAIL_PORT", "EMAIL_USE_TLS")
    demo = read(*names, VAR_DIR="/srv/var")
    assert demo["EMAIL_BACKEND"].endswith("filebased.EmailBackend")
    assert demo["EMAIL_FILE_PATH"] == "/srv/var/mails"
    named = read(*names, EMAIL_URL="smtp+tls://a%40b:c%2Fd@mail.example.vn")
    assert [named[name] for name in names[2:]] == ["mail.example.vn", "587", "True"]


def test_the_parts_of_a_mail_address_are_unquoted() -> None:
    said = environment.mail("smtps://a%40b:c%2Fd@mail.example.vn:4650")
    assert (said["EMAIL_HOST_USER"], said["EMAIL_HOST_PASSWORD"]) == ("a@b", "c/d")
    assert (said["EMAIL_PORT"], said["EMAIL_USE_SSL"], said["EMAIL_USE_TLS"]) == (4650, True, False)


@pytest.mark.parametrize(
    "url", ["mail.example.vn", "http://mail.example.vn", "smtp://", "smtp://a:b"]
)
def test_a_mail_address_that_cannot_be_read_is_told(url: str) -> None:
    refused("EMAIL_URL", EMAIL_URL=url)


@pytest.mark.parametrize(
    "told", ["scanner", "run/clamd.ctl", ":3310", "scanner:70000", "scanner:x"]
)
def test_an_address_of_a_scanner_that_cannot_be_read_is_told(told: str) -> None:
    refused("CLAMD cannot be read", CLAMD=told)


@pytest.mark.parametrize("told", ["sixty", "60", "0 calendar days", "60 working hours", "by plan"])
def test_a_limit_of_silence_that_is_no_number_of_days_is_told(told: str) -> None:
    refused("SILENCE_LIMIT cannot be read", SILENCE_LIMIT=told)


@pytest.mark.parametrize("told", ["0", "two", "-1"])
def test_a_warning_comes_at_least_a_day_before(told: str) -> None:
    refused("WARN_DAYS", WARN_DAYS=told)


def test_all_that_an_address_of_a_database_says_is_kept() -> None:
    said = environment.own(
        "postgresql://minh:p%40ss@db.example.vn:5433/mc?sslmode=verify-full&options=-c%20jit%3Doff"
    )
    names = ("USER", "PASSWORD", "HOST", "PORT", "NAME")
    assert [said[name] for name in names] == ["minh", "p@ss", "db.example.vn", "5433", "mc"]
    assert said["OPTIONS"] == environment.PREPARED | {
        "connect_timeout": 10,
        "sslmode": "verify-full",
        "options": "-c lock_timeout=5s -c join_collapse_limit=4 -c jit=off",
    }


def test_without_an_address_the_embedded_server_is_meant(tmp_path: Path) -> None:
    assert environment.database("", tmp_path)["EMBEDDED"] == tmp_path
    assert "EMBEDDED" not in environment.database("postgresql:///mc", tmp_path)


@pytest.mark.django_db
def test_what_is_asked_again_and_again_is_planned_no_more() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for number in range(8):
            cursor.execute("SELECT 'planned once'::text, %s::int", [number])
        cursor.execute(
            "SELECT generic_plans + custom_plans FROM pg_prepared_statements"
            " WHERE statement LIKE '%%planned once%%::int'"
        )
        assert cursor.fetchall() == [(3,)]


@pytest.mark.django_db
def test_a_lock_is_waited_for_five_seconds_at_most() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("5s",)
