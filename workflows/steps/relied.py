"""No decision in favour rests on a result that was revoked meanwhile."""

from __future__ import annotations

from workflows.dossiers.models import Dossier
from workflows.results import register
from workflows.results.models import Result

from .refusals import NoLongerInForce


def check_in_force(dossier: Dossier) -> None:
    """The newest version of each paper; a result that was issued anew counts by what replaced it.

    The rows are held, so that a revocation comes wholly before the decision or after it.
    """
    if dossier.outcome != Dossier.Outcome.GRANT:
        return
    newest = dossier.components.select_related("result").newest().values()
    used = {paper.result.pk: paper.result for paper in newest if paper.result}
    for _pk, result in sorted(used.items()):
        now = register.newest(result)
        if now.state != Result.State.ACTIVE:
            raise NoLongerInForce(now)
