"""The dossier, what is in it, its clock and its numbers."""

from __future__ import annotations

from .clock import ClockSegment
from .components import CompletionItem, CompletionRequest, Component
from .dossier import Contact, Dossier
from .numbers import Book, CodeSequence, DocumentNumber
from .papers import Paper

__all__ = [
    "Book",
    "ClockSegment",
    "CodeSequence",
    "CompletionItem",
    "CompletionRequest",
    "Component",
    "Contact",
    "DocumentNumber",
    "Dossier",
    "Paper",
]
