"""The paper that an act left to be printed or read, for whoever tells of the act."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.urls import reverse
from django.utils.functional import Promise

from workflows.dossiers.models import Dossier, Paper
from workflows.journal.models import Entry

MADE: dict[str, Paper.Kind] = {
    "ask_completion": Paper.Kind.FORM_02,
    "reject": Paper.Kind.FORM_03,
    "receive": Paper.Kind.FORM_01,
    "ask_supplement": Paper.Kind.FORM_02,
    "supplement": Paper.Kind.FORM_01,
    "apologise": Paper.Kind.FORM_04,
    "withdraw": Paper.Kind.FORM_05,
    "stop": Paper.Kind.FORM_05,
    "stop_for_silence": Paper.Kind.FORM_05,
    "issue": Paper.Kind.RESULT,
}


def slip_of(
    dossier: Dossier, entry: Entry, papers: Iterable[Paper], words: Mapping[str, Promise]
) -> tuple[tuple[Promise, str], ...]:
    """Its words and its address; empty where the act made none. The digest tells which it was."""
    if entry.act not in MADE or entry.act not in words:
        return ()
    kind = MADE[entry.act]
    made = (one for one in papers if one.kind == kind and one.file.digest == entry.digest)
    return tuple(
        (words[entry.act], reverse("viewer:attachment", args=[dossier.public_id, one.public_id]))
        for one in made
    )[:1]
