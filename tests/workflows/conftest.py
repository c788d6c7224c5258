"""What the tests of lives under other rules stand on."""

from __future__ import annotations

import pytest

from onestop.demo.office import DemoOffice

from .ways import Amend, amending


@pytest.fixture
def amend(office: DemoOffice, monkeypatch: pytest.MonkeyPatch) -> Amend:
    """Puts the fund's procedure under other rules, from today on."""
    return amending(office, monkeypatch)
