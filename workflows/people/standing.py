"""Who may act for whom: oneself, under a representation, or from a post at the counter."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from .models import Account, Agency, Organisation, Person, Post, Representation, Role


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


def receives_at(account: Account, agency: Agency, *, on: date) -> bool:
    """Whether the account takes in dossiers there on a day."""
    posts = Post.objects.held_by(account, on=on)
    return posts.filter(role=Role.RECEPTION, unit__agency=agency).exists()
