"""I5: a dossier has ended exactly if there is one outcome of it, and never two."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from workflows.dossiers.models import Dossier, Ending, Paper
from workflows.dossiers.status import Status
from workflows.results.models import Result

from .look import AT_A_TIME, Look, Violation

CODE = "I5"
S, Kind = Status, Ending.Kind
# What each end is witnessed by: a refusal of reception, a conclusion, or an issued result.
WITNESS = {
    S.NOT_RECEIVED: "refusal",
    S.WITHDRAWN: Kind.WITHDRAWN.value,
    S.STOPPED: "stop",
    S.ISSUED: "result",
    S.RETURNED: "result",
}
STOPS = {Kind.STOPPED.value, Kind.SILENCE.value}


def check(look: Look) -> Iterator[Violation]:
    """The code stands in the register for the dossier: the two share no key."""
    results = (
        Result.objects.filter(dossier_code=OuterRef("code"))
        .values("dossier_code")
        .annotate(number=Count("pk"))
        .values("number")
    )
    found = Dossier.objects.annotate(
        results=Coalesce(Subquery(results), 0),
        issued=Count("papers", filter=Q(papers__kind=Paper.Kind.RESULT)),
        refusals=Count("papers", filter=Q(papers__kind=Paper.Kind.FORM_03)),
    ).select_related("ending")
    for dossier in look.over(found.order_by("pk").iterator(chunk_size=AT_A_TIME)):
        outcomes = _outcomes(dossier)
        wanted = [WITNESS[S(dossier.status)]] if dossier.status in WITNESS else []
        if outcomes != wanted:
            told = _("Outcomes: %(outcomes)s; by its status: %(wanted)s.") % {
                "outcomes": ", ".join(outcomes) or "-",
                "wanted": ", ".join(wanted) or "-",
            }
            yield Violation(CODE, str(dossier.public_id), told)
        if bool(dossier.ended_at) != bool(wanted):
            told = _("The moment of the end and the status contradict each other.")
            yield Violation(CODE, str(dossier.public_id), told)


def _outcomes(dossier: Dossier) -> list[str]:
    counts = {name: getattr(dossier, name) for name in ("refusals", "results", "issued")}
    ending: Ending | None = getattr(dossier, "ending", None)
    told = ["refusal"] * counts["refusals"]
    if ending is not None:
        told.append("stop" if ending.kind in STOPS else ending.kind)
    # One result is a paper of the dossier and a row of the register, both or neither.
    return told + ["result"] * max(counts["results"], counts["issued"])
