"""One living office for all tests of the demo: filled once, and started over again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.onestop.embedded import a_folder

from .site import Standing, standing


@pytest.fixture(scope="session")
def data() -> Iterator[Path]:
    """A folder of data; nobody uses it in between."""
    with a_folder() as folder:
        folder.mkdir()
        yield folder


@pytest.fixture(scope="module")
def site(data: Path) -> Iterator[Standing]:
    with standing(data) as stands:
        yield stands
