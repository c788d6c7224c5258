"""What the environment says reaches Django whole; a site at work starts only when it is safe."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from onestop import environment
from tests.onestop.embedded import manage

AT_WORK = {
    "DEMO": "0",
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz-0123456789abcdefghijk",
    "ALLOWED_HOSTS": "mot-cua.example.vn",
}
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
def test_a_mail_address_that_cannot_be_read_is_refused(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL"):
        environment.mail(url)


def test_all_that_an_address_of_a_database_says_is_kept() -> None:
    said = environment.own(
        "postgresql://minh:p%40ss@db.example.vn:5433/mc?sslmode=verify-full&options=-c%20jit%3Doff"
    )
    names = ("USER", "PASSWORD", "HOST", "PORT", "NAME")
    assert [said[name] for name in names] == ["minh", "p@ss", "db.example.vn", "5433", "mc"]
    assert said["OPTIONS"] == {
        "connect_timeout": 10,
        "sslmode": "verify-full",
        "options": "-c lock_timeout=5s -c jit=off",
    }


def test_without_an_address_the_embedded_server_is_meant(tmp_path: Path) -> None:
    assert environment.database("", tmp_path)["EMBEDDED"] == tmp_path
    assert "EMBEDDED" not in environment.database("postgresql:///mc", tmp_path)


@pytest.mark.django_db
def test_a_lock_is_waited_for_five_seconds_at_most() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("5s",)
