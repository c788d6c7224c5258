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
            _("“%(name)s” is not a PDF, JPEG or PNG file. Save it as one of these and try again.")
            % {"name": name}
        )


class Damaged(FileRefused):
    """Stored bytes no longer have the digest they are kept under."""

    def __init__(self, digest: str) -> None:
        super().__init__(_("The stored file %(digest)s is damaged.") % {"digest": digest[:12]})


class Missing(FileRefused):
    def __init__(self, digest: str) -> None:
        super().__init__(_("The stored file %(digest)s is missing.") % {"digest": digest[:12]})
