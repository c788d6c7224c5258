"""`manage.py due --dossier`: the whole history of a due date, told to whoever asks for it."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime
from django.utils.translation import override

from onestop.demo.office import DemoOffice
from tests.lives import Life, a_life
from tests.ways import COMPLAINTS_OVER, Amend, amending


def told(life: Life, language: str = "en", *options: str) -> str:
    out = StringIO()
    with override(language):
        call_command("due", "--dossier", str(life.fresh.code), *options, stdout=out)
    return out.getvalue()


@pytest.fixture
def moved(office: DemoOffice) -> Life:
    """Received, then moved once by an apology."""
    life = a_life(office).through("assign")
    life.act("apologise")
    return life


def test_each_due_date_says_when_by_whom_why_and_on_what_ground(moved: Life) -> None:
    first, second = moved.fresh.due_changes.all()
    lines = told(moved).splitlines()
    assert lines[0] == f"1. Due: {shown(first.due_at)}."
    assert lines[1].startswith("   Set at ")
    assert "Reception officer, Department of Home Affairs" in lines[1]
    assert lines[2:4] == [
        "   The complete dossier was received.",
        "   The applicant has this day on paper.",
    ]
    assert lines[4].startswith("   - Time limit: 40 working days")
    again = lines.index(f"2. Due: {shown(second.due_at)}.")
    assert "Head of division" in lines[again + 1]
    assert "   Basis: NĐ 61/2018, 19(9)." in lines[again:]
    assert lines[-2].startswith("The agency's time runs since ")
    assert lines[-1].startswith("The file lies with Officer, ")


def shown(at: object) -> str:
    return date_format(localtime(at), "H:i \\o\\n d/m/Y")  # type: ignore[arg-type]  # a moment


def test_no_officer_and_no_applicant_is_named(moved: Life) -> None:
    for post in moved.office.posts.values():
        assert str(post.account.person) not in told(moved)
    assert moved.owner.full_name not in told(moved)


def test_vietnamese_is_its_other_language(moved: Life) -> None:
    assert told(moved, "vi") != told(moved)
    assert "ngày làm việc" in told(moved, "vi")


@pytest.mark.parametrize(
    ("acts", "whose", "held"),
    [
        (("ask_supplement",), "stands still since", "It is the applicant's turn since"),
        (("propose",), "The agency's time runs since", "The file lies with Vice"),
        (("withdraw",), "The agency's time has ended.", "The agency's time has ended."),
    ],
)
def test_whose_time_runs_now_is_said(
    office: DemoOffice, acts: tuple[str, ...], whose: str, held: str
) -> None:
    life = a_life(office).through("assign")
    for act in acts:
        life.act(act)
    assert whose in told(life)
    assert held in told(life).splitlines()[-1]


def test_what_waits_for_its_event_has_no_day_yet(
    office: DemoOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    amend: Amend = amending(office, monkeypatch)
    amend(route="event_started", counted_from=COMPLAINTS_OVER)
    life = a_life(office).through("assign")
    assert told(life).startswith("1. Due: no day yet.")
    assert "its event is awaited" in told(life)
    life.act("record_event", on=localdate() - timedelta(days=1))
    assert "came to pass" in told(life)


def test_machines_get_the_same_with_its_derivations(moved: Life) -> None:
    said = json.loads(told(moved, "en", "--json"))
    assert [one["cause"] for one in said["changes"]] == ["received", "apology"]
    assert said["changes"][-1]["derivation"] == moved.fresh.derivation
    assert said["clock"] == "running"


def test_what_is_not_asked_as_it_can_be_answered_is_refused_in_a_sentence(db: None) -> None:
    with override("en"):
        for words in ([], ["--received", "2026-11-23T09:00"], ["--limit", "1 working day"]):
            with pytest.raises(CommandError, match="--received and --limit, or --dossier"):
                call_command("due", *words)
        with pytest.raises(CommandError, match="no dossier “H00”"):
            call_command("due", "--dossier", "H00")
