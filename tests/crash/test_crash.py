"""`kill -9` at random moments: what was acknowledged stands once, and everything reaches its end.

Twelve kills without a loss bound the risk of a loss at 3/12 = 25 % per kill, with 95 % confidence:
no more than that is proven by a run. CRASH_KILLS=200 bounds it at 1.5 %, and so on. CRASH_SEED
repeats the choices of an earlier run, but the moments lie with the machine. `pytest -s` tells the
seed, the figures, and what each process was at when it was killed.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import F
from django.utils import timezone
from pytest_django import Settings

from onestop.demo.office import DemoOffice
from signing.demo.pki import DemoPki
from signing.models import SignatureRequest
from tests.fakes import FakeSmtp
from workflows.dossiers.models import Dossier
from workflows.journal.models import Entry
from workflows.outbox.models import Message

from . import acknowledged, afterwards, processes
from .performer import DIES_BEFORE_RECORDING
from .processes import Process, database_url, until

KILLS = int(os.environ.get("CRASH_KILLS", "5"))
# So many acts lie between two kills at most, and then so many seconds.
ACTS, LONGEST = 5, 2.0
# What a mail server takes at most for a mail, so that kills find mails on their way.
SLOW = 0.5


@dataclass
class SlowSmtp(FakeSmtp):
    """A mail server that thinks before it answers, now longer, now shorter."""

    dice: random.Random = field(default_factory=random.Random)

    def take(self, recipient: str, content: bytes) -> None:
        super().take(recipient, content)
        time.sleep(self.dice.uniform(0, SLOW))


@dataclass(frozen=True)
class Site:
    """A site of its own on the test's database: its folder, its environment, its mail server."""

    folder: Path
    environment: Mapping[str, str]
    smtp: SlowSmtp


@pytest.fixture
def site(
    transactional_db: None,
    office: DemoOffice,
    demo_pki: DemoPki,
    settings: Settings,
    tmp_path: Path,
) -> Iterator[Site]:
    settings.FILES_DIR, settings.ROOTS_DIR = tmp_path / "files", tmp_path / "roots"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pgmq.create('onestop')")
        cursor.execute("SELECT pgmq.purge_queue('onestop')")
    with SlowSmtp() as smtp:
        told = {
            "DATABASE_URL": database_url(),
            "VAR_DIR": str(tmp_path),
            "KEYS_DIR": str(demo_pki.keys),
            "TRUST_ROOTS": str(demo_pki.roots),
            "TSA_URLS": demo_pki.tsa_url,
            "EMAIL_URL": f"smtp://127.0.0.1:{smtp.port}",
        }
        yield Site(tmp_path, os.environ | told, smtp)


def test_kills_at_random_moments_lose_nothing_and_double_nothing(site: Site) -> None:
    seed = os.environ.get("CRASH_SEED") or str(random.SystemRandom().randrange(10**6))
    print(f"\nseed {seed}")  # noqa: T201  without it no failure could be looked into
    dice, before = random.Random(seed), afterwards.sessions()  # noqa: S311  no secret
    with (
        processes.worker(site.folder, site.environment) as worker,
        processes.performer(site.folder, site.environment, seed) as performer,
    ):
        kills = [_kill(dice, performer, worker) for _ in range(KILLS)]
        (site.folder / "enough").touch()
        performer.wait_for_its_end()
        until(lambda: not Message.objects.waiting().exists(), "the outbox is empty", worker)
    _report(kills, site)
    until(lambda: afterwards.sessions() <= before, "nobody new is left in the database")
    _check(site)


def _kill(dice: random.Random, *both: Process) -> dict[str, list[str]]:
    """One random moment; it strikes one of them, or both. What each was at; it runs again."""
    struck = dice.choice([*((one,) for one in both), both])
    for process in struck:
        process.wait_until_ready()
    acts = Entry.objects.count() + dice.randint(0, ACTS)
    until(lambda: Entry.objects.count() >= acts, f"{acts} acts were performed", *both)
    # Not in order to wait for anything: this is the random moment. Short and long times are as
    # likely as each other, for what an act does takes anything from a millisecond to a second.
    time.sleep(LONGEST * 10 ** dice.uniform(-3, 0))
    found = {process.name: process.kill() for process in struck}
    for process in struck:
        process.start()
    return found


def _check(site: Site) -> None:
    afterwards.acknowledged_acts_stand_once(acknowledged.read(site.folder / "acknowledged"))
    afterwards.every_dossier_went_its_road()
    afterwards.nothing_is_left_open()
    afterwards.bytes_match()
    afterwards.results_prove_themselves(at=timezone.now())
    afterwards.numbers_are_complete()
    afterwards.news_has_left(site.smtp.mails)
    assert afterwards.faults_of_the_journal(database_url()) == []
    assert afterwards.what_must_never_be(at=timezone.now()) == []


def _report(kills: list[dict[str, list[str]]], site: Site) -> None:
    struck = Counter(" and ".join(one) for one in kills)
    answers = acknowledged.read(site.folder / "acknowledged")
    told = {
        "kills": dict(struck),
        "risk of a kill below": f"{3 / len(kills):.1%}",
        "dossiers": Dossier.objects.count(),
        "acts": Entry.objects.count(),
        "acknowledged": len(answers),
        "recorded after a crash": SignatureRequest.objects.filter(
            signed_at__lt=F("ended_at")
        ).count(),
        "messages": Message.objects.count(),
        "of them sent again": Message.objects.filter(attempts__gt=1).count(),
        "mails": len(site.smtp.mails),
        "files half written": len(list((site.folder / "files").glob("incoming-*"))),
    }
    moments = Counter(
        f"{name}: {phase}" for one in kills for name, at in one.items() for phase in at
    )
    for name, figure in [*told.items(), *sorted(moments.items())]:
        print(f"{name:<50} {figure}")  # noqa: T201  the figures of the run


def test_what_was_signed_before_a_crash_is_recorded_by_the_sweep_alone(site: Site) -> None:
    with processes.performer(site.folder, site.environment, "0", dies_at="sign") as performer:
        signed = _left_open(performer)
        with processes.worker(site.folder, site.environment) as worker:
            _recorded(signed, "sign", worker)
            # Asking once more it hears that its act stands, and goes on to the seal.
            performer.start(**{DIES_BEFORE_RECORDING: "issue"})
            _recorded(_left_open(performer), "issue", worker)
    answers = acknowledged.read(site.folder / "acknowledged")
    assert signed.signed_digest in [answer.digest for _, answer in answers if answer.act == "sign"]
    assert afterwards.faults_of_the_journal(database_url()) == []


def _left_open(performer: Process) -> SignatureRequest:
    """What the performer signed before it killed itself."""
    performer.wait_for_its_end(-signal.SIGKILL)
    return (
        SignatureRequest.objects.exclude(purpose="slip").exclude(signed_digest="").get(state="open")
    )


def _recorded(request: SignatureRequest, act: str, worker: Process) -> None:
    """The very bytes that were signed, once, in the name of who signed them."""
    acts = Entry.objects.filter(dossier__public_id=request.subject_ref, act=act)
    until(acts.exists, f"the sweep has recorded what was left of {act}", worker)
    entry = acts.get()
    assert (entry.digest, entry.actor) == (request.signed_digest, request.signed_by)
    request.refresh_from_db()
    assert (request.state, request.signed_digest) == ("done", entry.digest)
