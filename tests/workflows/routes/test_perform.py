"""The one entry to every act: once under its key, wholly or not at all, by whoever may."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from onestop.demo.cast import PIN
from onestop.demo.office import DemoOffice, citizen
from signing.models import SignatureRequest
from tests.lives import Life, a_life
from tests.unchanged import nothing_changes, refusal
from workflows.dossiers.models import Dossier
from workflows.dossiers.status import Status
from workflows.journal.models import Access
from workflows.journal.record import ChainMoved
from workflows.permissions.rules import NotAllowed
from workflows.routes import engine
from workflows.routes.alone import alone_with
from workflows.routes.errors import Busy, ClockAstray, Moved, NotOpen, UnknownAct
from workflows.routes.perform import perform
from workflows.steps.once import KeyReused, Performed
from workflows.steps.refusals import UnknownReason

from .racing import patient, race


@pytest.fixture
def life(office: DemoOffice) -> Life:
    return a_life(office).until("receive")


def asked_at(life: Life, seconds: float) -> Any:
    at = timezone.now() + timedelta(seconds=seconds)
    return perform(life.dossier, "receive", by=life.who("receive"), at=at, key=f"at {seconds}")


def test_a_request_that_comes_again_hears_what_the_first_one_heard(life: Life) -> None:
    first = life.act("receive", key="form-1")
    life.through("propose")
    with nothing_changes():
        assert life.act("receive", key="form-1") == first


def test_a_signature_that_is_asked_for_again_is_not_made_again(office: DemoOffice) -> None:
    life = a_life(office).until("sign")
    first = life.act("sign", key="form-1")
    with nothing_changes():
        assert life.act("sign", key="form-1", pin="typed anew") == first


def test_a_key_stands_for_one_request_and_no_other(life: Life) -> None:
    life.act("ask_completion", key="form-1")
    other = a_life(life.office).until("receive")
    other_items: dict[str, Any] = {"items": {"application": "Lý do khác."}}
    asked: list[tuple[Life, str, dict[str, Any]]] = [
        (life, "receive", {}),
        (life, "ask_completion", other_items),
        (other, "ask_completion", {}),
    ]
    for who, act, details in asked:
        said = refusal(who, act, KeyReused, key="form-1", **details)
        assert said == "This request was already used for something else. Open the page again."


def test_a_key_does_not_tell_its_answer_to_somebody_else(life: Life) -> None:
    life.act("receive", key="form-1")
    refusal(life, "receive", KeyReused, key="form-1", by=life.office.posts["xa-lan"].account)


def test_a_key_whose_act_was_refused_may_be_used_again(life: Life) -> None:
    refusal(life, "reject", UnknownReason, key="form-1", reason="busy")
    assert life.act("reject", key="form-1").status == Status.NOT_RECEIVED


def test_whoever_comes_too_late_is_told_who_was_faster(life: Life) -> None:
    done = life.act("receive")
    with pytest.raises(NotOpen) as late:
        life.act("ask_completion")
    assert late.value.when is not None
    assert late.value.when.isoformat() == done.at
    assert late.value.who == f"Phạm Thị Lan ({life.office.posts['lan']})"
    said = refusal(life, "ask_completion", NotOpen)
    assert said.startswith("You cannot ask for completion now. Last act: receive, by Phạm Thị Lan")


def test_what_was_never_submitted_has_no_last_act(office: DemoOffice) -> None:
    said = refusal(a_life(office), "receive", NotOpen)
    assert said == "You cannot receive now. Last act: -, by -, -."


def test_a_dossier_is_submitted_once(life: Life) -> None:
    said = refusal(life, "submit", NotOpen)
    assert "Last act: submit, by Nguyễn Thị Hoa" in said


def test_a_stranger_is_refused_before_he_learns_whether_the_act_is_open(life: Life) -> None:
    """And that he tried stands where no rollback reaches."""
    stranger = life.office.posts["xa-lan"].account
    for act in ("receive", "hand_over"):
        refusal(life, act, NotAllowed, refused=1, by=stranger)
    noted = Access.objects.filter(account=stranger.public_id).order_by("pk")
    assert [(n.kind, n.what, n.purpose) for n in noted] == [
        ("refused", "receive", "act"),
        ("refused", "hand_over", "act"),
    ]
    assert {n.dossier for n in noted} == {life.dossier.public_id}


def test_one_citizen_does_not_answer_for_another(life: Life) -> None:
    life.act("ask_completion")
    khach = citizen("khach", at=timezone.now())
    refusal(life, "resubmit", NotAllowed, refused=1, by=khach)


def test_an_act_that_nobody_knows_is_refused(life: Life) -> None:
    with nothing_changes(), pytest.raises(UnknownAct, match="shred"):
        life.act("shred", by=life.who("receive"))


@pytest.mark.parametrize("seconds", [-6, 6])
def test_a_clock_more_than_five_seconds_astray_does_nothing(life: Life, seconds: float) -> None:
    with nothing_changes(), pytest.raises(ClockAstray):
        asked_at(life, seconds)


@pytest.mark.parametrize("seconds", [-3, 3])
def test_a_clock_a_little_astray_is_a_slow_machine(life: Life, seconds: float) -> None:
    assert asked_at(life, seconds).status == Status.RECEIVED


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("act", "sent"), [("receive", {}), ("sign", {"pin": "wrong"})])
def test_nothing_is_done_inside_somebody_elses_transaction(
    office: DemoOffice, act: str, sent: dict[str, Any]
) -> None:
    """What can still be rolled back is no act; the key to sign with is not even opened."""
    life = a_life(office).until(act)
    with nothing_changes(), pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        life.act(act, **sent)


@pytest.mark.django_db(transaction=True)
def test_a_step_that_fails_at_its_end_leaves_nothing(office: DemoOffice) -> None:
    """Code, due date, clock, slip, status and task were there already when the journal refused."""
    life = a_life(office).until("receive")
    Dossier.objects.filter(pk=life.dossier.pk).update(journal_head="f" * 64)
    said = refusal(life, "receive", ChainMoved)
    assert said == "The dossier has changed since it was opened. Open it again."


@pytest.mark.django_db(transaction=True)
def test_whoever_waits_too_long_for_somebody_at_work_may_try_again(office: DemoOffice) -> None:
    life = a_life(office).until("receive")
    with nothing_changes(), transaction.atomic():
        engine.locked_run(life.dossier)
        assert isinstance(in_a_hurry(life, "receive"), Busy)
    life.act("receive")


@pytest.mark.django_db(transaction=True)
def test_whoever_waits_too_long_for_somebody_who_signs_has_signed_nothing(
    office: DemoOffice,
) -> None:
    life = a_life(office).until("sign")
    with nothing_changes(), alone_with(life.dossier):
        assert isinstance(in_a_hurry(life, "sign"), Busy)
    life.act("sign")


@pytest.mark.django_db(transaction=True)
def test_what_is_signed_but_could_not_be_recorded_is_not_signed_again(office: DemoOffice) -> None:
    life = a_life(office).until("sign")
    with transaction.atomic():
        engine.locked_run(life.dossier)
        assert isinstance(in_a_hurry(life, "sign"), Busy)
    made = SignatureRequest.objects.exclude(purpose="slip").get().signed_digest
    assert life.act("sign").digest == made


def test_a_lock_is_waited_for_no_longer_than_five_seconds(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("5s",)


def test_a_pin_is_kept_nowhere(office: DemoOffice) -> None:
    life = a_life(office).through("sign")
    kept = life.fresh.entries.latest("seq")
    assert PIN not in str(kept.details)
    assert "pin" not in str(kept.private_values.all())


def in_a_hurry(life: Life, act: str) -> object:
    """What comes of it for somebody who waits for no lock longer than a blink."""

    def hurrying() -> Performed:
        patient(0.2)
        return life.act(act)

    (outcome,) = race(hurrying)
    return outcome


def test_what_moved_since_somebody_looked_is_not_acted_on(life: Life) -> None:
    """To her eyes Lan still receives what was sent back and forth in between."""
    life.act("ask_completion")
    life.act("resubmit")
    said = refusal(life, "receive", Moved, seen=1)
    assert said.startswith("The dossier has changed since you opened it: ask for completion, by ")
    assert "; resubmit, by Nguyễn Thị Hoa, " in said
    assert life.act("receive", seen=3).status == Status.RECEIVED


def test_a_request_that_comes_again_is_answered_though_its_own_act_moved_the_dossier(
    life: Life,
) -> None:
    first = life.act("receive", key="form-1", seen=1)
    assert life.act("receive", key="form-1", seen=1) == first


def test_a_stranger_does_not_learn_whether_anything_moved(life: Life) -> None:
    life.act("ask_completion")
    refusal(life, "receive", NotAllowed, by=life.citizen, seen=1, refused=1)
