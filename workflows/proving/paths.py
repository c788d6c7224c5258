"""I3: the history of a dossier is a path of the table of moves, along its own route."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from workflows.dossiers.models import Dossier
from workflows.dossiers.status import NATIONAL_CODE, OWED, Status
from workflows.journal.models import Entry
from workflows.routes import engine
from workflows.routes.models import Run
from workflows.routes.table import ACTS, JUDGED

from .look import Look, Violation, dossiers

CODE = "I3"
# Acts whose move has another name, and acts that move nothing but are done in some places only.
MOVES = {"take_up": "assign", "apologise": "announce_lateness"}
STANDING = {
    "forward": frozenset({Status.SUBMITTED}),
    "record_event": frozenset({Status.PROCESSING}),
    "judge": JUDGED,
    "number": frozenset({Status.SIGNED}),
    "recount": frozenset(OWED),
}
PATH = Prefetch("entries", Entry.objects.order_by("seq"), to_attr="path")


def check(look: Look) -> Iterator[Violation]:
    lawful = table()
    for dossier in look.over(dossiers(PATH, "run")):
        for sentence in (*_ends(dossier), *_steps(dossier, lawful), *_route(dossier)):
            yield Violation(CODE, str(dossier.public_id), sentence)


def table() -> frozenset[tuple[str, str, str]]:
    """Every lawful (move, from, to); a move that changes nothing stays where it is."""
    field = Dossier._meta.get_field("status")
    found = field.get_all_transitions(Dossier)
    return frozenset((one.name, str(one.source), str(one.target or one.source)) for one in found)


def _ends(dossier: Dossier) -> Iterator[str]:
    path: list[Entry] = dossier.path  # type: ignore[attr-defined]  # prefetched
    last = path[-1].status_to if path else Status.DRAFT
    if path and path[0].status_from != Status.DRAFT:
        yield _("The history does not begin with a draft.")
    if last != dossier.status:
        yield _("The history ends at another status than the dossier has.")


def _steps(dossier: Dossier, lawful: frozenset[tuple[str, str, str]]) -> Iterator[str]:
    path: list[Entry] = dossier.path  # type: ignore[attr-defined]  # prefetched
    for before, entry in pairwise(path):
        if before.status_to != entry.status_from:
            yield _("Entry %(seq)d begins where the one before did not end.") % {"seq": entry.seq}
    for entry in path:
        move = (MOVES.get(entry.act, entry.act), entry.status_from, entry.status_to)
        stands = entry.status_from == entry.status_to
        if move not in lawful and not (stands and entry.status_to in STANDING.get(entry.act, ())):
            yield _("Entry %(seq)d is no lawful move.") % {"seq": entry.seq}
        if entry.national_code != NATIONAL_CODE.get(entry.status_to):
            yield _("Entry %(seq)d bears another national code.") % {"seq": entry.seq}


def _route(dossier: Dossier) -> Iterator[str]:
    run: Run | None = getattr(dossier, "run", None)
    path: list[Entry] = dossier.path  # type: ignore[attr-defined]  # prefetched
    for entry in path:
        act = ACTS.get(entry.act)
        if run and act and act.task and not engine.knows(run, act.task):
            told = _("Entry %(seq)d is an act that the dossier's route does not know.")
            yield told % {"seq": entry.seq}
