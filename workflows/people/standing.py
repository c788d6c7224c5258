"""Who may act for whom: oneself, or under a representation valid on the day."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from .models import Organisation, Person, Representation


class NotEntitled(Exception):
    """The person may not act for this owner."""

    def __init__(self) -> None:
        super().__init__(_("You have no valid authority to act for this person or organisation."))


def ground_to_act(
    requester: Person, owner: Person | Organisation, *, on: date
) -> Representation | None:
    """None where one acts for oneself, else the representation; raises `NotEntitled`."""
    if requester == owner:
        return None
    grounds = Representation.objects.of(owner).valid_on(on).filter(representative=requester)
    representation = grounds.order_by("-valid_from").first()
    if representation is None:
        raise NotEntitled
    return representation
