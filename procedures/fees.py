"""What a procedure costs: an amount, or a dated tariff with its tiers, and who pays less."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field as Limits

from .words import Basis, Fact, Key, Text

Amount = Annotated[int, Limits(ge=0)]  # whole đồng


class Tier(Fact):
    """The amount for each, where they are fewer than `below`; the last tier has no bound."""

    below: Annotated[int, Limits(ge=1)] | None = None
    amount: Amount


class Adjustment(Fact):
    """Some pay another share of the amount: 500 is five times as much, 50 is half."""

    key: Key
    text: Text
    percent: Annotated[int, Limits(ge=0, le=10_000)]
    basis: Basis


class Exemption(Fact):
    """A ground on which nothing is paid."""

    key: Key
    text: Text
    basis: Basis


class Tariff(Fact):
    """One line of a tariff, as long as it is in force. Without tiers its amounts are not known."""

    key: Key
    title: Text
    per: Text  # what is paid for: each candidate, each page
    counted: Text | None = None  # what decides the tier, where there are several
    since: date | None = None
    until: date | None = None
    tiers: tuple[Tier, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    basis: Basis

    def covers(self, on: date) -> bool:
        begun = self.since is None or self.since <= on
        return begun and (self.until is None or on <= self.until)


class Fee(Fact):
    """What a channel costs in đồng; without a single amount, a tariff or the note says how much."""

    amount: Amount | None
    note: Text | None = None
    tariff: Key | None = None
    basis: Basis
