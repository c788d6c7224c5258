"""The fund's procedure of the demo under other rules: a route, a limit or an effect of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import yaml
from django.utils import timezone

from onestop.demo.filings import FUND
from onestop.demo.office import DemoOffice
from procedures import catalogue, checks, publication
from procedures.reading import parse

# Before the moments at which the tests of the clock begin.
SINCE = date(2025, 12, 1)
Amend = Callable[..., None]
COMPLAINTS_OVER = {
    "vi": "ngày hết thời hạn thông báo thanh toán nợ mà không có khiếu nại",
    "en": "the end of the debt-notice period with no complaint",
}


def amending(office: DemoOffice, monkeypatch: pytest.MonkeyPatch) -> Amend:
    """Puts a revision in force that differs in what is given."""
    key, shipped = FUND.procedure, catalogue.current()
    one, other = (post.account.public_id for post in list(office.posts.values())[:2])

    def amend(*, route: str = "standard", effect: str = "", **channel: Any) -> None:
        (path,) = catalogue.DATA.glob(f"*/{key}/*.yaml")
        said: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        said |= {"revision": SINCE, "route": {"name": route}}
        said["supplement_effect"] = effect or said["supplement_effect"]
        said["channels"] = [one | channel for one in said["channels"]]
        amended = parse(yaml.safe_dump(said, allow_unicode=True), file="amended.yaml")
        assert not list(checks.faults(amended))
        revisions = {**shipped.revisions, key: (*shipped.of(key), amended)}
        now = replace(shipped, revisions=revisions)
        monkeypatch.setattr(catalogue, "current", lambda: now)
        publication.publish(amended, prepared_by=one, approved_by=other, at=timezone.now())

    return amend
