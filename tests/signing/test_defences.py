"""Each defence matters: with it switched off, at least one attack of the set passes as intact."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.fields import MDPPerm

from signing import changes, integrity, opening
from signing.demo.pki import DemoPki
from signing.layout import Place
from signing.reports import Integrity
from signing.validation import validate
from tests import trust
from tests.signing import attacks, forging
from tests.signing.test_attacks import by_hand
from workflows.documents.stamps import personal_stamp

NOTHING: Callable[..., Any] = lambda *_any, **_named: ()  # noqa: E731  what finds nothing
TRUE: Callable[..., Any] = lambda *_any, **_named: True  # noqa: E731  what is content with all


def no_difference(*_any: Any) -> DiffResult:
    return DiffResult(ModificationLevel.NONE, set())


# Where the defence stands, what it is replaced with, and the attacks of which one then passes.
DEFENCES: dict[str, tuple[object, str, Any]] = {
    "objects are compared": (changes, "_compared", no_difference),
    "bytes are listed": (changes, "_is_all_listed", TRUE),
    "fields say something new": (changes, "_are_values_new", TRUE),
    "signatures are not lost": (opening, "_has_lost", lambda *_any: False),
    "digests and signatures are checked": (integrity, "_faults", NOTHING),
}


@pytest.fixture(scope="module")
def forged(pki: DemoPki) -> dict[str, bytes]:
    """The attacks on a paper that grants the filling of its form, and on one that grants none."""
    page = personal_stamp("Trần Quang Minh", Place(0, 0, 0, 200, 60), at=trust.AT)
    form = forging.appended(page, forging.a_form_with_a_note)
    paper, granting = by_hand(form, pki), by_hand(form, pki, grants=MDPPerm.FILL_FORMS)
    made = {one.__name__: forging.appended(granting, one) for one in attacks.CHANGES}
    made |= {name: attack(paper) for name, attack in attacks.BYTES.items()}
    return made


def passing(forged: dict[str, bytes], of: DemoPki) -> list[str]:
    at = timezone.now()
    return [
        name
        for name, content in forged.items()
        if validate(content, trust=of.trust, at=at).integrity
        in {Integrity.INTACT, Integrity.UNSIGNED}
    ]


def test_with_all_defences_nothing_passes(forged: dict[str, bytes], pki: DemoPki) -> None:
    assert passing(forged, pki) == []


@pytest.mark.parametrize("defence", DEFENCES)
def test_without_a_defence_something_passes(
    defence: str, forged: dict[str, bytes], pki: DemoPki, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, name, off = DEFENCES[defence]
    monkeypatch.setattr(home, name, off)
    assert passing(forged, pki)
