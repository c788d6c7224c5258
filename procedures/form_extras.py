"""What must hold of a form's reckoned numbers, its notes, and the slots of papers on its pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from .fields import FieldType, Question, Reckoning
from .reading import Faults
from .schema import Procedure

NUMBERS = (FieldType.INTEGER, FieldType.MONEY)


def reckonings(procedure: Procedure) -> Faults:
    """A number that follows from answers before it, and is neither demanded nor known otherwise."""
    before: dict[str, Question] = {}
    for n, question in enumerate(procedure.questions):
        if question.reckoned is not None:
            place = f"questions[{n}]"
            if question.type not in NUMBERS:
                yield f"{place}.type", format_lazy(_("a question of type {}"), " / ".join(NUMBERS))
            if question.required or question.prefill:
                yield f"{place}.required", _("false: nobody can type it")
            cases = [c for c in procedure.cases if question.key in c.questions]
            asked = [set(case.questions) for case in cases]
            yield from _reckoning(f"{place}.reckoned", question.reckoned, before, asked)
        before[question.key] = question


def _reckoning(
    place: str,
    by: Reckoning,
    before: Mapping[str, Question],
    asked: Collection[set[str]],
) -> Faults:
    of_table = by.how in ("rows", "total")
    types = (FieldType.TABLE,) if of_table else NUMBERS
    if (len(by.of) != 1) if of_table else (len(by.of) < 2):
        yield f"{place}.of", _("one table") if of_table else _("two numbers or more")
    for n, key in enumerate(by.of):
        known = before.get(key)
        if known is None or known.type not in types or not all(key in keys for keys in asked):
            yield (
                f"{place}.of[{n}]",
                format_lazy(
                    _("an earlier question of every case with it, of type {}"), " / ".join(types)
                ),
            )
    columns = {
        column.key
        for key in by.of
        if key in before
        for column in before[key].columns
        if column.type in NUMBERS
    }
    if (by.how == "total") != (by.column is not None) or (by.column and by.column not in columns):
        yield f"{place}.column", _("a column of numbers for a total, and only there")


def slots(procedure: Procedure) -> Faults:
    """A paper has one slot, and one that somebody can fill."""
    handed_in = {r.key for r in procedure.requirements if r.from_citizen and r.from_form is None}
    stands = Counter(key for page in procedure.pages for key in page.papers)
    for n, page in enumerate(procedure.pages):
        for m, key in enumerate(page.papers):
            if key not in handed_in:
                expected = format_lazy(_("a paper that is handed in, not “{}”"), key)
                yield f"pages[{n}].papers[{m}]", expected
            elif stands[key] > 1:
                yield f"pages[{n}].papers[{m}]", format_lazy(_("“{}” only once"), key)
