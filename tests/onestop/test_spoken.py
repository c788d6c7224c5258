"""The compiled catalogues speak: each sentence in the language of whoever reads it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from django.utils.translation import override

from onestop.management.commands.messages import kept, path_of
from procedures.fields import Field
from procedures.values import problem_with
from signing.errors import CertificateExpired
from workflows.clock import deadline
from workflows.clock.days import LEGAL_TIME, Calendar
from workflows.clock.deadline import Due, Limit
from workflows.dossiers.status import Status
from workflows.files.errors import TooLarge
from workflows.routes.errors import NotOpen
from workflows.routes.table import ACTS

pytestmark = pytest.mark.usefixtures("compiled")

MONDAY = datetime(2026, 2, 2, 9, 4, tzinfo=LEGAL_TIME)


@pytest.fixture(scope="module")
def compiled() -> None:
    for language in ("vi", "en"):
        path = path_of(language).with_suffix(".mo")
        assert path.exists(), "the catalogues are not compiled: run “make install”"
        with path.open("rb") as file:
            spoken = _said(read_mo(file))
        assert spoken == _said(kept(language)), f"{path} is of old texts: run “make install”"


def _said(catalogue: Catalog) -> list[tuple[str, ...]]:
    return sorted(
        (*_forms(message.id), *_forms(message.string)) for message in catalogue if message.id
    )


def _forms(said: Any) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else tuple(said)


def due(limit: str) -> Due:
    return deadline.due(MONDAY, Limit.parse(limit), Calendar.load("national"))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("vi", "Chứng thư chữ ký số của Minh, hoặc chứng thư cấp trên, đã hết hạn."),
        ("en", "The certificate of Minh, or one above it, has expired."),
    ],
)
def test_a_refusal_is_told_in_the_language_of_whoever_asked(language: str, said: str) -> None:
    with override(language):
        assert str(CertificateExpired("Minh")) == said


def test_a_sentence_made_before_its_reader_is_known_waits_for_him() -> None:
    field = Field.model_validate_json(
        '{"key": "name", "label": {"vi": "Tên", "en": "Name"}, "type": "text"}'
    )
    problem = problem_with(field, "x" * 501)
    with override("vi"):
        assert str(problem) == "Vui lòng nhập không quá 500 ký tự."
    with override("en"):
        assert str(problem) == "Write at most 500 characters."


def test_who_comes_late_is_told_which_act_was_faster() -> None:
    receive, reject = ACTS["receive"].title, ACTS["reject"].title
    with override("vi"):
        assert str(NotOpen(receive, last=reject, who="Lan", when=MONDAY)) == (
            "Không thể tiếp nhận hồ sơ lúc này. "
            "Bước gần nhất: từ chối tiếp nhận hồ sơ, do Lan thực hiện lúc 09:04 02/02/2026."
        )
    with override("en"):
        assert str(NotOpen(receive, last=reject, who="Lan", when=MONDAY)) == (
            "You cannot receive now. Last act: refuse reception, by Lan, 09:04 02/02/2026."
        )


@pytest.mark.parametrize("act", ACTS)
def test_each_act_fits_into_what_is_said_of_it(act: str) -> None:
    with override("vi"):
        title = str(ACTS[act].title)
        said = str(NotOpen(ACTS[act].title, last="-", who="-", when=None))
    assert title == title.lower()
    assert said.startswith(f"Không thể {title} lúc này.")


@pytest.mark.parametrize(
    ("language", "begins", "ends"),
    [
        ("vi", "Thời hạn giải quyết: 1 ngày làm việc, ", "Hẹn trả kết quả lúc 17:00 ngày"),
        ("en", "Time limit: 1 working day after ", "Due at 17:00 on"),
    ],
)
def test_a_due_date_is_explained_with_the_day_before_the_month(
    language: str, begins: str, ends: str
) -> None:
    with override(language):
        first, *_steps, last = map(str, due("1 working day").derivation)
    assert first.startswith(begins)
    assert last == f"{ends} 03/02/2026."


def test_one_and_many_are_told_apart_in_english_only() -> None:
    one, two = (due(f"{n} working hours").derivation[0] for n in (1, 2))
    with override("en"):
        assert str(one).startswith("Time limit: 1 working hour (")
        assert str(two).startswith("Time limit: 2 working hours (")
    with override("vi"):
        assert str(one).startswith("Thời hạn giải quyết: 1 giờ làm việc (")
        assert str(two).startswith("Thời hạn giải quyết: 2 giờ làm việc (")
        assert str(TooLarge(20_000_000)).startswith("Tệp lớn hơn 20 MB. ")


def test_a_status_is_told_in_the_words_of_the_law() -> None:
    with override("vi"):
        assert str(Status.NOT_RECEIVED.label) == "Không được tiếp nhận"
    with override("en"):
        assert str(Status.NOT_RECEIVED.label) == "Not received"
