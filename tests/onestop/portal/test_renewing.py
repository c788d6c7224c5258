"""A citizen's draft survives a new revision, and she is told which answers to give again."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from pytest_django.live_server_helper import LiveServer

from onestop.demo.cast import AgencyKey
from onestop.demo.filings import Filing
from onestop.demo.office import DemoOffice, citizen
from procedures import catalogue, checks, publication
from procedures.models import Publication
from procedures.reconciling import Reconciled
from signing.demo.pki import DemoPki
from tests import lives
from tests.browser import Opener
from tests.markup import by_id, tree, words
from tests.onestop.doors import as_citizen
from tests.onestop.pages import bars_nobody, bring
from tests.workflows.routes.racing import race
from workflows.dossiers import renewal
from workflows.dossiers.drafts import NotADraft
from workflows.dossiers.models import Dossier
from workflows.dossiers.pinned import procedure_of

from .filing import Visit

FILE = Path(__file__).parent.parent / "catalogue/archives/archive-donation/2026-01-01.yaml"
KEY = "archive-donation"
ANSWERS: dict[str, Any] = {
    "origin": "Gia đình giữ từ năm 1954.",
    "groups": [{"title": "Thư từ", "boxes": 3}],
    "place": {"province": "01", "commune": "00070", "street": "12 phố Hàng Bài"},
    "has_photographs": True,
}
Shelve = Callable[[dict[str, Any]], None]


@pytest.fixture
def first() -> dict[str, Any]:
    said: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return said


@pytest.fixture
def shelve(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelve:
    def put(definition: dict[str, Any]) -> None:
        path = tmp_path / f"archives/{KEY}/{definition['revision']}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(definition, allow_unicode=True), encoding="utf-8")
        assert checks.check_all(folder=tmp_path) == []
        loaded = catalogue.load(tmp_path)
        monkeypatch.setattr(catalogue, "current", lambda: loaded)

    return put


@pytest.fixture
def office(
    first: dict[str, Any], shelve: Shelve, demo_pki: DemoPki, db: None, settings: LazySettings
) -> DemoOffice:
    settings.TSA_URLS = [demo_pki.tsa_url]
    shelve(first)
    return lives.an_office(demo_pki, at=timezone.now())


@pytest.fixture
def draft(office: DemoOffice) -> Dossier:
    """Hoa's, answered, with both papers."""
    at = AgencyKey.DEPARTMENT
    filing = Filing(KEY, "donation", answers=ANSWERS, papers=("inventory", "photographs"))
    return lives.a_draft(office, filing, at, at, citizen("hoa", at=timezone.now()))


@pytest.fixture
def renew(office: DemoOffice, shelve: Shelve) -> Callable[[dict[str, Any]], None]:
    """Puts a later revision in force."""

    def done(definition: dict[str, Any]) -> None:
        shelve(definition)
        one, other = (post.account.public_id for post in list(office.posts.values())[:2])
        every = catalogue.all_procedures()
        publication.publish_all(every, prepared_by=one, approved_by=other, at=timezone.now())

    return done


def second(first: dict[str, Any]) -> dict[str, Any]:
    """A question renamed, one dropped with its paper, one new, one with other answers."""
    later = deepcopy(first) | {"revision": localdate()}
    asked = {question["key"]: question for question in later["questions"]}
    asked["origin"] |= {"key": "provenance", "was": "origin"}
    new = {"key": "heirs", "label": {"vi": "Người thừa kế", "en": "Heirs"}, "type": "text"}
    later["questions"] = [q for q in later["questions"] if q["key"] != "has_photographs"] + [new]
    keys = ["provenance", "groups", "boxes", "place", "heirs"]
    later["pages"] = [{"title": first["pages"][0]["title"], "questions": keys}]
    later["requirements"] = later["requirements"][:2]
    later["cases"][0] |= {
        "questions": [*keys, "declaration"],
        "requirements": ["application", "inventory"],
    }
    return later


def at(name: str, draft: Dossier, *args: object) -> str:
    return reverse(f"portal:{name}", args=[draft.public_id, *args])


@pytest.fixture
def visit(client: Client, draft: Dossier) -> Visit:
    as_citizen(client, "hoa")
    return Visit(client)


def test_as_long_as_nothing_changed_the_draft_goes_on(visit: Visit, draft: Dossier) -> None:
    visit.go(at("check", draft))
    assert visit.address == at("check", draft)
    visit.go(at("renew", draft))
    assert visit.address.startswith(at("track", draft))
    assert "ban-moi" not in visit.address


@pytest.mark.parametrize("page", ["papers", "check", "resume"])
def test_every_page_of_the_draft_leads_to_what_changed(
    visit: Visit, draft: Dossier, renew: Any, first: dict[str, Any], page: str
) -> None:
    renew(second(first))
    visit.go(at(page, draft))
    assert visit.address == at("renew", draft)
    told = words(next(visit.page.iter("main")))
    assert "3 nội dung" in told
    assert "Người thừa kế" in told
    assert "Danh mục ảnh" in told
    draft.refresh_from_db()
    assert str(draft.procedure_revision) == "2026-01-01"


def test_going_on_keeps_what_can_be_kept_and_asks_the_rest(
    visit: Visit, draft: Dossier, renew: Any, first: dict[str, Any]
) -> None:
    renew(second(first))
    visit.go(at("renew", draft))
    visit.send()
    assert visit.address == at("form", draft, 1)
    draft.refresh_from_db()
    assert draft.procedure_revision == localdate()
    assert draft.answers["provenance"]["value"] == ANSWERS["origin"]
    assert "origin" not in draft.answers
    assert "has_photographs" not in draft.answers
    assert [one.requirement for one in draft.components.all()] == ["inventory"]
    assert by_id(visit.page, "id_heirs").get("value") in (None, "")
    visit.send(heirs="Không có")
    visit.go(at("check", draft))
    visit.send(declaration="on")
    assert visit.dossier.status == "SUBMITTED"


def test_what_is_sent_from_a_page_that_was_open_is_kept_first(
    visit: Visit, draft: Dossier, renew: Any, first: dict[str, Any]
) -> None:
    visit.go(at("form", draft, 1))
    renew(second(first))
    visit.send(origin="Mua lại năm 1960.")
    assert visit.address == at("renew", draft)
    visit.send()
    draft.refresh_from_db()
    assert draft.answers["provenance"]["value"] == "Mua lại năm 1960."


def test_filing_from_an_old_page_files_nothing_and_leads_there(
    visit: Visit, draft: Dossier, renew: Any, first: dict[str, Any]
) -> None:
    visit.go(at("check", draft))
    renew(second(first))
    visit.send(declaration="on")
    assert visit.address == at("renew", draft)
    draft.refresh_from_db()
    assert draft.status == "DRAFT"


def test_where_the_case_is_gone_one_chooses_among_the_new(
    visit: Visit, draft: Dossier, renew: Any, first: dict[str, Any]
) -> None:
    later = second(first)
    case = later["cases"][0]
    later["cases"] = [case | {"key": "gift"}, case | {"key": "deposit"}]
    renew(later)
    visit.go(at("renew", draft))
    assert visit.client.post(at("renew", draft), {"case": "deposit"}).status_code == 409
    visit.go(f"{at('renew', draft)}?case=deposit")
    assert "3 nội dung" in words(next(visit.page.iter("main")))
    visit.send()
    draft.refresh_from_db()
    assert draft.case == "deposit"
    assert draft.answers["provenance"]["value"] == ANSWERS["origin"]


def test_only_the_revision_that_was_shown_is_gone_on_with(
    visit: Visit, draft: Dossier, renew: Any, first: dict[str, Any]
) -> None:
    renew(second(first))
    visit.go(at("renew", draft))
    other = {"to": "0" * 64, "case": "donation"}
    assert visit.client.post(at("renew", draft), other).status_code == 409
    draft.refresh_from_db()
    assert str(draft.procedure_revision) == "2026-01-01"


def test_a_page_of_the_old_form_takes_nothing_back_that_it_did_not_hold(
    visit: Visit, draft: Dossier, renew: Any, first: dict[str, Any]
) -> None:
    visit.go(at("form", draft, 1))
    old = Visit(visit.client, address=visit.address, page=visit.page)
    renew(second(first))
    visit.go(at("renew", draft))
    visit.send()
    visit.send(heirs="Không có")
    old.send(origin="Mua lại năm 1960.")
    draft.refresh_from_db()
    assert draft.answers["heirs"]["value"] == "Không có"
    assert draft.answers["provenance"]["value"] == "Mua lại năm 1960."
    assert "origin" not in draft.answers


def test_an_old_check_files_nothing_that_was_not_seen(
    visit: Visit, draft: Dossier, renew: Any, first: dict[str, Any]
) -> None:
    visit.go(at("check", draft))
    old = Visit(visit.client, address=visit.address, page=visit.page)
    renew(second(first))
    visit.go(at("renew", draft))
    visit.send()
    visit.send(heirs="Không có")
    old.send(declaration="on")
    draft.refresh_from_db()
    assert draft.status == "DRAFT"


def test_a_paper_that_takes_the_place_of_another_keeps_its_file(
    draft: Dossier, office: DemoOffice
) -> None:
    files = {one.requirement: one.file_id for one in draft.components.all()}
    moved = Reconciled(
        procedure_of(draft), "donation", {}, (), (),
        {"photographs": "pictures", "inventory": "photographs"}, (), (),
    )  # fmt: skip
    renewal.move_papers(draft, moved)
    assert {one.requirement: one.file_id for one in draft.components.all()} == {
        "pictures": files["photographs"],
        "photographs": files["inventory"],
    }


def test_a_procedure_that_ended_leaves_the_draft_and_says_so(visit: Visit, draft: Dossier) -> None:
    Publication.objects.all().delete()
    answer = visit.client.get(at("papers", draft), follow=True)
    assert answer.status_code == 410
    assert "không còn nộp được" in words(tree(answer.content.decode()))
    assert draft.components.count() == 2


def test_it_is_nobody_else_s(client: Client, draft: Dossier, renew: Any, first: Any) -> None:
    renew(second(first))
    as_citizen(client, "khach")
    assert client.get(at("renew", draft)).status_code == 404
    assert client.post(at("renew", draft)).status_code == 404


def test_a_dossier_that_was_filed_stays_under_its_revision(
    visit: Visit, draft: Dossier, renew: Any, first: dict[str, Any]
) -> None:
    visit.go(at("check", draft))
    visit.send(declaration="on")
    renew(second(first))
    to = catalogue.current().of(KEY)[-1]
    with pytest.raises(NotADraft):
        renewal.renew(
            draft, to, "donation", by=citizen("hoa", at=timezone.now()), at=timezone.now()
        )


@pytest.mark.django_db(transaction=True)
def test_of_two_who_go_on_at_once_one_does_and_the_other_finds_it_done(
    draft: Dossier, renew: Any, first: dict[str, Any]
) -> None:
    renew(second(first))
    to, hoa = catalogue.current().of(KEY)[-1], citizen("hoa", at=timezone.now())

    def going_on() -> bool:
        _draft, found = renewal.renew(draft, to, "donation", by=hoa, at=timezone.now())
        return found is not None

    assert sorted(race(*[going_on] * 4), key=bool) == [False, False, False, True]


def test_the_page_bars_nobody(
    live_server: LiveServer,
    open_tab: Opener,
    client: Client,
    draft: Dossier,
    renew: Any,
    first: dict[str, Any],
) -> None:
    renew(second(first))
    tab = open_tab()
    as_citizen(client, "hoa")
    bring(tab, client, live_server)
    tab.open(f"{live_server}{at('renew', draft)}")
    bars_nobody(tab, (360, 1280))
