"""Papers that programs of other makers signed, alone and in turn with ours, are called intact."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.utils import timezone

from signing.demo.pki import DemoPki
from signing.layout import Place
from signing.reports import Integrity, SignatureReport, Verdict
from signing.validation import Policy, validate
from tests import trust
from tests.signing import attacks, forging
from tests.signing.test_attacks import by_hand
from workflows.documents.stamps import personal_stamp

pytestmark = pytest.mark.usefixtures("in_english")

JAVA = Path("/usr/share/java")
JARS = [JAVA / f"{name}.jar" for name in (
    "itext5", "pdfbox2", "fontbox2", "commons-logging", "bcprov", "bcpkix", "bcutil",
)]  # fmt: skip
SOURCE = Path(__file__).with_name("other") / "Signing.java"
# One after the other, each on the file that the one before left.
WAYS: dict[str, tuple[str, ...]] = {
    "itext": ("itext",),
    "itext twice": ("itext", "itext"),
    "itext three times": ("itext", "itext", "itext"),
    "itext, older form": ("itext-cms",),
    "itext with evidence": ("itext", "itext-evidence"),
    "itext lasting": ("itext", "itext-evidence", "itext-stamp"),
    "itext lasting, twice signed": ("itext", "itext", "itext-evidence", "itext-stamp"),
    "itext lasting, renewed": ("itext", *("itext-evidence", "itext-stamp") * 2),
    "itext lasting, renewed twice": ("itext", *("itext-evidence", "itext-stamp") * 3),
    "itext certified": ("itext-form",),
    "itext certified, lasting": ("itext-form", "itext-evidence", "itext-stamp"),
    "itext final": ("itext-final",),
    "itext final, lasting": ("itext-final", "itext-evidence", "itext-stamp"),
    "pdfbox": ("pdfbox",),
    "pdfbox twice": ("pdfbox", "pdfbox"),
    "pdfbox after itext": ("itext", "pdfbox"),
    "itext after pdfbox": ("pdfbox", "itext"),
    "ours, then itext": ("ours", "itext"),
    "ours, then pdfbox": ("ours", "pdfbox"),
    "itext, then ours": ("itext", "ours"),
    "ours, then itext lasting": ("ours", "itext", "itext-evidence", "itext-stamp"),
}
LASTING = ("itext lasting", "itext lasting, renewed", "itext final, lasting")


@dataclass(frozen=True)
class Tools:
    """The other makers' programs, with the keys they sign with."""

    classes: Path
    pki: DemoPki
    folder: Path

    def run(self, way: tuple[str, ...]) -> bytes:
        """What stands after the last act; acts of theirs in a row take one start of the machine."""
        (self.folder / "0.pdf").write_bytes(a_form())
        keys = [self.pki.people["minh"], self.pki.agencies["H99"]]
        waiting: list[str] = []
        for turn, act in enumerate(way):
            paper, following = (self.folder / f"{number}.pdf" for number in (turn, turn + 1))
            if act == "ours":
                self._run(waiting)
                waiting = []
                following.write_bytes(by_hand(paper.read_bytes(), self.pki, name="Ours"))
                continue
            key = keys[turn % len(keys)]
            waiting += [act, str(paper), str(following), str(key.path), key.pin]
        self._run(waiting)
        return (self.folder / f"{len(way)}.pdf").read_bytes()

    def _run(self, said: list[str]) -> None:
        if not said:
            return
        path = os.pathsep.join(map(str, [self.classes, *JARS]))
        done = subprocess.run(  # noqa: S603  our own source
            [needed("java"), "-cp", path, "Signing", *said, self.pki.tsa_url],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr


def needed(program: str) -> str:
    """Where it is; without it the test is left out, but not where everything is to be tested."""
    found = shutil.which(program)
    if found is None or not all(jar.exists() for jar in JARS):
        if "CI" in os.environ:
            pytest.fail(f"{program} or one of its libraries is missing")
        pytest.skip(f"{program} or one of its libraries is missing")
    return found


def a_form() -> bytes:
    page = personal_stamp("Trần Quang Minh", Place(0, 0, 0, 200, 60), at=trust.AT)
    return forging.appended(page, forging.a_form_with_a_note)


@pytest.fixture(scope="module")
def classes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("classes")
    path = os.pathsep.join(map(str, JARS))
    subprocess.run(  # noqa: S603  our own source
        [needed("javac"), "-d", str(folder), "-cp", path, str(SOURCE)], check=True
    )
    return folder


@pytest.fixture
def tools(classes: Path, pki: DemoPki, tmp_path: Path) -> Tools:
    return Tools(classes, pki, tmp_path)


def judged(content: bytes, of: DemoPki) -> SignatureReport:
    return validate(content, trust=of.trust, at=timezone.now(), policy=Policy.FOREIGN)


@pytest.mark.parametrize("way", WAYS)
def test_a_sound_paper_of_another_maker_is_intact(way: str, tools: Tools) -> None:
    report = judged(tools.run(WAYS[way]), tools.pki)
    assert report.integrity is Integrity.INTACT, report.reasons
    assert not any(one.modified_after for one in report.signatures)
    assert not any("could not be looked at" in str(one) for one in report.reasons)
    signing = [act for act in WAYS[way] if not act.endswith("evidence")]
    assert len(report.signatures) == len(signing)
    if way in LASTING:
        assert report.verdict is Verdict.VALID


def test_a_place_to_sign_that_was_added_to_a_certified_paper_is_noticed(tools: Tools) -> None:
    """Certified for filling in, it takes signatures where there was a place for them."""
    assert judged(tools.run(("itext-form", "itext")), tools.pki).integrity is Integrity.CHANGED


@pytest.mark.parametrize("way", ["itext certified, lasting"])
def test_what_is_changed_after_another_maker_signed_is_noticed(way: str, tools: Tools) -> None:
    paper = tools.run(WAYS[way])
    changes: dict[str, Callable[[bytes], bytes]] = {
        **{one.__name__: lambda of, one=one: forging.appended(of, one) for one in attacks.CHANGES},  # type: ignore[misc]
        **attacks.BYTES,
    }
    passed = [
        name
        for name, attack in changes.items()
        if judged(attack(paper), tools.pki).integrity in {Integrity.INTACT, Integrity.UNSIGNED}
    ]
    assert passed == []
