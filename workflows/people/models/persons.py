"""Natural persons, organisations, and who may speak for whom."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from workflows.people.text import fold, name_sort_key, nfc, sort_key


class Person(models.Model):
    """A natural person. Every value but `public_id` may be erased without breaking the journal."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    personal_id = models.CharField(max_length=12, unique=True, null=True, blank=True)
    full_name = models.CharField(max_length=200)
    birthday = models.DateField(null=True, blank=True)
    gender = models.CharField(max_length=10, blank=True)
    address = models.CharField(max_length=500, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    search_name = models.CharField(max_length=200, editable=False, db_index=True)
    sort_name = models.CharField(max_length=800, editable=False)

    class Meta:
        constraints = [
            # No check digit: the law knows none. Whose number it is only the population database
            # can say.
            models.CheckConstraint(
                name="personal_number_has_twelve_digits",
                condition=Q(personal_id=None) | Q(personal_id__regex=r"^[0-9]{12}$"),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.full_name = nfc(self.full_name)
        self.search_name = fold(self.full_name)[:200]
        self.sort_name = name_sort_key(self.full_name)[:800]
        super().save(*args, **_with_its_keys(kwargs, "full_name"))


class Organisation(models.Model):
    """A legal person or a body without legal personality that owns dossiers and results."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    registration_number = models.CharField(max_length=50, unique=True, null=True, blank=True)
    name = models.CharField(max_length=300)
    address = models.CharField(max_length=500, blank=True)
    search_name = models.CharField(max_length=300, editable=False, db_index=True)
    sort_name = models.CharField(max_length=1200, editable=False)

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name = nfc(self.name)
        self.search_name = fold(self.name)[:300]
        self.sort_name = sort_key(self.name)[:1200]
        super().save(*args, **_with_its_keys(kwargs, "name"))


class RepresentationQuerySet(models.QuerySet["Representation"]):
    def of(self, owner: Person | Organisation) -> RepresentationQuerySet:
        if isinstance(owner, Organisation):
            return self.filter(organisation=owner)
        return self.filter(person=owner)

    def valid_on(self, day: date) -> RepresentationQuerySet:
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)


class Representation(models.Model):
    """The right of one person to act for an organisation or for another person, with its ground."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    representative = models.ForeignKey(Person, models.PROTECT, related_name="representations")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="represented_by"
    )
    basis = models.CharField(max_length=300)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    objects = RepresentationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="representation_of_exactly_one",
                condition=Q(organisation=None) ^ Q(person=None),
            ),
            models.CheckConstraint(
                name="representation_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.representative} ← {self.organisation or self.person}"

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def _with_its_keys(saving: dict[str, Any], name: str) -> dict[str, Any]:
    """A name is never saved without what it is searched and sorted by."""
    fields = saving.get("update_fields")
    if fields is None or name not in fields:
        return saving
    return saving | {"update_fields": {*fields, "search_name", "sort_name"}}
