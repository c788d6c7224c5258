"""The application drawn from the answers (đơn, tờ khai): which data it needs.

The layouts in the annexes of the decrees have not been seen: its own is marked provisional.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from procedures.form_papers import Section

from . import render, words

# What the application says, for programs; attached to its PDF.
ATTACHMENT = "to-khai.json"


@dataclass(frozen=True)
class Block:
    """One of the people of a dossier: who files, whose it is, whom to ask."""

    title: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ApplicationForm:
    """`confirmed` says who confirmed it, how and when; empty while it is only looked at."""

    title: str
    form: str  # as the law's annex calls it
    addressee: str
    procedure: str
    place: str
    owner: str
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...]
    declared: tuple[str, ...]
    signatory: str
    confirmed: str
    demo: bool
    assumed: bool


def render_form(paper: ApplicationForm, *, answers: bytes, at: datetime) -> render.Rendered:
    """PDF/A-3b, with the same answers for machines inside."""
    shown = asdict(paper) | {"dated": words.dated(paper.place, at)}
    return render.compile("application_form", shown, at=at, attachments={ATTACHMENT: answers})
