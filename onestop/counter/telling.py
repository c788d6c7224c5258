"""What is told of a dossier beside its papers: whose it is, where it lies, what was answered."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onestop.ui.components.reading import Fact
from onestop.ui.components.words import clock_time, day, grouped
from onestop.ui.eform import AT_COUNTER, OFFICER, said
from procedures import shown
from procedures.conditions import Reckoned, reckon
from procedures.fields import FieldType, Question
from procedures.values import is_empty, problem_with
from workflows.dossiers.models import Dossier
from workflows.dossiers.status import ENDED, Status
from workflows.people.models import Role

from .asking import named
from .opened import Opened

S = Status
# Who holds the dossier as long as it stands there; handler and signer are told by name.
BY_ROLE: dict[Status, Promise | str] = {
    S.SUBMITTED: gettext_lazy("One-stop unit"),
    S.COMPLETION_REQUESTED: gettext_lazy("The applicant, to complete it"),
    S.SUPPLEMENT_REQUESTED: gettext_lazy("The applicant, to supplement it"),
    S.RECEIVED: Role.HEAD.label,
    S.SIGNED: Role.CLERK.label,
    S.ISSUED: gettext_lazy("One-stop unit"),
}


def holder_of(opened: Opened) -> str:
    """With whom it lies now."""
    status = Status(opened.dossier.status)
    if status in ENDED:
        return _("Nobody; it has come to its end")
    post = {
        S.PROCESSING: opened.handler,
        S.AWAITING_APPROVAL: opened.signer,
        S.APPROVED: opened.signer,
    }.get(status)
    if status == S.RECEIVED and opened.procedure.route.name == "same_day":
        return str(Role.HANDLER.label)
    return named(post) if post else str(BY_ROLE.get(status, ""))


def strip_of(opened: Opened) -> tuple[Fact, ...]:
    dossier, procedure = opened.dossier, opened.procedure
    filed, owner = str(dossier.submitter), str(dossier.owner)
    came, channel = dossier.submitted_at, procedure.channel(dossier.channel)
    way = f"{capfirst(dossier.get_channel_display())}, {clock_time(came)} {day(came)}"
    return (
        _code(dossier),
        Fact(_("Procedure"), f"{procedure.code or ''} {procedure.title}".strip()),
        *([Fact(_("Filed by"), filed)] if filed != owner else []),
        Fact(_("Way of filing"), way),
        Fact(_("Time limit"), capfirst(shown.limit_of(channel, opened.language))),
        Fact(_("Now with"), holder_of(opened)),
    )


def people_of(opened: Opened) -> tuple[Fact, ...]:
    """The owner, who filed for them and on what ground, and how to reach somebody."""
    dossier, filed = opened.dossier, opened.dossier.submitter
    typist = dossier.assisted_by.person if dossier.assisted_by else None
    ground = dossier.representation.basis if dossier.representation else ""
    lines = (
        Fact(_("Owner of the dossier"), str(dossier.owner)),
        Fact(_("Filed by"), str(filed)),
        Fact(_("On the ground of"), ground),
        Fact(_("Written down at the counter by"), str(typist or "")),
        Fact(_("Personal number"), grouped(filed.personal_id or ""), kind="num"),
        Fact(_("Born on"), day(filed.birthday), kind="num"),
        Fact(_("Phone"), filed.phone, kind="num"),
        Fact(_("Email"), filed.email),
        Fact(_("Case"), str(opened.procedure.case(dossier.case).title)),
    )
    return tuple(line for line in lines if line.value)


def answers_of(opened: Opened) -> tuple[Fact, ...]:
    """The form as it was answered, each answer with its source."""
    given = opened.dossier.answers
    asked = opened.procedure.questions_of(opened.dossier.case)
    answered = (one for one in asked if one.key in given and not is_empty(given[one.key]["value"]))
    return tuple(_answer(opened, one, given[one.key]) for one in answered)


def conditions_told(opened: Opened) -> tuple[tuple[Reckoned, str], ...]:
    """The conditions of law that the answers can be held against, each with its reckoning."""
    case, answers = opened.dossier.case, opened.dossier.situation.answers
    found = (reckon(one, answers) for one in opened.procedure.conditions_of(case))
    return tuple((one, shown.reckoning(opened.procedure, one, opened.language)) for one in found)


def _answer(opened: Opened, question: Question, told: dict[str, object]) -> Fact:
    voice = AT_COUNTER if opened.dossier.assisted_by_id else OFFICER
    value, source = told["value"], said(str(told["source"]), voice)
    if problem_with(question, value):
        return Fact(str(question.label), str(value), source)
    written = shown.shown(question, value, opened.language)
    if question.type is FieldType.PERSONAL_NUMBER:
        return Fact(str(question.label), grouped(written), source, kind="num")
    return Fact(str(question.label), written, source)


def _code(dossier: Dossier) -> Fact:
    """The dossier's code comes with reception; before, the code it is tracked by."""
    if dossier.code:
        return Fact(_("Dossier code"), dossier.code, kind="code")
    return Fact(_("Tracking code"), dossier.tracking_code, kind="code")
