"""Why a step refuses, each in a sentence for the person who asked. Nothing was changed then."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from procedures.words import Text
from workflows.results.models import Result


class StepRefused(Exception):
    """The act is not lawful as asked; the sentence says what to do."""


class IdentityUnknown(StepRefused):
    def __init__(self) -> None:
        super().__init__(
            _("Your identity has not been confirmed yet. Sign in with electronic identity.")
        )


class IdentityNotSeen(StepRefused):
    """At the counter the paper that an officer looks at stands for the electronic identity."""

    def __init__(self) -> None:
        super().__init__(_("Say which identity paper of the applicant you have seen."))


class AnswersWrong(StepRefused):
    """Answers are missing, wrong, or given to questions that do not exist."""

    def __init__(self, problems: Iterable[tuple[str, Promise | str]]) -> None:
        self.problems = dict(problems)
        listed = "; ".join(f"{key}: {sentence}" for key, sentence in self.problems.items())
        super().__init__(_("Some answers need attention: %(list)s") % {"list": listed})


class PapersMissing(StepRefused):
    def __init__(self, missing: Iterable[str]) -> None:
        self.missing = tuple(missing)
        super().__init__(_("Papers are missing: %(list)s.") % {"list": "; ".join(self.missing)})


class PaperInfected(StepRefused):
    def __init__(self, name: str) -> None:
        super().__init__(_("“%(name)s” carries malware; ask for a clean copy.") % {"name": name})


class PaperHeld(StepRefused):
    def __init__(self, name: str) -> None:
        super().__init__(
            _("“%(name)s” is still being checked for malware. Go on after that.") % {"name": name}
        )


class HeldByTheState(StepRefused):
    """NĐ 309/2025 art. 4(2a): nobody is asked for what the State knows already."""

    def __init__(self, result: Result) -> None:
        super().__init__(
            _(
                "%(number)s stands in the register and is in force: it is asked for again only on a"
                " text of law. Name it, or what else is wanting."
            )
            % {"number": result.number}
        )


class NoLongerInForce(StepRefused):
    """Whoever relied on a result was told when it was revoked."""

    def __init__(self, result: Result) -> None:
        super().__init__(
            _(
                "The dossier rests on %(number)s, which is no longer in force: %(reason)s. Ask the"
                " applicant for what counts in its place, or refuse."
            )
            % {"number": result.number, "reason": result.ended_because}
        )


class NothingAsked(StepRefused):
    def __init__(self) -> None:
        super().__init__(_("Name at least one paper or answer to complete, each with a reason."))


class NoSuchItem(StepRefused):
    def __init__(self, key: str) -> None:
        super().__init__(_("The procedure asks for nothing called “%(key)s”.") % {"key": key})


class OnlyOnce(StepRefused):
    """NĐ 61/2018 art. 11: completion is asked once, in full."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Completion was asked before."
                " A second request needs a legal basis and a superior's approval."
            )
        )


class NotAsked(StepRefused):
    def __init__(self, key: str) -> None:
        super().__init__(
            _("“%(key)s” was not asked for in the request for completion.") % {"key": key}
        )


class AnsweredMeanwhile(StepRefused):
    """In another window, or by another device: neither answer is lost without being seen."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Another answer was kept here since you opened this page; it still stands."
                " Keep yours again to put it in its place."
            )
        )


class OpenedByTheAgency(StepRefused):
    """A correction (T23): no applicant asked for it."""

    def __init__(self) -> None:
        super().__init__(
            _("The agency opened this file itself, to put a result right. It goes on.")
        )


class StillOpen(StepRefused):
    def __init__(self, keys: Iterable[str]) -> None:
        super().__init__(_("Not answered yet: %(list)s.") % {"list": "; ".join(keys)})


class AskedTooLate(StepRefused):
    """NĐ 61/2018 art. 19(4): within three working days from receipt."""

    def __init__(self, last: datetime) -> None:
        super().__init__(
            _(
                "A supplement could be asked for until %(last)s. Later it needs a text of law"
                " that allows it: name it."
            )
            % {"last": date_format(localtime(last), "DATETIME_FORMAT")}
        )


class NothingSent(StepRefused):
    def __init__(self, key: str) -> None:
        super().__init__(_("Nothing was sent for “%(key)s” that could be judged.") % {"key": key})


class NotYet(StepRefused):
    def __init__(self, on: date) -> None:
        super().__init__(
            _("%(day)s is not over yet. Record the event from the day after it.")
            % {"day": date_format(on, "SHORT_DATE_FORMAT")}
        )


class GroundNeeded(StepRefused):
    def __init__(self) -> None:
        super().__init__(_("Give the ground, and the text of law on which the dossier is stopped."))


class ConsentNeeded(StepRefused):
    def __init__(self) -> None:
        super().__init__(_("Name the superior who consents."))


class FinanceNeeded(StepRefused):
    """Whatever was paid is concluded when a dossier is stopped."""

    def __init__(self) -> None:
        super().__init__(
            _("Say what becomes of the fee: not charged, kept or refunded; the last two with why.")
        )


class StillTime(StepRefused):
    def __init__(self, until: datetime) -> None:
        super().__init__(
            _("The applicant may still answer until %(until)s (internal limit, provisional).")
            % {"until": date_format(localtime(until), "DATETIME_FORMAT")}
        )


class NoDayYet(StepRefused):
    """The clock starts from an event that nobody has noted."""

    def __init__(self) -> None:
        super().__init__(_("No day of return was promised yet; nothing can be put off."))


class AlreadyApologised(StepRefused):
    """NĐ 61/2018 art. 19(9): at most once. After that the law knows no other day of return."""

    def __init__(self, who: str, when: datetime) -> None:
        super().__init__(
            _(
                "The day of return was moved once already, by %(who)s at %(when)s; it cannot be"
                " moved again. The leader has been told, or will be when it passes."
            )
            % {"who": who, "when": date_format(localtime(when), "DATETIME_FORMAT")}
        )


class TooLateToApologise(StepRefused):
    def __init__(self, last: date) -> None:
        super().__init__(
            _(
                "An apology with a new day of return was possible until %(last)s, a day before"
                " the result is due. Now finish it as soon as possible."
            )
            % {"last": date_format(last, "SHORT_DATE_FORMAT")}
        )


class NoEarlierDay(StepRefused):
    def __init__(self) -> None:
        super().__init__(_("The new day of return must be later than the old one."))


class UnknownCorrection(StepRefused):
    def __init__(self, kind: str) -> None:
        super().__init__(
            _("“%(kind)s” is no way to put a result right: amend, replace or revoke.")
            % {"kind": kind}
        )


class NothingToCorrect(StepRefused):
    def __init__(self) -> None:
        super().__init__(_("The result is no longer in force; there is nothing to put right."))


class UnderCorrection(StepRefused):
    def __init__(self) -> None:
        super().__init__(_("This result is being put right already; finish that first."))


class DecidedElsewhere(StepRefused):
    """The clock runs from receipt at the competent agency."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Another agency decides this dossier, and the time limit counts from its receipt."
                " Pass the dossier on to it."
            )
        )


class DecidedHere(StepRefused):
    def __init__(self) -> None:
        super().__init__(_("This dossier is decided here; there is nobody to pass it on to."))


class DueDateNeeded(StepRefused):
    def __init__(self, event: Text | None = None) -> None:
        if event is None:
            told = _("This procedure runs by plan: enter the day on which the result is due.")
        else:
            told = _("The limit counts from %(event)s: enter the day on which the result is due.")
        super().__init__(told % {"event": event})


class DueDateFixed(StepRefused):
    def __init__(self) -> None:
        super().__init__(_("The due date follows from the time limit and cannot be entered."))


class UnknownReason(StepRefused):
    def __init__(self, reason: str) -> None:
        super().__init__(
            _("“%(reason)s” is no ground in law for refusing reception.") % {"reason": reason}
        )


class ReasonNeeded(StepRefused):
    def __init__(self) -> None:
        super().__init__(_("Give the reason."))


class NoSuchPost(StepRefused):
    def __init__(self) -> None:
        super().__init__(_("Nobody holds such a post at this agency today."))


class SignerNeeded(StepRefused):
    def __init__(self) -> None:
        super().__init__(_("Several people may sign this result: say who."))


class UnknownOutcome(StepRefused):
    def __init__(self, outcome: str) -> None:
        super().__init__(
            _("“%(outcome)s” cannot be proposed for this dossier.") % {"outcome": outcome}
        )


class DraftChanged(StepRefused):
    """What the approver saw is not the draft that stands now."""

    def __init__(self) -> None:
        super().__init__(_("The draft has changed since you opened it. Read it again."))


class NotWhatWasMeant(StepRefused):
    """The signed file does not begin with the very bytes that were approved or numbered."""

    def __init__(self) -> None:
        super().__init__(_("The signed file is not the approved one; it was not accepted."))


class NotTheSigner(StepRefused):
    """The intent names another post or agency than the one that would sign now."""

    def __init__(self) -> None:
        super().__init__(_("Somebody else was asked for this signature; nothing was signed."))


class NoKey(StepRefused):
    def __init__(self) -> None:
        super().__init__(_("No signing key is registered for this signature today."))


class SignatureUnsound(StepRefused):
    def __init__(self, reasons: Iterable[Promise | str]) -> None:
        super().__init__(
            _("The sealed result does not pass its own check: %(reasons)s")
            % {"reasons": "; ".join(map(str, reasons))}
        )


class ReceiverNeeded(StepRefused):
    def __init__(self) -> None:
        super().__init__(_("Write down who received the result."))


class TextTooLong(StepRefused):
    def __init__(self, longest: int) -> None:
        super().__init__(
            _("Write it shorter: at most %(longest)d characters.") % {"longest": longest}
        )


class UnknownDelivery(StepRefused):
    def __init__(self, how: str) -> None:
        super().__init__(_("“%(how)s” is no way to hand over a result.") % {"how": how})
