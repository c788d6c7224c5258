"""A dossier whose submitter may act no longer: its owner then acts in person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.timezone import localdate

from onestop.demo.cast import AgencyKey
from onestop.demo.filings import PAIRS
from onestop.demo.office import DemoOffice, citizen
from tests.lives import Life, a_draft
from tests.people import a_representation, person_of
from workflows.people.models import Account, Representation


@dataclass(frozen=True)
class Left:
    """Khách's dossier for Hoa, being assessed, and the ground on which he filed it."""

    life: Life
    hoa: Account
    ground: Representation


def a_left_life(office: DemoOffice) -> Left:
    pair, at = PAIRS["funds"], timezone.now()
    hoa, khach = citizen(pair.citizen, at=at), citizen("khach", at=at)
    ground = a_representation(khach, person_of(hoa))
    where = AgencyKey.DEPARTMENT, pair.competent
    dossier = a_draft(office, pair.first, *where, khach, owner=person_of(hoa))
    life = Life(office, pair.first, *where, khach, dossier).until("propose")
    return Left(life, hoa, ground)


def ground_ends(left: Left) -> None:
    left.ground.valid_to = localdate() - timedelta(days=1)
    left.ground.save()
