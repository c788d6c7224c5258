"""No act rests on a paper that carries malware, or that a scanner has yet to see."""

from __future__ import annotations

from workflows.dossiers.models import Dossier

from .refusals import PaperHeld, PaperInfected


def check_clean(dossier: Dossier) -> None:
    """The newest version of each paper; what it took the place of is not relied on."""
    for paper in dossier.components.select_related("file").newest().values():
        if paper.file and paper.file.infected:
            raise PaperInfected(paper.name)
        if paper.file and paper.file.held:
            raise PaperHeld(paper.name)
