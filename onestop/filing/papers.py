"""The papers of a draft: what is asked, what lies there, and what the register gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from onestop.frame.middleware import moment
from onestop.ui.components.words import size
from onestop.viewer.pages import pages_of
from procedures.schema import Requirement
from workflows.documents.intake import Part, take
from workflows.dossiers.drafts import HandedIn
from workflows.dossiers.models import Component
from workflows.files.models import StoredFile
from workflows.routes.preview import Held

from .draft import Filing


@dataclass(frozen=True)
class Slot:
    """One paper of the dossier: what is asked, what lies there, what was refused just now."""

    requirement: Requirement
    component: Component | None
    held: Held
    reused: bool
    fault: str = ""

    @property
    def anchor(self) -> str:
        return f"giay-{self.requirement.key}"

    @property
    def state(self) -> str:
        """The tag in its head; see `components.filing.STATES`."""
        if self.fault:
            return "replace"
        if self.reused:
            return "store"
        if self.requirement.from_form:
            return "drawn"
        if self.component:
            return "checking" if self.closed else "have"
        if not self.requirement.required:
            return "optional"
        return "missing"

    @property
    def there(self) -> bool:
        return self.state in ("have", "checking", "store", "drawn")

    @property
    def offered(self) -> bool:
        """Whether the register has it, and only the owner's consent is wanting."""
        return self.held.result is not None and self.held.needs_consent

    @property
    def closed(self) -> bool:
        """Whether what lies there may not be opened, or not yet."""
        file = self.component.file if self.component else None
        return file is not None and file.closed

    @property
    def told(self) -> str:
        """The file in figures, as the page says them."""
        return extent_of(self.component) if self.component else ""


def malware_in(component: Component | None) -> str:
    """What to do about it, for whoever handed the paper in; empty if none was found."""
    if component is None or component.file is None or not component.file.infected:
        return ""
    return _(
        "Malware was found in “%(name)s”, so nobody may open it."
        " Scan or photograph the paper again, on another device if you can, and replace it."
    ) % {"name": component.name}


def extent_of(component: Component) -> str:
    """Of a file its figures; of sheets of paper how many there are."""
    if component.origin != Component.Origin.PAPER:
        return in_figures(component.file)
    return counted(component.originals, component.copies)


def counted(originals: int, copies: int) -> str:
    """1 original · 2 copies; nothing of none."""
    return " · ".join(filter(None, (_originals(originals), _copies(copies))))


def _originals(count: int) -> str:
    told = ngettext("%(count)d original", "%(count)d originals", count) % {"count": count}
    return told if count else ""


def _copies(count: int) -> str:
    told = ngettext("%(count)d copy", "%(count)d copies", count) % {"count": count}
    return told if count else ""


def in_figures(file: StoredFile | None) -> str:
    """18 pages · 1,2 MB"""
    if file is None:
        return ""
    count = pages_of(file)
    pages = ngettext("%(count)d page", "%(count)d pages", count) % {"count": count}
    return f"{pages} · {size(file.size)}" if count else size(file.size)


def slots_of(draft: Filing, faults: dict[str, str] | None = None) -> list[Slot]:
    return [
        Slot(
            requirement=one,
            component=draft.handed_in.get(one.key),
            held=draft.preview.held.get(one.key, Held()),
            reused=draft.reused(one.key),
            fault=(faults or {}).get(one.key) or malware_in(draft.handed_in.get(one.key)),
        )
        for one in draft.requirements
    ]


def taken(files: Sequence[UploadedFile[Any]], *, title: str, request: HttpRequest) -> HandedIn:
    """What was sent as one paper; raises a `FileRefused`."""
    parts = [Part(file.name or "", file.chunks()) for file in files]
    return take(parts, title=title, at=moment(request))
