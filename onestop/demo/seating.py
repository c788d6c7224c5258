"""Logins of the demo's officers: a password known to all, and a code that its page tells."""

from __future__ import annotations

import base64
import hashlib

from django_otp.plugins.otp_totp.models import TOTPDevice

from .cast import PASSWORD
from .office import DemoOffice

DEVICE = "demo"


def seat(office: DemoOffice) -> None:
    """Every officer may enter by password and code; what was set already stays."""
    for login, post in office.posts.items():
        account = post.account
        if not account.has_usable_password():
            account.set_password(PASSWORD)
            account.save(update_fields=["password"])
        TOTPDevice.objects.get_or_create(
            user=account, name=DEVICE, defaults={"key": _key(login).hex(), "confirmed": True}
        )


def key_of(login: str) -> str:
    """What a telephone is set up with, as such programs want it typed."""
    return base64.b32encode(_key(login)).decode()


def _key(login: str) -> bytes:
    """The same on every machine, so that a telephone may be set up for it once."""
    return hashlib.sha256(f"mot-cua demo {login}".encode()).digest()[:20]
