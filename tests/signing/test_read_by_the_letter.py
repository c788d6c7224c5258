"""Without the letter of the standard a forgery passes: each rule by itself, switched off."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from pyhanko.pdf_utils import filters

from signing import changes, linear, looks, packing, pictures, places, predictors, tokens, written
from signing.demo.pki import DemoPki
from signing.history import Past
from signing.reports import Integrity
from tests.signing.plain import Sign, look, paper, set_in, sign, signed
from tests.signing.tables import catalogue, updated
from tests.signing.test_filled_later import DRAWN_ANEW, many
from tests.signing.test_later_places import ADDING, WHOLE, along, two_pages
from tests.signing.test_packed_tables import TOLD, a_draft, named_again
from tests.signing.test_readers_differ import BAD, Revision, integrity
from tests.signing.test_second_tables import KINDS, _filling, _naming, _second, waiting
from tests.signing.test_second_tables import linear as stating
from tests.signing.test_written_oddly import headed, in_a_string_of_the_trailer, numbered

__all__ = ["paper", "sign", "waiting"]

Switch = Callable[[pytest.MonkeyPatch], None]


def off(on: Any, name: str, instead: Any) -> Switch:
    return lambda patched: patched.setattr(on, name, instead)


def passes_without(switch: Switch, forged: bytes, of: DemoPki, patched: pytest.MonkeyPatch) -> bool:
    """Refused as it is; and without the rule, and the pictures behind it, called intact."""
    patched.setattr(pictures, "look", lambda *_any: pictures.Seen.ALIKE)
    refused = integrity(forged, of) in BAD
    switch(patched)
    return refused and integrity(forged, of) is Integrity.INTACT


def _in_one_dictionary(pdf: bytes) -> bytes:
    ((root, said),) = catalogue(pdf).items()
    return updated(pdf, {root: said.replace(b"<< ", b"<< /Extensions << /A 1 >z ", 1)})


def _under_another_word(pdf: bytes) -> bytes:
    ((root, said),) = catalogue(pdf).items()
    return headed(Revision(pdf), root, b"%d 0 abc\n" % root, said).written()


LENIENT = re.compile(rb"(\d{1,10})\s+(\d{1,5})\s+\w{3}")
RULES: dict[str, tuple[Callable[[bytes], bytes], Switch]] = {
    "words and brackets": (_in_one_dictionary, off(tokens, "is_plain", lambda *_a, **_n: True)),
    "heads of objects": (_under_another_word, off(written, "_HEADER", LENIENT)),
    "packing of tables": (
        lambda pdf: named_again(pdf, TOLD["of 16 bits"]), off(packing, "is_plain", bool),
    ),
    "highest numbers": (
        lambda pdf: numbered(pdf, 9_000_000, b"", 0), off(written, "_HIGHEST", 10**12),
    ),
    "second tables": (
        lambda pdf: _naming(*_second(pdf)), off(changes, "is_all_listed", lambda *_a, **_n: True),
    ),
    "strings of trailers": (
        in_a_string_of_the_trailer,
        off(changes, "is_all_listed", lambda *_a, **_n: True),
    ),
}  # fmt: skip


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_what_is_written_otherwise_passes_without_its_rule(
    rule: tuple[Callable[[bytes], bytes], Switch],
    paper: bytes,
    pki: DemoPki,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    forge, switch = rule
    assert passes_without(switch, forge(paper), pki, monkeypatch)


def test_rows_of_tables_pass_as_the_library_reads_them(
    sign: Sign, pki: DemoPki, monkeypatch: pytest.MonkeyPatch
) -> None:
    _meant, forged = a_draft(sign)
    as_it_reads = off(filters, "_png_decode", predictors.as_read)
    assert passes_without(as_it_reads, forged, pki, monkeypatch)


def test_a_container_that_was_awaited_passes_without_its_rule(
    waiting: bytes, pki: DemoPki, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Behind the rule that all members are listed, which is off."""
    monkeypatch.setattr(changes, "is_all_listed", lambda *_any, **_named: True)
    forged = _filling(waiting, KINDS["said in it"])
    assert passes_without(off(Past, "holders", frozenset()), forged, pki, monkeypatch)


@pytest.mark.parametrize(
    ("said", "switch"),
    [
        ((7, {"NeedAppearances": b"false"}), off(looks, "_asks_to_draw", lambda _form: False)),
        ((6, {"Ff": b"8192"}), off(looks, "_flags", lambda *_any: 0)),
    ],
    ids=["drawn anew", "of another kind"],
)
def test_a_field_that_is_drawn_otherwise_passes_without_its_rule(
    said: tuple[int, dict[str, bytes | None]],
    switch: Switch,
    sign: Sign,
    pki: DemoPki,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    number, values = said
    form = signed(many(DRAWN_ANEW) if number == 7 else many(b"", b""), sign)
    assert passes_without(switch, updated(form, set_in(form, number, **values)), pki, monkeypatch)


def test_a_length_yet_to_come_passes_without_its_rule(
    sign: Sign, pki: DemoPki, monkeypatch: pytest.MonkeyPatch
) -> None:
    forged = signed(stating(100_000), sign)
    assert passes_without(off(linear, "faults", lambda *_any: ()), forged, pki, monkeypatch)


def test_a_place_on_a_page_that_it_does_not_name_passes_without_its_rule(
    sign: Sign, pki: DemoPki, monkeypatch: pytest.MonkeyPatch
) -> None:
    two = signed(two_pages(), sign)
    forged = along(two, sign, [look(ADDING)], rect=WHOLE, page=b"6 0 R")
    named = lambda field, _of: [field["/P"]]  # noqa: E731
    assert passes_without(off(places, "_pages", named), forged, pki, monkeypatch)
