"""What proves that an officer is one: a password, a code of the moment, and a PIN to sign with."""

from __future__ import annotations

from datetime import datetime, timedelta

from django import forms
from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django_otp import devices_for_user, verify_token
from django_otp import login as otp_login
from django_otp.oath import TOTP, hotp
from django_otp.plugins.otp_totp.models import TOTPDevice

from signing.errors import WrongPin
from workflows.people.models import Account

# Between the password and the code.
PATIENCE = timedelta(minutes=5)
# How long a code vouches for the signatures that follow it.
FRESH = timedelta(minutes=15)
WAITING = "password_given"
PROVED = "code_given"
# Where the reader wanted to go before they were asked.
NEXT = "next"


class Again(forms.Form):
    """Password and code once more, before something grave."""

    use_required_attribute = False
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"class": "in", "autocomplete": "current-password"}),
        error_messages={"required": _("Type your password.")},
    )
    code = forms.CharField(
        label=_("Six digits"),
        widget=forms.TextInput(
            attrs={
                "class": "in m",
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
                "maxlength": 12,
            }
        ),
        error_messages={"required": _("Type the code that your telephone shows now.")},
    )


class Pin(forms.Form):
    """What opens a signing key. It is handed on to the key, never kept and never shown again."""

    use_required_attribute = False
    pin = forms.CharField(
        label=_("PIN of the signing certificate"),
        max_length=64,
        strip=False,
        widget=forms.PasswordInput(
            attrs={"class": "in m", "inputmode": "numeric", "autocomplete": "off"}
        ),
        error_messages={"required": _("Type the PIN; without it nothing is signed.")},
    )

    def refuse(self, refusal: Exception) -> Exception | None:
        """Puts a wrong PIN down at its field; hands back any other refusal of the act."""
        if not isinstance(refusal, WrongPin):
            return refusal
        self.add_error("pin", _("The PIN is wrong, so nothing was signed. Type it again."))
        return None


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


def prove_again(
    request: HttpRequest, account: Account, password: str, code: str, *, at: datetime
) -> bool:
    """Both answers asked once more before something grave; see `proved_lately`."""
    whose = auth.authenticate(request, username=account.login, password=password)
    # A code counts once: it is not spent on a wrong password.
    if whose != account or by_code(account, code) is None:
        return False
    request.session[PROVED] = at.isoformat()
    return True


def step_up(request: HttpRequest) -> HttpResponse:
    """Sends the reader to prove it again, and from there back to this page."""
    return redirect(step_up_address(request))


def step_up_address(request: HttpRequest) -> str:
    return reverse("desk:step_up", query={NEXT: request.get_full_path()})


def wanted(request: HttpRequest) -> str:
    """Where the reader wanted to go, as far as it is ours; else empty."""
    address = request.POST.get(NEXT) or request.GET.get(NEXT, "")
    here = {request.get_host()}
    ours = url_has_allowed_host_and_scheme(address, here, require_https=request.is_secure())
    return address if ours else ""


def code_of_the_demo(account: Account) -> str:
    """The demo has no telephones: its pages tell the code that one would show.

    Each code counts once; where this moment's has been used, the next one counts already.
    """
    device = device_of(account) if settings.DEMO else None
    if device is None:
        return ""
    now = TOTP(device.bin_key, device.step, device.t0).t()
    code = hotp(device.bin_key, max(now, device.last_t + 1), device.digits)
    return f"{code:0{device.digits}}"
