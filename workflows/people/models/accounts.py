"""Accounts: the keys to the doors. A person may have several; a technical account has no person."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, NoReturn

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from .persons import Person


class NeverDeleted(Exception):
    """The journal and the history of tasks point at accounts; they are disabled instead."""

    def __init__(self) -> None:
        super().__init__(_("An account is never deleted. Disable it instead."))


class AccountQuerySet(models.QuerySet["Account"]):
    def delete(self) -> NoReturn:
        raise NeverDeleted


class AccountManager(BaseUserManager["Account"]):
    def get_queryset(self) -> AccountQuerySet:
        """With the person, whose name every page says to whoever is signed in."""
        return AccountQuerySet(self.model, using=self._db).select_related("person")

    def open(
        self, login: str, *, person: Person | None, kind: str, password: str | None = None
    ) -> Account:
        """A new account. Without a password nobody can enter by password."""
        account = self.model(login=login, person=person, kind=kind)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """One way in. TCVN 14423 tells four kinds apart; none may be shared."""

    class Kind(models.TextChoices):
        CITIZEN = "citizen", _("Citizen")
        OFFICER = "officer", _("Officer")
        ADMIN = "admin", _("Administrator")
        TECHNICAL = "technical", _("Technical account")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    login = models.CharField(max_length=300, unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="accounts"
    )
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = AccountManager()

    def __str__(self) -> str:
        return self.login

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise NeverDeleted

    def same_person(self, other: Account) -> bool:
        """A person may hold several accounts; one without a person stands for itself alone."""
        shared = self.person_id is not None and self.person_id == other.person_id
        return self == other or shared

    @property
    def assurance(self) -> int:
        """How surely the person was known at the last entry; 0 where nobody vouched for them."""
        return self.identities.aggregate(best=models.Max("assurance"))["best"] or 0


class IdentityLink(models.Model):
    """An outside identity that opens an account, with the assurance it was given last."""

    class Assurance(models.IntegerChoices):
        DECLARED = 1, _("declared by the person")
        CHECKED = 2, _("checked against the population database")
        IN_PERSON = 3, _("checked face to face")

    account = models.ForeignKey(Account, models.PROTECT, related_name="identities")
    provider = models.CharField(max_length=40)
    # OpenID Connect Core 1.0, section 2: at most 255 letters.
    subject = models.CharField(max_length=255)
    assurance = models.PositiveSmallIntegerField(choices=Assurance.choices)
    linked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "subject"], name="one_account_per_identity")
        ]

    def __str__(self) -> str:
        return f"{self.provider}:{self.subject}"
