"""Takes each guard out of a copy of the project and sees its tests fail: `make guards`.

A test that stays green without the guard it names guards nothing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.guarded import GUARDS, Cut, Guard
from tests.guarded_acts import ACT_GUARDS
from tests.guarded_trust import TRUST_GUARDS

ROOT = Path(__file__).resolve().parent.parent
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "var", "out", "__pycache__", ".*_cache")
LONGEST = 600  # seconds, so that two who wait for each other are noticed
FAILED, PASSED = 1, 0
PLAIN = ("-p", "no:cacheprovider", "-p", "no:randomly")


def main(words: Sequence[str] = ()) -> int:
    """Those in whose name one of the words stands; without a word, all."""
    every = (*GUARDS, *ACT_GUARDS, *TRUST_GUARDS)
    meant = [one for one in every if not words or any(word in one.name for word in words)]
    with tempfile.TemporaryDirectory(prefix="mot-cua-guards-") as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
        _must_be_well(copy, meant)
        blind = [guard.name for guard in meant if not _is_seen(guard, copy)]
    for name in blind:
        sys.stdout.write(f"Nobody noticed that this was missing: {name}.\n")
    sys.stdout.write(f"{len(meant) - len(blind)} of {len(meant)} guards are guarded.\n")
    return len(blind)


def _must_be_well(copy: Path, guards: Sequence[Guard]) -> None:
    """With every guard in its place all tests pass, so that one that fails has seen something."""
    ended, said = _pytest(copy, *dict.fromkeys(test for one in guards for test in one.tests))
    if ended != PASSED:
        raise SystemExit(f"Tests fail with every guard in its place:\n{said}")


def _is_seen(guard: Guard, copy: Path) -> bool:
    with _without(guard, copy):
        ended, said = _pytest(copy, "-x", *guard.tests)
    if ended not in (PASSED, FAILED):
        raise SystemExit(f"pytest did not run for {guard.name}:\n{said}")
    sys.stdout.write(f"{'seen' if ended == FAILED else 'MISSED'}: {guard.name}\n")
    sys.stdout.flush()
    return ended == FAILED


@contextmanager
def _without(guard: Guard, copy: Path) -> Iterator[None]:
    before = {copy / cut.file: (copy / cut.file).read_text(encoding="utf-8") for cut in guard.cuts}
    for cut in guard.cuts:
        _apply(cut, copy / cut.file)
    yield
    for path, text in before.items():
        path.write_text(text, encoding="utf-8")


def _apply(cut: Cut, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if text.count(cut.guard) != 1:
        raise SystemExit(f"{cut.file} holds “{cut.guard}” {text.count(cut.guard)} times, not once.")
    path.write_text(text.replace(cut.guard, cut.without), encoding="utf-8")


def _pytest(copy: Path, *words: str) -> tuple[int, str]:
    """How pytest ended in the copy, and what it said."""
    ran = subprocess.run(  # noqa: S603  our own tests
        [sys.executable, "-m", "pytest", "-q", *PLAIN, *words],
        cwd=copy,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=LONGEST,
    )
    return ran.returncode, ran.stdout + ran.stderr


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
