"""The pages of a paper as a template shows them: each image with words that say what it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from workflows.files.models import StoredFile

from .pages import pages_of


@dataclass(frozen=True)
class PageImage:
    """Where the image of a page is, and what it is called to those who cannot see it."""

    address: str
    alt: str


@dataclass(frozen=True)
class Pages:
    """A paper of a dossier. Nothing is found here: whoever shows it has found the dossier."""

    dossier: UUID
    paper: UUID
    title: str
    count: int

    @property
    def images(self) -> Iterable[PageImage]:
        return [self.image(number) for number in range(1, self.count + 1)]

    @property
    def attachment(self) -> str:
        return reverse("viewer:attachment", args=[self.dossier, self.paper])

    def image(self, number: int) -> PageImage:
        said = {"number": number, "total": self.count, "title": self.title}
        return PageImage(
            reverse("viewer:page", args=[self.dossier, self.paper, number]),
            _("Page %(number)d of %(total)d: %(title)s. The file to save has its words.") % said,
        )


def pages_shown(dossier: UUID, paper: UUID, file: StoredFile, *, title: str) -> Pages:
    """For `viewer/pages.html`: `{"pages": pages_shown(...)}`."""
    return Pages(dossier, paper, title, pages_of(file))
