"""A dossier as it lies before an officer: found once, and read by its page and by every form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from onestop.frame.middleware import moment
from procedures.schema import Procedure, Requirement
from procedures.words import Language, language_now
from workflows.clock import announced
from workflows.clock.days import Calendar
from workflows.dossiers.models import (
    CompletionRequest,
    Component,
    Dossier,
    DueChange,
    Holding,
    Paper,
)
from workflows.dossiers.pinned import procedure_of
from workflows.people.models import Account, Post
from workflows.routes.lawful import Choice, acts_for


def address_at(name: str, *args: object) -> str:
    """At another door; empty where this site does not open it."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


@dataclass(frozen=True)
class Opened:
    """Nothing is asked of the database before something wants it, and nothing twice."""

    request: HttpRequest
    account: Account
    dossier: Dossier

    @property
    def at(self) -> datetime:
        return moment(self.request)

    @property
    def language(self) -> Language:
        return language_now()

    @property
    def address(self) -> str:
        return reverse("counter:dossier", args=[self.dossier.public_id])

    def address_of(self, act: str) -> str:
        return reverse("counter:act", args=[self.dossier.public_id, act])

    @cached_property
    def procedure(self) -> Procedure:
        return procedure_of(self.dossier)

    @cached_property
    def choices(self) -> dict[str, Choice]:
        """Every act, and why it cannot be done now."""
        return {one.act: one for one in acts_for(self.dossier, by=self.account, at=self.at)}

    @cached_property
    def handed_in(self) -> dict[str, Component]:
        """The newest version of each paper."""
        return self.dossier.components.select_related("file", "result").newest()

    @cached_property
    def made(self) -> list[Paper]:
        """What the office made: slips, and the states of the result."""
        return list(self.dossier.papers.select_related("file"))

    @cached_property
    def completions(self) -> list[CompletionRequest]:
        requests = self.dossier.completion_requests.order_by("asked_at")
        return list(requests.prefetch_related("items"))

    @cached_property
    def due_changes(self) -> list[DueChange]:
        """Every day on which it was due, the first one first."""
        return list(self.dossier.due_changes.select_related("by__account__person"))

    @cached_property
    def holdings(self) -> list[Holding]:
        """Who has held the file, the first one first."""
        everybody = ("agency", "post__unit", "post__account__person")
        held = self.dossier.holdings.select_related(*everybody).order_by("number")
        return list(held.prefetch_related("agency__names"))

    @cached_property
    def calendar(self) -> Calendar:
        return announced.calendar(self.dossier.competent_agency.calendar)

    @property
    def handler(self) -> Post | None:
        return self.dossier.handler

    @property
    def signer(self) -> Post | None:
        return self.dossier.signer

    @property
    def requirements(self) -> tuple[Requirement, ...]:
        """The papers that matter here: needed of this applicant, or handed in anyway."""
        every = self.procedure.requirements_of(self.dossier.case)
        return tuple(r for r in every if r.key in self.handed_in or self._needs(r))

    def _needs(self, requirement: Requirement) -> bool:
        """What the agency opened itself, to put a result right, asks nobody for papers."""
        asked = requirement.required and not self.dossier.correction
        return asked and requirement.applies_to(self.dossier.situation)
