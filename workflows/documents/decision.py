"""Quyết định: the result of a dossier, laid out after NĐ 30/2020, with its data inside."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from . import render as paper
from .render import Rendered

TEXT_FIELDS = ("so", "ngay", "thang", "nam")
SIGNATURE_FIELDS = ("Personal", "Agency")
DATA_FILE = "result.json"


@dataclass(frozen=True)
class Decision:
    """What a decision states. `authority` heads the grounds, `on_behalf` is KT., TL., TUQ."""

    agency: str
    parent_agency: str  # "" for an agency that has none above it on its letterhead
    symbol: str  # what follows the number: QĐ-SNV
    digits: int  # of the number, which takes its place later
    place: str
    title: str
    grounds: tuple[str, ...]
    articles: tuple[str, ...]  # without "Điều 1."; a line break starts a new paragraph
    recipients: tuple[str, ...]
    authority: str
    signer_title: str
    signer_name: str
    facts: tuple[tuple[str, str], ...]
    demo: bool
    assumed: bool
    on_behalf: str = ""
    form: str = "decision"  # or "letter", an official letter: its subject stands under its number


def render(decision: Decision, *, result_json: bytes, at: datetime) -> Rendered:
    """The decision without number and date; `places` holds TEXT_FIELDS and SIGNATURE_FIELDS."""
    return paper.compile("decision", asdict(decision), at=at, attachments={DATA_FILE: result_json})
