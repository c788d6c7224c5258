"""Stored papers: seen page by page or saved, by whoever may see them and by nobody else."""

from __future__ import annotations

import io
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image, ImageChops

from onestop.demo.office import DemoOffice
from onestop.viewer.pages import NoSuchPage, image_of, pages_of
from onestop.viewer.shown import pages_shown
from tests.lives import Life, a_life
from tests.onestop.doors import as_citizen, as_officer
from workflows.dossiers.models import Paper
from workflows.files import store
from workflows.files.models import StoredFile
from workflows.files.register import enter
from workflows.journal.models import Access


def shown(life: Life, kind: str) -> Paper:
    return life.dossier.papers.select_related("file").get(kind=kind)


def address(life: Life, paper: UUID, page: int | None = None) -> str:
    where = [life.dossier.public_id, paper]
    if page is None:
        return reverse("viewer:attachment", args=where)
    return reverse("viewer:page", args=[*where, page])


def a_photograph(kind: str) -> StoredFile:
    out = io.BytesIO()
    Image.new("RGB", (30, 40), "white").save(out, kind)
    return enter(store.keep_bytes(out.getvalue()), at=timezone.now())


def test_a_paper_is_saved_under_its_name_and_can_do_no_harm(
    client: Client, office: DemoOffice
) -> None:
    life = a_life(office).until("receive")
    component = life.dossier.components.select_related("file").all()[0]
    component.name = "Đơn đề nghị 1.pdf"
    component.save(update_fields=["name"])
    as_officer(client, life.who("receive"))
    answer = client.get(address(life, component.public_id))
    assert component.file is not None
    assert answer.content == store.read(component.file.digest)
    assert answer["Content-Disposition"] == (
        "attachment; filename*=utf-8''%C4%90%C6%A1n%20%C4%91%E1%BB%81%20ngh%E1%BB%8B%201.pdf"
    )
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "no-store"


def test_a_page_is_an_image_and_beyond_the_last_there_is_none(
    client: Client, office: DemoOffice
) -> None:
    life = a_life(office).until("assign")
    slip = shown(life, Paper.Kind.FORM_01)
    as_officer(client, life.who("receive"))
    answer = client.get(address(life, slip.public_id, 1))
    assert answer["Content-Type"] == "image/png"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert Image.open(io.BytesIO(answer.content)).width == 1240
    for beyond in (0, pages_of(slip.file) + 1):
        assert client.get(address(life, slip.public_id, beyond)).status_code == 404


def test_a_page_is_drawn_once(office: DemoOffice, settings: LazySettings) -> None:
    slip = shown(a_life(office).until("assign"), Paper.Kind.FORM_01)
    first = image_of(slip.file, 1)
    kept = Path(settings.VAR) / "pages" / slip.file.digest[:2] / slip.file.digest
    assert {path.name for path in kept.iterdir()} == {"count", "1"}
    (kept / "1").write_bytes(b"from the shelf")
    assert image_of(slip.file, 1).content == b"from the shelf"
    (kept / "1").unlink()
    assert image_of(slip.file, 1) == first


def test_what_stands_in_fields_is_seen_too(office: DemoOffice) -> None:
    life = a_life(office).through("number")
    draft, signed, numbered = (
        Image.open(io.BytesIO(image_of(shown(life, kind).file, 1).content)).convert("L")
        for kind in (Paper.Kind.DRAFT, Paper.Kind.SIGNED, Paper.Kind.NUMBERED)
    )
    # The number stands at the head of the page, the signature below the articles.
    assert changed(draft, signed)[1] > draft.height / 4 > changed(signed, numbered)[3]


def changed(before: Image.Image, after: Image.Image) -> tuple[int, int, int, int]:
    """Where the pages differ by more than a shade: left, top, right, bottom."""
    found = ImageChops.difference(before, after).point(lambda shade: shade > 64 and 255).getbbox()
    assert found is not None
    return found


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_photograph_is_a_page_made_anew(db: None, kind: str) -> None:
    file = a_photograph(kind)
    assert pages_of(file) == 1
    image = image_of(file, 1)
    assert image.media_type == "image/jpeg"
    assert image.content != store.read(file.digest)
    with pytest.raises(NoSuchPage):
        image_of(file, 2)


def test_what_cannot_be_opened_has_no_pages_and_can_still_be_saved(
    client: Client, office: DemoOffice
) -> None:
    life = a_life(office).until("receive")
    broken = enter(store.keep_bytes(b"%PDF-1.7\nnothing"), at=timezone.now())
    component = life.dossier.components.all()[0]
    component.file = broken
    component.save(update_fields=["file"])
    as_officer(client, life.who("receive"))
    assert pages_of(broken) == 0
    assert client.get(address(life, component.public_id, 1)).status_code == 404
    assert client.get(address(life, component.public_id)).status_code == 200


@pytest.mark.parametrize("page", [None, 1])
def test_not_yours_answers_as_not_there_and_leaves_a_trace(
    client: Client, office: DemoOffice, page: int | None
) -> None:
    life = a_life(office).until("assign")
    slip = shown(life, Paper.Kind.FORM_01).public_id
    as_citizen(client, "nam")
    strange = client.get(address(life, slip, page))
    missing = client.get(address(life, uuid4(), page))
    assert strange.status_code == missing.status_code == 404
    noted = Access.objects.get(item=slip)
    assert (noted.kind, noted.dossier) == (Access.Kind.REFUSED, life.dossier.public_id)


def test_who_saw_what_is_noted(client: Client, office: DemoOffice) -> None:
    life = a_life(office).until("assign")
    slip = shown(life, Paper.Kind.FORM_01).public_id
    hoa = as_citizen(client, life.citizen)
    assert client.get(address(life, slip, 1)).status_code == 200
    noted = Access.objects.get(item=slip)
    assert (noted.kind, noted.account, noted.purpose) == ("read", hoa.public_id, "look")


def test_a_citizen_never_sees_a_decision_before_it_is_issued(
    client: Client, office: DemoOffice
) -> None:
    life = a_life(office).until("hand_over")
    issued = shown(life, Paper.Kind.RESULT).public_id
    for kind in (Paper.Kind.DRAFT, Paper.Kind.SIGNED, Paper.Kind.NUMBERED):
        paper = shown(life, kind).public_id
        for page in (None, 1):
            as_citizen(client, life.citizen)
            assert client.get(address(life, paper, page)).status_code == 404
            assert client.get(address(life, issued, page)).status_code == 200
            as_officer(client, life.who("approve"))
            assert client.get(address(life, paper, page)).status_code == 200


@pytest.mark.parametrize("page", [None, 1])
def test_a_stranger_signs_in_first(client: Client, db: None, page: int | None) -> None:
    where = [uuid4(), uuid4()]
    name = "viewer:attachment" if page is None else "viewer:page"
    answer = client.get(reverse(name, args=where if page is None else [*where, page]))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("entry:choose"))


def test_without_a_code_an_officer_sees_nothing(
    client: Client, office: DemoOffice, settings: LazySettings
) -> None:
    life = a_life(office).until("assign")
    slip = shown(life, Paper.Kind.FORM_01).public_id
    client.force_login(life.who("receive"), backend=settings.PASSWORD_BACKEND)
    assert client.get(address(life, slip)).status_code == 404


def test_each_page_says_which_it_is_to_those_who_cannot_see_it(office: DemoOffice) -> None:
    life = a_life(office).until("assign")
    slip = shown(life, Paper.Kind.FORM_01)
    pages = pages_shown(life.dossier.public_id, slip.public_id, slip.file, title="Mẫu 01")
    assert [one.address for one in pages.images] == [
        address(life, slip.public_id, number + 1) for number in range(pages.count)
    ]
    assert all("Mẫu 01" in one.alt for one in pages.images)
