"""What the demo says once it stands: its address, and who may enter with what."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from workflows.people.models import Role

from . import seating
from .cast import AGENCIES, CITIZENS, OFFICERS, PASSWORD, PIN, Officer
from .office import DemoOffice

SIGNS = (Role.APPROVER, Role.CLERK)


def lines(office: DemoOffice, *, address: str) -> Iterator[str]:
    yield ""
    yield _("Open %(address)s (Ctrl-C ends it)") % {"address": address}
    yield ""
    yield _("Officers enter by login, the password %(password)s and a code.") % {
        "password": PASSWORD
    }
    yield _("The page tells the code; a telephone set up with the key on the right does too.")
    for key, agency in AGENCIES.items():
        yield f"{agency.en if get_language() == 'en' else agency.vi} ({agency.code})"
        yield from (_officer(one, office) for one in OFFICERS if one.agency == key)
    yield ""
    yield _("Citizens are chosen on the demo's identity page:")
    yield from (f"  {citizen.subject:<9} {citizen.name}" for citizen in CITIZENS)


def _officer(officer: Officer, office: DemoOffice) -> str:
    role = office.posts[officer.login].get_role_display()
    pin = f"PIN {PIN}" if officer.role in SIGNS else ""
    told = f"  {officer.login:<9} {officer.name:<17} {role:<24} {pin:<11}"
    return f"{told} {seating.key_of(officer.login)}"
