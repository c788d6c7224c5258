"""What a process that died has left: its signature is recorded once, and never made again."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.timezone import localdate

from onestop.demo.cast import PIN, AgencyKey
from onestop.demo.office import DemoOffice
from signing.models import SignatureRequest
from tests.lives import Life, a_life
from tests.unchanged import nothing_changes, refusals
from workflows.dossiers.models import ClockSegment, Dossier
from workflows.dossiers.status import Status
from workflows.people.models import Account, Post
from workflows.permissions.rules import entitled
from workflows.routes.alone import alone_with
from workflows.routes.sweep import Swept, finish_open_intents
from workflows.routes.table import ACTS

from .racing import patient, race

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
    by = entitled(life.who(act), act, dossier, at=at)
    outside(dossier, by=by, at=at, key=key_of(life), pin=PIN)
    return life


def key_of(life: Life) -> str:
    """The key with which the signature was asked for."""
    return f"{life.dossier.public_id}:form-1"


def results() -> QuerySet[SignatureRequest]:
    """What is to be signed of results; slips are signed by themselves."""
    return SignatureRequest.objects.exclude(purpose=SignatureRequest.Purpose.SLIP)


def swept() -> Swept:
    return finish_open_intents(clock=timezone.now)


@pytest.mark.parametrize(("act", "status"), [("sign", Status.SIGNED), ("issue", Status.ISSUED)])
def test_what_was_signed_is_recorded_once_and_without_a_pin(
    office: DemoOffice, act: str, status: Status
) -> None:
    life = signed_and_died(a_life(office), act)
    made = results().get(state="open").signed_digest
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
    made = results().get(state="open").signed_digest
    assert life.act("sign", pin="not asked for").digest == made
    assert swept() == NOTHING


def test_an_intent_that_may_still_be_signed_is_left_alone(office: DemoOffice) -> None:
    a_life(office).until("sign")
    with nothing_changes():
        assert swept() == NOTHING


def test_whoever_asked_first_hears_of_the_act_that_the_sweep_recorded(office: DemoOffice) -> None:
    """The door's own key, sent again because no answer came, is answered and not refused."""
    life = signed_and_died(a_life(office), "sign")
    swept()
    with nothing_changes():
        again = life.act("sign", key=key_of(life), pin="typed anew")
    entry = life.fresh.entries.latest("seq")
    assert (again.act, again.seq, again.digest) == ("sign", entry.seq, entry.digest)


def test_an_intent_past_its_time_is_reported_once_and_kept(
    office: DemoOffice, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, logger="workflows.routes.sweep")
    life = a_life(office).until("sign")
    SignatureRequest.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert swept() == Swept(finished=(), overdue=(life.dossier.public_id,), failed=())
    with nothing_changes():
        assert swept() == NOTHING
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert intent(life) == ("held", "overdue")
    assert life.act("sign").status == Status.SIGNED
    assert intent(life) == ("done", "")


@pytest.mark.parametrize(("act", "post"), [("sign", "minh"), ("issue", "thu")])
def test_who_could_sign_then_has_signed_whatever_became_of_the_post(
    office: DemoOffice, act: str, post: str
) -> None:
    """The legal act took place then; all that waits is that it is written down."""
    life = signed_and_died(a_life(office), act)
    yesterday = timezone.now() - timedelta(days=1)
    results().filter(state="open").update(signed_at=yesterday)
    before = yesterday - timedelta(days=1)
    Dossier.objects.filter(pk=life.dossier.pk).update(submitted_at=before, received_at=before)
    ClockSegment.objects.filter(dossier=life.dossier).update(started_at=before)
    Post.objects.filter(pk=office.posts[post].pk).update(valid_to=localdate(yesterday))
    assert swept().finished == (life.dossier.public_id,)
    entry = life.fresh.entries.latest("seq")
    assert (entry.act, entry.post) == (act, office.posts[post].public_id)


def test_who_could_not_sign_then_has_not_signed_and_is_refused_once(office: DemoOffice) -> None:
    life = signed_and_died(a_life(office), "sign")
    yesterday = timezone.localdate() - timedelta(days=1)
    post = Post.objects.filter(pk=office.posts["minh"].pk)
    post.update(valid_to=yesterday)
    before = refusals()
    assert swept() == Swept(finished=(), overdue=(), failed=(life.dossier.public_id,))
    assert (intent(life), refusals()) == (("held", "NotAllowed"), before + 1)
    with nothing_changes():
        assert swept() == NOTHING
    post.update(valid_to=None)
    made = results().get(state="held").signed_digest
    assert life.act("sign", pin="not asked for").digest == made
    assert intent(life) == ("done", "")


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
    assert (intent(lost)[1], intent(stranger)[1]) == ("DoesNotExist", "NotAllowed")


@pytest.mark.django_db(transaction=True)
def test_what_somebody_else_works_on_is_recorded_in_the_next_round(office: DemoOffice) -> None:
    life = signed_and_died(a_life(office), "sign")

    def hurrying() -> Swept:
        patient(0.2)
        return swept()

    with nothing_changes(), alone_with(life.dossier):
        assert race(hurrying) == [Swept((), (), (life.dossier.public_id,))]
    assert swept().finished == (life.dossier.public_id,)


def intent(life: Life) -> tuple[str, str]:
    request = SignatureRequest.objects.get(subject_ref=life.dossier.public_id)
    return request.state, request.reason
