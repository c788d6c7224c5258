"""What must hold of fees and tariffs: a way to an amount, on each day and for each number."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby, pairwise
from operator import attrgetter

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from .fees import Tariff
from .reading import Faults
from .schema import Procedure


def fees(procedure: Procedure) -> Faults:
    known = {tariff.key for tariff in procedure.tariffs}
    for n, channel in enumerate(procedure.channels):
        fee, place = channel.fee, f"channels[{n}].fee"
        if fee.amount is None and fee.note is None and fee.tariff is None:
            yield f"{place}.note", _("how the fee is found where there is no amount")
        if fee.tariff is not None and fee.tariff not in known:
            yield f"{place}.tariff", format_lazy(_("a tariff defined below, not “{}”"), fee.tariff)
        if fee.tariff is not None and fee.amount is not None:
            yield f"{place}.amount", _("no amount beside a tariff")


def tariffs(procedure: Procedure) -> Faults:
    places = {id(tariff): f"tariffs[{n}]" for n, tariff in enumerate(procedure.tariffs)}
    for tariff in procedure.tariffs:
        yield from _tiers(places[id(tariff)], tariff)
    by_key = sorted(procedure.tariffs, key=lambda one: (one.key, one.since or date.min))
    for _key, group in groupby(by_key, attrgetter("key")):
        for earlier, later in pairwise(group):
            last = later.since and later.since - timedelta(days=1)
            if last is None or earlier.until != last:
                expected = format_lazy(_("{}, the day before the next tariff"), last or "–")
                yield f"{places[id(earlier)]}.until", expected


def _tiers(place: str, tariff: Tariff) -> Faults:
    bounds = [tier.below for tier in tariff.tiers]
    for n, (before, bound) in enumerate(pairwise(bounds), start=1):
        if before is None or (bound is not None and bound <= before):
            yield f"{place}.tiers[{n}].below", _("more than in the tier before")
    if bounds and bounds[-1] is not None:
        yield f"{place}.tiers[{len(bounds) - 1}].below", _("no bound in the last tier")
    if len(bounds) > 1 and tariff.counted is None:
        yield f"{place}.counted", _("what decides the tier")
    if tariff.since and tariff.until and tariff.until < tariff.since:
        yield f"{place}.until", _("a day not before the tariff begins")
