"""In whose hands the journal alone says a dossier was, and when: held against its holdings.

A queue has no post; whoever took the file out of one is its actor, if anybody is noted at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from workflows.dossiers.models import Holding
from workflows.dossiers.status import Status
from workflows.journal.models import Entry

S = Status
HANDLER, SIGNER = "handler", "signer"
# What is to be done next, and by whom if it is for one post alone.
STEPS: dict[str, tuple[str, str]] = {
    S.SUBMITTED: ("receive", ""),
    S.COMPLETION_REQUESTED: ("complete", ""),
    S.RECEIVED: ("assign", ""),
    S.PROCESSING: ("assess", HANDLER),
    S.SUPPLEMENT_REQUESTED: ("supplement", ""),
    S.AWAITING_APPROVAL: ("approve", SIGNER),
    S.APPROVED: ("sign", SIGNER),
    S.SIGNED: ("number", ""),
    S.ISSUED: ("hand_over", ""),
}
# Which of two it is, the route says and no entry.
ALIKE = {"take_up": "assign"}


@dataclass(frozen=True)
class Turn:
    """Whose turn it is; passed on by a counter to another one it is a turn of its own."""

    step: str
    post: str | None
    counters: int


@dataclass
class Hand:
    """A stretch in one pair of hands, and the posts that may be noted of it."""

    turn: Turn
    since: datetime
    until: datetime | None
    posts: set[str | None]

    def is_told_by(self, held: Holding) -> bool:
        step = ALIKE.get(held.step, held.step)
        post = str(held.post.public_id) if held.post else None
        moments = (held.since, held.until) == (self.since, self.until)
        return moments and step == self.turn.step and post in self.posts


class Hands:
    """Filled entry by entry, in the order of the journal."""

    def __init__(self) -> None:
        self.stretches: list[Hand] = []
        self.named: dict[str, Any] = {}
        self.counters = 0
        self.numbered = False

    def learn(self, entry: Entry) -> None:
        self.named |= {who: entry.details[who] for who in (HANDLER, SIGNER) if who in entry.details}
        self.counters += entry.act == "forward"
        self.numbered = self.numbered or entry.act == "number"
        turn = self._turn(entry)
        held = self.stretches[-1] if self.stretches else None
        if held is not None and held.until is None:
            if held.turn == turn:
                return
            _ended(held, entry)
        if turn is not None:
            self.stretches.append(Hand(turn, entry.at, None, {turn.post}))

    def _turn(self, entry: Entry) -> Turn | None:
        step, whose = STEPS.get(entry.status_to, ("", ""))
        if not step:
            return None
        if step == "assess" and entry.due is None:
            step = "await_event"
        if step == "number" and self.numbered:
            step = "issue"
        return Turn(step, self.named[whose] if whose else None, self.counters)

    def are(self, holdings: Iterable[Holding]) -> bool:
        """Whether the tables tell the same."""
        held = sorted(holdings, key=lambda one: one.number)
        same = len(held) == len(self.stretches)
        return same and all(
            mine.is_told_by(row) for mine, row in zip(self.stretches, held, strict=True)
        )


def _ended(held: Hand, entry: Entry) -> None:
    held.until = max(entry.at, held.since)
    if held.turn.post is None and entry.post is not None:
        held.posts.add(str(entry.post))
