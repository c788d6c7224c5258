"""What an owner lets be taken from the register where no law does: given for one filing."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest

from workflows.dossiers.models import Dossier

CONSENTS = "consents"


def consents_of(request: HttpRequest, dossier: Dossier) -> frozenset[str]:
    """Given for this filing, in this session; in another it is asked for again."""
    return frozenset(request.session.get(CONSENTS, {}).get(str(dossier.public_id), ()))


def consent(request: HttpRequest, dossier: Dossier, to: Iterable[str]) -> None:
    every = request.session.get(CONSENTS, {})
    request.session[CONSENTS] = every | {str(dossier.public_id): sorted(to)}
