"""I7: an act's entry and its news were written in one transaction: neither without the other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

from django.conf import settings
from django.db.models import Exists, F, Func, IntegerField, OuterRef, Q, TextField, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from workflows.journal.models import Entry
from workflows.outbox.models import Message
from workflows.steps.settle import OFFICE, TOLD, TOLD_IN_THE_OFFICE, TOPICS

from .look import AT_A_TIME, Look, Violation

CODE = "I7"
# Sent news is forgotten after so long; then there is nothing left to compare.
KEPT = timedelta(days=settings.OUTBOX_DAYS)


def check(look: Look) -> Iterator[Violation]:
    acts = Q(act__in=TOLD | TOLD_IN_THE_OFFICE) | Q(details__has_key="superior")
    told = Entry.objects.filter(acts).select_related("dossier").order_by("pk")
    entries = look.over(told.iterator(chunk_size=AT_A_TIME))
    while batch := list(islice(entries, AT_A_TIME)):
        keys = [key for entry in batch for key in _keys(entry)]
        news = dict(Message.objects.filter(key__in=keys).values_list("key", "xact"))
        for entry in batch:
            for sentence in _faults(entry, news, look):
                yield Violation(CODE, str(entry.dossier.public_id), sentence)
    yield from _without_cause()


def _keys(entry: Entry) -> list[str]:
    topics = [*TOPICS] if entry.act in TOLD else []
    # A handler is told, once there is one: what is named by an act is never taken away again.
    worked_on = entry.act in TOLD_IN_THE_OFFICE and entry.dossier.handler_id is not None
    if worked_on or entry.details.get("superior"):
        topics.append(OFFICE)
    return [f"{entry.dossier.public_id}:{entry.seq}:{topic}" for topic in topics]


def _faults(entry: Entry, news: dict[str, int], look: Look) -> Iterator[str]:
    for key in _keys(entry):
        xact = news.get(key)
        if xact is None and entry.at > look.at - KEPT:
            yield _("Of entry %(seq)d no news was written.") % {"seq": entry.seq}
        if xact not in (None, entry.xact):
            told = _("Entry %(seq)d and its news were written in two transactions.")
            yield told % {"seq": entry.seq}


def _without_cause() -> Iterator[Violation]:
    """News of an act that the journal does not know."""
    named = [*TOPICS, OFFICE]
    news = Message.objects.filter(topic__in=named, key__regex=r"^[0-9a-f-]{36}:[0-9]+:[a-z]+$")
    place = Func(F("key"), Value(":"), Value(2), function="split_part", output_field=TextField())
    of = Entry.objects.filter(dossier__public_id=OuterRef("subject"), seq=OuterRef("seq"))
    found = news.annotate(seq=Cast(place, IntegerField())).filter(~Exists(of))
    for subject in found.values_list("subject", flat=True).iterator():
        yield Violation(CODE, str(subject), _("News went out of an act that nobody did."))
