"""Takes each guard out of a copy of the project and sees its tests fail: `make guards`.

A test that stays green without the guard it names guards nothing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "var", "out", "__pycache__", ".*_cache")


@dataclass(frozen=True)
class Cut:
    """Words that make a guard, and what stands there without it."""

    file: str
    guard: str
    without: str


@dataclass(frozen=True)
class Guard:
    name: str
    cuts: tuple[Cut, ...]
    tests: tuple[str, ...]


MIGRATION = "workflows/dossiers/migrations/0002_refuse_unlawful_moves.py"
GUARDS = (
    Guard(
        "the trigger that refuses unlawful moves",
        (Cut(MIGRATION, "OLD.status IS DISTINCT FROM NEW.status", "false"),),
        ("tests/workflows/dossiers/test_lawful_moves.py",),
    ),
    Guard(
        "the trigger that refuses another beginning than DRAFT",
        (Cut(MIGRATION, "NEW.status IS DISTINCT FROM 'DRAFT'", "false"),),
        ("tests/workflows/dossiers/test_lawful_moves.py",),
    ),
    Guard(
        "the locks on run and dossier",
        (
            Cut("workflows/routes/engine.py", "Run.objects.select_for_update()", "Run.objects"),
            Cut("workflows/routes/perform.py", '.select_for_update(of=("self",))', ""),
        ),
        ("tests/workflows/routes/test_races.py",),
    ),
    Guard(
        "one act under one key",
        (
            Cut(
                "workflows/steps/once.py",
                "found = PerformedAct.objects.filter(key=key).first()",
                "found = PerformedAct.objects.none().first()",
            ),
        ),
        ("tests/workflows/routes/test_perform.py",),
    ),
    Guard(
        "the post an act takes",
        (Cut("workflows/permissions/rules.py", "agency in places[rule.at] and named", "named"),),
        ("tests/workflows/permissions/test_entitled.py",),
    ),
    Guard(
        "the filter of what is shown",
        (
            Cut(
                "workflows/permissions/rules.py",
                "Dossier.objects.filter(self.own | self.office)",
                "Dossier.objects.all()",
            ),
        ),
        ("tests/workflows/permissions/test_visible.py",),
    ),
    Guard(
        "the chain of the journal",
        (Cut("workflows/journal/verify_chains.py", "row.link.previous != before", "False"),),
        ("tests/workflows/journal/test_verify.py",),
    ),
    Guard(
        "the digest of the draft at approval",
        (Cut("workflows/steps/approval.py", "if not draft == ", "if False and not draft == "),),
        ("tests/workflows/steps/test_approval.py",),
    ),
    Guard(
        "the digest of the draft at signing",
        (
            Cut(
                "signing/pdf/signatures.py",
                "if hashlib.sha256(draft).hexdigest() != expected_sha256:",
                "if False:",
            ),
        ),
        ("tests/signing/test_papers.py",),
    ),
    Guard(
        "DocMDP of the personal signature",
        (
            Cut(
                "signing/pdf/signatures.py",
                "SigMDPSetup(DIGEST, certify=True, docmdp_perms=MDPPerm.FILL_FORMS)",
                "SigMDPSetup(DIGEST)",
            ),
        ),
        ("tests/signing/test_papers.py",),
    ),
    Guard(
        "what may follow the seal",
        (
            Cut(
                "signing/results.py",
                "yield from changes.after_seal(opened, seal.one)",
                "yield from ()",
            ),
        ),
        ("tests/signing/test_validation_additions.py",),
    ),
)


def main() -> int:
    blind = [guard.name for guard in GUARDS if not _is_seen(guard)]
    for name in blind:
        sys.stdout.write(f"Nobody noticed that this was missing: {name}.\n")
    sys.stdout.write(f"{len(GUARDS) - len(blind)} of {len(GUARDS)} guards are guarded.\n")
    return len(blind)


def _is_seen(guard: Guard) -> bool:
    with tempfile.TemporaryDirectory(prefix="mot-cua-guard-") as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
        for cut in guard.cuts:
            _apply(cut, copy)
        failed = _pytest(copy, guard)
    sys.stdout.write(f"{'seen' if failed else 'MISSED'}: {guard.name}\n")
    sys.stdout.flush()
    return failed


def _apply(cut: Cut, copy: Path) -> None:
    path = copy / cut.file
    text = path.read_text(encoding="utf-8")
    if text.count(cut.guard) != 1:
        raise SystemExit(f"{cut.file} holds “{cut.guard}” {text.count(cut.guard)} times, not once.")
    path.write_text(text.replace(cut.guard, cut.without), encoding="utf-8")


def _pytest(copy: Path, guard: Guard) -> bool:
    """Whether a test fails; anything else that keeps pytest from running is no proof."""
    ran = subprocess.run(  # noqa: S603  our own tests
        [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *guard.tests],
        cwd=copy,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode not in (0, 1):
        raise SystemExit(f"pytest did not run for {guard.name}:\n{ran.stdout}{ran.stderr}")
    return ran.returncode == 1


if __name__ == "__main__":
    sys.exit(main())
