"""Whoever looks leaves a trace, and what is not yours sounds like what is not there."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from pytest_django import Settings

from tests.counting import counted
from tests.people import MONDAY, Citizens, Office, person_of
from tests.workflows.dossiers.makers import a_dossier, brought_to
from tests.workflows.results.makers import a_result
from workflows.dossiers.models import Component, Dossier, Paper
from workflows.dossiers.status import Status
from workflows.files import store
from workflows.files.models import StoredFile
from workflows.files.register import enter
from workflows.journal import looking
from workflows.journal.looking import INTERNAL, NotThere
from workflows.journal.models import Access
from workflows.people.models import Account
from workflows.results.models import Result

pytestmark = pytest.mark.django_db

DIGEST, CODE = "a" * 64, "H99.01-261123-0001"


@pytest.fixture
def dossier(province: Office, people: Citizens) -> Dossier:
    """Signed, so that everybody on its way has seen it."""
    whole = {
        "unit": province.division,
        "handler": province.hanh,
        "signer": province.minh,
        "code": CODE,
        "received_at": MONDAY,
        "draft_digest": DIGEST,
        "approved_digest": DIGEST,
    }
    return brought_to(a_dossier(province, people, **whole), Status.SIGNED)


@pytest.fixture
def component(dossier: Dossier) -> Component:
    return Component.objects.create(
        dossier=dossier,
        requirement="application",
        origin=Component.Origin.DIGITISED,
        name="đơn.pdf",
        file=a_file(),
        added_at=MONDAY,
    )


@pytest.fixture
def result(people: Citizens, province: Office) -> Result:
    return a_result(person_of(people.hoa), province.committee, b"%PDF-1.7 a licence")


def a_file(content: bytes = b"%PDF-1.7 a paper") -> StoredFile:
    return enter(store.keep_bytes(content), at=MONDAY)


def a_paper(dossier: Dossier, kind: str) -> Paper:
    return Paper.objects.create(dossier=dossier, kind=kind, file=a_file(), made_at=MONDAY)


def log() -> list[tuple[str, UUID | None, str, UUID | None, UUID | None]]:
    return list(
        Access.objects.order_by("pk").values_list("kind", "account", "what", "dossier", "item")
    )


def finds(find: Callable[..., Any], *ids: object, by: Account) -> bool:
    try:
        find(*ids, by=by, at=MONDAY, purpose="test")
    except NotThere:
        return False
    return True


def test_whoever_opens_a_dossier_is_named_in_the_log(province: Office, dossier: Dossier) -> None:
    lan = province.lan.account
    found = looking.find_dossier(dossier.public_id, by=lan, at=MONDAY, purpose="reception")
    assert found == dossier
    row = Access.objects.get()
    assert log() == [("read", lan.public_id, "dossier", dossier.public_id, None)]
    assert (row.purpose, row.at) == ("reception", MONDAY)


def test_an_owner_who_looks_is_noted_like_anybody_else(people: Citizens, dossier: Dossier) -> None:
    assert finds(looking.find_dossier, dossier.public_id, by=people.hoa)
    assert log() == [("read", people.hoa.public_id, "dossier", dossier.public_id, None)]


def test_what_is_not_yours_sounds_like_what_is_not_there(
    people: Citizens, dossier: Dossier
) -> None:
    said, taken = [], []
    for asked in (dossier.public_id, uuid4()):
        with counted() as statements, pytest.raises(NotThere) as refused:
            looking.find_dossier(asked, by=people.khach, at=MONDAY, purpose="track")
        said.append(str(refused.value))
        taken.append(len(statements))
    assert said[0] == said[1]
    assert taken == [3, 3]


def test_whoever_tries_what_is_not_theirs_is_named_too(people: Citizens, dossier: Dossier) -> None:
    assert not finds(looking.find_dossier, dossier.public_id, by=people.khach)
    assert log() == [("refused", people.khach.public_id, "dossier", dossier.public_id, None)]


def test_from_a_post_nobody_finds_a_dossier_of_their_own(
    province: Office, people: Citizens, dossier: Dossier
) -> None:
    hoa = Account.objects.open("hoa", person=person_of(people.hoa), kind=Account.Kind.OFFICER)
    assert finds(looking.find_dossier, dossier.public_id, by=hoa)
    found = partial(looking.find_dossier, in_office=True)
    assert not finds(found, dossier.public_id, by=hoa)
    assert finds(found, dossier.public_id, by=province.lan.account)


def test_a_dossier_comes_with_everybody_around_it(province: Office, dossier: Dossier) -> None:
    with counted() as statements:
        found = looking.find_dossier(
            dossier.public_id, by=province.lan.account, at=MONDAY, purpose="test"
        )
        assert found.handler
        around = (found.owner, found.handler.account, found.signer, found.receiving_agency)
    assert around == (dossier.owner, province.hanh.account, province.minh, province.department)
    assert len(statements) == 3


def test_a_paper_is_opened_by_its_own_id_and_named_in_the_log(
    people: Citizens, dossier: Dossier, component: Component
) -> None:
    ids = (dossier.public_id, component.public_id)
    with counted() as statements:
        found = looking.find_paper(*ids, by=people.hoa, at=MONDAY, purpose="papers")
    assert (found.file, found.name) == (component.file, "đơn.pdf")
    assert log() == [("read", people.hoa.public_id, "paper", *ids)]
    assert len(statements) == 3


def test_what_the_office_made_takes_one_statement_more(people: Citizens, dossier: Dossier) -> None:
    slip = a_paper(dossier, Paper.Kind.FORM_01)
    with counted() as statements:
        found = looking.find_paper(
            dossier.public_id, slip.public_id, by=people.hoa, at=MONDAY, purpose="papers"
        )
    assert (found.file, found.name) == (slip.file, f"{CODE}-01.pdf")
    assert len(statements) == 4


def test_a_paper_of_somebody_elses_dossier_is_not_there(
    province: Office, people: Citizens, dossier: Dossier, component: Component
) -> None:
    slip = a_paper(dossier, Paper.Kind.FORM_01)
    strangers = [people.khach, *(post.account for post in province.strangers.values())]
    for account in strangers:
        for one in (component, slip):
            assert not finds(looking.find_paper, dossier.public_id, one.public_id, by=account)
    assert {kind for kind, *_rest in log()} == {"refused"}
    assert len(log()) == 2 * len(strangers)


def test_a_paper_is_not_reached_through_another_dossier(
    province: Office, people: Citizens, dossier: Dossier, component: Component
) -> None:
    other = a_dossier(province, people)
    slip = a_paper(dossier, Paper.Kind.FORM_01)
    for one in (component, slip):
        assert not finds(looking.find_paper, other.public_id, one.public_id, by=people.hoa)


@pytest.mark.parametrize("kind", list(Paper.Kind))
def test_what_is_not_issued_is_the_offices_own(
    province: Office, people: Citizens, dossier: Dossier, kind: Paper.Kind
) -> None:
    ids = (dossier.public_id, a_paper(dossier, kind).public_id)
    assert finds(looking.find_paper, *ids, by=province.minh.account)
    assert finds(looking.find_paper, *ids, by=people.hoa) is (kind not in INTERNAL)


def test_an_officer_sees_no_more_of_his_own_dossier_than_any_applicant(
    province: Office, people: Citizens, dossier: Dossier
) -> None:
    """Hoa works in another province, too: there she is a stranger to what is hers here."""
    account = next(iter(province.strangers.values())).account
    Account.objects.filter(pk=account.pk).update(person=people.hoa.person)
    hoa = Account.objects.get(pk=account.pk)
    slip, draft = a_paper(dossier, Paper.Kind.FORM_01), a_paper(dossier, Paper.Kind.DRAFT)
    assert finds(looking.find_paper, dossier.public_id, slip.public_id, by=hoa)
    assert not finds(looking.find_paper, dossier.public_id, draft.public_id, by=hoa)


def test_nobody_is_given_a_file_with_malware(
    province: Office, dossier: Dossier, component: Component
) -> None:
    StoredFile.objects.update(scan=StoredFile.Scan.INFECTED, malware="Eicar")
    ids = (dossier.public_id, component.public_id)
    assert not finds(looking.find_paper, *ids, by=province.lan.account)


def test_nobody_is_given_a_file_before_its_scan(
    province: Office, people: Citizens, dossier: Dossier, component: Component, settings: Settings
) -> None:
    settings.CLAMD = "/run/clamav/clamd.ctl"
    ids = (dossier.public_id, component.public_id)
    assert not finds(looking.find_paper, *ids, by=province.lan.account)
    assert not finds(looking.find_paper, *ids, by=people.hoa)


def test_a_paper_that_is_only_paper_cannot_be_opened(
    province: Office, dossier: Dossier, component: Component
) -> None:
    Component.objects.update(origin=Component.Origin.PAPER, file=None)
    ids = (dossier.public_id, component.public_id)
    assert not finds(looking.find_paper, *ids, by=province.lan.account)


def test_a_result_is_there_for_its_owner_and_for_nobody_else(
    province: Office, people: Citizens, result: Result
) -> None:
    with counted() as statements:
        assert list(looking.list_results(by=people.hoa, at=MONDAY, purpose="store")) == [result]
    assert len(statements) == 2
    assert log() == [("read", people.hoa.public_id, "results", None, None)]
    for account in (people.khach, province.lan.account):
        assert not looking.list_results(by=account, at=MONDAY, purpose="store")


@pytest.mark.parametrize("days", [0, 1])
def test_a_representative_sees_results_while_the_ground_holds(
    province: Office, people: Citizens, days: int
) -> None:
    ground = people.representation
    ground.valid_to = MONDAY.date()
    ground.save()
    held = a_result(people.organisation, province.committee, b"%PDF-1.7 a licence")
    later = MONDAY.replace(day=MONDAY.day + days)
    found = looking.list_results(by=people.hoa, at=later, purpose="store")
    assert list(found) == ([] if days else [held])


def test_a_disabled_account_finds_nothing(
    people: Citizens, dossier: Dossier, component: Component, result: Result
) -> None:
    people.hoa.is_active = False
    assert not finds(looking.find_dossier, dossier.public_id, by=people.hoa)
    assert not finds(looking.find_paper, dossier.public_id, component.public_id, by=people.hoa)
    assert not looking.list_results(by=people.hoa, at=MONDAY, purpose="store")


def test_a_list_is_noted_as_a_list(province: Office, people: Citizens, dossier: Dossier) -> None:
    with counted() as statements:
        assert list(looking.list_dossiers(by=people.hoa, at=MONDAY, purpose="mine")) == [dossier]
    assert log() == [("read", people.hoa.public_id, "dossiers", None, None)]
    assert len(statements) == 3
    assert not looking.list_dossiers(by=people.khach, at=MONDAY, purpose="mine")


def test_an_officers_list_leaves_out_their_own_dossiers(
    province: Office, people: Citizens, dossier: Dossier
) -> None:
    hoa = Account.objects.open("hoa", person=person_of(people.hoa), kind=Account.Kind.OFFICER)
    listed = partial(looking.list_dossiers, at=MONDAY, purpose="inbox", in_office=True)
    assert not listed(by=hoa)
    assert list(listed(by=province.lan.account)) == [dossier]


def test_nobody_looks_inside_a_transaction(people: Citizens, dossier: Dossier) -> None:
    """What is rolled back would take the trace along."""
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        looking.find_dossier(dossier.public_id, by=people.hoa, at=MONDAY, purpose="track")
