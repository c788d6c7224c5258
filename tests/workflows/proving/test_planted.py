"""What must never be is found and named, planted by the hand that may do everything."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from onestop.demo.cast import AgencyKey
from onestop.demo.office import DemoOffice
from signing.demo.pki import DemoPki
from signing.models import SignatureRequest
from tests.lives import Life, a_life
from tests.workflows.journal.intruder import change
from workflows.dossiers.models import (
    Book,
    ClockSegment,
    CompletionRequest,
    DocumentNumber,
    Ending,
    Holding,
    Paper,
)
from workflows.files import store
from workflows.files.models import StoredFile
from workflows.outbox.models import Message
from workflows.people.models import Post
from workflows.results.models import Result
from workflows.routes import slips
from workflows.routes.models import Task
from workflows.steps.models import PerformedAct

from .intruder import drop, lift, on_disk, plant, put, undone
from .proving import found

Plant = Callable[[Life], None]


@pytest.fixture
def issued(office: DemoOffice) -> Life:
    """With a supplement on its way, so that every table holds something of it."""
    life = a_life(office).through("assign")
    life.act("ask_supplement")
    life.act("supplement")
    life.through("issue")
    assert slips.sign_waiting(clock=timezone.now, limit=50).done
    return life


def acts_twice_under_a_key(life: Life) -> None:
    lift(PerformedAct, "u")
    plant(
        PerformedAct,
        "INSERT INTO {table} (key, dossier_id, account_id, act, fingerprint, answer, at)"
        " SELECT key, dossier_id, account_id, act, fingerprint, answer, at FROM {table} LIMIT 1",
    )


def acts_without_a_key(life: Life) -> None:
    drop(PerformedAct.objects.get(act="receive"))


def acts_only_answered_for(life: Life) -> None:
    put(PerformedAct.objects.get(act="receive"), "act = 'reject'")


def another_status(life: Life) -> None:
    put(life.fresh, "status = 'PROCESSING'")


def an_unlawful_move(life: Life) -> None:
    change(life.dossier, 2, "status_to = 'APPROVED'")


def another_national_code(life: Life) -> None:
    change(life.dossier, 2, "national_code = 9")


def a_task_taken_away(life: Life) -> None:
    put(open_task(), "finished = now()")


def a_task_twice(life: Life) -> None:
    columns = ", ".join(
        str(field.column) for field in Task._meta.concrete_fields if not field.primary_key
    )
    plant(
        Task,
        f"INSERT INTO {{table}} ({columns}) SELECT {columns} FROM {{table}}"  # noqa: S608
        " WHERE id = %(pk)s",
        pk=open_task().pk,
    )


def open_task() -> Task:
    return Task.objects.get(finished=None)


def nobody_holds_it(life: Life) -> None:
    put(Holding.objects.get(until=None), "until = since")


def held_for_another_step(life: Life) -> None:
    put(Holding.objects.get(until=None), "step = 'assess'")


def held_by_nobody_for_a_while(life: Life) -> None:
    drop(Holding.objects.get(step="supplement"))


def a_stretch_of_the_clock_is_gone(life: Life) -> None:
    drop(ClockSegment.objects.get(cause="supplement"))


def a_clock_still_runs(life: Life) -> None:
    put(ClockSegment.objects.order_by("pk").last() or ClockSegment(), "ended_at = NULL")


def two_outcomes(life: Life) -> None:
    Ending.objects.create(
        dossier=life.dossier, kind="withdrawn", stage="ISSUED", finance="kept", at=timezone.now()
    )


def no_end(life: Life) -> None:
    put(life.fresh, "ended_at = NULL")


def no_outcome(life: Life) -> None:
    drop(the_result())
    drop(Paper.objects.get(kind=Paper.Kind.RESULT))


def the_result() -> Result:
    return Result.objects.get()


def the_number() -> DocumentNumber:
    return DocumentNumber.objects.get()


def a_number_is_missing(life: Life) -> None:
    put(Book.objects.get(), "last = last + 1")


def a_number_is_twice(life: Life) -> None:
    lift(DocumentNumber, "u")
    plant(DocumentNumber, "DROP INDEX one_live_number_per_dossier")
    plant(
        DocumentNumber,
        "INSERT INTO {table} (book_id, number, state, dossier_id, dated, reason)"
        " SELECT book_id, number, state, dossier_id, dated, reason FROM {table}",
    )


def a_number_is_still_taken(life: Life) -> None:
    put(the_number(), "state = 'taken'")


def a_number_is_void_without_reason(life: Life) -> None:
    lift(DocumentNumber, "c")
    put(the_number(), "state = 'void'")


def a_number_has_another_result(life: Life) -> None:
    put(the_result(), "number = '99/QĐ-UBND'")


def news_of_another_transaction(life: Life) -> None:
    put(some_news(), "xact = xact + 1")


def no_news(life: Life) -> None:
    drop(some_news())


def news_of_nothing(life: Life) -> None:
    put(some_news(), "key = %(key)s", key=f"{life.dossier.public_id}:99:notice")


def some_news() -> Message:
    return Message.objects.get(topic="notice", payload__act="receive")


def an_entry_altered(life: Life) -> None:
    change(life.dossier, 3, "actor = NULL")


def a_file(kind: str) -> StoredFile:
    return Paper.objects.select_related("file").get(kind=kind).file


def a_file_of_another_size(life: Life) -> None:
    put(a_file("signed"), "size = size + 1")


def a_file_that_is_not_known(life: Life) -> None:
    lift(StoredFile, "f")
    drop(a_file("draft"))


def a_paper_that_is_gone(life: Life) -> None:
    drop(Paper.objects.filter(kind="01").first() or Paper())


def a_paper_nobody_made(life: Life) -> None:
    put(Paper.objects.filter(kind="01").first() or Paper(), "file_id = %(pk)s", pk=other().pk)


def other() -> StoredFile:
    """Bytes that are in order, and that nothing tells of."""
    kept = store.keep_bytes(b"%PDF-1.7 another")
    return StoredFile.objects.create(
        digest=kept.digest,
        size=kept.size,
        media_type=kept.media_type,
        scan="own",
        stored_at=timezone.now(),
    )


def another_file_on_the_register(life: Life) -> None:
    put(the_result(), "file_id = %(pk)s", pk=other().pk)


def the_intent(purpose: str) -> SignatureRequest:
    return SignatureRequest.objects.get(purpose=purpose)


def signed_without_intent(life: Life) -> None:
    drop(the_intent("seal"))


def signed_before_it_was_meant(life: Life) -> None:
    put(the_intent("personal"), "opened_at = signed_at + interval '1 hour'")


def stamped_before_it_was_meant(life: Life) -> None:
    put(the_intent("seal"), "opened_at = opened_at + interval '1 h', signed_at = signed_at + '1 h'")


def signed_by_a_former_officer(life: Life) -> None:
    signer = Post.objects.get(public_id=the_intent("personal").signer_ref)
    put(signer, "valid_to = valid_from")


def signed_by_the_handler(life: Life) -> None:
    put(life.fresh, "handler_id = signer_id")


def sealed_by_somebody_else(life: Life) -> None:
    put(the_intent("seal"), "signed_by = %(who)s", who=life.citizen.public_id)


def issued_unsigned(life: Life) -> None:
    plain = other()
    put(Paper.objects.get(kind="result"), "file_id = %(pk)s", pk=plain.pk)
    put(the_intent("seal"), "signed_digest = %(digest)s", digest=plain.digest)


def a_slip_signed_without_intent(life: Life) -> None:
    drop(SignatureRequest.objects.filter(purpose="slip").first() or SignatureRequest())


def a_slip_signed_for_an_agency_that_has_nothing_to_do_with_it(life: Life) -> None:
    stranger = life.office.agencies[AgencyKey.STRANGER].public_id
    slip = SignatureRequest.objects.filter(purpose="slip").first() or SignatureRequest()
    put(slip, "signer_ref = %(who)s, signed_by = %(who)s", who=stranger)


def a_slip_whose_signed_file_is_the_plain_one(life: Life) -> None:
    slip = Paper.objects.exclude(signed=None).latest("pk")
    intent = SignatureRequest.objects.get(subject_ref=slip.public_id)
    put(slip, "signed_id = file_id")
    put(intent, "signed_digest = digest")


def signed_something_else(life: Life) -> None:
    put(the_intent("personal"), "digest = %(digest)s", digest=other().digest)


def a_signature_lost(life: Life) -> None:
    put(Paper.objects.exclude(signed=None).latest("pk"), "signed_id = NULL, signed_at = NULL")


def another_handler(life: Life) -> None:
    put(life.fresh, "handler_id = %(pk)s", pk=life.superior.pk)


def another_answer(life: Life) -> None:
    put(life.fresh, "answers = answers - 'purpose'")


def a_request_left_open(life: Life) -> None:
    put(CompletionRequest.objects.get(), "answered_at = NULL")


def received_another_day(life: Life) -> None:
    put(life.fresh, "received_at = received_at - interval '10 days'")


PLANTED: list[tuple[str, str, Plant]] = [
    ("I2", "More than one act stands under this key", acts_twice_under_a_key),
    ("I2", "Entry 2 came under no key", acts_without_a_key),
    ("I2", "answered for is not in the journal", acts_only_answered_for),
    ("I3", "ends at another status", another_status),
    ("I3", "Entry 2 is no lawful move", an_unlawful_move),
    ("I3", "Entry 2 bears another national code", another_national_code),
    ("I4", "Waiting: -; demanded: hand_over", a_task_taken_away),
    ("I4", "Waiting: hand_over, hand_over; demanded: hand_over", a_task_twice),
    ("owned", "No act is next", a_task_taken_away),
    ("owned", "Holders at this moment: 0", nobody_holds_it),
    ("owned", "Held for another step", held_for_another_step),
    ("owned", "nobody held it", held_by_nobody_for_a_while),
    ("owned", "the clock said nothing", a_stretch_of_the_clock_is_gone),
    ("owned", "Clocks running at this moment: 1", a_clock_still_runs),
    ("owned", "did not start at reception", received_another_day),
    ("I5", "Outcomes: withdrawn, result", two_outcomes),
    ("I5", "moment of the end", no_end),
    ("I5", "Outcomes: -; by its status: result", no_outcome),
    ("I6", "not 1 to 2, each once", a_number_is_missing),
    ("I6", "not 1 to 1, each once", a_number_is_twice),
    ("I6", "nothing is to be issued", a_number_is_still_taken),
    ("I6", "void without a reason", a_number_is_void_without_reason),
    ("I6", "without a result of its own", a_number_has_another_result),
    ("I7", "in two transactions", news_of_another_transaction),
    ("I7", "no news was written", no_news),
    ("I7", "that nobody did", news_of_nothing),
    ("I8", "The entry was altered", an_entry_altered),
    ("I11", "The file has changed", a_file_of_another_size),
    ("I11", "refers to is not known", a_file_that_is_not_known),
    ("I11", "a paper that does not lie", a_paper_that_is_gone),
    ("I11", "of which the journal does not tell", a_paper_nobody_made),
    ("I11", "holds another file than was issued", another_file_on_the_register),
    ("I12", "without an intent", signed_without_intent),
    ("I12", "before it was meant", signed_before_it_was_meant),
    ("I12", "before it was meant", stamped_before_it_was_meant),
    ("I12", "had no right", signed_by_a_former_officer),
    ("I12", "had no right", signed_by_the_handler),
    ("I12", "had no right", sealed_by_somebody_else),
    ("I12", "do not hold", issued_unsigned),
    ("I12", "(signature of the agency on its slips) without", a_slip_signed_without_intent),
    ("I12", "had no right", a_slip_signed_for_an_agency_that_has_nothing_to_do_with_it),
    ("I12", "do not hold", a_slip_whose_signed_file_is_the_plain_one),
    ("I12", "is not what was meant", signed_something_else),
    ("I12", "lies in no dossier", a_signature_lost),
    ("replay", "“handler” is not", another_handler),
    ("replay", "“answers” is not", another_answer),
    ("replay", "“requests” is not", a_request_left_open),
    ("replay", "“received_at” is not", received_another_day),
    ("replay", "“ended_at” is not", no_end),
]


@pytest.mark.parametrize("code", sorted({code for code, _phrase, _plant in PLANTED}))
def test_what_must_never_be_is_named(issued: Life, demo_pki: DemoPki, code: str) -> None:
    for planted, phrase, by in PLANTED:
        if planted == code:
            with undone():
                by(issued)
                told = found(demo_pki, code)
                assert any(phrase in one for one in told), (by.__name__, told)
    assert found(demo_pki) == []


@pytest.mark.parametrize(
    ("content", "phrase"), [(None, "The file is missing"), (b"%PDF-1.7 other", "has changed")]
)
def test_a_file_that_is_gone_or_changed_on_disk_is_named(
    issued: Life, demo_pki: DemoPki, content: bytes | None, phrase: str
) -> None:
    digest = a_file("result").digest
    with on_disk(digest, content):
        told = found(demo_pki)
    assert any(one.startswith(f"I11, {digest}: ") and phrase in one for one in told)
    assert any(one.startswith("I12, ") for one in told)


def test_bytes_that_nobody_knows_are_named_once_nobody_can_be_about_to_refer_to_them(
    office: DemoOffice, demo_pki: DemoPki
) -> None:
    digest = store.keep_bytes(b"left behind").digest
    assert found(demo_pki) == []
    long_ago = (timezone.now() - timedelta(days=4)).timestamp()
    os.utime(store.path_of(digest), (long_ago, long_ago))
    assert found(demo_pki) == [f"I11, {digest}: Nothing refers to these bytes."]
    store.path_of(digest).unlink()
