"""Why a key, a service or a paper is refused, each in a sentence for the person who asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .sentences import filled


class SigningFailed(Exception):
    """Nothing was signed; the sentence says why and what to do."""


class UnreadableTrust(SigningFailed):
    def __init__(self, path: object) -> None:
        super().__init__(_("No certificates to trust can be read from %(path)s.") % {"path": path})


class TrustOfOne(UnreadableTrust):
    def __init__(self, path: object) -> None:
        SigningFailed.__init__(
            self,
            _(
                "In %(path)s every root but those for tests needs two different persons,"
                " prepared_by and approved_by: nobody changes alone whom to trust."
            )
            % {"path": path},
        )


class UnsoundEntry(UnreadableTrust):
    """It would be passed over, and the root count always and for every domain."""

    def __init__(self, path: object, key: str, sentence: Promise) -> None:
        SigningFailed.__init__(self, sentence % {"path": path, "key": key})


class UnreadablePolicy(SigningFailed):
    def __init__(self, key: str) -> None:
        super().__init__(_("The policy “%(key)s” for checking papers is not sound.") % {"key": key})


# Keys ---------------------------------------------------------------------------------------------


class UnreadableKey(SigningFailed):
    """The key cannot be opened at all."""


class UnknownKindOfKey(UnreadableKey):
    def __init__(self, reference: str) -> None:
        super().__init__(
            _("The key “%(reference)s” is of a kind that is not known here.")
            % {"reference": reference}
        )


class NoSuchKey(UnreadableKey):
    def __init__(self, name: str) -> None:
        super().__init__(_("The key file “%(name)s” is not there.") % {"name": name})


class GarbledKey(UnreadableKey):
    def __init__(self, name: str) -> None:
        super().__init__(
            _("The file “%(name)s” does not hold one key with its certificate.") % {"name": name}
        )


class WrongPin(UnreadableKey):
    def __init__(self) -> None:
        super().__init__(_("The PIN is wrong."))


# Certificates -------------------------------------------------------------------------------------


class CertificateRefused(SigningFailed):
    """The certificate of `subject` must not sign, or its signature must not be relied on."""

    sentence: Promise | str = _("The certificate of %(subject)s cannot be relied on.")

    def __init__(self, subject: str) -> None:
        self.subject = subject
        super().__init__(self.sentence % {"subject": subject})

    @property
    def told(self) -> Promise | str:
        """The same, in the language of whoever reads it."""
        return filled(self.sentence, {"subject": self.subject})


class CertificateExpired(CertificateRefused):
    sentence = _("The certificate of %(subject)s, or one above it, has expired.")


class CertificateNotYetValid(CertificateRefused):
    sentence = _("The certificate of %(subject)s, or one above it, is not valid yet.")


class CertificateRevoked(CertificateRefused):
    sentence = _("The certificate of %(subject)s, or one above it, has been revoked.")
    is_of_issuer = False


class IssuerUnknown(CertificateRefused):
    sentence = _("The certificate of %(subject)s comes from an issuer that is not trusted here.")


class StatusUnavailable(CertificateRefused):
    sentence = _(
        "Whether the certificate of %(subject)s has been revoked cannot be found out now."
        " Try again later."
    )


class WeakMethods(CertificateRefused):
    """In the chain, something is signed with methods that are safe only before `until`."""

    sentence = _(
        "The certificate of %(subject)s, or one above it, rests on methods that are no longer safe."
    )
    until: datetime


class NotMeantForSigning(CertificateRefused):
    sentence = _("The certificate of %(subject)s is not meant for signing documents.")


class TooWeak(CertificateRefused):
    sentence = _("The key of %(subject)s is too short or of a kind not allowed for signing.")


class NotTheRegistered(CertificateRefused):
    sentence = _(
        "This key carries another certificate of %(subject)s than the one registered for this"
        " signature. Ask the administrator to register it."
    )


class NamesAnother(CertificateRefused):
    """The certificate is somebody else's than that of the person or agency who is to sign."""

    def __init__(self, subject: str, *, holder: str) -> None:
        self.subject = subject
        SigningFailed.__init__(
            self,
            _("The certificate is that of %(subject)s, not of %(holder)s; it signs nothing here.")
            % {"subject": subject, "holder": holder},
        )


# Time-stamps --------------------------------------------------------------------------------------


class TimestampFailed(SigningFailed):
    """There is no time-stamp, or it is not one of these bytes from a trusted authority."""


class TimestampUnavailable(TimestampFailed):
    """No authority gave a time-stamp; `reasons` says why, one for each that was asked."""

    def __init__(self, reasons: Iterable[tuple[str, Promise | str]]) -> None:
        self.reasons = dict(reasons)
        listed = "; ".join(f"{url}: {reason}" for url, reason in self.reasons.items())
        super().__init__(
            _("No time-stamp could be had, so nothing was signed. Try again later. (%(list)s)")
            % {"list": listed}
        )


class TimestampWrong(TimestampFailed):
    """What came or was kept is no good time-stamp."""


# Papers -------------------------------------------------------------------------------------------


class PaperRefused(SigningFailed):
    """The paper is not in the state in which this may be done with it."""


class NotTheApproved(PaperRefused):
    def __init__(self) -> None:
        super().__init__(_("These are not the bytes that were approved; they are not signed."))


class NoPlaceFor(PaperRefused):
    def __init__(self, name: str) -> None:
        super().__init__(_("The paper has no field “%(name)s”.") % {"name": name})


class AlreadyFilled(PaperRefused):
    def __init__(self, name: str) -> None:
        super().__init__(_("The field “%(name)s” of the paper is filled already.") % {"name": name})


class NotFilled(PaperRefused):
    def __init__(self, name: str) -> None:
        super().__init__(_("The field “%(name)s” of the paper is still empty.") % {"name": name})


class NotLasting(PaperRefused):
    def __init__(self) -> None:
        super().__init__(
            _("The evidence kept in the paper is not enough to check its signatures later.")
        )


class TooLong(PaperRefused):
    def __init__(self) -> None:
        super().__init__(_("The signature with its certificates is longer than its place."))
