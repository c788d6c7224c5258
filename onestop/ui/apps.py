"""The kit as Django knows it: template tags and static files, no tables."""

from __future__ import annotations

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "onestop.ui"
    label = "ui"
