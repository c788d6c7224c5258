"""Dossiers of the invented people, in any status, brought there by lawful moves only."""

from __future__ import annotations

from collections import deque
from datetime import date
from typing import Any

from django.db import connection

from tests.people import MONDAY, Citizens, Office, person_of
from workflows.dossiers.models import Dossier
from workflows.dossiers.status import Status


def a_dossier(office: Office, people: Citizens, **what: Any) -> Dossier:
    """A draft of Hoa's for herself, filed with the department, decided by the committee."""
    plain = {
        "procedure_key": "1.013017",
        "procedure_revision": date(2025, 7, 1),
        "bundle_hash": "0" * 64,
        "case": "establishment",
        "channel": Dossier.Channel.ONLINE,
        "receiving_agency": office.department,
        "competent_agency": office.committee,
        "submitter": person_of(people.hoa),
        "created_at": MONDAY,
    }
    plain["counter_agency"] = what.get("receiving_agency", office.department)
    if not {"owner_person", "owner_organisation"} & set(what):
        plain["owner_person"] = person_of(people.hoa)
    return Dossier.objects.create(**plain | what)


def brought_to(dossier: Dossier, status: str) -> Dossier:
    """The dossier after a shortest series of lawful moves, as the database knows them."""
    for move in road(status):
        set_status(dossier, move)
    return Dossier.objects.get(pk=dossier.pk)


def set_status(dossier: Dossier, status: str) -> None:
    """Past the machine, as a mistake or an intruder would."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE dossiers_dossier SET status = %s WHERE id = %s", [str(status), dossier.pk]
        )


def moves_held() -> set[tuple[str, str]]:
    """The pairs the trigger lets through, read back from the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT source, target FROM lawful_moves()")
        return {(source, target) for source, target in cursor.fetchall()}


def road(status: str) -> list[str]:
    """The statuses a draft passes on its way to `status`."""
    roads: dict[str, list[str]] = {Status.DRAFT.value: []}
    waiting = deque(roads)
    moves = sorted(moves_held())
    while waiting:
        here = waiting.popleft()
        for source, target in moves:
            if source == here and target not in roads:
                roads[target] = [*roads[here], target]
                waiting.append(target)
    return roads[str(status)]
