"""Keys that must not sign, issued by the demo's own authority and put in the place of good ones."""

from __future__ import annotations

from datetime import UTC, datetime

from signing.demo.issuing import Form, usage
from signing.demo.pki import DemoKey, DemoPki
from signing.models import SigningKey

MINH = "Trần Quang Minh"
OVER = Form(
    usage("digital_signature", "content_commitment"),
    since=datetime(2024, 1, 1, tzinfo=UTC),
    until=datetime(2025, 1, 1, tzinfo=UTC),
)


def revoked(pki: DemoPki, *, at: datetime) -> DemoKey:
    key = pki.key_for("revoked", MINH)
    pki.revoke(key.holder, at=at.replace(microsecond=0))
    return key


def expired(pki: DemoPki) -> DemoKey:
    return pki.key_for("expired", MINH, form=OVER)


def put_in_place_of(good: DemoKey, bad: DemoKey) -> None:
    """Registered by whoever may, as if it were sound."""
    SigningKey.objects.filter(reference=good.reference).update(
        reference=bad.reference, fingerprint=bad.fingerprint
    )
