"""Days and moments of the clock in the language of whoever reads."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from procedures.words import Text

from .reading import DayType

TYPES = {
    DayType.WORKING: gettext_lazy("working day"),
    DayType.WEEKLY_OFF: gettext_lazy("weekly day off"),
    DayType.HOLIDAY: gettext_lazy("public holiday"),
    DayType.COMPENSATORY_OFF: gettext_lazy("day off in lieu"),
    DayType.SWAP_OFF: gettext_lazy("day off by exchange"),
    DayType.SWAP_WORKING: gettext_lazy("working day by exchange"),
}


def shown(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


def moment(at: datetime) -> str:
    return _("%(time)s on %(day)s") % {"time": time_format(at.time(), "H:i"), "day": shown(at)}


def span(since: date, until: date) -> str:
    return shown(since) if since == until else f"{shown(since)} – {shown(until)}"


def what(kind: DayType, name: Text | None) -> str:
    return f"{TYPES[kind]}, {name}" if name else str(TYPES[kind])
