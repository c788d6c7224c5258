from __future__ import annotations

from django.apps import AppConfig


class StepsConfig(AppConfig):
    name = "workflows.steps"
    label = "steps"
    default_auto_field = "django.db.models.BigAutoField"
