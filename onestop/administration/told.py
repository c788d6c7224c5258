"""What a revision says, as tables an administrator reads: each part with its basis and mark."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onestop.ui.catalogue_lines import MARKS, WAYS, basis
from procedures import catalogue, review, shown
from procedures.fields import Applicant, FieldType, Question, When
from procedures.schema import Case, Procedure, Requirement
from procedures.words import language_now

Text = Promise | str
KINDS: dict[FieldType, Promise] = {
    FieldType.TEXT: gettext_lazy("text"),
    FieldType.LONG_TEXT: gettext_lazy("long text"),
    FieldType.INTEGER: gettext_lazy("whole number"),
    FieldType.MONEY: gettext_lazy("amount in đồng"),
    FieldType.DATE: gettext_lazy("day"),
    FieldType.PARTIAL_DATE: gettext_lazy("day, month or year"),
    FieldType.PHONE: gettext_lazy("telephone"),
    FieldType.EMAIL: gettext_lazy("e-mail"),
    FieldType.PERSONAL_NUMBER: gettext_lazy("personal number"),
    FieldType.YES_NO: gettext_lazy("yes or no"),
    FieldType.DECLARATION: gettext_lazy("declaration"),
    FieldType.ADDRESS: gettext_lazy("address"),
    FieldType.AGENCY: gettext_lazy("agency"),
    FieldType.SELECT: gettext_lazy("one of several"),
    FieldType.MULTI: gettext_lazy("any of several"),
    FieldType.TABLE: gettext_lazy("table"),
}


@dataclass(frozen=True)
class Table:
    """A part of the revision; where it says nothing, no table."""

    title: str
    heads: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]

    @property
    def named(self) -> list[tuple[Text, list[tuple[Text, Text]]]]:
        """Each row by its first cell, the others with their heads."""
        heads = self.heads[1:]
        return [(first, list(zip(heads, rest, strict=True))) for first, *rest in self.rows]


@dataclass(frozen=True)
class Link:
    """Another procedure that a result leads to, or comes from."""

    words: str
    procedure: Procedure


def tables(procedure: Procedure) -> Iterator[Table]:
    """In the order in which a file tells it."""
    yield _channels(procedure)
    for case in procedure.cases:
        yield _papers(procedure, case)
        yield _questions(procedure, case)
    for one in (
        _conditions(procedure),
        _tariffs(procedure),
        _results(procedure),
        _duties(procedure),
    ):
        if one.rows:
            yield one
    yield _bases(procedure)


def chains(procedure: Procedure) -> Iterator[Link]:
    """Whose results it takes, and which procedures take its own; in force or not, the newest."""
    newest = {key: every[-1] for key, every in catalogue.current().revisions.items()}
    own = {result.key for result in procedure.results}
    taken = {key for paper in procedure.requirements for key in paper.from_register}
    for one in newest.values():
        if taken & {result.key for result in one.results} and one.key != procedure.key:
            yield Link(_("takes a result of"), one)
        if own & {key for paper in one.requirements for key in paper.from_register}:
            yield Link(_("its result is taken by"), one)
        if one.key in {duty.opens for result in procedure.results for duty in result.duties}:
            yield Link(_("a duty afterwards leads to"), one)


def when(one: When | None, procedure: Procedure) -> str:
    """In words: for whom, and after which answer."""
    if one is None:
        return ""
    said = []
    if one.applicant is not None:
        person = one.applicant is Applicant.PERSON
        said.append(_("a person applies") if person else _("an organisation applies"))
    if one.answered is not None:
        asked = next(q for q in procedure.questions if q.key == one.answered.question)
        said.append(f"{asked.label}: {_answers(asked, one.answered.any_of)}")
    return "; ".join(said)


def _answers(asked: Question, any_of: tuple[str | bool, ...]) -> str:
    labels = {option.key: str(option.label) for option in asked.options}
    plain = (
        shown.shown(asked, one, language_now()) if isinstance(one, bool) else labels.get(one, one)
        for one in any_of
    )
    return " / ".join(map(str, plain))


def _channels(procedure: Procedure) -> Table:
    language = language_now()
    rows = tuple(
        (
            capfirst(str(WAYS[one.key])),
            f"{shown.limit_of(one, language)} [{MARKS[one.basis.mark]}]",
            f"{_fee(one.fee.amount, one.fee.note, one.fee.tariff)} [{MARKS[one.fee.basis.mark]}]",
        )
        for one in procedure.channels
    )
    return Table(_("Ways to file"), (_("Way"), _("Time limit"), _("Fee")), rows)


def _fee(amount: int | None, note: object, tariff: str | None) -> str:
    if amount is not None:
        return shown.money(amount, language_now())
    return str(note or tariff or "")


def _papers(procedure: Procedure, case: Case) -> Table:
    rows = tuple(
        (
            str(one.title),
            _source(one),
            when(one.when, procedure)
            or (_("always") if one.required else _("where it concerns them")),
            basis(one.basis),
        )
        for one in procedure.requirements_of(case.key)
    )
    heads = (_("Paper"), _("Where it comes from"), _("When"), _("Basis"))
    return Table(_("Papers: %(case)s") % {"case": case.title}, heads, rows)


def _source(one: Requirement) -> str:
    if one.from_form is not None:
        return _("made from the answers")
    said = [", ".join(one.from_register)] if one.from_register else []
    if one.from_database:
        said.append(one.from_database)
    if one.from_citizen:
        said.append(_("the applicant"))
    return " / ".join(said)


def _questions(procedure: Procedure, case: Case) -> Table:
    rows = tuple(
        (
            str(one.label),
            KINDS[one.type],
            _known(one),
            when(one.when, procedure) or (_("always") if one.required else _("not required")),
        )
        for one in procedure.questions_of(case.key)
    )
    heads = (_("Question"), _("Kind"), _("Known from"), _("When"))
    return Table(_("Form: %(case)s") % {"case": case.title}, heads, rows)


def _known(question: Question) -> str:
    """`kết quả fund-licence: fund_name`, or whose record holds it; dots give no place to break."""
    if question.reckoned:
        return _("reckoned")
    role, _dot, rest = (question.prefill or "").partition(".")
    if role != "result":
        return f"{role}: {rest}" if rest else ""
    kind, _dot, fact = rest.partition(".")
    return f"{_('result')} {kind}: {fact.rpartition('.')[2]}"


def _conditions(procedure: Procedure) -> Table:
    rows = tuple((str(one.title), one.test, basis(one.basis)) for one in procedure.conditions)
    return Table(_("Conditions that are reckoned"), (_("Condition"), _("Test"), _("Basis")), rows)


def _tariffs(procedure: Procedure) -> Table:
    rows = tuple(
        (
            str(one.title),
            "; ".join(shown.tier(one, n, language_now()) for n in range(len(one.tiers))),
            basis(one.basis),
        )
        for one in procedure.tariffs
    )
    return Table(_("Tariffs"), (_("Tariff"), _("Amounts"), _("Basis")), rows)


def _results(procedure: Procedure) -> Table:
    rows = tuple(
        (
            str(one.title),
            ", ".join(str(fact.label) for fact in one.facts),
            ", ".join(one.satisfies),
            basis(one.basis),
        )
        for one in (*procedure.results, procedure.refusal)
    )
    heads = (_("Result"), _("It states"), _("It stands in for"), _("Basis"))
    return Table(_("Results"), heads, rows)


def _duties(procedure: Procedure) -> Table:
    rows = tuple(
        (
            str(duty.text),
            shown.limit(duty.within, language_now()),
            duty.opens or "",
            basis(duty.basis),
        )
        for result in procedure.results
        for duty in result.duties
    )
    return Table(
        _("Duties after the decision"), (_("Duty"), _("Within"), _("By"), _("Basis")), rows
    )


def _bases(procedure: Procedure) -> Table:
    rows = tuple(
        (capfirst(review.name_at(procedure, place)), basis(one), place)
        for place, one in procedure.bases()
    )
    return Table(_("What each fact rests on"), (_("Fact"), _("Basis"), _("Place")), rows)
