"""A signature taken out of a file leaves its bytes behind; what only reads like one is none."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import TypeAlias

import pytest

from signing.demo.pki import DemoPki
from signing.remains import _Remains
from signing.reports import Integrity, SignatureReport, Verdict
from tests.signing.plain import (
    FONT,
    SIGNED_FIRST,
    Objects,
    Sign,
    built,
    sign,
    signed,
    signed_once,
    simple,
    to_be_signed,
)
from tests.signing.tables import VALUE, filled, stream, updated
from tests.signing.test_odd_files import is_sound, judged

pytestmark = pytest.mark.usefixtures("in_english")
__all__ = ["sign"]

Made: TypeAlias = Callable[[Sign], bytes]

CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R %b>>"
BARE = CATALOGUE % b""
_METHOD = b"<< /Type /SigRef /TransformMethod /%b /TransformParams << /V /2.2 >> >> "
RIGHTS = b"/Reference [%b] " % (_METHOD % b"UR3")
STALE = b"<< /Type /Sig /ByteRange [0 7 9 3] /Contents <3003020101> %b>>"


def under_perms(key: bytes = b"UR3", held: bytes = b"8 0 R") -> bytes:
    return CATALOGUE % b"/Perms << /%b %b >> " % (key, held)


def that(more: bytes) -> bytes:
    """A value to be signed that says more."""
    return VALUE.replace(SIGNED_FIRST, SIGNED_FIRST + more)


def in_no_field(value: bytes, root: bytes = BARE) -> bytes:
    return built({**simple(), 1: root, 8: value})


def cut_off(pdf: bytes, objects: Objects, *, without: Collection[int] = ()) -> bytes:
    """A table that knows none before it, of objects where they stand and of these."""
    places = {int(one[1]): one.start() for one in re.finditer(rb"(?m)^(\d+) 0 obj", pdf)}
    for number, content in objects.items():
        places[number] = len(pdf)
        pdf += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    kept = sorted((number, place) for number, place in places.items() if number not in without)
    table = b"".join(b"%d 1\n%010d 00000 n \n" % each for each in kept)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (max(places) + 1)
    end = b"startxref\n%d\n%%%%EOF\n" % len(pdf)
    return pdf + b"xref\n0 1\n0000000000 65535 f \n" + table + trailer + end


def is_unsigned(report: SignatureReport) -> bool:
    return (report.verdict, report.integrity) == (Verdict.UNSIGNED, Integrity.UNSIGNED)


def is_robbed(report: SignatureReport) -> bool:
    told = any("taken out" in str(reason) for reason in report.reasons)
    return told and (report.verdict, report.integrity) == (Verdict.INVALID, Integrity.CHANGED)


# Nobody has signed --------------------------------------------------------------------------------


def attached(sign: Sign) -> Objects:
    return {**simple(), 6: stream(signed(built(simple()), sign))}


def let_go(sign: Sign) -> bytes:
    """The paper that was attached is so no more."""
    letter = built(attached(sign))
    return updated(letter, {6: b"null"})


def rights_given_up(sign: Sign) -> bytes:
    return updated(lent(sign), {1: BARE})


def lent(sign: Sign) -> bytes:
    return filled(in_no_field(that(RIGHTS), under_perms()), sign)


NOBODY: dict[str, Made] = {
    "a page that speaks of it": lambda _s: built(simple(b"/ByteRange [0 1 2 3]")),
    "numbers longer than any": lambda _s: built(simple(b"/ByteRange [0 %b 2 3]" % (b"1" * 5000))),
    "a title that speaks of it": lambda _s: built(
        {**simple(), 6: b"<< /Title (/ByteRange [0 1 2 3]) >>"}, b"/Info 6 0 R "
    ),
    "a signed paper attached": lambda sign: built(attached(sign)),
    "a signed paper attached once": let_go,
    "rights to use a form": lent,
    "rights that were given up": rights_given_up,
    "rights in a file written anew": lambda _s: in_no_field(STALE % RIGHTS, under_perms()),
    "rights of old": lambda _s: in_no_field(
        STALE % RIGHTS.replace(b"UR3", b"UR"), under_perms(b"UR")
    ),
    "rights that stand in the catalogue": lambda _s: built(
        {**simple(), 1: under_perms(held=STALE % RIGHTS)}
    ),
}


@pytest.mark.parametrize("how", NOBODY)
def test_what_only_reads_like_a_signature_is_none(how: str, sign: Sign, pki: DemoPki) -> None:
    assert is_unsigned(judged(NOBODY[how](sign), pki))


def test_rights_to_use_a_form_harm_no_signature(sign: Sign, pki: DemoPki) -> None:
    assert is_sound(judged(signed(lent(sign), sign), pki))


# Somebody has signed ------------------------------------------------------------------------------


def once(sign: Sign) -> bytes:
    return signed_once(built(to_be_signed()), sign)


def named_as_rights(sign: Sign) -> bytes:
    return cut_off(once(sign), {1: under_perms()})


def a_copy_lends_rights(sign: Sign) -> bytes:
    return cut_off(once(sign), {1: under_perms(held=b"9 0 R"), 8: b"null", 9: STALE % RIGHTS})


def rights_elsewhere(sign: Sign) -> bytes:
    """Who signed left open to which object it refers."""
    paper = filled(in_no_field(that(b"/Reference [9 0 R] ")), sign)
    return cut_off(paper, {1: under_perms(), 9: _METHOD % b"UR3"})


def rights_in_its_room(sign: Sign) -> bytes:
    """Where the signature stands no digest reaches: there is room for more than zeros."""
    paper = named_as_rights(sign)
    opens = paper.index(b"/Contents <", paper.index(b"/ByteRange")) + 10
    closes = paper.index(b">", opens) + 1
    room = b"%b>%b" % (paper[opens : closes - 200].rstrip(b"0"), RIGHTS)
    return paper[:opens] + room.ljust(closes - opens) + paper[closes:]


def rights_and_more(sign: Sign) -> bytes:
    both = b"/Reference [%b%b] " % (_METHOD % b"DocMDP", _METHOD % b"UR3")
    return filled(in_no_field(that(both), under_perms()), sign)


def rights_nobody_looks_for(sign: Sign) -> bytes:
    return filled(in_no_field(that(RIGHTS)), sign)


def swallowed(sign: Sign) -> bytes:
    """A stream before it ends where another ends behind it, as soon as its length says so."""
    drawn = stream(b"BT ET").replace(b"/Length 5", b"/Length 9 0 R")
    paper = signed_once(built({**to_be_signed(), 4: drawn, 9: b"5", 10: stream()}), sign)
    starts = paper.index(b"stream\n", paper.index(b"4 0 obj")) + 7
    length = paper.rindex(b"\nendstream") - starts
    more = {1: BARE, 5: FONT, 9: b"%d" % length}
    return cut_off(paper, more, without=(6, 7, 8, 10))


def in_a_stream_of_objects(_sign: Sign) -> bytes:
    held = stream(b"8 0 " + STALE % b"").removeprefix(b"<< ")
    return built({**simple(), 6: b"<< /Type /ObjStm /N 1 /First 4 " + held})


ROBBED: dict[str, Made] = {
    "nothing leads to it": lambda sign: cut_off(once(sign), {1: BARE}),
    "no table names it": lambda sign: cut_off(once(sign), {1: BARE}, without=(6, 8)),
    "no table names it, written anew": lambda _s: cut_off(
        in_no_field(STALE % b""), {1: BARE}, without=(8,)
    ),
    "it stands before all that is named": lambda _s: cut_off(
        in_no_field(STALE % b""), simple(), without=(8,)
    ),
    "it stands in its field": lambda _s: in_no_field(b"<< /FT /Sig /V %b >>" % (STALE % b"")),
    "it certified the file": lambda _s: in_no_field(
        STALE % (b"/Reference [%b] " % (_METHOD % b"DocMDP")), under_perms(b"DocMDP")
    ),
    "it is named as rights": named_as_rights,
    "a copy of it lends rights": a_copy_lends_rights,
    "another object makes it rights": rights_elsewhere,
    "its room makes it rights": rights_in_its_room,
    "it lends rights and more": rights_and_more,
    "it lends rights that nobody looks for": rights_nobody_looks_for,
    "it lends rights, but is a stream": lambda _s: in_no_field(
        STALE % (RIGHTS + b"/Length 0 ") + b"\nstream\n\nendstream", under_perms()
    ),
    "a stream swallows it": swallowed,
    "it stands in a stream of objects": in_a_stream_of_objects,
    "its object cannot be read": lambda _s: in_no_field(STALE % b"/Reference [ "),
    "beside rights": lambda sign: cut_off(signed(lent(sign), sign), {1: under_perms()}),
    "beside a paper attached": lambda sign: cut_off(
        signed(built(attached(sign)), sign), {1: BARE, 7: b"null"}
    ),
}


@pytest.mark.parametrize("how", ROBBED)
def test_a_signature_to_which_no_field_leads_was_taken_out(
    how: str, sign: Sign, pki: DemoPki
) -> None:
    assert is_robbed(judged(ROBBED[how](sign), pki))


def test_before_it_is_robbed_the_paper_is_sound(sign: Sign, pki: DemoPki) -> None:
    assert is_sound(judged(once(sign), pki))


@pytest.mark.parametrize("how", ["its room makes it rights", "a stream swallows it"])
def test_without_its_room_nothing_tells_that_it_is_there(
    how: str, sign: Sign, pki: DemoPki, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_Remains, "_room", lambda *_any: None)
    assert is_unsigned(judged(ROBBED[how](sign), pki))
