"""The catalogue in lines a person reads on a command line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onestop.ui.areas import LEVELS
from procedures import shown
from procedures.differences import Change, ChangeKind
from procedures.fees import Tariff
from procedures.results import Duty
from procedures.review import Resting
from procedures.schema import Channel, Procedure, Requirement, Retired
from procedures.words import Basis, Mark, language_now

WAYS = {
    "online": gettext_lazy("online"),
    "counter": gettext_lazy("at the counter"),
    "post": gettext_lazy("by post"),
}
MARKS = {
    Mark.VERIFIED: gettext_lazy("verified"),
    Mark.SECONDARY: gettext_lazy("secondary source"),
    Mark.ASSUMED: gettext_lazy("assumed"),
}
CHANGES = {
    ChangeKind.ADDED: gettext_lazy("added"),
    ChangeKind.REMOVED: gettext_lazy("removed"),
    ChangeKind.RENAMED: gettext_lazy("renamed"),
    ChangeKind.ALTERED: gettext_lazy("altered"),
}
# The fields of a definition, as a lawyer calls them.
FIELDS: dict[str, Promise] = {
    "code": gettext_lazy("code"),
    "level": gettext_lazy("level"),
    "ends": gettext_lazy("last day in force"),
    "title": gettext_lazy("title"),
    "description": gettext_lazy("description"),
    "legal_basis": gettext_lazy("legal basis"),
    "basis": gettext_lazy("basis"),
    "article": gettext_lazy("article"),
    "text": gettext_lazy("text"),
    "mark": gettext_lazy("mark"),
    "competent": gettext_lazy("who decides"),
    "supplement_effect": gettext_lazy("effect of a completion on the time limit"),
    "online": gettext_lazy("online"),
    "channels": gettext_lazy("way to file"),
    "limit": gettext_lazy("time limit"),
    "counted_from": gettext_lazy("counted from"),
    "fee": gettext_lazy("fee"),
    "amount": gettext_lazy("amount"),
    "tariffs": gettext_lazy("tariff"),
    "tiers": gettext_lazy("tiers"),
    "cases": gettext_lazy("case"),
    "requirements": gettext_lazy("paper"),
    "originals": gettext_lazy("originals"),
    "copies": gettext_lazy("copies"),
    "required": gettext_lazy("required"),
    "note": gettext_lazy("note"),
    "from_form": gettext_lazy("made from the answers"),
    "form": gettext_lazy("name in the annex"),
    "heading": gettext_lazy("heading"),
    "sections": gettext_lazy("sections"),
    "from_register": gettext_lazy("taken from the register"),
    "from_database": gettext_lazy("taken from a national database"),
    "substitutes": gettext_lazy("papers as good"),
    "when": gettext_lazy("when it applies"),
    "questions": gettext_lazy("question"),
    "label": gettext_lazy("label"),
    "hint": gettext_lazy("hint"),
    "type": gettext_lazy("type"),
    "options": gettext_lazy("option"),
    "columns": gettext_lazy("column"),
    "prefill": gettext_lazy("known from"),
    "pages": gettext_lazy("pages"),
    "conditions": gettext_lazy("condition"),
    "at_least": gettext_lazy("at least"),
    "results": gettext_lazy("result"),
    "result": gettext_lazy("result"),
    "refusal": gettext_lazy("refusal"),
    "facts": gettext_lazy("fact"),
    "duties": gettext_lazy("duty"),
    "within": gettext_lazy("within"),
    "validity": gettext_lazy("validity"),
    "satisfies": gettext_lazy("stands in for"),
    "refusal_reasons": gettext_lazy("ground for refusing reception"),
    "revoked_by": gettext_lazy("ground for revocation"),
    "assumed": gettext_lazy("rests on assumptions"),
    "assumed_reason": gettext_lazy("what is not established"),
}
# What follows these is the key of a part.
KEYED = frozenset(
    {"channels", "cases", "requirements", "questions", "options", "columns", "conditions"}
    | {"tariffs", "adjustments", "exemptions", "results", "facts", "duties", "revoked_by"}
    | {"refusal_reasons"}
)
LONGEST = 120


def told(procedure: Procedure) -> Iterator[str]:
    """A revision, whole."""
    yield f"{procedure.key}  {procedure.title}"
    if procedure.notice:
        yield f"({procedure.notice}) {procedure.assumed_reason}"
    if procedure.code_reason:
        yield str(procedure.code_reason)
    yield _("Revision in force from %(day)s") % {"day": shown.day(procedure.revision)}
    if procedure.level:
        yield capfirst(str(LEVELS[procedure.level]))
    yield f"SHA-256 {procedure.bundle_hash}"
    yield from _section(_("Legal basis"), map(basis, procedure.legal_basis))
    yield from _section(_("Ways to file"), map(_channel, procedure.channels))
    yield from _section(_("Tariffs"), map(_tariff, procedure.tariffs))
    for case in procedure.cases:
        yield from _section(str(case.title), map(_paper, procedure.requirements_of(case.key)))
        result = procedure.result_of(case.key)
        yield f"  → {result.title}"
        yield from (f"    {_duty(duty)}" for duty in result.duties)
    yield from _section(
        _("Conditions that are reckoned"), (_marked(c.title, c.basis) for c in procedure.conditions)
    )


def told_retired(gone: Retired) -> Iterator[str]:
    yield f"{gone.key}  {gone.title}"
    yield _("Abolished from %(day)s") % {"day": shown.day(gone.ended)}
    yield basis(gone.basis)


def told_change(change: Change) -> str:
    """`altered: paper “Draft charter”, originals: 1 → 2`."""
    kind, where = CHANGES[change.kind], _where(change)
    if change.kind in (ChangeKind.ADDED, ChangeKind.REMOVED):
        said = change.after if change.kind is ChangeKind.ADDED else change.before
        plain = said is None or isinstance(said, dict | list)
        return f"{kind}: {where}" if plain else f"{kind}: {where}: {_short(said)}"
    return f"{kind}: {where}: {_short(change.before)} → {_short(change.after)}"


def told_resting(fact: Resting) -> str:
    revision = f"{fact.procedure.key} {fact.procedure.revision}"
    return f"{revision}  {fact.name} ({fact.place}): {basis(fact.basis)}"


def basis(one: Basis) -> str:
    article = _(", article %(article)s") % {"article": one.article} if one.article else ""
    return f"{one.text or ''}{article} [{MARKS[one.mark]}]".strip()


def _where(change: Change) -> str:
    """The part by its name, then the fields within it."""
    steps = zip(("", *change.place), change.place, strict=False)
    fields = [str(FIELDS.get(step, step)) for before, step in steps if before not in KEYED]
    if not change.part:
        return ", ".join(fields)
    *lists, last = (n for n, step in enumerate(change.place) if step in KEYED)
    within = fields[len(lists) + 1 :]
    return ", ".join(
        [f"{FIELDS.get(change.place[last], change.place[last])} “{change.part}”", *within]
    )


def _short(value: Any) -> str:
    written = str(value)
    return written if len(written) <= LONGEST else f"{written[:LONGEST]}…"


def _section(heading: str, lines: Iterable[str]) -> Iterator[str]:
    every = list(lines)
    if every:
        yield ""
        yield heading
        yield from (f"  {line}" for line in every)


def _marked(words: object, one: Basis) -> str:
    return f"{words} [{MARKS[one.mark]}]"


def _channel(channel: Channel) -> str:
    fee, language = channel.fee, language_now()
    limit = shown.limit_of(channel, language)
    cost = fee.note or fee.tariff if fee.amount is None else shown.money(fee.amount, language)
    return f"{WAYS[channel.key]}: {_marked(limit, channel.basis)}; {_marked(cost, fee.basis)}"


def _tariff(tariff: Tariff) -> str:
    tiers = "; ".join(shown.tier(tariff, n, language_now()) for n in range(len(tariff.tiers)))
    return _marked(f"{tariff.title}: {tiers}" if tiers else tariff.title, tariff.basis)


def _duty(duty: Duty) -> str:
    within = shown.limit(duty.within, language_now())
    return _marked(f"{duty.text} ({within})", duty.basis)


def _paper(requirement: Requirement) -> str:
    title = _marked(requirement.title, requirement.basis)
    taken = ", ".join(requirement.from_register)
    return f"{title} ← {taken}" if taken else title
