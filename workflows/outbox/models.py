"""What must leave the system, and what has arrived inside it: rows of ids and codes only."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, Func, OuterRef, Q
from django.utils.translation import gettext_lazy as _


def current_xact() -> Func:
    """The transaction a row was written in, so that it can be told from its cause's."""
    return Func(
        template="pg_current_xact_id()::text::bigint", output_field=models.BigIntegerField()
    )


class MessageQuerySet(models.QuerySet["Message"]):
    def waiting(self) -> Self:
        return self.filter(state=Message.State.WAITING)

    def ready(self, at: datetime) -> Self:
        """What may be sent at `at`, oldest first: due, and nothing of its kind before it."""
        earlier = Message.objects.waiting().filter(
            topic=OuterRef("topic"), subject=OuterRef("subject"), pk__lt=OuterRef("pk")
        )
        return self.waiting().filter(~Exists(earlier), next_at__lte=at).order_by("next_at", "pk")


class Message(models.Model):
    """One piece of news for one outside system, written in the transaction of its cause."""

    class State(models.TextChoices):
        WAITING = "waiting", _("to be sent")
        SENT = "sent", _("sent")
        DEAD = "dead", _("given up, for a person to look at")

    key = models.CharField(max_length=120, unique=True)
    topic = models.CharField(max_length=40)
    subject = models.UUIDField()
    # Codes only. Whom it concerns is looked up at the moment of sending, or not at all if erased.
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    xact = models.BigIntegerField(db_default=current_xact(), editable=False)

    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    # Tries in a row that ended in a way nobody foresaw, the death of a worker among them.
    faults = models.PositiveSmallIntegerField(default=0)
    # Not before: the moment of the next try, or the end of the lease of whoever sends it now.
    next_at = models.DateTimeField()
    # A code, perhaps with a number or the name of an error; never the text of an error.
    last_error = models.CharField(max_length=100, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["next_at", "id"], condition=Q(state="waiting"), name="waiting_by_turn"
            ),
            models.Index(
                fields=["topic", "subject", "id"],
                condition=Q(state="waiting"),
                name="waiting_by_subject",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="sent_message_says_when",
                condition=Q(state="sent", sent_at__isnull=False)
                | ~Q(state="sent") & Q(sent_at=None),
            ),
            models.CheckConstraint(
                name="dead_message_has_a_reason", condition=~Q(state="dead") | ~Q(last_error="")
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Notice(models.Model):
    """A line in an account's own inbox: something was done with this dossier."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # Redelivery of a message makes no second notice.
    key = models.CharField(max_length=120)
    account = models.UUIDField()
    dossier = models.UUIDField()
    act = models.CharField(max_length=40)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["account", "-at"], name="notices_of_an_account")]
        constraints = [
            models.UniqueConstraint(fields=["key", "account"], name="one_notice_per_message")
        ]

    def __str__(self) -> str:
        return f"{self.act}: {self.dossier}"
