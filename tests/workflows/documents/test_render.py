"""What holds of every paper: archival form, same bytes, text as it was given."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable
from datetime import timedelta
from itertools import product

import page
import pikepdf
import pytest

from workflows.documents import completion_slip, decision, receipt_slip, refusal_slip
from workflows.documents.printable import UnprintableText

from . import reading
from .makers import AT, DATA, a_completion, a_decision, a_head, a_receipt, a_refusal

VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
LETTERS = "".join(unicodedata.normalize("NFC", v + t) for v, t in product(VOWELS, TONES)) + "đ"

PAPERS: dict[str, Callable[[], bytes]] = {
    "receipt": lambda: receipt_slip.render(a_receipt(), at=AT).pdf,
    "completion": lambda: completion_slip.render(a_completion(), at=AT).pdf,
    "refusal": lambda: refusal_slip.render(a_refusal(), at=AT).pdf,
    "decision": lambda: decision.render(a_decision(), result_json=DATA, at=AT).pdf,
}
every_paper = pytest.mark.parametrize("draw", PAPERS.values(), ids=PAPERS)


def titled(title: str) -> bytes:
    return decision.render(a_decision(title=title), result_json=DATA, at=AT).pdf


def stating(fact: str) -> bytes:
    written = a_decision(facts=(("Họ và tên", fact),))
    return decision.render(written, result_json=DATA, at=AT).pdf


@every_paper
def test_every_paper_is_pdf_a_3b(draw: Callable[[], bytes]) -> None:
    report = page.validate_pdf_bytes(draw(), profile=page.ValidationProfile.PDF_A_3B)
    assert report.is_compliant, [failure.message for failure in report.failures]


@every_paper
def test_the_same_data_and_moment_give_the_same_bytes(draw: Callable[[], bytes]) -> None:
    assert draw() == draw()


@every_paper
def test_a_paper_ends_its_last_line_so_that_a_signature_can_follow(
    draw: Callable[[], bytes],
) -> None:
    assert draw().endswith(b"%%EOF\n")


@every_paper
def test_only_the_shipped_face_is_used_and_it_is_embedded(draw: Callable[[], bytes]) -> None:
    with pikepdf.open(io.BytesIO(draw())) as pdf:
        found = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary)]
        faces = [o for o in found if o.get("/Type") == "/FontDescriptor"]
        assert faces
        assert all("/FontFile2" in face or "/FontFile3" in face for face in faces)
        assert all("+LiberationSerif" in str(face.FontName) for face in faces)


def test_another_moment_gives_other_bytes() -> None:
    later = decision.render(a_decision(), result_json=DATA, at=AT + timedelta(minutes=1))
    assert later.pdf != PAPERS["decision"]()


def test_every_vietnamese_letter_is_shown_and_read_back() -> None:
    given = f"{LETTERS} {LETTERS.upper()} 1.250.000 ₫"
    assert reading.squeezed(given) in reading.words(titled(given))


def test_a_decomposed_name_is_composed_wherever_it_stands() -> None:
    name = "Nguyễn Thị Ánh"
    loose = unicodedata.normalize("NFD", name)
    assert titled(loose) == titled(name)
    assert stating(loose) == stating(name)


@pytest.mark.parametrize(
    "given",
    [
        "#panic()",
        "] #read(base.typ) [",
        "$x^2$ *b* _i_ `c`",
        "<place>",
        "\\u{41}",
        '"; #sys',
        "{{ x }} {% y %}",
    ],
)
def test_markup_in_given_text_stays_text(given: str) -> None:
    facts = (("Tên", given), (given, "x"))
    written = a_decision(title=given, facts=facts, articles=(given,), recipients=(given,))
    rendered = decision.render(written, result_json=DATA, at=AT)
    assert reading.words(rendered.pdf).count(reading.squeezed(given)) >= 5
    assert set(rendered.places) == {*decision.TEXT_FIELDS, *decision.SIGNATURE_FIELDS}


@pytest.mark.parametrize(
    "hidden",
    ["\u202e", "\u200b", "\u00ad", "\x07", "\ud800", "\ue000", "\u2028"],
    ids=["override", "zero-width", "soft-hyphen", "bell", "surrogate", "private", "separator"],
)
def test_characters_that_nobody_sees_are_refused(hidden: str) -> None:
    with pytest.raises(UnprintableText) as refusal:
        titled(f"Cấp{hidden} phép")
    assert refusal.value.character == hidden


@pytest.mark.parametrize("unknown", ["😀", "漢", "𝔸"])
def test_characters_that_the_face_lacks_are_refused_by_name(unknown: str) -> None:
    with pytest.raises(UnprintableText, match=f"U\\+{ord(unknown):04X}"):
        titled(f"Cấp phép {unknown}")


def test_an_endless_word_stays_on_the_paper() -> None:
    facts = (("x" * 400, "y" * 400),)
    pdf = decision.render(a_decision(facts=facts, title="z" * 300), result_json=DATA, at=AT).pdf
    for number, (width, _height) in enumerate(reading.sizes(pdf)):
        assert max(letter.right for letter in reading.letters(pdf, number)) < width - 40
    assert all(word * 300 in reading.words(pdf) for word in "xyz")


@every_paper
def test_a_trial_paper_says_demo_and_no_legal_value(draw: Callable[[], bytes]) -> None:
    assert "KHÔNGCÓGIÁTRỊPHÁPLÝ" in reading.words(draw())


@pytest.mark.parametrize("assumed", [True, False])
def test_assumed_data_is_called_assumed_and_a_real_paper_carries_no_mark(assumed: bool) -> None:
    head = a_head(demo=False, assumed=assumed)
    pdfs = [
        receipt_slip.render(a_receipt(head=head), at=AT).pdf,
        completion_slip.render(a_completion(head=head), at=AT).pdf,
        refusal_slip.render(a_refusal(head=head), at=AT).pdf,
        decision.render(a_decision(demo=False, assumed=assumed), result_json=DATA, at=AT).pdf,
    ]
    for text in map(reading.words, pdfs):
        assert "DEMO" not in text
        assert ("giảđịnhđểchạythử" in text) is assumed
