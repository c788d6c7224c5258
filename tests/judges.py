"""Programs that did not make our papers, and what they say of the signatures."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from signing.demo.pki import DemoPki

PDFSIG = shutil.which("pdfsig")
# Where CI is set nothing is left out: the test fails where its judge is missing.
needs_pdfsig = pytest.mark.skipif(
    not PDFSIG and "CI" not in os.environ, reason="pdfsig (poppler-utils) is missing"
)
CERTUTIL, PK12UTIL, MUTOOL = (shutil.which(one) for one in ("certutil", "pk12util", "mutool"))
needs_nss = pytest.mark.skipif(
    not (PDFSIG and CERTUTIL and PK12UTIL) and "CI" not in os.environ,
    reason="pdfsig (poppler-utils) or certutil (libnss3-tools) is missing",
)
needs_mutool = pytest.mark.skipif(
    not MUTOOL and "CI" not in os.environ, reason="mutool (mupdf-tools) is missing"
)


def pdfsig(file: Path) -> dict[str, bool]:
    """Whether poppler calls the signature in each field valid; time-stamps it does not judge."""
    assert PDFSIG, "pdfsig is missing: install poppler-utils"
    _preface, *parts = _told(PDFSIG, str(file)).split("Signature Field Name: ")
    return {
        part.splitlines()[0]: "Signature Validation: Signature is Valid." in part
        for part in parts
        if "Signature Type: ETSI.CAdES.detached" in part
    }


def pyhanko(mode: str, file: Path, *, of: DemoPki) -> list[set[str]]:
    """What pyHanko says of each signature, `validate` or `adesverify`, trusting the root alone."""
    trusted = ("--trust-replace", "--trust", str(of.roots / "root.pem"))
    said = _told(sys.executable, "-m", "pyhanko", "sign", mode, *trusted, str(file))
    return [set(line.split(":", 2)[2].split(",")) for line in said.splitlines()]


def ran(program: str | None, *arguments: str | Path) -> str:
    """What a program says that is to succeed."""
    assert program, "a program is missing: see .ci/run"
    return _told(program, *map(str, arguments))


def _told(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr
    return done.stdout
