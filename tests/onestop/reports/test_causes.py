"""Lateness by cause, and the same dossiers by law and by the score."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from onestop.demo.office import DemoOffice
from onestop.reports import queries
from onestop.reports.causes import causes
from onestop.reports.scores import Scores, scores
from tests.counting import counted
from tests.lives import Life, a_life
from tests.markup import words
from tests.onestop.doors import as_officer
from tests.onestop.portal.filing import Visit
from tests.workflows.clock.makers import at
from workflows.dossiers.models import Dossier
from workflows.routes.perform import relating
from workflows.routes.watch import watch

from .scoring import Supplement, legal, scored_in_time

RECEIVED, NOW = at("2026-03-02T10:00"), at("2026-05-06T10:00")
LAW = "Luật Lưu trữ 33/2024/QH15, điều 61"
# Due on 28 April.


def received(office: DemoOffice, *acts: str) -> Life:
    life = a_life(office)
    for act in ("submit", "receive", *acts):
        life.act(act, at=RECEIVED)
    return life


def told(moment: datetime = NOW) -> list[tuple[str, str, int, int, int]]:
    found = causes(Dossier.objects.all(), at=moment)
    return [(one.step, one.unit_words, one.open, one.done, one.days) for one in found]


def test_the_cause_is_the_step_and_the_unit_that_held_it_when_its_day_passed(
    office: DemoOffice,
) -> None:
    received(office, "assign")
    received(office)
    # 29 April, then 4, 5 and 6 May.
    assert [(step, n, done, days) for step, _unit, n, done, days in told()] == [
        ("assess", 1, 0, 4),
        ("assign", 1, 0, 4),
    ]
    assert told()[0][1] == "Phòng Chuyên môn"


def test_what_is_in_time_or_with_the_citizen_has_no_cause(office: DemoOffice) -> None:
    received(office, "assign", "ask_supplement")
    received(office, "assign", "withdraw")
    assert told() == []
    received(office, "assign")
    assert told(at("2026-04-28T16:00")) == []


def test_days_with_the_applicant_cost_nobody_anything(office: DemoOffice) -> None:
    """Asked for after the day, on 4 May; answered on the 6th: 29 April and 4 May are lost."""
    life = received(office, "assign")
    life.act("ask_supplement", at=at("2026-05-04T10:00"), legal_basis=LAW)
    assert told() == []
    life.act("supplement", at=NOW)
    assert [(step, days) for step, _unit, _open, _done, days in told()] == [("assess", 2)]


def test_what_ended_late_stays_with_its_cause_and_costs_no_more(office: DemoOffice) -> None:
    life = received(office, "assign")
    life.act("stop", at=at("2026-04-29T10:00"))
    for moment in (NOW, NOW + timedelta(days=60)):
        ((step, _unit, still, done, days),) = told(moment)
        assert (step, still, done, days) == ("assess", 0, 1, 1)


def test_a_late_day_ends_at_midnight_in_hanoi(office: DemoOffice) -> None:
    """Ended at three in the morning of 5 May, as at noon of that day."""
    ended = (at("2026-05-04T10:00"), at("2026-05-05T03:00"))
    for moment in ended:
        received(office, "assign").act("stop", at=moment)
    ((_step, _unit, _open, done, days),) = told()
    assert (done, days) == (2, 2 + 3)


def looked(moment: datetime) -> None:
    with relating():
        watch(clock=lambda: moment)


def test_an_old_silence_is_not_counted_once_something_else_was_asked(office: DemoOffice) -> None:
    life = a_life(office)
    for act in ("submit", "ask_completion"):
        life.act(act, at=RECEIVED)
    looked(at("2026-05-30T08:00"))
    for act in ("resubmit", "receive", "assign", "ask_supplement"):
        life.act(act, at=at("2026-06-01T10:00"))
    silent = queries.measures(NOW)["im-lang"].counts
    assert not Dossier.objects.filter(silent).exists()
    looked(at("2026-08-20T08:00"))
    assert Dossier.objects.filter(silent).exists()


def test_it_takes_as_many_statements_for_one_as_for_three(office: DemoOffice) -> None:
    def statements() -> int:
        with counted() as taken:
            causes(Dossier.objects.all(), at=NOW)
            scores(Dossier.objects.all(), at=NOW)
        return len(taken)

    received(office, "assign")
    one = statements()
    received(office, "assign")
    received(office)
    assert statements() == one == 4


def test_the_database_counts_what_the_rule_says_of_each(office: DemoOffice) -> None:
    on_time = received(office, "assign")
    on_time.act("withdraw", at=at("2026-03-20"))
    late = received(office, "assign")
    late.act("stop", at=at("2026-05-04"))
    received(office, "assign")
    received(office, "assign", "ask_supplement")
    answered = received(office, "assign", "ask_supplement")
    answered.act("supplement", at=at("2026-03-20"))
    twice = received(office, "assign", "ask_supplement")
    twice.act("supplement", at=at("2026-03-10"))
    minh = str(twice.superior.public_id)
    twice.act("ask_supplement", at=at("2026-03-11"), legal_basis=LAW, approved_by=minh)
    moved = received(office, "assign")
    moved.act("apologise", at=at("2026-04-20"), due_on=at("2026-05-15").date())
    every = list(Dossier.objects.all())
    lawful = [legal(one, at=NOW) for one in every]
    score = [scored_in_time(one, Supplement.of(one.clock_segments.all()), at=NOW) for one in every]
    expected = Scores(
        counted=len(every),
        by_law=sum(str(one) not in {"late", "overdue"} for one in lawful),
        by_score=sum(one is True for one in score),
    )
    assert scores(Dossier.objects.all(), at=NOW) == expected
    assert expected.by_law != expected.by_score


def test_a_correction_is_counted_once_and_apart(office: DemoOffice) -> None:
    life = a_life(office).through("hand_over")
    before = scores(Dossier.objects.all(), at=NOW).counted
    life.act("correct")
    now = queries.measures(NOW)
    assert scores(Dossier.objects.all(), at=NOW).counted == before == 1
    assert Dossier.objects.filter(now["da-tiep-nhan"].counts).count() == 1
    assert Dossier.objects.filter(now["dang-dinh-chinh"].counts).count() == 1


@pytest.mark.parametrize(("figure", "count"), [("da-xin-loi", 1), ("tre-sau-xin-loi", 0)])
def test_apologies_have_figures_of_their_own(office: DemoOffice, figure: str, count: int) -> None:
    life = received(office, "assign")
    life.act("apologise", at=at("2026-04-20"), due_on=at("2026-05-15").date())
    measure = queries.measures(NOW)[figure]
    assert Dossier.objects.filter(measure.counts).count() == count
    later = queries.measures(at("2026-05-20"))[figure]
    assert Dossier.objects.filter(later.counts).count() == 1


def test_each_cause_leads_to_the_dossiers_behind_it(client: Client, office: DemoOffice) -> None:
    mine, other = received(office, "assign"), received(office)
    as_officer(client, office.posts["phuong"].account)
    visit = Visit(client)
    visit.go(reverse("reports:leader"))
    (link,) = {
        a.get("href", "") for a in visit.page.iter("a") if "khau=assess" in a.get("href", "")
    }
    visit.follow(link)
    (main,) = visit.page.iter("main")
    assert (mine.fresh.code or "?") in words(main)
    assert (other.fresh.code or "?") not in words(main)


@pytest.mark.parametrize("wrong", ["khau=nowhere", "khau=assess&tai=x"])
def test_a_cause_that_is_not_there_is_not_found(
    client: Client, office: DemoOffice, wrong: str
) -> None:
    as_officer(client, office.posts["phuong"].account)
    assert client.get(f"/dieu-hanh/ho-so/?muc=qua-han&{wrong}").status_code == 404
