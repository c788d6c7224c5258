"""A register that is kept is a paper of its own: recorded once, signed, found by its agency."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from onestop.demo.office import DemoOffice
from signing.demo.pki import DemoPki
from signing.models import SignatureRequest
from signing.reports import Verdict
from signing.validation import validate
from tests.lives import a_life
from tests.onestop.doors import as_officer
from tests.workflows.proving.proving import found
from workflows.dossiers.models import KeptRegister
from workflows.files import store
from workflows.journal.models import Access
from workflows.routes.slips import sign_waiting

UNSIGNED = """
    UPDATE dossiers_keptregister SET signed_id = NULL, signed_at = NULL WHERE public_id = %s"""
PAGE, KEEP = reverse("reports:register"), reverse("reports:keep_register")


@pytest.fixture
def lan(client: Client, office: DemoOffice) -> Client:
    """At the counter, where one dossier was received."""
    a_life(office).through("receive")
    as_officer(client, office.posts["lan"].account)
    return client


def kept(by: Client, key: str = "one") -> KeptRegister:
    agency = by.get(PAGE).context["book"].agency
    year = str(timezone.localdate().year)
    sent = {"key": key, "nam": year, "co-quan": str(agency.public_id)}
    answer = by.post(KEEP, sent)
    assert answer.status_code == 302
    return KeptRegister.objects.select_related("file").latest("pk")


def signed(register: KeptRegister) -> KeptRegister:
    assert not sign_waiting(clock=timezone.now, limit=10).held
    return KeptRegister.objects.select_related("file", "signed").get(pk=register.pk)


def address(register: KeptRegister) -> str:
    return reverse("reports:kept_register", args=[register.public_id])


def test_pressed_twice_it_is_kept_once(lan: Client) -> None:
    assert kept(lan) == kept(lan)
    assert kept(lan, key="another") != KeptRegister.objects.order_by("pk").first()
    assert KeptRegister.objects.count() == 2


def test_it_says_of_what_and_by_whom_it_is(lan: Client, office: DemoOffice) -> None:
    register = kept(lan)
    said = (register.lines, register.year, register.made_by, register.agency)
    post = office.posts["lan"]
    assert said == (1, timezone.localdate().year, post, post.unit.agency)
    assert Access.objects.filter(purpose="register_keep").exists()


def test_it_is_signed_for_its_agency_and_holds_by_itself(lan: Client, demo_pki: DemoPki) -> None:
    register = signed(kept(lan))
    assert register.signed is not None
    content = store.read(register.signed.digest)
    assert content.startswith(store.read(register.file.digest))
    assert validate(content, trust=demo_pki.trust, at=timezone.now()).verdict is Verdict.VALID
    assert lan.get(address(register)).content == content


def test_until_it_is_signed_the_drawn_one_is_handed_out(lan: Client) -> None:
    register = kept(lan)
    assert lan.get(address(register)).content == store.read(register.file.digest)


def test_a_later_one_stands_beside_it(lan: Client, office: DemoOffice) -> None:
    first = signed(kept(lan))
    a_life(office).through("receive")
    second = kept(lan, key="another")
    assert (first.lines, second.lines) == (1, 2)
    shown = lan.get(PAGE).content.decode()
    assert shown.index(address(second)) < shown.index(address(first))


def test_another_agency_does_not_find_it(lan: Client, office: DemoOffice) -> None:
    register, stranger = kept(lan), Client()
    as_officer(stranger, office.posts["xa-lan"].account)
    assert stranger.get(address(register)).status_code == 404
    assert address(register) not in stranger.get(PAGE).content.decode()
    sent = {"nam": str(register.year), "co-quan": str(register.agency.public_id)}
    assert stranger.post(KEEP, sent).status_code == 404


def test_what_is_kept_and_signed_is_proven(lan: Client, demo_pki: DemoPki) -> None:
    signed(kept(lan))
    assert found(demo_pki) == []


@pytest.mark.parametrize(
    ("harm", "phrase"),
    [
        ("DELETE FROM signing_signaturerequest WHERE subject_ref = %s", "without an intent"),
        (UNSIGNED, "lies in no dossier"),
    ],
)
def test_a_register_signed_otherwise_is_named(
    lan: Client, demo_pki: DemoPki, harm: str, phrase: str
) -> None:
    register = signed(kept(lan))
    assert SignatureRequest.objects.filter(subject_ref=register.public_id).exists()
    with connection.cursor() as cursor:
        cursor.execute(harm, [register.public_id])
    with translation.override("en"):
        assert any(phrase in one for one in found(demo_pki, "I12"))
