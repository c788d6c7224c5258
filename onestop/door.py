"""Who stands before a door, what they may find, and how an act they ask for is answered."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django_otp.middleware import is_verified

from onestop.frame.middleware import moment
from onestop.tasks import wake
from onestop.ui import work
from workflows.dossiers.models import Dossier
from workflows.journal import looking
from workflows.people.models import Account, Role
from workflows.routes import perform as acts
from workflows.routes.errors import Moved
from workflows.routes.perform import Performed
from workflows.routes.refusals import REFUSALS as REFUSALS

# Given the request and the account; as it stands in the addresses, the request alone.
View = Callable[..., HttpResponse]

REFUSED, MOVED = 422, 409


def gave_code(account: Account) -> bool:
    """Whether whoever signed in here has proved it by a code too, not by a password alone."""
    proved: bool = is_verified(account)
    return proved


def citizen(view: View) -> View:
    """For a person, acting for themselves or for whom they represent; others sign in first.

    An officer who files something comes with their own identity, like everybody else.
    """

    @wraps(view)
    def entered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        account = request.user
        if not isinstance(account, Account) or account.kind != Account.Kind.CITIZEN:
            raise Http404
        return view(request, account, *args, **kwargs)

    return login_required(entered)


def officer(*roles: Role) -> Callable[[View], View]:
    """For whoever holds a post in one of these roles today and has proved it by a code."""

    def guarded(view: View) -> View:
        @wraps(view)
        def entered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            account = request.user
            # What is not yours sounds like what is not there.
            if not isinstance(account, Account) or not gave_code(account):
                raise Http404
            held = work.roles_of(account, at=moment(request))
            work.remember(request, held)
            if held.isdisjoint(roles):
                raise Http404
            return view(request, account, *args, **kwargs)

        return login_required(entered, login_url="entry:officer")

    return guarded


def find(
    request: HttpRequest,
    account: Account,
    dossier: UUID,
    *,
    purpose: str,
    in_office: bool = False,
) -> Dossier:
    """The dossier, and a trace of who looked; not yours answers as not there.

    `in_office`: as an officer, who there has no dossiers of their own.
    """
    try:
        return looking.find_dossier(
            dossier, by=account, at=moment(request), purpose=purpose, in_office=in_office
        )
    except looking.NotThere:
        raise Http404 from None


def new_key() -> str:
    """For the hidden field `key` of a form: the act is done once under it."""
    return uuid4().hex


def key_of(request: HttpRequest) -> str:
    """The key that came with the form, kept when the form is shown again."""
    key = request.POST.get("key", "")[:64]
    # No form of ours holds another, and a database cannot keep every one.
    return key if key and key.isprintable() else new_key()


def perform(
    request: HttpRequest,
    account: Account,
    dossier: Dossier,
    act: str,
    *,
    after: Performed | None = None,
    **details: Any,
) -> Performed:
    """The act the form asks for, under its `key`, on what was `seen`; raises one of `REFUSALS`.

    `after` is what the same form has just done: what follows on it is asked for under a key of its
    own, on the dossier as that left it.
    """
    key, seen = key_of(request), request.POST.get("seen", "")
    done = acts.perform(
        dossier,
        act,
        by=account,
        at=moment(request),
        key=f"{key}:{act}" if after else key,
        seen=after.seq if after else _count(seen),
        **details,
    )
    wake()
    return done


def status_of(refusal: Exception) -> int:
    """With which status a page answers that shows the refusal."""
    return MOVED if isinstance(refusal, Moved) else REFUSED


def _count(typed: str) -> int | None:
    return int(typed) if typed.isdecimal() and len(typed) < 10 else None
