"""A definition is spoilt in one place; what is found names file, place and what was expected."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from procedures.checks import check_all

Mutation = Callable[[dict[str, Any]], object]


def mutation(place: str, expected: str, spoil: Mutation, why: str) -> Any:
    return pytest.param(spoil, place, expected, id=why)


def assert_found(folder: Path, path: Path, place: str, expected: str) -> None:
    found = [f for f in check_all(folder=folder) if (f.file, f.place) == (str(path), place)]
    assert any(expected in str(f.expected) for f in found), check_all(folder=folder)
    assert all(str(f) == f"{path}, at {place}: expected {f.expected}" for f in found)
