"""Logins of the demo's officers: a password known to all, and a code that its page tells."""

from __future__ import annotations

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
            user=account, name=DEVICE, defaults={"key": _key(login), "confirmed": True}
        )


def _key(login: str) -> str:
    """The same on every machine, so that a telephone may be set up for it once."""
    return hashlib.sha256(f"mot-cua demo {login}".encode()).hexdigest()[:40]
