"""The answers of a form as JSON Schema 2020-12, for programs that send or read them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from .fields import Field, FieldType, Question
from .schema import Procedure
from .values import (
    AGENCY,
    ISO_DATE,
    LARGEST,
    LONG,
    PERSONAL_NUMBER,
    PHONE,
    ROWS,
    SHORT,
)
from .words import Language

DIALECT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]


def schema_of(procedure: Procedure, case: str, language: Language = "vi") -> Schema:
    """What the answers of a case must be. A question that depends on an answer is then required."""
    questions = procedure.questions_of(case)
    always = [q for q in questions if q.required and q.when is None]
    return {
        "$schema": DIALECT,
        "$id": f"urn:sha256:{procedure.bundle_hash}:{case}",
        "title": getattr(procedure.title, language),
        "type": "object",
        "properties": {q.key: _field(q, language) for q in questions},
        "required": [q.key for q in always],
        "additionalProperties": False,
    } | _raised(questions)


def _raised(questions: Iterable[Question]) -> Schema:
    """What an answer raises. Who applies is no answer, so what hangs on that stays optional."""
    rules = [
        {"if": _given(q), "then": {"required": [q.key]}}
        for q in questions
        if q.required and q.when and q.when.answered and q.when.applicant is None
    ]
    return {"allOf": rules} if rules else {}


def _given(question: Question) -> Schema:
    answered = question.when.answered if question.when else None
    assert answered is not None  # noqa: S101  asked for by the one caller
    among: Schema = {"enum": list(answered.any_of)}
    either = {"anyOf": [among, {"type": "array", "contains": among}]}
    return {"properties": {answered.question: either}, "required": [answered.question]}


def _field(field: Field, language: Language) -> Schema:
    said = {"title": getattr(field.label, language)}
    if field.hint:
        said["description"] = getattr(field.hint, language)
    return said | TYPES[field.type](field, language)


def _words(longest: int) -> Callable[[Field, Language], Schema]:
    return lambda _field, _language: {"type": "string", "minLength": 1, "maxLength": longest}


def _always(schema: Schema) -> Callable[[Field, Language], Schema]:
    return lambda _field, _language: dict(schema)


def _select(field: Field, language: Language) -> Schema:
    options = field.options
    return {"oneOf": [{"const": o.key, "title": getattr(o.label, language)} for o in options]}


def _multi(field: Field, language: Language) -> Schema:
    some = {"minItems": 1} if field.required else {}
    return {"type": "array", "uniqueItems": True, "items": _select(field, language)} | some


def _declared(field: Field, _language: Language) -> Schema:
    return {"const": True} if field.required else {"type": "boolean"}


def _table(field: Field, language: Language) -> Schema:
    row = {
        "type": "object",
        "properties": {column.key: _field(column, language) for column in field.columns},
        "required": [column.key for column in field.columns if column.required],
        "additionalProperties": False,
    }
    some = {"minItems": 1} if field.required else {}
    return {"type": "array", "maxItems": ROWS, "items": row} | some


TYPES: dict[FieldType, Callable[[Field, Language], Schema]] = {
    FieldType.TEXT: _words(SHORT),
    FieldType.LONG_TEXT: _words(LONG),
    FieldType.INTEGER: _always({"type": "integer", "minimum": -LARGEST, "maximum": LARGEST}),
    FieldType.MONEY: _always({"type": "integer", "minimum": 0, "maximum": LARGEST}),
    FieldType.DATE: _always(
        {"type": "string", "format": "date", "pattern": f"^{ISO_DATE.pattern}$"}
    ),
    FieldType.PARTIAL_DATE: _always(
        {"type": "string", "pattern": r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"}
    ),
    FieldType.PHONE: _always({"type": "string", "pattern": f"^{PHONE.pattern}$"}),
    FieldType.EMAIL: _always({"type": "string", "format": "email", "maxLength": SHORT}),
    FieldType.PERSONAL_NUMBER: _always(
        {"type": "string", "pattern": f"^{PERSONAL_NUMBER.pattern}$"}
    ),
    FieldType.YES_NO: _always({"type": "boolean"}),
    FieldType.DECLARATION: _declared,
    FieldType.ADDRESS: _always(
        {
            "type": "object",
            "properties": {
                "province": {"type": "string", "pattern": "^[0-9]{2}$"},
                "commune": {"type": "string", "pattern": "^[0-9]{5}$"},
                "street": {"type": "string", "minLength": 1, "maxLength": SHORT},
            },
            "required": ["province", "commune", "street"],
            "additionalProperties": False,
        }
    ),
    FieldType.AGENCY: _always(
        {
            "type": "object",
            "properties": {
                "code": {"type": "string", "pattern": f"^{AGENCY.pattern}$"},
                "name": {"type": "string", "minLength": 1, "maxLength": SHORT},
            },
            "required": ["code", "name"],
            "additionalProperties": False,
        }
    ),
    FieldType.SELECT: _select,
    FieldType.MULTI: _multi,
    FieldType.TABLE: _table,
}
