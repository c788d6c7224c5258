"""What is planted beside slips that are signed by themselves is named."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone

from onestop.demo.office import DemoOffice
from signing.demo.pki import DemoPki
from signing.models import SignatureRequest
from tests.lives import a_life
from workflows.dossiers.models import Paper
from workflows.files import store
from workflows.files.models import StoredFile
from workflows.files.register import enter
from workflows.routes.slips import sign_waiting

from .proving import found

SLIP = SignatureRequest.Purpose.SLIP


@pytest.fixture
def slip(office: DemoOffice) -> Paper:
    """A receipt that its agency has signed."""
    a_life(office).until("assign")
    sign_waiting(clock=timezone.now, limit=9)
    return Paper.objects.select_related("file", "signed").get(kind=Paper.Kind.FORM_01)


def without_intent(slip: Paper) -> None:
    SignatureRequest.objects.filter(subject_ref=slip.public_id).delete()


def with_another_file_for_it(slip: Paper) -> None:
    other = enter(store.keep_bytes(b"%PDF-1.7\n"), at=timezone.now(), scan=StoredFile.Scan.OWN)
    Paper.objects.filter(pk=slip.pk).update(signed=other)
    intent = SignatureRequest.objects.filter(subject_ref=slip.public_id)
    intent.update(signed_digest=other.digest)


def lost(slip: Paper) -> None:
    Paper.objects.filter(pk=slip.pk).update(signed=None, signed_at=None)


def test_a_slip_that_was_signed_by_itself_is_in_order(slip: Paper, demo_pki: DemoPki) -> None:
    assert slip.signed is not None
    assert found(demo_pki) == []


@pytest.mark.parametrize(
    ("plant", "named"),
    [
        (without_intent, "without an intent"),
        (with_another_file_for_it, "does not begin with what was drawn"),
        (lost, "lies in no dossier"),
    ],
)
def test_what_must_never_be_of_a_slip_is_named(
    slip: Paper, demo_pki: DemoPki, plant: Callable[[Paper], None], named: str
) -> None:
    plant(slip)
    assert any(one.startswith("I12") and named in one for one in found(demo_pki)), found(demo_pki)
