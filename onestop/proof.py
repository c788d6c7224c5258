"""What proves that an officer is one: a password, then a code of the moment."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest
from django_otp import devices_for_user, verify_token
from django_otp import login as otp_login
from django_otp.plugins.otp_totp.models import TOTPDevice

from workflows.people.models import Account

# Between the password and the code.
PATIENCE = timedelta(minutes=5)
# How long a code vouches for the signatures that follow it.
FRESH = timedelta(minutes=15)
WAITING = "password_given"
PROVED = "code_given"


def by_password(request: HttpRequest, name: str, password: str, *, at: datetime) -> Account | None:
    """Whose password it is; only an account that may enter by password counts."""
    account = auth.authenticate(request, username=name, password=password)
    if not isinstance(account, Account) or account.kind == Account.Kind.CITIZEN:
        return None
    request.session.cycle_key()
    request.session[WAITING] = [account.pk, at.isoformat()]
    return account


def waiting(request: HttpRequest, *, at: datetime) -> Account | None:
    """Who stands between the two questions; nobody once the patience has ended."""
    pk, since = request.session.get(WAITING) or (None, at.isoformat())
    if pk is None or at - datetime.fromisoformat(since) > PATIENCE:
        return None
    return Account.objects.filter(pk=pk, is_active=True).first()


def device_of(account: Account) -> TOTPDevice | None:
    """The device whose codes count for the account."""
    own = (device for device in devices_for_user(account) if isinstance(device, TOTPDevice))
    return next(own, None)


def by_code(account: Account, code: str) -> TOTPDevice | None:
    """The device the code came from. Each code counts once, and failures make the next one wait."""
    device = device_of(account)
    given = "".join(code.split())
    return device and verify_token(account, device.persistent_id, given)


def begin(request: HttpRequest, account: Account, device: TOTPDevice, *, at: datetime) -> None:
    """Both answers were right: the door opens."""
    auth.login(request, account, backend=settings.PASSWORD_BACKEND)
    otp_login(request, device)
    request.session[PROVED] = at.isoformat()


def proved_lately(request: HttpRequest, *, at: datetime) -> bool:
    """Whether the last code is fresh enough to sign by."""
    since: str | None = request.session.get(PROVED)
    return since is not None and at - datetime.fromisoformat(since) < FRESH


def prove_again(request: HttpRequest, account: Account, code: str, *, at: datetime) -> bool:
    """A code asked once more before something grave; see `proved_lately`."""
    if by_code(account, code) is None:
        return False
    request.session[PROVED] = at.isoformat()
    return True
