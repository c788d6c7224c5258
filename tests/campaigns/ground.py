"""The procedures of the simulated year: the demo's, each copy under a rule of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pytest
import yaml
from django.utils import timezone

from onestop.demo.filings import FUND, RECRUITMENT, Filing
from onestop.demo.office import DemoOffice
from procedures import catalogue, checks, publication
from procedures.reading import parse
from procedures.schema import Procedure
from tests.ways import COMPLAINTS_OVER

SINCE = date(2025, 12, 1)


@dataclass(frozen=True)
class Rule:
    """What differs from the shipped procedure: its limit, its route, and what a supplement does."""

    limit: str
    effect: str = "PAUSE"
    route: str = "standard"
    channel: Mapping[str, Any] = field(default_factory=dict)
    of: Filing = FUND


RULES = {
    "year-restart": Rule("10 working days", "RESTART"),
    "year-pause": Rule("15 working days"),
    "year-calendar": Rule("15 calendar days"),
    "year-calendar-restart": Rule("12 calendar days", "RESTART"),
    "year-hours": Rule("20 working hours"),
    "year-event": Rule(
        "15 working days", route="event_started", channel={"counted_from": COMPLAINTS_OVER}
    ),
    "year-event-restart": Rule(
        "10 working days", "RESTART", "event_started", {"counted_from": COMPLAINTS_OVER}
    ),
    "year-same-day": Rule("same day", route="same_day"),
    # Where no limit but a plan says when the result is due.
    "year-planned": Rule("by plan", of=RECRUITMENT),
}
PLANNED = "year-planned"


def filing_for(procedure: str) -> Filing:
    return replace(RULES[procedure].of, procedure=procedure)


@contextmanager
def in_force(office: DemoOffice) -> Iterator[None]:
    """The catalogue with these procedures beside the shipped ones, published by two persons."""
    shipped = catalogue.current()
    copies = {key: _copy(key, rule) for key, rule in RULES.items()}
    revisions = {**shipped.revisions, **{key: (one,) for key, one in copies.items()}}
    now = replace(shipped, revisions=revisions)
    one, other = (office.posts[login].account.public_id for login in ("tam", "phuong"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalogue, "current", lambda: now)
        publication.publish_all(
            copies.values(), prepared_by=one, approved_by=other, at=timezone.now()
        )
        yield


def _copy(key: str, rule: Rule) -> Procedure:
    (path,) = catalogue.DATA.glob(f"*/{rule.of.procedure}/*.yaml")
    said: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    said |= {
        "code": None,
        "code_reason": {"vi": "Thủ tục bịa ra để thử.", "en": "Invented for a trial."},
        "slug": key,
        "revision": SINCE,
        "route": {"name": rule.route},
        "supplement_effect": rule.effect,
    }
    differs = {"limit": rule.limit, **rule.channel}
    said["channels"] = [channel | differs for channel in said["channels"]]
    made = parse(yaml.safe_dump(said, allow_unicode=True), file=f"{key}.yaml")
    faults = list(checks.faults(made))
    assert not faults, faults
    return made
