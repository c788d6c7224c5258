"""Every sentence a person may read stands in both catalogues, whole, checked and well written."""

from __future__ import annotations

import ast
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache

import pytest
from babel.messages.catalog import Catalog, Message
from django.conf import settings

from onestop.management.commands.messages import FOLDERS, kept, said_in_code

LANGUAGES = [code for code, _name in settings.LANGUAGES]
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w*\}")
# What is the same in both languages: signs, and a name.
SAME = {"YAML ({})", "%(limit)s (%(basis)s)."}
# No Vietnamese sentence has two of these words.
ENGLISH = re.compile(r"\b(the|is|are|not|of|and|or|this|that|has|was|be)\b", re.IGNORECASE)
SENTENCE = re.compile(r"[A-Za-z]{2,} [a-z]{2,}")
# Raised at those who write code or set a site up; they read English.
FOR_PROGRAMMERS = {
    "AssertionError",
    "ImproperlyConfigured",
    "NotACode",
    "PydanticCustomError",
    "SuspiciousModification",
    "TransactionManagementError",
    "ValueError",
}


@cache
def catalogue(language: str) -> Catalog:
    return kept(language)


def messages(catalogue: Catalog) -> dict[str, Message]:
    """By the sentence in the code, the first of a plural; the heading has none."""
    return {first(message.id): message for message in catalogue if message.id}


def first(said: str | tuple[str, ...] | list[str]) -> str:
    return said if isinstance(said, str) else said[0]


def last(said: str | tuple[str, ...] | list[str]) -> str:
    return said if isinstance(said, str) else said[-1]


def texts(message: Message) -> tuple[str, ...]:
    said = message.string or ""
    return (said,) if isinstance(said, str) else tuple(said)


def every_text(language: str) -> Iterator[tuple[str, str]]:
    """Each text with the sentence it translates."""
    for sentence, message in messages(catalogue(language)).items():
        for text in texts(message):
            yield sentence, text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_holds_what_the_code_says_and_nothing_else(language: str) -> None:
    said = set(messages(said_in_code()))
    assert set(messages(catalogue(language))) == said, "run “make messages”, then translate"
    assert not catalogue(language).obsolete


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated_in_all_its_forms_and_looked_at(language: str) -> None:
    forms = catalogue(language).num_plurals
    for sentence, message in messages(catalogue(language)).items():
        assert all(texts(message)), sentence
        assert len(texts(message)) == (forms if message.pluralizable else 1), sentence
        assert not message.fuzzy, sentence


def test_vietnamese_has_one_form_for_one_and_many() -> None:
    assert catalogue("vi").num_plurals == 1
    assert catalogue("en").num_plurals == 2


def test_english_is_what_the_code_says() -> None:
    for message in messages(catalogue("en")).values():
        assert message.string == message.id


def test_nothing_is_left_in_english() -> None:
    for sentence, text in every_text("vi"):
        assert (text == sentence) == (sentence in SAME), sentence
        assert len(ENGLISH.findall(text)) < 2, text


def test_a_translation_is_filled_in_as_its_sentence_is() -> None:
    for message in messages(catalogue("vi")).values():
        # The one form of a plural stands for many too, and so tells how many.
        sentence, text = last(message.id), last(message.string or "")
        assert Counter(PLACEHOLDER.findall(text)) == Counter(PLACEHOLDER.findall(sentence)), text
        assert "%" not in PLACEHOLDER.sub("", text), text


def test_a_translation_begins_and_ends_as_its_sentence_does() -> None:
    for sentence, text in every_text("vi"):
        assert text.endswith(".") == sentence.endswith("."), text
        assert text.startswith(",") == sentence.startswith(","), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_is_well_written(language: str) -> None:
    for _sentence, text in every_text(language):
        assert unicodedata.is_normalized("NFC", text), text
        # Some spaces are to hold words together; those stay.
        assert text == " ".join(re.split(r"[ \t\n]+", text.strip())), text
        assert '"' not in text, text
        assert text.count("“") == text.count("”"), text


def test_whatever_is_raised_with_a_sentence_can_be_translated() -> None:
    assert list(_untranslated()) == []


def _untranslated() -> Iterator[str]:
    for folder in FOLDERS:
        for path in sorted((settings.ROOT / folder).rglob("*.py")):
            for scope in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(scope, ast.ClassDef | ast.Raise):
                    yield from (f"{path}: {said}" for said in _plain(scope))


def _plain(scope: ast.ClassDef | ast.Raise) -> Iterator[str]:
    """The sentences an exception is made with that are not marked as such."""
    name = scope.name if isinstance(scope, ast.ClassDef) else _called(scope.exc)
    if name in FOR_PROGRAMMERS:
        return
    for node in ast.walk(scope):
        if isinstance(node, ast.Call) and _called(node) in (name, "__init__"):
            for part in node.args:
                said = ast.unparse(part)
                if isinstance(part, ast.Constant | ast.JoinedStr) and SENTENCE.search(said):
                    yield said


def _called(node: ast.AST | None) -> str:
    """`Refused` of `Refused(...)`, `__init__` of `super().__init__(...)`."""
    what = node.func if isinstance(node, ast.Call) else node
    if isinstance(what, ast.Attribute):
        return what.attr
    return what.id if isinstance(what, ast.Name) else ""
