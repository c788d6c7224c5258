"""Celery carries hints: a lost one costs time, a broker that is away costs nobody his act."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pgmq.base import PGMQConfig
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from pytest_django import Settings

from onestop.celery import SWEEPS, app, connection_string
from onestop.connectors.dispatch import Counts, empty
from onestop.connectors.email import message_id
from onestop.demo.office import DemoOffice
from onestop.environment import PREPARED
from onestop.tasks import (
    close_days,
    empty_outbox,
    finish_open_intents,
    prove_all,
    scan_files,
    wake,
)
from tests import people
from tests.fakes import FakeSmtp
from tests.lives import a_life
from tests.onestop.doors import as_citizen
from tests.onestop.portal.filing import Visit
from tests.workflows.dossiers.makers import a_dossier
from tests.workflows.outbox.makers import a_message
from workflows.outbox.delivery import LEASE
from workflows.outbox.models import Message

ALONE = ("--without-gossip", "--without-mingle", "--without-heartbeat")
HINT = """
import django, time
django.setup()
from onestop.tasks import close_days, empty_outbox, finish_open_intents, wake
began = time.monotonic()
wake()
print(time.monotonic() - began)
"""


@pytest.fixture
def queue(transactional_db: None) -> None:
    """The embedded broker's queue, empty."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pgmq.create('onestop')")
        cursor.execute("SELECT pgmq.purge_queue('onestop')")


@pytest.fixture
def smtp(settings: Settings) -> Iterator[FakeSmtp]:
    with FakeSmtp() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server


def hints() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT message::text FROM pgmq.q_onestop")
        return [message for (message,) in cursor.fetchall()]


def environment(**what: str) -> dict[str, str]:
    """What a process needs in order to work on the database of this test."""
    connection.ensure_connection()
    info = connection.connection.info
    return os.environ | {"DATABASE_URL": make_conninfo(info.dsn, password=info.password)} | what


@contextmanager
def a_worker(smtp: FakeSmtp, log: Path, *options: str) -> Iterator[None]:
    """A real worker, whose whole group of processes is killed in the end: `kill -9`."""
    command = [sys.executable, "-m", "celery", "-A", "onestop", "worker", "-c", "1"]
    with log.open("ab") as file:
        worker = subprocess.Popen(  # noqa: S603  our own command
            [*command, *ALONE, *options],
            cwd=settings.ROOT,
            env=environment(EMAIL_URL=f"smtp://127.0.0.1:{smtp.port}", LOG_LEVEL="DEBUG"),
            stdout=file,
            stderr=file,
            start_new_session=True,
        )
    try:
        yield
    finally:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait(timeout=10)


def mailed(dossiers: int) -> list[str]:
    """The keys of messages about so many dossiers of Hoa."""
    office, citizens = people.an_office(), people.citizens()
    now = timezone.now()
    return [
        a_message("email", a_dossier(office, citizens).public_id, act="submit", at=now).key
        for _ in range(dossiers)
    ]


def test_a_hint_leaves_when_the_act_is_committed(queue: None) -> None:
    with transaction.atomic():
        wake()
        assert hints() == []
    assert len(hints()) == 1


def test_an_act_at_a_door_hints_that_there_is_news(
    queue: None, client: Client, office: DemoOffice
) -> None:
    life = a_life(office)
    as_citizen(client, life.citizen)
    visit = Visit(client)
    visit.go(reverse("portal:check", args=[life.dossier.public_id]))
    assert hints() == []
    visit.send()
    (hint,) = hints()
    assert "onestop.tasks.empty_outbox" in hint


def test_an_act_undone_leaves_no_hint(queue: None) -> None:
    with transaction.atomic():
        wake()
        transaction.set_rollback(True)
    assert hints() == []


def test_a_hint_says_nothing_about_anybody(queue: None) -> None:
    mailed(1)
    wake()
    (hint,) = hints()
    assert "onestop.tasks.empty_outbox" in hint
    subject = str(Message.objects.get().subject)
    for told in (subject, "Hoa", "example.vn", "09910000"):
        assert told not in hint


@pytest.mark.parametrize("answering", [False, True], ids=["away", "silent"])
def test_a_broker_that_is_away_costs_the_act_two_seconds_at_most(
    transactional_db: None, answering: bool
) -> None:
    with socket.socket() as broker:
        broker.bind(("127.0.0.1", 0))
        if answering:
            broker.listen()
        url = f"amqp://127.0.0.1:{broker.getsockname()[1]}//"
        told = subprocess.run(  # noqa: S603  our own command
            [sys.executable, "-c", HINT],
            cwd=settings.ROOT,
            env=environment(BROKER_URL=url),
            capture_output=True,
            check=True,
            text=True,
            timeout=20,
        )
    assert float(told.stdout) < 3
    assert "no hint was sent" in told.stderr


def test_workers_killed_in_the_middle_lose_nothing(
    queue: None, smtp: FakeSmtp, tmp_path: Path
) -> None:
    posted = mailed(12)
    log = tmp_path / "worker.log"
    smtp.hold_at = 5
    wake()
    with a_worker(smtp, log):
        smtp.wait_for(5, seconds=15)
    smtp.let_go()
    assert Message.objects.filter(state="sent").count() == 4
    # No hint comes any more: the beat finds what is left.
    with a_worker(smtp, log, "--beat"):
        smtp.wait_for(12, seconds=20)
    left = Message.objects.waiting().count()
    assert left in {1, 2}
    assert empty(clock=after_the_lease, limit=12) == Counts(sent=left)
    assert set(Message.objects.values_list("key", "state")) == {(key, "sent") for key in posted}
    came = [mail["Message-ID"] for mail in smtp.mails]
    assert set(came) == {message_id(key) for key in posted}
    assert came[12:] == [came[4], came[11]][:left]
    told = log.read_text()
    assert "empty_outbox" in told
    assert not [word for word in ("Hoa", "example.vn", "09910000") if word in told]


def after_the_lease() -> datetime:
    return timezone.now() + LEASE


@pytest.mark.parametrize("odd", ["", "two words", "it's", "a\\b", "sslmode=disable"])
def test_the_broker_reaches_the_database_as_django_does(odd: str) -> None:
    database = {"NAME": odd, "USER": odd, "PASSWORD": odd, "HOST": "/tmp/pg", "PORT": ""}  # noqa: S108
    options = {"sslmode": "verify-full", "options": "-c lock_timeout=5s"}
    given = database | {"OPTIONS": PREPARED | options}
    told = PGMQConfig(conn_string=connection_string(given))
    expected = {"host": "/tmp/pg", "port": "", "dbname": odd, "user": odd, "password": odd}  # noqa: S108
    assert conninfo_to_dict(told.dsn) == expected | options


def test_what_the_beat_calls_for_exists() -> None:
    app.loader.import_default_modules()
    assert {task for task, _seconds in SWEEPS.values()} <= set(app.tasks)


@pytest.mark.parametrize(
    "task", [empty_outbox, finish_open_intents, scan_files, close_days, prove_all]
)
def test_a_sweep_that_finds_nothing_is_content(
    transactional_db: None, settings: Settings, tmp_path: Path, task: Callable[[], None]
) -> None:
    settings.ROOTS_DIR = tmp_path
    task()
