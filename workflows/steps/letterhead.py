"""Whose name stands at the head of a paper: agency, unit and place on the day it is made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localdate

from workflows.people.models import Account, Agency, Post


@dataclass(frozen=True)
class Letterhead:
    """What the head of a paper says, and who writes it."""

    agency: str
    symbol: str
    unit: str
    place: str
    officer: str


def of_post(post: Post, holder: Account, *, at: datetime) -> Letterhead:
    name = post.unit.agency.name_on(localdate(at))
    return Letterhead(
        agency=name.name_vi,
        symbol=name.symbol,
        unit=post.unit.name_vi,
        place=name.place,
        officer=str(holder.person or post.title_vi),
    )


def of_agency(agency: Agency, *, at: datetime) -> Letterhead:
    """Of an agency as a whole, where no officer of it acts."""
    name = agency.name_on(localdate(at))
    return Letterhead(name.name_vi, name.symbol, unit="", place=name.place, officer="")


def above(agency: Agency, *, at: datetime) -> str:
    """The agency above on the letterhead: a people's committee of a province has none."""
    return agency.parent.name_on(localdate(at)).name_vi if agency.parent else ""
