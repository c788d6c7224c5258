"""What the page of an act asks before the act is done: the frame that every act's form fills."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.timezone import localdate

from onestop.ui.components.asking import Fault, faults_of
from onestop.ui.components.reading import Fact
from workflows.people.models import Agency, Post, Role

from .opened import Opened


class ActForm(forms.Form):
    """One act. What it sends on is `details`; what it shows beside its fields are `facts`."""

    use_required_attribute = False
    act: ClassVar[str]
    title: ClassVar[Promise]
    lead: ClassVar[Promise]
    button: ClassVar[Promise]
    icon: ClassVar[str] = ""
    # What an officer proves anew before it is done.
    signs: ClassVar[bool] = False
    # Fields that are rarely wanted, and what stands over them.
    folded: ClassVar[Promise | str] = ""

    def __init__(self, opened: Opened, data: Mapping[str, Any] | None = None) -> None:
        self.opened = opened
        super().__init__(data)

    @property
    def details(self) -> dict[str, Any]:
        return self.cleaned_data

    @property
    def facts(self) -> tuple[Fact, ...]:
        return ()

    @property
    def obstacles(self) -> tuple[Fault, ...]:
        """What has to be done on the dossier's page first, though the act itself is lawful."""
        return ()

    @property
    def asked(self) -> list[BoundField]:
        return [self[name] for name in self.fields if name not in self.rare]

    @property
    def rarely_asked(self) -> list[BoundField]:
        return [self[name] for name in self.fields if name in self.rare]

    @property
    def rarely_typed(self) -> bool:
        return any(one.value() for one in self.rarely_asked)

    @property
    def rare(self) -> frozenset[str]:
        return frozenset()

    @property
    def right(self) -> bool:
        return self.is_valid() and not self.obstacles

    @property
    def faults(self) -> tuple[Fault, ...]:
        return (*self.obstacles, *faults_of(self)) if self.is_bound else ()

    def refuse(self, refusal: Exception) -> Exception | None:
        """Hands back a refusal of the act that has no place at a field."""
        return refusal


def holders(opened: Opened, roles: Iterable[Role], agencies: Iterable[Agency]) -> list[Post]:
    """The posts of these roles that somebody holds today, each with its person and unit."""
    today = Post.objects.held_on(localdate(opened.at))
    there = today.filter(role__in=list(roles), unit__agency__in=list(agencies))
    return list(there.select_related("unit__agency", "account__person").order_by("pk"))


def choices_of(posts: Iterable[Post]) -> list[tuple[str, str]]:
    return [(str(post.public_id), named(post)) for post in posts]


def named(post: Post) -> str:
    """The person, and from where they act."""
    return f"{post.account.person or post.account} – {post}, {post.unit}"
