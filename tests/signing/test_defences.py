"""Each defence matters: with it switched off, at least one attack of the set passes as intact."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter as Writer
from pyhanko.sign.diff_analysis import DiffResult, FormUpdatingRule, ModificationLevel
from pyhanko.sign.fields import MDPPerm, SigFieldSpec
from pyhanko.sign.fields import append_signature_field as add_field

from signing import changes, integrity, opening, places, results, validation
from signing.demo.pki import DemoPki
from signing.layout import Place
from signing.looks import FormRule
from signing.reports import Integrity, Verdict
from signing.validation import validate
from tests import trust
from tests.signing import attacks, forging
from tests.signing.test_attacks import by_hand
from tests.signing.test_drawn_forms import a_form, drawn_anew, of_form
from tests.trust import Papers
from workflows.documents.stamps import personal_stamp

NOTHING: Callable[..., Any] = lambda *_any, **_named: ()  # noqa: E731  what finds nothing
TRUE: Callable[..., Any] = lambda *_any, **_named: True  # noqa: E731  what is content with all


def no_difference(*_any: Any) -> DiffResult:
    return DiffResult(ModificationLevel.NONE, set())


# Where the defence stands, what it is replaced with, and the attacks of which one then passes.
DEFENCES: dict[str, tuple[object, str, Any]] = {
    "objects are compared": (changes, "_compared", no_difference),
    "bytes are listed": (changes, "is_all_listed", TRUE),
    "fields say something new": (changes, "_are_values_new", TRUE),
    "files end as files end": (opening, "_ends", TRUE),
    "nothing stands beside a signature": (integrity, "faults_of_room", NOTHING),
    "signatures are not lost": (opening, "_has_lost", lambda *_any: False),
    "nothing stands before the start": (changes, "before_the_start", NOTHING),
    "places to sign cover no page": (places, "_covered", lambda *_any: ()),
    "defaults of a form stay": (FormRule, "apply", FormUpdatingRule.apply),
    "digests and signatures are checked": (integrity, "_faults", NOTHING),
}


@pytest.fixture(scope="module")
def forged(pki: DemoPki) -> dict[str, bytes]:
    """The attacks on a paper that grants the filling of its form, and on one that grants none."""
    page = personal_stamp("Trần Quang Minh", Place(0, 0, 0, 200, 60), at=trust.AT)
    form = forging.appended(page, forging.a_form_with_a_note)
    paper, granting = by_hand(form, pki), by_hand(form, pki, grants=MDPPerm.FILL_FORMS)
    made = {one.__name__: forging.appended(granting, one) for one in attacks.CHANGES}
    taken = forging.appended(paper, attacks.hidden_look_takes_the_page_along)
    made["along"] = by_hand(taken, pki, name="Along")
    made["replaced"] = by_hand(forging.appended(paper, attacks.signature_taken_out), pki)
    made["covered"] = by_hand(forging.appended(paper, _over_the_page), pki, name="Along")
    made["drawn anew"] = forging.appended(by_hand(a_form(has_look=False), pki), of_form(drawn_anew))
    made |= {name: attack(paper) for name, attack in attacks.BYTES.items()}
    return made


def _over_the_page(writer: Writer) -> None:
    """Visible, and with nothing else against it."""
    add_field(writer, SigFieldSpec("Along", box=(0, 0, 150, 60)))


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


# What a result of ours is held against besides; the forger here has keys and time-stamps.
OF_RESULTS: dict[str, tuple[object, str, Any]] = {
    "sealed with a stranger's key": (validation, "faults_of_names", NOTHING),
    "changed before the seal": (changes, "before_seal", NOTHING),
    "changed after the seal": (changes, "after_seal", NOTHING),
    "without a lasting time-stamp": (results, "_lasts", NOTHING),
}


def forged_result(how: str, papers: Papers, of: DemoPki) -> bytes:
    stranger = trust.opened(of.key_for("stranger", "Công ty TNHH Giả"))
    match how:
        case "sealed with a stranger's key":
            return forging.lasting(trust.sealed(papers.numbered, of, key=stranger), of)
        case "changed before the seal":
            changed = trust.numbered(forging.appended(papers.signed, forging.text_on_the_page))
            return forging.lasting(trust.sealed(changed, of), of)
        case "changed after the seal":
            changed = forging.appended(papers.lasting, forging.text_on_the_page)
            return forging.stamped(changed, of)
        case _:
            return forging.appended(papers.sealed, lambda writer: forging.store(writer, of))


@pytest.mark.parametrize("how", OF_RESULTS)
def test_without_what_a_result_is_held_against_a_forged_one_is_valid(
    how: str, papers: Papers, pki: DemoPki, monkeypatch: pytest.MonkeyPatch
) -> None:
    forged, at = forged_result(how, papers, pki), timezone.now()
    assert validate(forged, trust=pki.trust, at=at).verdict is not Verdict.VALID
    home, name, off = OF_RESULTS[how]
    monkeypatch.setattr(home, name, off)
    assert validate(forged, trust=pki.trust, at=at).verdict is Verdict.VALID
