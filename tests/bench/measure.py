"""How long things take, held against a floor measured in the same run: `make bench`.

Not part of the tests: a figure depends on the machine and on what else it does. What must not
depend on them, the number of statements, the tests hold exactly.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from procedures import catalogue, checks, kept, publication
from tests.counting import counted
from tests.people import an_officer

from .catalogue import shelved

ROUNDS = 7
SIZES = (10, 100, 1_000)


@dataclass(frozen=True)
class Figure:
    """Medians of some rounds, in milliseconds; `most` is how often the floor it may take."""

    what: str
    taken: float
    floor: float
    most: float

    @property
    def ratio(self) -> float:
        return self.taken / self.floor

    def __str__(self) -> str:
        met = "met" if self.ratio <= self.most else "MISSED"
        return (
            f"{self.what:<52}{self.taken:>10.1f} ms{self.floor:>10.1f} ms"
            f"{self.ratio:>8.1f} x{self.most:>8.1f} x  {met}"
        )


def held(what: str, one: Callable[[], object], floor: Callable[[], object], most: float) -> Figure:
    """Both in turn, so that whatever else the machine does befalls both."""
    taken: tuple[list[float], list[float]] = ([], [])
    for _round in range(ROUNDS):
        for times, run in zip(taken, (one, floor), strict=True):
            gc.collect()
            begun = time.perf_counter()
            run()
            times.append((time.perf_counter() - begun) * 1_000)
    found = Figure(what, median(taken[0]), median(taken[1]), most)
    say(str(found))
    return found


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    whole = tmp_path_factory.mktemp("catalogues")
    return {number: shelved(whole / str(number), number) for number in SIZES}


def test_the_catalogue_is_loaded(folders: dict[int, Path], tmp_path: Path) -> None:
    """Warm against reading the same bytes and the JSON in them; 1,000 within a second."""
    say(f"\n{'':<52}{'taken':>13}{'floor':>13}{'ratio':>10}{'most':>10}")
    figures = []
    for number, folder in folders.items():
        place = tmp_path / str(number)
        begun = time.perf_counter()
        catalogue.load(folder, place=place)
        say(
            f"load {number} procedures cold{(time.perf_counter() - begun) * 1_000:>{52 - 20}.1f} ms"
        )
        (file,) = place.glob("*.jsonl")

        def warm(folder: Path = folder, place: Path = place) -> object:
            return catalogue.load(folder, place=place)

        def floor(folder: Path = folder, file: Path = file) -> object:
            for path in folder.glob("**/*.yaml"):
                path.read_bytes()
            rows = file.read_text(encoding="utf-8").split("\n")[1:]
            with kept.undisturbed():
                return [json.loads(row.partition(" ")[2]) for row in rows]

        figures.append(held(f"load {number} procedures warm", warm, floor, 5))
    assert all(one.ratio <= one.most for one in figures)
    assert figures[-1].taken < 1_000, "1,000 procedures are loaded within a second"


@pytest.mark.django_db
def test_the_page_of_the_catalogue_is_shown(
    folders: dict[int, Path], settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With 1,000 procedures against the same page with 10."""
    loaded = {number: catalogue.load(folder) for number, folder in folders.items()}
    every = [one for revisions in loaded[1_000].revisions.values() for one in revisions]
    one, other = (an_officer(name).public_id for name in ("Phạm Thị Lan", "Trần Quang Minh"))
    publication.publish_all(every, prepared_by=one, approved_by=other, at=timezone.now())
    client = Client()

    def page(number: int, query: str = "") -> Callable[[], object]:
        def shown() -> object:
            monkeypatch.setattr(catalogue, "current", lambda: loaded[number])
            answer = client.get(reverse("portal:catalogue") + query)
            assert answer.status_code == 200
            return answer

        return shown

    for number in (10, 1_000):
        with counted() as statements:
            page(number)()
        say(f"statements of the page with {number} procedures: {len(statements)}")
    figures = [
        held("page of the catalogue, 1,000 against 10", page(1_000), page(10), 8),
        held("search among 1,000 against 10", page(1_000, "?q=quy"), page(10, "?q=quy"), 8),
    ]
    assert all(one.ratio <= one.most for one in figures)


def test_every_rule_is_checked(folders: dict[int, Path]) -> None:
    """All rules of all files, against reading the files."""
    figure = held(
        "`procedures check` of 100 against reading them",
        lambda: checks.check_all(folder=folders[100]),
        lambda: catalogue.read_all(folders[100]),
        2,
    )
    assert figure.ratio <= figure.most
