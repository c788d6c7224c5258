"""What every page says of itself: the door it stands at, its reader, their language."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from onestop.frame.middleware import moment
from workflows.outbox.models import Notice
from workflows.people.models import Account

from .work import LISTS, lists_of, roles_here


@dataclass(frozen=True)
class Link:
    """An entry of the main navigation, and the pages that count as lying behind it."""

    address: str
    words: Promise
    pages: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Door:
    """How a door looks; its pages tell it by the name of its addresses."""

    name: Promise | str
    look: str
    links: tuple[Link, ...]
    home: str = ""
    wide: bool = False


@dataclass(frozen=True)
class Shown:
    """A link as it stands on this page. `current` is `page`, `true` or empty, as ARIA has it."""

    address: str
    words: Promise
    current: str


PUBLIC = (
    Link("portal:home", _("Procedures"), frozenset({"catalogue", "procedure", "start"})),
    Link(
        "portal:mine",
        _("Dossiers"),
        frozenset(
            {"track", "form", "papers", "paper", "check", "receipt", "answer", "result", "lookup"}
        ),
    ),
    Link("portal:store", _("My papers")),
    Link("portal:verify", _("Verify"), frozenset({"verify_code", "verify_report", "verify_seen"})),
)
OFFICE = (
    Link("counter:inbox", LISTS["counter:inbox"], frozenset({"dossier", "act"})),
    Link("counter:registry", LISTS["counter:registry"], frozenset({"dossier", "act"})),
    Link("desk:queue", LISTS["desk:queue"], frozenset({"sign", "step_up"})),
    Link("reports:leader", LISTS["reports:leader"], frozenset({"dossiers"})),
    Link("reports:register", LISTS["reports:register"]),
    Link(
        "administration:revisions",
        LISTS["administration:revisions"],
        frozenset({"revision", "form"}),
    ),
    Link("administration:days", LISTS["administration:days"]),
    Link("counter:notices", LISTS["counter:notices"]),
)
PORTAL = Door("", "door-portal", PUBLIC, home="portal:home")
DOORS = {
    "counter": Door(_("Counter"), "door-counter", OFFICE, wide=True),
    "desk": Door(_("Signing desk"), "door-desk", OFFICE, wide=True),
    "reports": Door(_("Management"), "door-leader", OFFICE),
    "administration": Door(_("Administration"), "door-leader", OFFICE),
}


@dataclass(frozen=True)
class Here:
    """Asked by the frame of a page. Nothing is looked up that the page does not show."""

    request: HttpRequest

    @property
    def demo(self) -> bool:
        return settings.DEMO

    @property
    def door(self) -> Door:
        found = self.request.resolver_match
        return DOORS.get(found.app_name, PORTAL) if found else PORTAL

    @property
    def home(self) -> str:
        """Inside the office, where the reader's own work begins."""
        if self.door.home:
            return _address(self.door.home) or "/"
        return next((link.address for link in self.links), "/")

    @property
    def links(self) -> list[Shown]:
        """Those whose door this site opens, and in the office this reader may enter."""
        theirs = lists_of(roles_here(self.request))
        links = [
            Shown(address, link.words, self._current(link))
            for link in self.door.links
            if self.door.home or link.address in theirs
            if (address := _address(link.address))
        ]
        # Two lists lead to a dossier; whoever has both stands under the first.
        current = next((one for one in links if one.current), None)
        return [one if one is current else replace(one, current="") for one in links]

    @property
    def language(self) -> str:
        return get_language() or settings.LANGUAGE_CODE

    @property
    def other_languages(self) -> list[tuple[str, str]]:
        return [(code, name) for code, name in settings.LANGUAGES if code != self.language]

    @property
    def path(self) -> str:
        """Where the reader is, to come back to."""
        return self.request.get_full_path()

    @property
    def moment(self) -> datetime:
        return moment(self.request)

    @property
    def account(self) -> Account | None:
        """None for a stranger, and where a request failed before anybody asked who it was."""
        user = getattr(self.request, "user", None)
        return user if user is not None and user.is_authenticated else None

    @property
    def reader(self) -> str:
        """Who is signed in, by name; empty for a stranger."""
        account = self.account
        return str(account.person or account) if account else ""

    @property
    def notices(self) -> int:
        """News that nobody has read yet."""
        if not self.account:
            return 0
        return Notice.objects.filter(account=self.account.public_id, read_at=None).count()

    def _current(self, link: Link) -> str:
        found = self.request.resolver_match
        if not found:
            return ""
        if found.view_name == link.address:
            return "page"
        same_door = found.app_name == link.address.partition(":")[0]
        return "true" if same_door and found.url_name in link.pages else ""


def page(request: HttpRequest) -> dict[str, Here]:
    """The context processor."""
    return {"here": Here(request)}


def _address(name: str) -> str:
    """Empty where a site does not open that door."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
