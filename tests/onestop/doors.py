"""Entering by a door: a browser's session of a citizen, or of an officer who gave a code."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.test import Client
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from onestop import proof
from onestop.demo.office import citizen
from workflows.people.models import Account


def as_citizen(client: Client, subject: str | Account) -> Account:
    """Somebody of the cast, by the name the identity provider knows them under."""
    account = citizen(subject, at=timezone.now()) if isinstance(subject, str) else subject
    client.force_login(account, backend=settings.PASSWORD_BACKEND)
    return account


def as_officer(client: Client, account: Account, *, proved_at: datetime | None = None) -> Account:
    """With password and code, the code given just now unless told."""
    client.force_login(account, backend=settings.PASSWORD_BACKEND)
    device, _new = TOTPDevice.objects.get_or_create(user=account, defaults={"name": "test"})
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session[proof.PROVED] = (proved_at or timezone.now()).isoformat()
    session.save()
    return account
