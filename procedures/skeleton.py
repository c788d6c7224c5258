"""A file to begin a procedure with: it passes the checks, and says at each place what to write."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import get_args

from .checks import CODE
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


def is_key(key: str) -> bool:
    """Whether a procedure can be known by it: a national code, or a name of one's own."""
    return bool(CODE.fullmatch(key) or re.fullmatch(KEY, key))


def path(key: str, area: str) -> str:
    """Where in the catalogue the file belongs."""
    return f"{area}/{key}/{SOMEDAY.isoformat()}.yaml"


NO_CODE = """\
code_reason:
  vi: Chưa xác lập được mã quốc gia của thủ tục.
  en: The national code of the procedure is not established."""
