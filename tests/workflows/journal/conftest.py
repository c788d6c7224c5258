"""Roots of the tests lie in a folder of their own."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import LazySettings


@pytest.fixture(autouse=True)
def roots_dir(settings: LazySettings, tmp_path: Path) -> Path:
    settings.ROOTS_DIR = tmp_path / "roots"
    return tmp_path / "roots"
