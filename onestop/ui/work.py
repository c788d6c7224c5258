"""Where the work of each role lies: for the way in, and for the navigation inside the office."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from workflows.people.models import Account, Post, Role

# Whoever holds several posts begins at the one that stands first.
BEGINS: dict[Role, str] = {
    Role.RECEPTION: "counter:inbox",
    Role.HEAD: "counter:inbox",
    Role.HANDLER: "counter:inbox",
    Role.CLERK: "counter:registry",
    Role.APPROVER: "desk:queue",
    Role.LEADER: "reports:leader",
    Role.ADMINISTRATOR: "administration:revisions",
}
# What those pages are called.
LISTS: dict[str, Promise] = {
    "counter:inbox": _("Inbox"),
    "counter:registry": _("Records clerk"),
    "desk:queue": _("To sign"),
    "reports:leader": _("Overview"),
    "administration:revisions": _("Procedures"),
    "reports:register": _("Register"),
    "administration:days": _("Days off"),
    "counter:notices": _("Notices"),
}
# Who is told of dossiers: near their day or past it, answered, or with a consent that names them.
NOTIFIED = frozenset({Role.HANDLER, Role.HEAD, Role.LEADER, Role.APPROVER, Role.CLERK})
# Lists beside the ones at which a day begins, and whose they are.
FURTHER: dict[str, frozenset[Role]] = {
    "reports:register": frozenset({Role.RECEPTION, Role.LEADER}),
    "administration:days": frozenset({Role.ADMINISTRATOR}),
    "counter:notices": NOTIFIED,
}
ASKED = "roles of the reader"


def roles_of(account: Account, *, at: datetime) -> frozenset[Role]:
    """In which roles the account holds posts today. One statement."""
    held = Post.objects.held_by(account, on=localdate(at)).values_list("role", flat=True)
    return frozenset(Role(role) for role in held)


def pages_of(roles: Collection[Role]) -> list[str]:
    """The pages on which these roles begin, each once."""
    return list(dict.fromkeys(page for role, page in BEGINS.items() if role in roles))


def lists_of(roles: Collection[Role]) -> list[str]:
    """Every list that is open to these roles: those they begin at, and their notices."""
    further = [page for page, theirs in FURTHER.items() if theirs & set(roles)]
    return [*pages_of(roles), *further]


def begins_at(account: Account, *, at: datetime) -> str:
    """Where the account's day begins; for whoever holds no post, before the house."""
    pages = pages_of(roles_of(account, at=at))
    return reverse(pages[0]) if pages else "/"


def remember(request: HttpRequest, roles: Collection[Role]) -> None:
    """A door that has asked for the roles spares the page the question."""
    request.META[ASKED] = frozenset(roles)


def roles_here(request: HttpRequest) -> frozenset[Role]:
    """None where no door of the office has asked."""
    known: frozenset[Role] = request.META.get(ASKED, frozenset())
    return known
