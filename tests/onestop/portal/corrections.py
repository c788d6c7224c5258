"""Results of Hoa's that are put right: by a letter, by another decision, or ended."""

from __future__ import annotations

from dataclasses import replace

from tests.lives import Life
from workflows.dossiers.models import Dossier


def set_out(life: Life, kind: str) -> Life:
    """The dossier that the agency opens to put the result of another right."""
    life.act("correct", kind=kind)
    opened = Dossier.objects.filter(correction=kind).latest("pk")
    return replace(life, dossier=opened, done=["submit", "receive", "assign"])


def put_right(life: Life, kind: str) -> Life:
    """Set out, decided, signed and issued."""
    opened = set_out(life, kind)
    opened.act("propose", reason="Ghi sai ngày cấp giấy tờ của Trưởng ban.")
    return opened.through("issue")
