"""What the page of an act asks before the act is done: the frame that every act's form fills."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy

from onestop.ui.components.asking import Fault, faults_of
from onestop.ui.components.reading import Fact
from workflows.people.models import Agency, Post, Role
from workflows.routes.giving import above

from .checklist import LONGEST_REASON
from .opened import Opened

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Words


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
    # Whether its obstacles bar it for good; else they are done away with on the dossier's page.
    barred: ClassVar[bool] = False
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


def superiors_of(opened: Opened, of: Role) -> list[Post]:
    """Who may consent to what the reader does in this role: whoever stands above, not oneself."""
    dossier = opened.dossier
    agencies = (dossier.counter_agency, dossier.competent_agency)
    posts = holders(opened, above(of), agencies)
    return [post for post in posts if not post.account.same_person(opened.account)]


def consent(opened: Opened, of: Role) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=gettext_lazy("Superior who consented"),
        choices=[("", gettext_lazy("Choose")), *choices_of(superiors_of(opened, of))],
        error_messages={"required": gettext_lazy("Say which superior consented.")},
    )


def legal_basis(label: Words, *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        help_text=gettext_lazy("Name of the text of law, article and clause."),
        max_length=300,
        widget=forms.TextInput(attrs={"class": "in l"}),
        error_messages={"required": gettext_lazy("Name the law on which you rely.")},
    )


def basis_for_results(opened: Opened) -> dict[str, forms.Field]:
    """NĐ 309/2025 art. 4(2a): what the State knows is asked for only where a law lets it."""
    if not any(paper.result for paper in opened.handed_in.values()):
        return {}
    label = gettext_lazy("Legal basis, where you ask again for a result of the register")
    return {"legal_basis": legal_basis(label, required=False)}


def written(
    label: Words,
    *,
    error: Words = "",
    hint: Words = "",
    required: bool = True,
    longest: int = 2_000,
    rows: int = 3,
    initial: str = "",
) -> forms.CharField:
    """What an officer writes in sentences."""
    return forms.CharField(
        label=label,
        initial=initial,
        required=required,
        help_text=str(hint),
        max_length=longest,
        widget=forms.Textarea(attrs={"class": "in l", "rows": rows}),
        error_messages={"required": str(error)} if error else None,
    )


def reason_of(
    label: Words,
    *,
    initial: str = "",
    required: bool = True,
    hint: Words = "",
    error: Words = "",
) -> forms.CharField:
    """Why one paper or answer will not do, as it is printed on a slip."""
    return written(
        label,
        error=error,
        hint=hint,
        required=required,
        longest=LONGEST_REASON,
        rows=2,
        initial=initial,
    )


def a_day(label: Words, *, error: Words) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=gettext_lazy("For example 24/11/2026."),
        widget=forms.TextInput(attrs={"class": "in m num", "autocomplete": "off"}),
        error_messages={"required": error},
    )


def choices_of(posts: Iterable[Post]) -> list[tuple[str, str]]:
    return [(str(post.public_id), named(post)) for post in posts]


def named(post: Post) -> str:
    """The person, and from where they act."""
    return f"{post.account.person or post.account} – {post}, {post.unit}"
