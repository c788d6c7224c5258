"""For the doors: the control slip (Mẫu 06) of a dossier, as it stands at this moment."""

from __future__ import annotations

from datetime import datetime

from workflows.documents.render import Rendered
from workflows.documents.slip import Size
from workflows.dossiers.models import Dossier
from workflows.people.models import Account
from workflows.permissions.rules import Acting, held
from workflows.steps import controlling


def control_slip(dossier: Dossier, *, by: Account, at: datetime, size: Size) -> Rendered:
    """In the name of whoever prints it; what they may see is asked before."""
    post = held(by, at=at).select_related("unit__agency").first()
    return controlling.draw(dossier, by=Acting(by, post), at=at, size=size)
