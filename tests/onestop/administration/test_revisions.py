"""What the procedure administrator reads of a revision, and that reading changes nothing."""

from __future__ import annotations

from copy import deepcopy
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate
from pytest_django.live_server_helper import LiveServer

from onestop.demo.office import DemoOffice
from procedures import catalogue
from procedures.models import Publication
from procedures.schema import Procedure
from tests.browser import Opener
from tests.counting import counted
from tests.markup import tree, words
from tests.onestop.doors import as_officer
from tests.onestop.pages import bars_nobody, bring

EVERY = catalogue.all_procedures()


@pytest.fixture
def tam(client: Client, office: DemoOffice) -> Client:
    as_officer(client, office.posts["tam"].account)
    return client


def address(one: Procedure, name: str = "revision", *more: str) -> str:
    return reverse(f"administration:{name}", args=[one.key, one.revision.isoformat(), *more])


def told(client: Client, where: str) -> str:
    answer = client.get(where)
    assert answer.status_code == 200, where
    return words(next(tree(answer.content.decode()).iter("main")))


def newest(key: str) -> Procedure:
    return catalogue.current().of(key)[-1]


def test_the_list_says_of_each_revision_where_it_stands(tam: Client) -> None:
    said = told(tam, reverse("administration:revisions"))
    assert "còn hiệu lực" in said.lower()
    assert "1–50" in said
    Publication.objects.filter(key="1.013017").delete()
    assert "Chưa công bố" in told(tam, reverse("administration:revisions") + "?q=1.013017")


def test_every_revision_can_be_read_with_its_hash_and_its_checks(tam: Client) -> None:
    for one in EVERY:
        said = told(tam, address(one))
        assert one.bundle_hash in said.replace(" ", "")
        assert "không có chỗ nào phải sửa" in said
        assert str(one.title.vi) in said


def test_a_revision_says_what_it_asks_of_whom_and_on_what_it_rests(tam: Client) -> None:
    said = told(tam, address(newest("1.013018")))
    for part in (
        "Giấy phép thành lập",
        "Nghị định 93/2019/NĐ-CP",
        "Lấy kết quả của",
        "Đây là bản đầu tiên",
    ):
        assert part.lower() in said.lower(), part


def test_every_form_is_shown_and_nothing_can_be_sent(tam: Client) -> None:
    for one in EVERY:
        for case in one.cases:
            answer = tam.get(address(one, "form", case.key))
            page = tree(answer.content.decode())
            (main,) = page.iter("main")
            assert not list(main.iter("form"))
            (frame,) = [f for f in main.iter("fieldset") if "disabled" in f.attrib]
            names = {i.get("name", "").split("-")[0].rsplit("_", 1)[0] for i in frame.iter("input")}
            assert names or not one.questions_of(case.key)


def test_a_later_revision_tells_what_changed_and_may_be_compared(
    tam: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = next((catalogue.DATA / "archives/archive-copies").glob("*.yaml"))
    first: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    second = deepcopy(first) | {"revision": localdate() + timedelta(days=30)}
    second["channels"] = [one | {"limit": "3 working days"} for one in second["channels"]]
    for written in (first, second):
        file = tmp_path / f"archives/{first['slug']}/{written['revision']}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(yaml.safe_dump(written, allow_unicode=True), encoding="utf-8")
    loaded = catalogue.load(tmp_path)
    monkeypatch.setattr(catalogue, "current", lambda: loaded)
    before, after = loaded.of(first["slug"])
    said = told(tam, address(after))
    assert "So với bản từ" in said
    assert "3 working days" in said
    assert "So với bản từ" in told(tam, f"{address(before)}?voi={after.revision.isoformat()}")


@pytest.mark.parametrize(
    "where",
    [
        "/quan-tri/thu-tuc/1.999999/2025-07-01/",
        "/quan-tri/thu-tuc/1.013017/2020-01-01/",
        "/quan-tri/thu-tuc/1.013017/2025-99-01/",
        "/quan-tri/thu-tuc/1.013017/2025-07-01/no-such-case/",
        "/quan-tri/quy-trinh/no-such-route.svg",
    ],
)
def test_what_is_not_there_is_not_found(tam: Client, where: str) -> None:
    assert tam.get(where).status_code == 404


def test_the_route_is_a_picture_of_its_own(tam: Client) -> None:
    answer = tam.get(reverse("administration:route", args=["standard"]))
    assert answer["Content-Type"] == "image/svg+xml"
    assert "script" not in answer["Content-Security-Policy"]
    assert b"<svg" in answer.content


def test_each_page_takes_as_many_statements_as_it_always_did(tam: Client) -> None:
    one = newest("1.013017")
    for where, most in {
        reverse("administration:revisions"): 5,
        address(one): 6,
        address(one, "form", "establishment"): 4,
    }.items():
        with counted() as statements:
            assert tam.get(where).status_code == 200
        assert len(statements) == most, (where, statements)


def test_the_pages_bar_nobody(
    live_server: LiveServer, open_tab: Opener, client: Client, tam: Client
) -> None:
    tab = open_tab()
    bring(tab, client, live_server)
    one = newest("1.013017")
    for where in (
        reverse("administration:revisions"),
        address(one),
        address(one, "form", "establishment"),
    ):
        tab.open(f"{live_server}{where}")
        bars_nobody(tab, (360, 1280))
