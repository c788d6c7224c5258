"""The State's side: agencies under dated names, their units, and the posts people hold there."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from procedures.words import in_language_now

from .accounts import Account


class Agency(models.Model):
    """A state agency. It outlives its names: `name_on` says what it was called on a day."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # The identifier of QĐ 20/2020/QĐ-TTg, at most 35 characters.
    code = models.CharField(max_length=35, unique=True)
    kind = models.CharField(max_length=40)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True)
    # Whose one-stop unit receives for it; none: its own.
    one_stop = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="receives_for"
    )
    calendar = models.CharField(max_length=40, default="national")
    dossier_code_pattern = models.CharField(
        max_length=80, default="{agency}-{day:%y%m%d}-{sequence:04d}"
    )

    def __str__(self) -> str:
        return self.code

    @property
    def receiving(self) -> Agency:
        """Where dossiers for it are handed in."""
        return self.one_stop or self

    def name_on(self, day: date) -> AgencyName:
        """The name in force on `day`; raises `AgencyName.DoesNotExist` before the first one."""
        return self.names.filter(valid_from__lte=day).latest("valid_from")


class AgencyName(models.Model):
    """What an agency is called from a day on, until the next name begins."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="names")
    name_vi = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300)
    symbol = models.CharField(max_length=30)  # in document symbols: 05/QĐ-SNV
    place = models.CharField(max_length=100)  # before the date of a document
    valid_from = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "valid_from"], name="one_name_from_a_day")
        ]

    def __str__(self) -> str:
        return in_language_now(self.name_vi, self.name_en)


class Unit(models.Model):
    """A part of an agency: its one-stop, a professional division, the registry, the leadership."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="units")
    name_vi = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300)

    def __str__(self) -> str:
        return in_language_now(self.name_vi, self.name_en)


class Role(models.TextChoices):
    """What a post may do in the life of a dossier."""

    RECEPTION = "reception", _("Reception officer")
    HEAD = "head", _("Head of unit")
    HANDLER = "handler", _("Handler")
    APPROVER = "approver", _("Approver")
    CLERK = "clerk", _("Records clerk")
    LEADER = "leader", _("Leader")
    ADMINISTRATOR = "administrator", _("Procedure administrator")


class PostQuerySet(models.QuerySet["Post"]):
    def held_on(self, day: date) -> PostQuerySet:
        """The posts somebody able to act holds on a day, with unit and agency at hand."""
        return self.filter(
            Q(valid_to=None) | Q(valid_to__gte=day),
            account__is_active=True,
            valid_from__lte=day,
        ).select_related("unit__agency")

    def held_by(self, account: Account, *, on: date) -> PostQuerySet:
        return self.held_on(on).filter(account=account)


class Post(models.Model):
    """An account in a unit, in one role, for a time. Rights hang on posts, never on persons."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(Account, models.PROTECT, related_name="posts")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    role = models.CharField(max_length=20, choices=Role.choices)
    title_vi = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    # TM., KT., TL., TUQ. before the title: NĐ 30/2020, Annex I, part II, 7.
    authority = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="post_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")),
            )
        ]

    def __str__(self) -> str:
        return in_language_now(self.title_vi, self.title_en)
