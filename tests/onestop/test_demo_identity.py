"""The demo's identity provider vouches for the invented citizens and for nobody else."""

from __future__ import annotations

from typing import Any

import pytest

from onestop.demo.cast import CITIZENS
from onestop.demo.identity import DemoIdentityProvider, UnknownIdentity
from workflows.people.identity import IdentityProvider
from workflows.people.models import IdentityLink


@pytest.mark.parametrize("citizen", CITIZENS, ids=[c.subject for c in CITIZENS])
def test_it_vouches_for_each_citizen_of_the_demo(citizen: Any, settings: Any) -> None:
    settings.DEMO = True
    provider: IdentityProvider = DemoIdentityProvider()
    identity = provider.identify(citizen.subject)
    assert (identity.provider, identity.subject) == ("demo", citizen.subject)
    assert (identity.full_name, identity.personal_id) == (citizen.name, citizen.personal_id)
    assert identity.assurance == IdentityLink.Assurance.CHECKED


@pytest.mark.parametrize("assertion", ["", "HOA", "lan", "nobody"])
def test_it_vouches_for_nobody_else(assertion: str, settings: Any) -> None:
    settings.DEMO = True
    with pytest.raises(UnknownIdentity):
        DemoIdentityProvider().identify(assertion)


@pytest.mark.parametrize("citizen", CITIZENS, ids=[c.subject for c in CITIZENS])
def test_outside_the_demo_it_vouches_for_nobody(citizen: Any, settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(UnknownIdentity):
        DemoIdentityProvider().identify(citizen.subject)


def test_the_citizens_of_the_demo_are_invented() -> None:
    assert len({c.personal_id for c in CITIZENS}) == len(CITIZENS)
    # No province has the code 099.
    assert all(c.personal_id.startswith("099") and len(c.personal_id) == 12 for c in CITIZENS)
    assert all(c.email.endswith("@example.vn") for c in CITIZENS)
