"""A file to begin a procedure with: it passes the checks, and says at each place what to write."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import Any, get_args

import yaml

from .checks import CODE
from .formio import UNTRANSLATED, Imported
from .outcomes import ANSWER
from .schema import Area
from .words import KEY

AREAS = get_args(Area)
TEMPLATE = Path(__file__).parent / "skeleton.yaml"
# Until somebody writes the day from which it applies.
SOMEDAY = date(2030, 1, 1)


def of(key: str, area: str) -> str:
    """The text of the file, for a national code or for a name of one's own."""
    coded = CODE.fullmatch(key) is not None
    code = f'code: "{key}"' if coded else f"code: null\n{NO_CODE}"
    text = TEMPLATE.read_text(encoding="utf-8")
    slug = f"procedure-{key.replace('.', '-')}" if coded else key
    for mark, said in {"CODE": code, "SLUG": slug, "AREA": area, "DAY": SOMEDAY}.items():
        text = text.replace(f"<{mark}>", str(said))
    return text


def with_form(key: str, area: str, form: Imported) -> str:
    """The same, with the questions of a form that was read from elsewhere."""
    said = yaml.safe_load(of(key, area))
    asked = [question["key"] for question in form.questions]
    said["cases"][0]["questions"] = asked
    said["questions"] = form.questions
    said["pages"] = [page for page in form.pages if page["questions"]]
    said.pop("conditions", None)
    for result in said["results"]:
        result["facts"] = [f for f in result.get("facts", ()) if _still_asked(f, asked)]
    text = yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=110)
    return f"{FROM_A_FORM}{text}"


def _still_asked(fact: dict[str, Any], asked: Collection[str]) -> bool:
    source = fact["source"]
    return not source.startswith(ANSWER) or source.removeprefix(ANSWER) in asked


def is_key(key: str) -> bool:
    """Whether a procedure can be known by it: a national code, or a name of one's own."""
    return bool(CODE.fullmatch(key) or re.fullmatch(KEY, key))


def path(key: str, area: str) -> str:
    """Where in the catalogue the file belongs."""
    return f"{area}/{key}/{SOMEDAY.isoformat()}.yaml"


FROM_A_FORM = f"""\
# Lập từ biểu mẫu Form.io. Dịch các chỗ ghi {UNTRANSLATED.strip()}
# rồi chạy: manage.py procedures check TỆP
# Made from a Form.io form. Write what begins with {UNTRANSLATED.strip()} in English,
# then run: manage.py procedures check FILE
"""
NO_CODE = """\
code_reason:
  vi: Chưa xác lập được mã quốc gia của thủ tục.
  en: The national code of the procedure is not established."""
