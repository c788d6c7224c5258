"""From the Form.io JSON of the national portal's forms to questions of ours.

The subset: text fields and areas, numbers, currencies, dates, days, e-mail, telephone, checkboxes,
radios, selects and select boxes with their values in the file, data and edit grids, and what parts
a form (panels, field sets, wells, columns, tables, tabs). Nothing of the file is ever executed. All
else is reported with its key, its place and the reason, and so is each key that stands twice.
"""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _

from .fields import FieldType
from .places.register import folded
from .values import SHORT, cleaned

DEEPEST, LARGEST = 50, 10_000_000
# Before words that somebody has yet to write in English; the checks find them.
UNTRANSLATED = "TRANSLATE: "

TYPES: dict[str, FieldType] = {
    "textfield": FieldType.TEXT,
    "textarea": FieldType.LONG_TEXT,
    "number": FieldType.INTEGER,
    "currency": FieldType.MONEY,
    "datetime": FieldType.DATE,
    "day": FieldType.PARTIAL_DATE,
    "email": FieldType.EMAIL,
    "phoneNumber": FieldType.PHONE,
    "radio": FieldType.SELECT,
    "select": FieldType.SELECT,
    "selectboxes": FieldType.MULTI,
    "datagrid": FieldType.TABLE,
    "editgrid": FieldType.TABLE,
}
GRIDS = ("datagrid", "editgrid")
PARTING = ("panel", "fieldset", "well", "columns", "table", "tabs", "container", "form")
WORDS = ("content", "htmlelement")
# What the portal's own blocks of submitter and owner hold, and from where we know it.
KNOWN: dict[str, tuple[FieldType, str]] = {
    f"{before}{name[:1].upper() + name[1:] if before else name}": (kind, f"{role}.{source}")
    for before, role in (("", "submitter"), ("owner", "owner"))
    for name, kind, source in (
        ("fullname", FieldType.TEXT, "full_name"),
        ("birthday", FieldType.DATE, "birthday"),
        ("identityNumber", FieldType.PERSONAL_NUMBER, "personal_id"),
        ("phoneNumber", FieldType.PHONE, "phone"),
        ("email", FieldType.EMAIL, "email"),
    )
}
# Three keys of the portal are one address of ours; `district` holds the commune since July 2025.
ADDRESS = re.compile(r"(?P<who>owner)?(?P<part>[Pp]rovince|[Dd]istrict|[Aa]ddress)(?P<nth>\d*)")
UNTITLED = "Nội dung"
RUN = ("calculateValue", "customConditional", "customDefaultValue", "logic")


class NotAForm(Exception):
    """The file is no form; the sentence says why."""


@dataclass(frozen=True)
class Left:
    """Something that was not carried over as it stood, and why."""

    key: str
    occurrence: int
    place: str
    reason: Promise | str


@dataclass
class Imported:
    """Questions and pages as a file of ours has them; `mapping` leads back to the portal's keys."""

    questions: list[dict[str, Any]] = field(default_factory=list)
    pages: list[dict[str, Any]] = field(default_factory=list)
    # By our key the portal's keys with their occurrence; and by our option the portal's value.
    mapping: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    options: dict[str, dict[str, str]] = field(default_factory=dict)
    report: list[Left] = field(default_factory=list)


def read(content: bytes) -> Imported:
    """The form in a file; raises `NotAForm`."""
    if len(content) > LARGEST:
        raise NotAForm(_("The file is larger than a form is."))
    try:
        said = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise NotAForm(_("The file is not JSON.")) from error
    components = said.get("components") if isinstance(said, dict) else said
    if not isinstance(components, list) or not components:
        raise NotAForm(_("The file holds no components of a Form.io form."))
    return _Reading().of(components)


@dataclass(frozen=True)
class _Found:
    """A component with its place: the titles it stands under, and how often its key came."""

    said: Mapping[str, Any]
    key: str
    occurrence: int
    place: str
    page: str

    @property
    def type(self) -> str:
        return str(self.said.get("type", ""))


class _Reading:
    """One form being read: keys are counted as they come, and none is given twice."""

    def __init__(self) -> None:
        self.done = Imported()
        self.came: Counter[str] = Counter()
        self.taken: set[str] = set()
        self.addresses: dict[str, str] = {}
        self.ours: dict[tuple[str, int], str] = {}
        self.asked: dict[str, dict[str, Any]] = {}
        self.titled: dict[str, dict[str, Any]] = {}

    def of(self, components: Iterable[Any]) -> Imported:
        found = list(self._walk(components, "", "", 0))
        for one in found:
            self._take(one)
        for one in found:
            self._condition(one)
        return self.done

    def _walk(self, parts: Iterable[Any], place: str, page: str, depth: int) -> Iterator[_Found]:
        """Every component that is not a part of a grid, in the order of the form."""
        if depth > DEEPEST:
            raise NotAForm(_("The form is nested too deeply."))
        for said in parts:
            if isinstance(said, list):  # the rows and cells of a table
                yield from self._walk(said, place, page, depth + 1)
            if not isinstance(said, dict):
                continue
            kind, title = said.get("type"), words_of(said.get("title") or said.get("legend"))
            here = f"{place} / {title}" if place and title else title or place
            if kind in PARTING or (kind is None and "key" not in said):
                within = [
                    *_lists(said, "components"),
                    *_lists(said, "columns"),
                    *_lists(said, "rows"),
                ]
                yield from self._walk(within, here, title if kind == "panel" else page, depth + 1)
                continue
            key = str(said.get("key") or kind or "")
            self.came[key] += 1
            yield _Found(said, key, self.came[key], place, page)

    def _take(self, one: _Found) -> None:
        self._report_what_would_run(one)
        if one.type in WORDS:
            self._note(one)
        elif (address := ADDRESS.fullmatch(one.key)) and one.type in ("textfield", "select"):
            self._address(one, address)
        elif one.key in KNOWN or one.type in TYPES or one.type == "checkbox":
            self._question(one)
        else:
            self._leave(one, REASONS.get(one.type, _("no type of question is like it")))

    def _question(self, one: _Found) -> None:
        made = self._field(one, unique(key_of(one.key), self.taken))
        if one.key in KNOWN and one.occurrence == 1:
            made["type"], made["prefill"] = KNOWN[one.key][0].value, KNOWN[one.key][1]
            made.pop("options", None)
        if made["type"] == FieldType.TABLE:
            made["columns"] = list(self._columns(one))
        empty = made["type"] in CHOSEN and not made.get("options")
        if empty or made.get("columns") == []:
            self._leave(one, _("its answers are not in the file"))
            return
        self._ask(made)
        self._map(made["key"], one)
        if made["type"] != FieldType.DECLARATION:
            self._page(one)["questions"].append(made["key"])

    def _field(self, one: _Found, key: str) -> dict[str, Any]:
        said, kind = one.said, self._type(one)
        label = words_of(said.get("label")) or one.key
        made: dict[str, Any] = {"key": key, "label": both(label), "type": kind.value}
        if not _validate(said).get("required"):
            made["required"] = False
        if hint := words_of(said.get("description") or said.get("tooltip")):
            made["hint"] = both(hint)
        if kind in CHOSEN:
            made["options"] = list(self._options(key, said))
        return made

    def _type(self, one: _Found) -> FieldType:
        if one.type == "checkbox":
            required = _validate(one.said).get("required")
            return FieldType.DECLARATION if required else FieldType.YES_NO
        if one.type == "select" and one.said.get("multiple"):
            return FieldType.MULTI
        return TYPES.get(one.type, FieldType.TEXT)

    def _columns(self, grid: _Found) -> Iterator[dict[str, Any]]:
        """The cells of a grid; a grid within a grid has no place in ours."""
        taken: set[str] = set()
        came: Counter[str] = Counter()
        for said in _lists(grid.said, "components"):
            if not isinstance(said, dict):
                continue
            key = str(said.get("key") or "")
            came[key] += 1
            one = _Found(said, key, came[key], f"{grid.place} / {grid.key}".strip(" /"), grid.page)
            if (one.type not in TYPES and one.type != "checkbox") or one.type in GRIDS:
                self._leave(one, REASONS.get(one.type, _("a cell cannot hold it")))
                continue
            self._report_what_would_run(one)
            name = unique(key_of(key), taken)
            made = self._field(one, name)
            if made["type"] in CHOSEN and not made["options"]:
                self._leave(one, _("its answers are not in the file"))
                continue
            self.done.mapping[f"{grid.key}[].{name}"] = [(key, one.occurrence)]
            yield made

    def _options(self, key: str, said: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        data = said.get("data")
        listed = said.get("values") or (data.get("values") if isinstance(data, dict) else None)
        taken: set[str] = set()
        for one in listed if isinstance(listed, list) else ():
            label = words_of(one.get("label")) if isinstance(one, dict) else ""
            if label:
                value = str(one.get("value", ""))
                name = unique(option_of(value or label), taken, between="-")
                self.done.options.setdefault(key, {})[name] = value
                yield {"key": name, "label": both(label)}

    def _address(self, one: _Found, found: re.Match[str]) -> None:
        """The first of its parts makes the question, the others belong to it."""
        whose = f"{found['who'] or ''}{found['nth']}/{one.occurrence}"
        if whose not in self.addresses:
            name = f"{'ownerAddress' if found['who'] else 'address'}{found['nth']}"
            key = unique(name, self.taken)
            label = words_of(one.said.get("label")) or one.key
            made: dict[str, Any] = {"key": key, "label": both(label)}
            made["type"] = FieldType.ADDRESS.value
            if not _validate(one.said).get("required"):
                made["required"] = False
            self.addresses[whose] = key
            self._ask(made)
            self._page(one)["questions"].append(key)
        self._map(self.addresses[whose], one)

    def _note(self, one: _Found) -> None:
        page, said = self._page(one), words_of(one.said.get("html") or one.said.get("content"))
        if said and "note" not in page:
            page["note"] = both(said)
        else:
            self._leave(one, _("words: a page has one note, before its questions"))

    def _condition(self, one: _Found) -> None:
        """`conditional` where it looks at one answer that can be chosen."""
        when = one.said.get("conditional")
        if not isinstance(when, dict) or not when.get("when"):
            return
        question = self.asked.get(self.ours.get((one.key, one.occurrence), ""))
        if question is None:
            return
        deciding = self.asked.get(self.ours.get((str(when["when"]), 1), ""))
        answer = self._answer(deciding, when.get("eq")) if deciding else None
        if deciding is None or answer is None or str(when.get("show")).lower() != "true":
            self._leave(one, _("when it is asked: only that one answer was chosen can decide"))
            return
        question["when"] = {"answered": {"question": deciding["key"], "any_of": [answer]}}

    def _answer(self, deciding: Mapping[str, Any], value: Any) -> str | bool | None:
        if deciding["type"] == FieldType.YES_NO:
            return {"true": True, "false": False}.get(str(value).lower())
        known = self.done.options.get(deciding["key"], {})
        return next((name for name, theirs in known.items() if theirs == str(value)), None)

    def _ask(self, made: dict[str, Any]) -> None:
        self.done.questions.append(made)
        self.asked[made["key"]] = made

    def _report_what_would_run(self, one: _Found) -> None:
        checks = _validate(one.said)
        conditional = one.said.get("conditional")
        scripted = [name for name in RUN if one.said.get(name)]
        scripted += [
            f"validate.{name}" for name in ("custom", "json", "pattern") if checks.get(name)
        ]
        if isinstance(conditional, dict) and conditional.get("json"):
            scripted.append("conditional.json")
        if scripted:
            self._leave(
                one, f"{_('a rule that a program would have to run:')} {', '.join(scripted)}"
            )

    def _page(self, one: _Found) -> dict[str, Any]:
        title = one.page or UNTITLED
        if title not in self.titled:
            self.titled[title] = {"title": both(title), "questions": []}
            self.done.pages.append(self.titled[title])
        return self.titled[title]

    def _map(self, key: str, one: _Found) -> None:
        self.done.mapping.setdefault(key, []).append((one.key, one.occurrence))
        self.ours[one.key, one.occurrence] = key
        if one.occurrence > 1:
            self._leave(one, f"{_('its key stands more than once; here it is called')} {key}")

    def _leave(self, one: _Found, reason: Promise | str) -> None:
        self.done.report.append(Left(one.key, one.occurrence, one.place, reason))


CHOSEN = (FieldType.SELECT, FieldType.MULTI)
REASONS: dict[str, Promise] = {
    "file": _("a file: write it as a paper of the case"),
    "button": _("a button: the pages have their own"),
    "hidden": _("nobody sees it, so nobody answers it"),
}


def words_of(said: Any) -> str:
    """What people read of it: no marks of HTML, no blanks around, no longer than a label is."""
    text = html.unescape(strip_tags(said)) if isinstance(said, str) else ""
    return str(cleaned(" ".join(text.split())))[:SHORT].strip()


def both(vi: str) -> dict[str, str]:
    """The portal has the Vietnamese words alone."""
    return {"vi": vi, "en": f"{UNTRANSLATED}{vi}"}


def key_of(key: str) -> str:
    plain = re.sub(r"[^A-Za-z0-9_]+", "_", key).strip("_")[:60]
    return plain if plain[:1].isalpha() else f"q_{plain}".rstrip("_")


def option_of(value: str) -> str:
    plain = "-".join(re.findall(r"[a-z0-9]+", folded(value)))[:60].strip("-")
    return plain if plain[:1].isalpha() else f"o-{plain}".rstrip("-")


def unique(key: str, taken: set[str], *, between: str = "_") -> str:
    """The key itself, or with the number of its occurrence."""
    name, number = key, 1
    while name in taken:
        number += 1
        name = f"{key}{between}{number}"
    taken.add(name)
    return name


def _validate(said: Mapping[str, Any]) -> Mapping[str, Any]:
    checks = said.get("validate")
    return checks if isinstance(checks, dict) else {}


def _lists(said: Mapping[str, Any], name: str) -> list[Any]:
    found = said.get(name)
    return found if isinstance(found, list) else []
