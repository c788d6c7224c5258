"""What becomes of a result is told on its page and to every dossier that relied on it."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from onestop.connectors import notices
from onestop.connectors.email import _text as text_of
from onestop.demo.office import DemoOffice
from onestop.portal.notices import TOLD as NOTICED
from onestop.portal.road import HEADS, LEFT_AS_IT_IS, head_of
from tests.lives import Life, a_life
from tests.markup import of_class, tree, words
from tests.onestop.doors import as_citizen
from workflows.dossiers.models import Dossier
from workflows.dossiers.status import Status
from workflows.outbox.models import Message
from workflows.results.models import Result
from workflows.steps.correction import TOLD_AS
from workflows.steps.settle import TOLD

from .corrections import put_right, set_out


@pytest.fixture
def life(office: DemoOffice) -> Life:
    return a_life(office).through("issue")


@pytest.fixture
def client(client: Client, office: DemoOffice) -> Client:
    """Hoa's, who reads English."""
    assert office.posts
    as_citizen(client, "hoa")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def said(client: Client, life: Life, name: str) -> str:
    answer = client.get(reverse(f"portal:{name}", args=[life.dossier.public_id]))
    assert answer.status_code == 200
    (main,) = tree(answer.content.decode()).iter("main")
    return words(main)


def result_of(life: Life) -> Result:
    return Result.objects.get(dossier_code=life.fresh.code)


@pytest.mark.parametrize("page", ["track", "result"])
def test_what_is_being_put_right_says_so_and_counts_until_then(
    page: str, life: Life, client: Client
) -> None:
    opened = set_out(life, "amend")
    assert "Until that is done it counts as it is." in said(client, life, page)
    assert "The agency is putting a result right" in said(client, opened, "track")
    assert "This file puts right the result" in said(client, opened, "track")
    assert "The agency opened this file itself" in said(client, opened, "track")


@pytest.mark.parametrize("page", ["track", "result"])
def test_an_amended_result_names_its_letter_and_stays_in_force(
    page: str, life: Life, client: Client
) -> None:
    letter = result_of(put_right(life, "amend"))
    told = said(client, life, page)
    assert f"corrected by letter {letter.number}" in told
    assert "It stays in force" in told
    store = client.get(reverse("portal:store")).content.decode()
    assert f"Corrected by letter {letter.number}" in words(tree(store))


def test_the_letter_itself_names_what_it_corrects_and_states_nothing_else(
    life: Life, client: Client
) -> None:
    opened = put_right(life, "amend")
    told = said(client, opened, "result")
    assert f"This file puts right the result {result_of(life).number}" in told
    assert "What you have to do next" not in told
    assert "What you have to do next" in said(client, life, "result")


@pytest.mark.parametrize("page", ["track", "result"])
@pytest.mark.parametrize(
    ("kind", "words_of_it"), [("replace", "replaced by"), ("revoke", "revoked by decision")]
)
def test_an_ended_result_names_the_decision_that_ended_it(
    page: str, kind: str, words_of_it: str, life: Life, client: Client
) -> None:
    ending = result_of(put_right(life, kind))
    told = said(client, life, page)
    assert f"{words_of_it} {ending.number}" in told
    assert "It cannot be used for a new dossier." in told
    # Nor does it ask its holder for anything any more.
    assert "What you have to do next" not in told
    answer = client.get(reverse(f"portal:{page}", args=[life.dossier.public_id]))
    proof = reverse("portal:verify_code", args=[ending.public_id])
    assert proof in {a.get("href") for a in tree(answer.content.decode()).iter("a")}


def test_a_dossier_that_relied_on_a_revoked_result_says_so_and_its_applicant_is_told(
    life: Life, client: Client
) -> None:
    following = a_life(life.office, following=True).through("submit")
    before = said(client, following, "track")
    assert "revoked" not in before
    ended = result_of(life)
    revoking = result_of(put_right(life, "revoke"))
    told = said(client, following, "track")
    assert f"({ended.number})" in told
    assert f"revoked by decision {revoking.number}" in told
    sent = Message.objects.filter(subject=following.dossier.public_id, topic="notice").latest("pk")
    assert sent.payload["act"] == "result_revoked"
    notices.send(sent)
    page = tree(client.get(reverse("portal:notices")).content.decode())
    newest = words(of_class(page, "list")[0][0])
    assert newest.startswith("A result that this dossier is about was revoked")


def test_the_result_names_each_dossier_that_relied_on_it(life: Life, client: Client) -> None:
    following = a_life(life.office, following=True).through("receive")
    answer = client.get(reverse("portal:result", args=[life.dossier.public_id]))
    (used,) = [
        one
        for one in tree(answer.content.decode()).iter("section")
        if words(one).startswith("Used by")
    ]
    assert str(following.fresh.code) in words(used)
    track = reverse("portal:track", args=[following.dossier.public_id])
    assert [a.get("href") for a in used.iter("a")] == [track]


@pytest.mark.parametrize("act", sorted({*TOLD, *TOLD_AS.values()}))
def test_every_act_that_is_told_has_its_mail_in_both_languages_and_its_notice(act: str) -> None:
    code = "H99.1-261126-0001"
    subject, _, body = text_of(act, code).partition("\n")
    assert code in subject
    vi, _, en = body.partition("--")
    assert f"Hồ sơ {code}" in vi
    assert f"Dossier {code}" in en
    assert act in NOTICED


def test_where_the_agency_stops_putting_right_the_result_stays_and_nobody_files_anew() -> None:
    stopped = Dossier(status=Status.STOPPED, correction=Dossier.Correction.AMEND)
    assert head_of(stopped, mine=True) is LEFT_AS_IT_IS
    assert head_of(Dossier(status=Status.STOPPED), mine=True) is HEADS[Status.STOPPED]
