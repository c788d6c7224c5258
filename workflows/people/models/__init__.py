"""Who takes part: persons, accounts, organisations, agencies, units, posts; each for itself."""

from __future__ import annotations

from .accounts import Account, IdentityLink
from .agencies import Agency, AgencyName, Post, Role, Unit
from .persons import Organisation, Person, Representation

__all__ = [
    "Account",
    "Agency",
    "AgencyName",
    "IdentityLink",
    "Organisation",
    "Person",
    "Post",
    "Representation",
    "Role",
    "Unit",
]
