"""A year of an invented office: `python -m tests.campaigns.year --dossiers 5000 --seed 7`.

Every act through `perform`, in virtual time over the calendar of 2026; at the end everything that
must always hold is proven, and the second clock reckons every due date anew. A rule of time that
nobody met fails the run. Each process has a base of its own, so no result needs another's.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import SystemRandom
from typing import Any

PLAYED = Path(__file__).with_name("whole_year.py")


def main() -> int:
    asked = _asked()
    begun = time.monotonic()
    _say(f"seed {asked['seed']}, {asked['dossiers']} dossiers, {asked['parts']} processes")
    with tempfile.TemporaryDirectory(prefix="mot-cua-year-") as folder:
        code = _played(asked | {"folder": folder})
        told = [json.loads(path.read_text("utf-8")) for path in sorted(Path(folder).glob("*.json"))]
    wrong = [*_wrong(told, asked["parts"])]
    for line in [*_report(told), *wrong]:
        _say(line)
    _say(f"{time.monotonic() - begun:.0f} s in all; seed {asked['seed']}")
    return 1 if wrong or code else 0


def _asked() -> dict[str, Any]:
    parser = ArgumentParser(description="A simulated year of the office, proven at its end.")
    parser.add_argument("--dossiers", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(1_000_000))
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    said = parser.parse_args()
    return {"dossiers": said.dossiers, "seed": said.seed, "parts": said.processes}


def _played(asked: dict[str, Any]) -> int:
    command = [sys.executable, "-m", "pytest", "-q", "--create-db", "-p", "no:randomly"]
    command += ["-n", str(asked["parts"]), str(PLAYED)]
    return subprocess.run(  # noqa: S603  our own tests
        command, env=os.environ | {"YEAR": json.dumps(asked)}, check=False
    ).returncode


def _report(told: list[dict[str, Any]]) -> Iterator[str]:
    for part in told:
        ran = part["ran"]
        yield (
            f"part {part['part']}: {ran['dossiers']} dossiers, {ran['signed']} of them signed,"
            f" {ran['seconds']:.0f} s; proven in {part['proving']:.0f} s"
        )
    for rule, number in _counts(told).items():
        yield f"  {rule:<52}{number:>8}"
    rows = Counter[str]()
    for part in told:
        rows.update(part["rows"])
    yield "rows proven: " + ", ".join(f"{code} {number}" for code, number in rows.items())


def _wrong(told: list[dict[str, Any]], parts: int) -> Iterator[str]:
    if len(told) < parts:
        yield f"{parts - len(told)} of {parts} parts did not come to their end"
    for part in told:
        yield from part["faults"]
    for rule in never(_counts(told)):
        yield f"never occurred: {rule}"


def never(counts: Mapping[str, int]) -> list[str]:
    """The rules that nobody has tried: of them the year says nothing."""
    return [rule for rule, number in counts.items() if not number]


def _counts(told: list[dict[str, Any]]) -> dict[str, int]:
    return {
        rule: sum(part["counts"][rule] for part in told)
        for rule in (told[0]["counts"] if told else {})
    }


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
