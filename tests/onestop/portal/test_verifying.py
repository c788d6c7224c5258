"""Of a check its report can be kept, and the file as each signer saw it; nothing is stored."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.conf import LazySettings, settings
from django.core import signing as sealed
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django.live_server_helper import LiveServer

from onestop.demo.office import DemoOffice
from onestop.portal import seeing
from signing import policies
from signing.demo.pki import DemoPki
from signing.layout import Place
from signing.revisions import revisions
from tests import markup, trust
from tests.browser import Opener
from tests.lives import a_life
from tests.onestop.doors import as_citizen
from tests.onestop.pages import barred
from tests.signing import forging
from tests.trust import Papers
from tests.unchanged import everything
from tests.workflows.documents import reading
from workflows.documents.stamps import personal_stamp
from workflows.dossiers.models import Paper
from workflows.files import store

from .states import Stage

pytestmark = pytest.mark.django_db
PATHS = (
    "../../etc/passwd.pdf",
    "a\r\nSet-Cookie: x=1.pdf",
    "<script>alert(1)<\\script>.pdf",
    "\u202efdp.exe",
)


@pytest.fixture(autouse=True)
def _trusted(pki: DemoPki, settings: LazySettings) -> None:
    settings.TRUST_ROOTS = pki.roots


@pytest.fixture
def client() -> Client:
    return Client()


def sent(client: Client, where: str, content: bytes, name: str = "giấy.pdf", **more: str) -> Any:
    return client.post(reverse(where), {"tep": SimpleUploadedFile(name, content), **more})


def checked(client: Client, content: bytes, name: str = "giấy.pdf") -> ET.Element:
    answer = sent(client, "portal:verify", content, name)
    assert answer.status_code == 200
    return markup.tree(answer.content.decode())


def hidden(page: ET.Element, name: str) -> str:
    return next(one.get("value", "") for one in page.iter("input") if one.get("name") == name)


def fields(page: ET.Element) -> list[str | None]:
    return [one.get("value") for one in page.iter("option")]


def stored() -> list[Path]:
    return sorted(Path(settings.FILES_DIR).glob("**/*"))


def is_saved(answer: Any) -> bool:
    """As a file to keep, that may do nothing in our origin."""
    return (
        answer.status_code == 200
        and answer["Content-Type"] == "application/pdf"
        and answer["Content-Disposition"].startswith("attachment; filename=")
        and "sandbox" in answer["Content-Security-Policy"]
    )


def test_the_page_of_a_check_names_what_it_was_judged_by(
    client: Client, papers: Papers, pki: DemoPki, settings: LazySettings
) -> None:
    settings.DEMO = False
    page = markup.words(checked(client, papers.lasting))
    (anchor,) = pki.trust.anchors
    (policy,) = policies.load("own")
    for said in (anchor.subject, anchor.fingerprint, anchor.source, policy.version):
        assert said in page, said
    assert "dùng để thử nghiệm" in page, "a root for tests is warned of outside the demo"


def test_a_site_that_trusts_nobody_yet_still_says_what_can_be_seen(
    client: Client, papers: Papers, settings: LazySettings, tmp_path: Path
) -> None:
    settings.TRUST_ROOTS = tmp_path
    page = checked(client, papers.lasting)
    said = markup.words(page)
    assert "Không có thay đổi nào kể từ khi ký" in said
    assert "do một tổ chức không được tin cậy ở đây cấp" in said


def test_a_paper_that_a_citizen_signed_is_called_no_result(client: Client, pki: DemoPki) -> None:
    citizen = pki.key_for("citizen", "Nguyễn Văn Dân")
    page = personal_stamp("Trần Quang Minh", Place(0, 0, 0, 200, 60), at=trust.AT)
    signed = forging.signed_as("Signature1", page, citizen, pki)
    said = markup.words(checked(client, forging.lasting(signed, pki)))
    assert "Giấy tờ là thật" not in said
    assert "Đây không phải kết quả do hệ thống này cấp" in said
    assert "Nguyễn Văn Dân" in said


def test_data_that_no_page_can_hold_are_told_as_unreadable(client: Client, pki: DemoPki) -> None:
    data = b'{"issuer":{"name":"\\ud800"}}'
    page = checked(client, trust.papers(pki, data=data).lasting)
    assert "Không đọc được dữ liệu của văn bản" in markup.words(page)


def test_the_report_of_a_check_is_kept_as_a_paper(client: Client, papers: Papers) -> None:
    page = checked(client, papers.lasting)
    answer = client.post(reverse("portal:verify_report"), {"bien-ban": hidden(page, "bien-ban")})
    assert is_saved(answer)
    drawn = reading.words(answer.content)
    assert "giấy.pdf" in drawn
    assert "TrầnQuangMinh" in drawn
    assert hidden(page, "sha256") in drawn


@pytest.mark.parametrize("said", ["", "x", "forged", "old"])
def test_nobody_writes_a_report_but_a_check(
    said: str, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    if said == "forged":
        said = sealed.dumps({"title": ["x", "x"]}, salt="another")
    if said == "old":
        monkeypatch.setattr(seeing, "SECONDS", -1)
        said = sealed.dumps({"title": ["x", "x"]}, salt=seeing.SALT)
    answer = client.post(reverse("portal:verify_report"), {"bien-ban": said})
    assert answer.status_code == 422
    assert b"tep" in answer.content


def test_each_signer_s_file_is_had_by_sending_it_again(client: Client, papers: Papers) -> None:
    page = checked(client, papers.lasting)
    assert fields(page) == ["Personal", "Agency", "Timestamp"]
    ends = {one.field: one.end for one in revisions(papers.lasting)}
    for field in ("Personal", "Agency"):
        more = {"sha256": hidden(page, "sha256"), "chu-ky": field}
        answer = sent(client, "portal:verify_seen", papers.lasting, **more)
        assert is_saved(answer)
        assert answer.content == papers.lasting[: ends[field]]


def test_another_file_or_none_or_no_such_signature_is_refused(
    client: Client, papers: Papers
) -> None:
    digest = hidden(checked(client, papers.lasting), "sha256")
    where, good = "portal:verify_seen", {"sha256": digest, "chu-ky": "Personal"}
    refused = (
        sent(client, where, papers.sealed, **good),
        sent(client, where, papers.lasting, **good | {"chu-ky": "Nobody"}),
        sent(client, where, papers.lasting, **good | {"chu-ky": ""}),
        sent(client, where, papers.lasting, **{"chu-ky": "Personal"}),
        client.post(reverse(where), good),
    )
    assert [one.status_code for one in refused] == [422] * 5


def test_what_a_broken_signature_was_made_over_is_not_offered(
    client: Client, papers: Papers
) -> None:
    broken = papers.lasting.replace(b"/MediaBox", b"/mediaBox", 1)
    page = checked(client, broken)
    assert fields(page) == []
    asked = {"sha256": hashlib.sha256(broken).hexdigest(), "chu-ky": "Personal"}
    assert sent(client, "portal:verify_seen", broken, **asked).status_code == 422


@pytest.mark.parametrize("name", PATHS)
def test_the_name_of_a_file_does_no_harm(name: str, client: Client, papers: Papers) -> None:
    page = checked(client, papers.signed, name)
    report = {"bien-ban": hidden(page, "bien-ban")}
    assert is_saved(client.post(reverse("portal:verify_report"), report))


@pytest.mark.parametrize("content", [b"x", b"%PDF-1.7\n%%EOF\n", b"\0" * 4096])
def test_a_report_is_kept_of_whatever_was_sent(content: bytes, client: Client) -> None:
    page = checked(client, content)
    report = {"bien-ban": hidden(page, "bien-ban")}
    assert is_saved(client.post(reverse("portal:verify_report"), report))


def test_nothing_of_a_file_that_is_checked_is_stored(client: Client, papers: Papers) -> None:
    before, files = everything(), stored()
    page = checked(client, papers.lasting)
    client.post(reverse("portal:verify_report"), {"bien-ban": hidden(page, "bien-ban")})
    more = {"sha256": hidden(page, "sha256"), "chu-ky": "Personal"}
    sent(client, "portal:verify_seen", papers.lasting, **more)
    assert (everything(), stored()) == (before, files)


def test_the_owner_of_a_result_has_it_as_each_signer_saw_it(
    office: DemoOffice, demo_pki: DemoPki, client: Client, settings: LazySettings
) -> None:
    settings.TRUST_ROOTS = demo_pki.roots
    life = a_life(office).through("issue")
    as_citizen(client, life.citizen)
    paper = Paper.objects.get(dossier=life.fresh, kind=Paper.Kind.RESULT)
    content = store.read(paper.file.digest)
    ends = {one.field: one.end for one in revisions(content)}
    for of, field in seeing.OF_RESULT.items():
        answer = client.get(reverse("portal:result_seen", args=[life.fresh.public_id, of]))
        assert is_saved(answer)
        assert answer.content == content[: ends[field]]
    nothing = client.get(reverse("portal:result_seen", args=[life.fresh.public_id, "khac"]))
    assert nothing.status_code == 404


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "none"])
def test_in_a_browser_both_are_had_with_and_without_scripts(
    javascript: bool, live_server: LiveServer, open_tab: Opener, office: DemoOffice,
    demo_pki: DemoPki, settings: LazySettings,
) -> None:  # fmt: skip
    settings.TRUST_ROOTS = demo_pki.roots
    stage = Stage(open_tab(width=360, javascript=javascript), live_server, office)
    stage.show("verify-valid")
    page = stage.tab.page
    # axe waits for timers, which a browser without scripts does not run.
    assert not javascript or barred(stage.tab, (360, 1280)) == []
    with page.expect_download() as report:
        page.locator("form:has([name=bien-ban]) button").click()
    assert Path(report.value.path()).read_bytes().startswith(b"%PDF-")
    page.locator("details:has(#chu-ky) summary").click()
    assert not javascript or barred(stage.tab, (360, 1280)) == []
    stage.choose("#tep-lai", "quyet-dinh.pdf", stage.result)
    page.locator("#chu-ky").select_option("Agency")
    with page.expect_download() as seen:
        page.locator("form:has(#chu-ky) button").click()
    end = next(one.end for one in revisions(stage.result) if one.field == "Agency")
    assert Path(seen.value.path()).read_bytes() == stage.result[:end]
