"""Dossiers and what belongs to them: papers handed in, papers made, clock segments, numbers."""

from __future__ import annotations

from .clock import ClockSegment
from .components import CompletionItem, CompletionRequest, Component
from .dossier import Contact, Dossier
from .due import Alert, DueChange
from .ending import Ending
from .holding import Holding
from .numbers import Book, CodeSequence, DocumentNumber
from .papers import Paper
from .registers import KeptRegister

__all__ = [
    "Alert",
    "Book",
    "ClockSegment",
    "CodeSequence",
    "CompletionItem",
    "CompletionRequest",
    "Component",
    "Contact",
    "DocumentNumber",
    "Dossier",
    "DueChange",
    "Ending",
    "Holding",
    "KeptRegister",
    "Paper",
]
