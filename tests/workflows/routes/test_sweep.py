"""What a process that died has left: its signature is recorded once, and never made again."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from django.utils import timezone

from onestop.demo.cast import PIN, AgencyKey
from onestop.demo.office import DemoOffice
from signing.models import SignatureRequest
from tests.lives import Life, a_life
from tests.unchanged import nothing_changes
from workflows.dossiers.models import Dossier
from workflows.dossiers.status import Status
from workflows.people.models import Account, Post
from workflows.permissions.rules import entitled
from workflows.routes.sweep import Swept, finish_open_intents
from workflows.routes.table import ACTS

NOTHING = Swept((), (), ())


@pytest.fixture(autouse=True)
def _expected(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL + 1, logger="workflows.routes.sweep")


def signed_and_died(life: Life, act: str) -> Life:
    """The process has signed, outside any transaction, and ended before it could record it."""
    life.until(act)
    at, outside = timezone.now(), ACTS[act].outside
    assert outside is not None
    dossier = Dossier.objects.whole().get(pk=life.dossier.pk)
    outside(dossier, by=entitled(life.who(act), act, dossier, at=at), at=at, pin=PIN)
    return life


def swept() -> Swept:
    return finish_open_intents(clock=timezone.now)


@pytest.mark.parametrize(("act", "status"), [("sign", Status.SIGNED), ("issue", Status.ISSUED)])
def test_what_was_signed_is_recorded_once_and_without_a_pin(
    office: DemoOffice, act: str, status: Status
) -> None:
    life = signed_and_died(a_life(office), act)
    made = SignatureRequest.objects.get(state="open").signed_digest
    assert swept() == Swept(finished=(life.dossier.public_id,), overdue=(), failed=())
    entry = life.fresh.entries.latest("seq")
    assert (entry.act, entry.digest, entry.actor) == (act, made, life.who(act).public_id)
    assert life.fresh.status == status
    with nothing_changes():
        assert swept() == NOTHING


def test_the_signer_himself_may_record_it_too_and_nothing_is_signed_again(
    office: DemoOffice,
) -> None:
    life = signed_and_died(a_life(office), "sign")
    made = SignatureRequest.objects.get(state="open").signed_digest
    assert life.act("sign", pin="not asked for").digest == made
    assert swept() == NOTHING


def test_an_intent_that_may_still_be_signed_is_left_alone(office: DemoOffice) -> None:
    a_life(office).until("sign")
    with nothing_changes():
        assert swept() == NOTHING


def test_an_intent_past_its_time_is_reported_and_kept(office: DemoOffice) -> None:
    life = a_life(office).until("sign")
    SignatureRequest.objects.update(until=timezone.now() - timedelta(seconds=1))
    with nothing_changes():
        assert swept() == Swept(finished=(), overdue=(life.dossier.public_id,), failed=())
    assert life.act("sign").status == Status.SIGNED


def test_the_trouble_of_one_dossier_does_not_stop_the_others(office: DemoOffice) -> None:
    lost, stranger, sound = (signed_and_died(a_life(office), "sign") for _ in range(3))
    nobody = Account.objects.open("nobody", person=None, kind=Account.Kind.TECHNICAL)
    SignatureRequest.objects.filter(subject_ref=lost.dossier.public_id).update(
        signed_by=office.agencies[AgencyKey.COMMITTEE].public_id
    )
    SignatureRequest.objects.filter(subject_ref=stranger.dossier.public_id).update(
        signed_by=nobody.public_id
    )
    found = swept()
    assert found.finished == (sound.dossier.public_id,)
    assert found.failed == (lost.dossier.public_id, stranger.dossier.public_id)
    assert sound.fresh.status == Status.SIGNED
    assert {lost.fresh.status, stranger.fresh.status} == {Status.APPROVED}


def test_what_cannot_be_recorded_today_is_recorded_when_it_can(office: DemoOffice) -> None:
    life = signed_and_died(a_life(office), "sign")
    post = Post.objects.filter(pk=office.posts["minh"].pk)
    post.update(valid_to=timezone.localdate() - timedelta(days=1))
    assert swept().failed == (life.dossier.public_id,)
    post.update(valid_to=None)
    assert swept().finished == (life.dossier.public_id,)
