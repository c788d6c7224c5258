"""What must hold after the crashes: of every act, paper, number, message and chain."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection
from django.db.models import Q

from onestop.connectors.email import message_id
from signing.models import SignatureRequest
from signing.trust import TrustServices
from tests.workflows.journal.second_verifier import Verifier
from workflows.dossiers.models import Book, DocumentNumber, Dossier, Paper
from workflows.dossiers.status import Status
from workflows.files.models import StoredFile
from workflows.files.store import path_of
from workflows.journal.models import Entry
from workflows.journal.verify import verify
from workflows.outbox.models import Message, Notice
from workflows.proving.look import Violation
from workflows.proving.proof import prove
from workflows.results.models import Result, ResultUse
from workflows.results.purpose import Purpose
from workflows.results.reuse import examine
from workflows.routes.models import Run, Task
from workflows.steps.models import PerformedAct
from workflows.steps.once import Performed
from workflows.steps.settle import OFFICE, TOLD, TOLD_IN_THE_OFFICE, TOPICS

from .performer import ROADS


def acknowledged_acts_stand_once(answers: Sequence[tuple[str, Performed]]) -> None:
    """Each as it was answered; and nothing stands that was not, whoever has recorded it."""
    for key, answer in answers:
        entry = Entry.objects.get(dossier__public_id=answer.dossier, seq=answer.seq)
        assert Performed(**PerformedAct.objects.get(key=key).answer) == answer
        assert (entry.act, entry.at.isoformat(), str(entry.actor), entry.digest, entry.due) == (
            answer.act,
            answer.at,
            answer.by,
            answer.digest,
            answer.due,
        )
        assert (entry.status_to, entry.national_code) == (answer.status, answer.national_code)
    assert len({key for key, _ in answers}) == len(answers)
    assert len(answers) == PerformedAct.objects.count() == Entry.objects.count()


def every_dossier_went_its_road() -> None:
    """To its end, with no act missing and none done twice."""
    for dossier in Dossier.objects.all():
        acts = dossier.entries.order_by("seq").values_list("act", flat=True)
        assert tuple(acts) == ROADS[dossier.procedure_key]
        assert dossier.status == Status.RETURNED
        kinds = list(dossier.papers.values_list("kind", flat=True))
        for kind in (Paper.Kind.SIGNED, Paper.Kind.NUMBERED, Paper.Kind.RESULT):
            assert kinds.count(kind) == 1


def nothing_is_left_open() -> None:
    results = SignatureRequest.objects.exclude(purpose=SignatureRequest.Purpose.SLIP)
    assert not results.exclude(state=SignatureRequest.State.DONE).exists()
    assert results.count() == 2 * Dossier.objects.count()
    assert not Task.objects.filter(finished=None).exists()
    assert not Run.objects.filter(finished=None).exists()
    assert Run.objects.count() == Dossier.objects.count()


def bytes_match() -> None:
    """In the store under each digest; and whatever the journal names by its digest is there."""
    kept = set()
    for file in StoredFile.objects.all():
        content = path_of(file.digest).read_bytes()
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (file.digest, file.size)
        kept.add(file.digest)
    assert set(Entry.objects.exclude(digest=None).values_list("digest", flat=True)) <= kept


def results_prove_themselves(*, at: datetime) -> None:
    """Valid by signature, and what was signed is what the register says."""
    assert Result.objects.count() == Dossier.objects.count()
    trust = TrustServices.configured().trust
    in_force = Result.objects.filter(state=Result.State.ACTIVE)
    for result in in_force.select_related("file", "issuer", "owner_person"):
        owner = result.owner_person
        assert owner is not None
        purpose = Purpose("none", "none", {result.result_type}, result.issuer, "In no law")
        examine(result, owner=owner, requester=owner, purpose=purpose, trust=trust, at=at)


def numbers_are_complete() -> None:
    """None missing, none twice, each with an issued document of its own."""
    for book in Book.objects.all():
        numbers = book.numbers.order_by("number")
        assert [one.number for one in numbers] == list(range(1, book.last + 1))
        assert {one.state for one in numbers} == {DocumentNumber.State.ISSUED}
    issued = {(str(one), str(one.dossier)) for one in DocumentNumber.objects.all()}
    assert issued == set(Result.objects.values_list("number", "dossier_code"))


def news_has_left(mails: Sequence[EmailMessage]) -> None:
    """Everything posted, once; whoever got a mail twice can tell by its Message-ID."""
    told = Entry.objects.filter(act__in=TOLD).select_related("dossier")
    keys = {(topic, f"{e.dossier.public_id}:{e.seq}:{topic}") for e in told for topic in TOPICS}
    keys |= _news_for_the_office() | _news_of_results()
    assert set(Message.objects.values_list("topic", "key")) == keys
    assert set(Message.objects.values_list("state", flat=True)) == {Message.State.SENT}
    theirs = Notice.objects.exclude(key__endswith=f":{OFFICE}")
    notices = sorted(theirs.values_list("key", flat=True))
    assert notices == sorted(key for topic, key in keys if topic == "notice")
    ids = {message_id(key) for topic, key in keys if topic == "email"}
    assert {mail["Message-ID"] for mail in mails} == ids
    texts = {(mail["Message-ID"], mail["Subject"], mail.get_content()) for mail in mails}
    assert len(texts) == len(ids)


def _news_for_the_office() -> set[tuple[str, str]]:
    """Whoever works on a file is told what its applicant does to it."""
    told = Entry.objects.filter(act__in=TOLD_IN_THE_OFFICE, dossier__handler__isnull=False)
    return {(OFFICE, f"{e.dossier.public_id}:{e.seq}:{OFFICE}") for e in told}


def _news_of_results() -> set[tuple[str, str]]:
    """Of a result issued anew: whoever else relied on the one before, or came by it."""
    found = set[tuple[str, str]]()
    for entry in Entry.objects.filter(act="issue").exclude(details__replaced=""):
        subject, anew = entry.dossier.public_id, entry.details["result"]
        ended = Q(public_id=entry.details["replaced"]) | Q(uses__dossier=subject)
        before = Result.objects.filter(ended)
        codes = before.values("dossier_code")
        told = {*ResultUse.objects.filter(result__in=before).values_list("dossier", flat=True)}
        told |= {*Dossier.objects.filter(code__in=codes).values_list("public_id", flat=True)}
        found |= {
            (topic, f"{anew}:result_replaced:{one}:{topic}")
            for one in told - {subject}
            for topic in (*TOPICS, OFFICE)
        }
    return found


def faults_of_the_journal(database_url: str) -> list[object]:
    """By the verifier of the project, and by the one that knows nothing of it."""
    with psycopg.connect(database_url) as other:
        return [*verify().faults, *Verifier(other, Path(settings.ROOTS_DIR)).faults()]


def what_must_never_be(*, at: datetime) -> list[str]:
    """By every rule that must always hold."""
    told = prove(at=at, trust=TrustServices.configured().trust)
    return [str(one) for one in told if isinstance(one, Violation)]


def sessions() -> set[int]:
    """Which clients the database has, each by its process."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity"
            " WHERE datname = current_database() AND backend_type = 'client backend'"
        )
        return {pid for (pid,) in cursor.fetchall()}
