"""What can be wrong with a file somebody hands in."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy


class FileRefused(Exception):
    """The file cannot be taken; the sentence says why and what to do."""


class TooLarge(FileRefused):
    def __init__(self, limit: int) -> None:
        megabytes = limit // 1_000_000
        super().__init__(
            ngettext_lazy(
                "The file is larger than %(n)d MB. Split it or scan it at a lower resolution.",
                "The file is larger than %(n)d MB. Split it or scan it at a lower resolution.",
                megabytes,
            )
            % {"n": megabytes}
        )


class EmptyFile(FileRefused):
    def __init__(self) -> None:
        super().__init__(_("The file is empty. Choose another file."))


class NotWhatItClaims(FileRefused):
    def __init__(self, name: str) -> None:
        super().__init__(
            _("“%(name)s” is neither a PDF file nor a photograph. Save it as PDF, JPEG or PNG.")
            % {"name": name}
        )


class NotOnePaper(FileRefused):
    def __init__(self) -> None:
        super().__init__(
            _("Hand in one PDF file, or up to 30 photographs of the pages, for each paper.")
        )


class Locked(FileRefused):
    def __init__(self) -> None:
        super().__init__(
            _("The file has a password, so the agency cannot open it. Remove it and try again.")
        )


class HasActiveParts(FileRefused):
    def __init__(self) -> None:
        super().__init__(
            _("The file holds commands that start by themselves. Print it to a new PDF file.")
        )


class Broken(FileRefused):
    def __init__(self) -> None:
        super().__init__(_("The file is damaged and cannot be opened. Save or scan it again."))


class TooManyPages(FileRefused):
    def __init__(self) -> None:
        super().__init__(_("The file has too many pages. Split it into parts."))


class PictureTooLarge(FileRefused):
    def __init__(self) -> None:
        super().__init__(_("The picture is too large. Take it at a lower resolution."))


class Damaged(FileRefused):
    """Stored bytes no longer have the digest they are kept under."""

    def __init__(self, digest: str) -> None:
        super().__init__(_("The stored file %(digest)s is damaged.") % {"digest": digest[:12]})


class Missing(FileRefused):
    def __init__(self, digest: str) -> None:
        super().__init__(_("The stored file %(digest)s is missing.") % {"digest": digest[:12]})
