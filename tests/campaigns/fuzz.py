"""Spoilt files by the ten thousand: `python -m tests.campaigns.fuzz --files 50000 --seed 7`.

Each is a signed file with one to three changes; none may raise, go over the limits of a child, or
be called intact where a signed byte is another. A file that does is left in `out/fuzz`.
"""

from __future__ import annotations

import hashlib
import secrets
import sys
import time
from argparse import ArgumentParser
from dataclasses import dataclass
from pathlib import Path

import pytest

OUT = Path("out/fuzz")


@dataclass(frozen=True)
class Order:
    """What was ordered; to pytest a plugin, which hands it to the test."""

    files: int
    seed: int

    @pytest.fixture
    def order(self) -> Order:
        return self


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def leave(content: bytes) -> Path:
    OUT.mkdir(parents=True, exist_ok=True)
    place = OUT / f"{hashlib.sha256(content).hexdigest()[:16]}.pdf"
    place.write_bytes(content)
    return place


def main() -> int:
    parser = ArgumentParser(description="Spoilt files against the verifier.")
    parser.add_argument("--files", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(1_000_000))
    order = Order(**vars(parser.parse_args()))
    begun = time.monotonic()
    say(f"seed {order.seed}, {order.files} files")
    options = ["--quiet", "--capture=no", "-p", "no:randomly", "-p", "no:cacheprovider"]
    code = pytest.main([*options, str(Path(__file__).with_name("fuzz_run.py"))], plugins=[order])
    say(f"{time.monotonic() - begun:.0f} s in all; seed {order.seed}")
    return int(code)


if __name__ == "__main__":
    sys.exit(main())
