"""What has to be read again when a text of law changes: every fact that rests on it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import catalogue
from .schema import Procedure
from .words import Basis, Text

# As people write them short, and as a basis names them.
ACTS = {
    "NĐ": "Nghị định",
    "TT": "Thông tư",
    "QĐ": "Quyết định",
    "NQ": "Nghị quyết",
    "VBHN": "Văn bản hợp nhất",
    "L": "Luật",
}
# What has no name of its own is called by its place.
PLACES: dict[str, Promise] = {
    "legal_basis": _("the whole procedure"),
    "competent.basis": _("who decides"),
    "online.basis": _("how much is done online"),
    "channels.basis": _("time limit"),
    "channels.fee.basis": _("fee"),
    "refusal.basis": _("form of a refusal"),
}
SHORT = re.compile(r"(?P<act>\w+)\s+(?P<number>\d+/\d{4})(?P<rest>.*)")


@dataclass(frozen=True)
class Resting:
    """A fact that rests on a text: of which revision, at which place, under which name."""

    procedure: Procedure
    place: str
    name: str
    basis: Basis


def resting_on(act: str, *, since: date | None = None) -> Iterator[Resting]:
    """Each fact that rests on the act, in revisions that hold on that day or later."""
    pattern = _pattern(act)
    for procedure in catalogue.all_procedures():
        if since is None or _holds_after(procedure, since):
            for place, basis in procedure.bases():
                if basis.text and pattern.search(basis.text):
                    yield Resting(procedure, place, name_at(procedure, place), basis)


def name_at(procedure: Procedure, place: str) -> str:
    """What people call the part at a place such as `requirements[2].basis`."""
    fixed = PLACES.get(re.sub(r"\[\d+\]", "", place))
    if fixed is not None:
        return str(fixed)
    part: object = procedure
    name = procedure.title
    for step in re.findall(r"\w+", place):
        part = part[int(step)] if isinstance(part, tuple) else getattr(part, step)
        said = (getattr(part, word, None) for word in ("title", "label", "text"))
        name = next((one for one in said if isinstance(one, Text)), name)
    return str(name)


def _pattern(act: str) -> re.Pattern[str]:
    """`NĐ 93/2019` finds `Nghị định 93/2019/NĐ-CP`, and not 193/2019 nor Thông tư 93/2019."""
    short = SHORT.fullmatch(act.strip())
    if short is None:
        return re.compile(re.escape(act.strip()), re.IGNORECASE)
    name = ACTS.get(short["act"].upper())
    words = f"{name} " if name else f"{short['act']} "
    return re.compile(rf"{words}{short['number']}(?!\d){re.escape(short['rest'])}", re.IGNORECASE)


def _holds_after(procedure: Procedure, since: date) -> bool:
    later = [p.revision for p in catalogue.current().of(procedure.key)]
    following = min((day for day in later if day > procedure.revision), default=None)
    ended = procedure.ends is not None and procedure.ends < since
    return not ended and (following is None or following > since)
