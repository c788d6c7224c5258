"""Stamps and field values: transparent one-page PDFs exactly as large as their place."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from signing.layout import Place
from workflows.clock.days import LEGAL_TIME

from . import render as paper

# A stamp is drawn into a file that has its own date: its own would only make equal stamps differ.
_UNDATED = datetime(2000, 1, 1, tzinfo=UTC)


class NoSealPicture(Exception):
    """A seal is shown by its own picture (NĐ 30/2020, Annex I); the demo's ring stands for none."""

    def __init__(self) -> None:
        super().__init__(
            _("This site has no picture of the agency's seal yet; nothing was sealed.")
        )


def personal_stamp(name: str, place: Place, *, at: datetime) -> bytes:
    """Who signed and when, in blue; the moment as NĐ 30/2020, Annex I asks: ISO 8601 with zone."""
    signed_at = at.astimezone(LEGAL_TIME).isoformat(sep=" ", timespec="seconds")
    return _stamp(place, kind="personal", name=name, signed_at=signed_at)


def seal_stamp(place: Place) -> bytes:
    """The demo seal: a plain red ring. No emblem, no agency's name: it deceives nobody.

    Raises `NoSealPicture` outside the demo.
    """
    if not settings.DEMO:
        raise NoSealPicture
    return _stamp(place, kind="seal")


def slip_stamp(agency: str, place: Place, *, at: datetime) -> bytes:
    """Which agency signed and when, upright and black, as NĐ 30/2020, Annex I marks copies."""
    signed_at = at.astimezone(LEGAL_TIME).isoformat(sep=" ", timespec="seconds")
    return _stamp(place, kind="slip", name=agency, signed_at=signed_at)


def field_text(text: str, place: Place, *, italic: bool = False) -> bytes:
    """A number or a day for its form field, on the baseline of the line it stands in."""
    return _stamp(place, kind="field", text=text, italic=italic)


def _stamp(place: Place, **shown: Any) -> bytes:
    data = {"width": place.width, "height": place.height, **shown}
    return paper.compile("stamp", data, at=_UNDATED).pdf
