from __future__ import annotations

from django.apps import AppConfig


class OnestopConfig(AppConfig):
    name = "onestop"
    default_auto_field = "django.db.models.BigAutoField"
