"""Pictures of every page of the demo, for readers of the project: `make screens`."""

from __future__ import annotations

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onestop.settings")
django.setup()
