"""The catalogue's questions as a form, for every door: asked, prefilled, refused in one wording."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from procedures.fields import FieldType, Question
from procedures.prefill import OWN_WORD
from procedures.shown import shown
from procedures.values import problem_with
from procedures.words import language_now

from .components.asking import Asked, Fault
from .components.reading import Fact
from .components.words import grouped
from .kinds import KINDS, read, write
from .widgets import Rows


@dataclass(frozen=True)
class Voice:
    """How a reader is told where a value comes from.

    `sources` by the first word of the name under which it is known; `own` is said of what may be
    typed over. `own_browser`: whether whoever sits before it is the one it asks about.
    """

    sources: Mapping[str, Promise]
    own: Promise
    own_browser: bool = False


APPLICANT = Voice(
    {
        "submitter": _("Taken from your electronic identity"),
        "owner": _("Taken from what is on record of the applicant"),
        "result": _("Taken from a result on the register"),
        "reckoned": _("Reckoned from what you answered"),
    },
    own=_("Taken from your account. You may change it."),
    own_browser=True,
)
OFFICER = Voice(
    {
        "declared": _("Declared by the applicant"),
        "counter": _("Written down at the counter as declared"),
        "submitter": _("From the electronic identity of who filed"),
        "owner": _("From what is on record of the owner"),
        "result": _("From a result on the register"),
        "reckoned": _("Reckoned from the other answers"),
    },
    own=_("On record of the applicant. It may be changed for this dossier."),
)
# Who filed there showed a card to an officer, and no electronic identity to a machine.
AT_COUNTER = replace(
    OFFICER, sources={**OFFICER.sources, "submitter": _("From what is on record of who files")}
)
# What a browser may fill in, of the one who sits before it.
AUTOCOMPLETE = {
    "submitter.full_name": "name",
    "submitter.phone": "tel",
    "submitter.email": "email",
    "submitter.address": "street-address",
}

Told = Mapping[str, Any]  # {"value": ..., "source": ...}, as drafts and prefill have it


@dataclass(frozen=True)
class Given:
    """Answers that nobody types, by the source they come from."""

    source: str
    facts: tuple[Fact, ...]


class AnswerField(forms.Field):
    """One question. Its value is checked by the catalogue, for every door in the same words."""

    def __init__(
        self, question: Question, *, source: Promise | str = "", voice: Voice = APPLICANT
    ) -> None:
        self.question = question
        self.source = source
        super().__init__(
            required=question.required,
            label=str(question.label),
            help_text=str(question.hint or ""),
            widget=KINDS[question.type].control(question),
        )
        if voice.own_browser and question.prefill in AUTOCOMPLETE:
            self.widget.attrs["autocomplete"] = AUTOCOMPLETE[question.prefill]

    def clean(self, value: Any) -> Any:
        answer = read(self.question, value)
        if sentence := problem_with(self.question, answer):
            raise forms.ValidationError(str(sentence))
        return answer

    def warning(self, value: Any) -> Promise | None:
        return KINDS[self.question.type].warn(value)


class EForm(forms.Form):
    """The questions of a page. `answers` is what was given so far, `known` what is known anyway."""

    use_required_attribute = False

    def __init__(
        self,
        questions: Iterable[Question],
        *,
        answers: Mapping[str, Told],
        known: Mapping[str, Told],
        data: Mapping[str, Any] | None = None,
        voice: Voice = APPLICANT,
    ) -> None:
        self.questions = tuple(questions)
        self.voice = voice
        self.known = known
        self._vouched = {key for key, told in known.items() if told["source"] not in OWN_WORD}
        super().__init__(data, initial=dict(self._written(answers)))
        for question in self.asked:
            self.fields[question.key] = AnswerField(
                question, source=self._source(question, answers), voice=voice
            )

    @property
    def asked(self) -> tuple[Question, ...]:
        """What has to be typed: what the State vouches for, nobody types over."""
        return tuple(q for q in self.questions if q.key not in self._vouched and q.reckoned is None)

    @property
    def given(self) -> list[Given]:
        """The rest, in groups of one source."""
        groups: dict[str, list[Fact]] = {}
        for question in self.questions:
            if question.key in self._vouched:
                told = self.known[question.key]
                source = said(told["source"], self.voice)
                groups.setdefault(source, []).append(_fact(question, told["value"]))
        return [Given(source, tuple(facts)) for source, facts in groups.items()]

    @property
    def typed(self) -> dict[str, Any]:
        """Everything as it was typed, right or wrong, to be kept as a draft."""
        return {question.key: read(question, self._raw(question)) for question in self.asked}

    @property
    def told(self) -> dict[str, Any]:
        """What was typed, if anything was sent."""
        return self.typed if self.is_bound else {}

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Each with its question, for many a sentence fits all of them."""
        return tuple(
            Fault(_named(question, str(sentence)), Asked(self[question.key]).first)
            for question in self.asked
            for sentence in self[question.key].errors
        )

    @property
    def has_address(self) -> bool:
        """Whether its script helps."""
        return any(question.type is FieldType.ADDRESS for question in self.asked)

    @property
    def wants_more(self) -> bool:
        """Not sent on: somebody asked for one more row, or for the communes of a province."""
        return "row" in self.data or "places" in self.data

    def with_more(self) -> Self:
        """The same, with what was typed and what was asked for, and nothing refused yet."""
        again = {name: {"value": value} for name, value in self.typed.items()}
        form = type(self)(self.questions, answers=again, known=self.known, voice=self.voice)
        key = str(self.data.get("row"))
        table = self.fields[key].widget if key in self.fields else None
        if isinstance(table, Rows):
            sent = table.sent(self.data, self.files, self.add_prefix(key))
            form.initial[key] = [*sent, {}]
        return form

    def _raw(self, question: Question) -> Any:
        widget = self.fields[question.key].widget
        return widget.value_from_datadict(self.data, self.files, self.add_prefix(question.key))

    def _written(self, answers: Mapping[str, Told]) -> Iterator[tuple[str, Any]]:
        for question in self.asked:
            told = answers.get(question.key) or self.known.get(question.key)
            if told is not None:
                yield question.key, write(question, told["value"])

    def _source(self, question: Question, answers: Mapping[str, Told]) -> Promise | str:
        """Only as long as the value is still the one that was known."""
        known = self.known.get(question.key)
        if known is None:
            return ""
        told = answers.get(question.key) or known
        return self.voice.own if told["value"] == known["value"] else ""


def said(source: str, voice: Voice = APPLICANT) -> str:
    """Where a value comes from, in words; to the applicant, empty for what they declared."""
    words = voice.sources.get(source.partition(".")[0])
    return str(words) if words else ""


def _named(question: Question, sentence: str) -> str:
    """What is declared is a sentence itself, and the only one of its kind."""
    declared = question.type is FieldType.DECLARATION
    return sentence if declared else f"{question.label}: {sentence}"


def _fact(question: Question, value: Any) -> Fact:
    words = shown(question, value, language_now())
    if question.type is FieldType.PERSONAL_NUMBER:
        return Fact(str(question.label), grouped(words), kind="num")
    return Fact(str(question.label), words)
