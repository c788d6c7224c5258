"""The demo's identity provider: it vouches for the invented citizens and for nobody else."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from workflows.people.identity import Identity
from workflows.people.models import IdentityLink

from .cast import CITIZENS


class UnknownIdentity(Exception):
    """Nobody vouches for the one who asks."""

    def __init__(self) -> None:
        super().__init__(_("The identity could not be confirmed."))


class DemoIdentityProvider:
    """Takes a citizen's short name for proof. Refuses everybody outside the demo."""

    name = "demo"

    def identify(self, assertion: str) -> Identity:
        known = {citizen.subject: citizen for citizen in CITIZENS}
        if not settings.DEMO or assertion not in known:
            raise UnknownIdentity
        citizen = known[assertion]
        return Identity(
            provider=self.name,
            subject=citizen.subject,
            assurance=IdentityLink.Assurance.CHECKED,
            personal_id=citizen.personal_id,
            full_name=citizen.name,
            birthday=citizen.birthday,
            gender=citizen.gender,
            address=citizen.address,
            phone=citizen.phone,
            email=citizen.email,
        )
