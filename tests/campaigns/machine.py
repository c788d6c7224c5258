"""The long run of random acts: `python -m tests.campaigns.machine --runs 5000 --acts 50`.

A seed that is told gives the same runs again. Without DATABASE_URL the run stands on a server of
its own; with it, on the test database beside that one.
"""

from __future__ import annotations

import argparse
import secrets
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True)
class Campaign:
    """What was ordered; to pytest a plugin, which hands it to the test."""

    runs: int
    acts: int
    seed: int

    @pytest.fixture
    def campaign(self) -> Campaign:
        return self


def main() -> int:
    asked = argparse.ArgumentParser(description="Random acts against the model of the law.")
    asked.add_argument("--runs", type=int, default=5000)
    asked.add_argument("--acts", type=int, default=50)
    asked.add_argument("--seed", type=int, default=secrets.randbelow(10**9))
    order = Campaign(**vars(asked.parse_args()))
    options = ["--quiet", "--capture=no", "-p", "no:randomly", "-p", "no:cacheprovider"]
    what = Path(__file__).with_name("random_acts.py")
    return int(pytest.main([*options, str(what)], plugins=[order]))


if __name__ == "__main__":
    raise SystemExit(main())
