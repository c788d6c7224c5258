"""From a file to a procedure. Each error says which file, which place, and what was expected."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import yaml
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from .schema import Procedure, Retired
from .words import Fact, Words

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class Finding:
    """Something a definition must not say, or fails to say."""

    file: str
    place: Promise | str
    expected: Promise | str

    def __str__(self) -> str:
        return _("%(file)s, at %(place)s: expected %(expected)s") % {
            "file": self.file,
            "place": self.place,
            "expected": self.expected,
        }


# A place in the file, and what was expected there.
Faults = Iterator[tuple[str, Promise | str]]


class InvalidDefinition(Exception):
    """The file is no procedure; `findings` lists all that is wrong with it."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(map(str, self.findings)))


class Like(Fact):
    """The revision that a file is like, but for what it says itself."""

    procedure: Words
    revision: date


class _OneOfEach(yaml.CSafeLoader):
    """YAML in which a key may not stand twice, where the later would silently win."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _value in node.value:
            if str(key.value) in seen:
                raise yaml.MarkedYAMLError(problem=str(key.value), problem_mark=key.start_mark)
            seen.add(str(key.value))
        return super().construct_mapping(node, deep)


def read(path: Path, *, beside: Path) -> Procedure:
    """The procedure in a file; raises `InvalidDefinition`.

    A file may say `like: {procedure, revision}` and then only what differs from that one, which
    lies in the catalogue `beside`: the same procedure at another level of the State.
    """
    return parse(_text(path), file=str(path), beside=beside)


def read_retired(path: Path) -> Retired:
    """The abolished procedure in a file; raises `InvalidDefinition`."""
    file = str(path)
    said = _yaml(_text(path), file)
    _loader(said, file)
    return _as(Retired, said, file)


def parse(text: str, *, file: str, beside: Path | None = None) -> Procedure:
    """The procedure a text defines, read by the loader of the schema it names."""
    said = _yaml(text, file)
    loader = _loader(said, file)
    if "like" in said:
        said = _completed(said, file, beside)
    return loader(said, file)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        found = Finding(str(path), str(error.start), _("text in UTF-8"))
        raise InvalidDefinition([found]) from error


def _loader(said: dict[str, Any], file: str) -> Loader:
    loader = LOADERS.get(str(said.pop("schema", None)))
    if loader is None:
        known = ", ".join(sorted(LOADERS))
        raise InvalidDefinition(
            [Finding(file, "schema", format_lazy(_("one of {expected}"), expected=known))]
        )
    return loader


def _completed(said: dict[str, Any], file: str, beside: Path | None) -> dict[str, Any]:
    """What is said, and the rest as the procedure says it that this one is like."""
    like = _as(Like, said.pop("like"), file, "like")
    places = f"*/{like.procedure}/{like.revision.isoformat()}.yaml"
    path = next(beside.glob(places), None) if beside else None
    if path is None:
        expected = format_lazy(_("a file of the catalogue, not “{}”"), places)
        raise InvalidDefinition([Finding(file, "like", expected)])
    base = _yaml(_text(path), str(path))
    base.pop("schema", None)
    if "like" in base:
        expected = format_lazy(_("a file that stands by itself, not “{}”"), places)
        raise InvalidDefinition([Finding(file, "like", expected)])
    return base | said


def _as(model: type[Model], said: Any, file: str, place: str = "") -> Model:
    # Through JSON, where a strict model still takes a list for a tuple and a text for a date.
    try:
        return model.model_validate_json(json.dumps(said, default=str))
    except ValidationError as error:
        errors = _first_hand(error.errors())
        raise InvalidDefinition(_finding(file, e, place) for e in errors) from error


def _yaml(text: str, file: str) -> dict[str, Any]:
    try:
        said = yaml.load(text, Loader=_OneOfEach)  # noqa: S506  a safe loader, only stricter
    except yaml.YAMLError as error:
        raise InvalidDefinition([_misread(file, error)]) from error
    if not isinstance(said, dict):
        raise InvalidDefinition([Finding(file, _line(0), _("the fields of a procedure"))])
    return said


def _misread(file: str, error: yaml.YAMLError) -> Finding:
    if not isinstance(error, yaml.MarkedYAMLError):
        return Finding(file, _line(0), _("YAML, without control characters"))
    place = _line(error.problem_mark.line if error.problem_mark else 0)
    if type(error) is yaml.MarkedYAMLError:
        return Finding(file, place, format_lazy(_("“{}” only once"), error.problem))
    said = _UNREADABLE.get(error.problem, error.problem)
    return Finding(file, place, format_lazy(_("YAML ({})"), said))


def _line(before: int) -> Promise:
    return format_lazy(_("line {}"), before + 1)


def _load_1(said: Mapping[str, Any], file: str) -> Procedure:
    return _as(Procedure, said, file)


Loader = Callable[[Mapping[str, Any], str], Procedure]
# Every schema that was ever published is read for ever.
LOADERS: dict[str, Loader] = {"1": _load_1}

_EXPECTED = {
    "missing": _("a value, there is none"),
    "extra_forbidden": _("no such field"),
    "string_type": _("text"),
    "int_type": _("a whole number"),
    "bool_type": _("true or false"),
    "tuple_type": _("a list"),
    "model_type": _("a group of fields"),
    "date_type": _("a date such as 2025-07-01"),
    "date_parsing": _("a date such as 2025-07-01"),
    "date_from_datetime_parsing": _("a date such as 2025-07-01"),
    "too_short": _("at least one entry"),
    "enum": _("one of {expected}"),
    "literal_error": _("one of {expected}"),
    "string_pattern_mismatch": _("text of the form {pattern}"),
    "greater_than_equal": _("a number of at least {ge}"),
    "less_than_equal": _("a number of at most {le}"),
    "words_blank": _("words, not a blank"),
    "words_space": _("words without spaces around them"),
    "words_nfc": _("words in Unicode form NFC"),
}


# What libyaml says most, in words for those who do not program.
_UNREADABLE: Mapping[str | None, Promise] = {
    "mapping values are not allowed in this context": _("a colon within words: put them in quotes"),
    "could not find expected ':'": _("a colon after the name of a field"),
    "did not find expected key": _("each field as far indented as the one above it"),
    "did not find expected '-' indicator": _("each entry as far indented as the one above it"),
    "found a tab character that violates indentation": _("spaces for indentation, not a tab"),
    "found character that cannot start any token": _("no tab, and quotes around a sign"),
    "found unexpected end of stream": _("a closing quote or bracket"),
}


def _first_hand(errors: list[ErrorDetails]) -> list[ErrorDetails]:
    """A list without one faultless entry is also called too short, which is not its fault."""
    within = {error["loc"][:n] for error in errors for n in range(len(error["loc"]))}
    return [e for e in errors if e["type"] != "too_short" or e["loc"] not in within]


def _finding(file: str, error: ErrorDetails, place: str = "") -> Finding:
    where = (place, *error["loc"]) if place else error["loc"]
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in where)
    expected: Promise | str = error["msg"]
    if error["type"] in _EXPECTED:
        expected = format_lazy(_EXPECTED[error["type"]], **error.get("ctx", {}))
    return Finding(file, "".join(steps).lstrip("."), expected)
