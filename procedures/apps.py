"""The Django app of the catalogue; its definitions are checked with everything else."""

from __future__ import annotations

from django.apps import AppConfig
from django.core import checks


class ProceduresConfig(AppConfig):
    name = "procedures"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from .checks import check_catalogue

        checks.register(check_catalogue, "procedures")
