"""What the tests of proving stand on."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.utils.translation import override


@pytest.fixture(autouse=True)
def site(settings: LazySettings, tmp_path: Path) -> object:
    """Roots in a folder of their own; what is found is read in English."""
    settings.ROOTS_DIR = tmp_path / "roots"
    with override("en"):
        yield
