"""Papers as people hand them in: photographs become one file, and what is hostile stays outside."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import page
import pikepdf
import pillow_heif
import pytest
from django.conf import LazySettings
from PIL import Image

from workflows.documents.intake import MOST_PARTS, Part, take
from workflows.dossiers.drafts import HandedIn
from workflows.files import examiner, foreign, store
from workflows.files.errors import (
    Broken,
    EmptyFile,
    FileRefused,
    HasActiveParts,
    Locked,
    NotOnePaper,
    NotWhatItClaims,
    PictureTooLarge,
    TooLarge,
    TooManyPages,
)

AT = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
TITLE = "Bản chụp văn bằng"


@pytest.fixture(autouse=True)
def kept_apart(tmp_path: Path, settings: LazySettings) -> None:
    settings.FILES_DIR = tmp_path / "files"


def a_pdf(pages: int = 1, **written: Any) -> bytes:
    """A PDF of blank pages, and whatever else is to stand in its catalogue."""
    pdf = pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page()
    for key, value in written.items():
        pdf.Root[f"/{key}"] = value
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def locked_pdf() -> bytes:
    pdf, out = pikepdf.open(io.BytesIO(a_pdf())), io.BytesIO()
    pdf.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    return out.getvalue()


def a_picture(form: str, size: tuple[int, int] = (300, 400)) -> bytes:
    pillow_heif.register_heif_opener()
    out = io.BytesIO()
    Image.new("RGB", size, (180, 60, 60)).save(out, form)
    return out.getvalue()


def action(**written: Any) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(**written)


def script() -> bytes:
    return a_pdf(OpenAction=action(S=pikepdf.Name.JavaScript, JS="app.alert(1)"))


def deep_script() -> bytes:
    """The script hangs on a field's key press, three dictionaries deep."""
    pressed = action(K=action(S=pikepdf.Name.JavaScript, JS="this.submitForm()"))
    field = action(T="name", FT=pikepdf.Name.Tx, AA=pressed)
    return a_pdf(AcroForm=action(Fields=pikepdf.Array([field])))


def compressed_script() -> bytes:
    """The dictionary lies in an object stream, where no search of the bytes finds it."""
    pdf, out = pikepdf.open(io.BytesIO(script())), io.BytesIO()
    pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def launch() -> bytes:
    return a_pdf(OpenAction=action(S=pikepdf.Name.Launch, F="cmd.exe"))


def submits() -> bytes:
    return a_pdf(OpenAction=action(S=pikepdf.Name.SubmitForm, F="https://elsewhere.example"))


def xfa() -> bytes:
    return a_pdf(AcroForm=action(Fields=pikepdf.Array([]), XFA="<xdp/>"))


def bomb() -> bytes:
    """A picture of a few kilobytes that claims 40,000 dots a side."""
    header = (40_000).to_bytes(4) * 2 + b"\x08\x02\x00\x00\x00"
    parts = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\x00" * 1000)), (b"IEND", b"")]
    chunks = [
        len(body).to_bytes(4) + name + body + zlib.crc32(name + body).to_bytes(4)
        for name, body in parts
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


HOSTILE: dict[str, tuple[Callable[[], bytes], type[FileRefused]]] = {
    "empty": (lambda: b"", EmptyFile),
    "one byte": (lambda: b"%", NotWhatItClaims),
    "text": (lambda: "Đơn đề nghị".encode(), NotWhatItClaims),
    "web page": (lambda: b"<!doctype html><script>alert(1)</script>", NotWhatItClaims),
    "drawing with a script": (
        lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        NotWhatItClaims,
    ),
    "program": (lambda: b"MZ" + bytes(4096), NotWhatItClaims),
    "archive": (lambda: b"PK\x03\x04" + bytes(4096), NotWhatItClaims),
    "animation": (lambda: a_picture("GIF"), NotWhatItClaims),
    "head of a PDF alone": (lambda: b"%PDF-1.7\n", Broken),
    "PDF cut short": (lambda: a_pdf(3)[:200], Broken),
    "PDF of noise": (lambda: b"%PDF-1.7\n" + bytes(range(256)) * 40, Broken),
    "PDF without a page": (lambda: a_pdf(0), Broken),
    "PDF with a password": (locked_pdf, Locked),
    "PDF with a script": (script, HasActiveParts),
    "PDF with a script deep within": (deep_script, HasActiveParts),
    "PDF with a script in an object stream": (compressed_script, HasActiveParts),
    "PDF that starts a program": (launch, HasActiveParts),
    "PDF that sends what is typed": (submits, HasActiveParts),
    "PDF with a form of XFA": (xfa, HasActiveParts),
    "PDF of too many pages": (lambda: a_pdf(examiner.MOST_PAGES + 1), TooManyPages),
    "picture cut short": (lambda: a_picture("JPEG")[:300], Broken),
    "picture that unfolds": (bomb, PictureTooLarge),
}


def handed_in(*contents: bytes, name: str = "giay.pdf") -> HandedIn:
    return take([Part(name, [content]) for content in contents], title=TITLE, at=AT)


def files_left(settings: LazySettings) -> list[Path]:
    folder = Path(settings.FILES_DIR)
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_its_reason_and_nothing_is_kept(
    name: str, settings: LazySettings
) -> None:
    content, reason = HOSTILE[name]
    with pytest.raises(reason) as refusal:
        handed_in(content())
    assert type(refusal.value) is reason
    assert files_left(settings) == []


def test_a_pdf_is_kept_as_it_is_for_a_signature_may_be_in_it() -> None:
    content = a_pdf(2)
    paper = handed_in(content, name="Điều lệ quỹ.pdf")
    assert store.read(paper.kept.digest) == content
    assert paper.name == "Điều lệ quỹ.pdf"


@pytest.mark.parametrize("form", ["JPEG", "PNG", "HEIF"])
def test_a_photograph_becomes_a_pdf_for_the_archive(form: str) -> None:
    paper = handed_in(a_picture(form), name="IMG_0001.heic")
    content = store.read(paper.kept.digest)
    report = page.validate_pdf_bytes(content, profile=page.ValidationProfile.PDF_A_3B)
    assert report.is_compliant
    assert paper.name == "IMG_0001.pdf"


def test_photographs_become_the_pages_of_one_paper_in_their_order() -> None:
    upright, lying = a_picture("JPEG", (300, 400)), a_picture("PNG", (400, 300))
    paper = handed_in(upright, lying, upright)
    with pikepdf.open(store.path_of(paper.kept.digest)) as pdf:
        wide = [float(one.mediabox[2]) > float(one.mediabox[3]) for one in pdf.pages]
    assert wide == [False, True, False]


def test_a_photograph_no_longer_says_where_it_was_taken() -> None:
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = "nha cua Hoa"
    Image.new("RGB", (30, 40)).save(out, "JPEG", exif=exif)
    assert b"nha cua Hoa" in out.getvalue()
    paper = handed_in(out.getvalue())
    with pikepdf.open(store.path_of(paper.kept.digest)) as pdf:
        streams = [one for one in pdf.objects if isinstance(one, pikepdf.Stream)]
        pictures = [one for one in streams if one.get("/Subtype") == "/Image"]
        assert len(pictures) == 1
        assert b"nha cua Hoa" not in pictures[0].read_raw_bytes()


def test_a_telephone_held_sideways_leaves_an_upright_page() -> None:
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (400, 300)).save(out, "JPEG", exif=exif)
    paper = handed_in(out.getvalue())
    with pikepdf.open(store.path_of(paper.kept.digest)) as pdf:
        assert float(pdf.pages[0].mediabox[2]) < float(pdf.pages[0].mediabox[3])


@pytest.mark.parametrize("count", [0, MOST_PARTS + 1])
def test_a_paper_is_at_least_one_file_and_not_too_many(count: int) -> None:
    with pytest.raises(EmptyFile if not count else NotOnePaper):
        handed_in(*[a_picture("JPEG")] * count)


def test_a_pdf_and_a_photograph_are_not_one_paper() -> None:
    with pytest.raises(NotOnePaper):
        handed_in(a_pdf(), a_picture("JPEG"))


def test_no_more_is_read_than_is_allowed(settings: LazySettings) -> None:
    settings.PAPER_LIMIT_BYTES = 1000
    read: list[int] = []

    def chunks() -> Iterator[bytes]:
        for n in range(100):
            read.append(n)
            yield bytes(500)

    with pytest.raises(TooLarge):
        take([Part("lon.pdf", chunks())], title=TITLE, at=AT)
    assert len(read) == 3


def test_a_page_is_shown_as_a_picture_that_holds_nothing_else() -> None:
    paper = handed_in(a_pdf(2))
    image = foreign.page_image(store.path_of(paper.kept.digest), 2, width=600)
    with Image.open(io.BytesIO(image)) as shown:
        assert (shown.format, shown.width) == ("PNG", 600)


@pytest.mark.parametrize("number", [0, 3, 10**9])
def test_a_page_that_does_not_exist_is_refused(number: int) -> None:
    paper = handed_in(a_pdf(2))
    with pytest.raises(Broken):
        foreign.page_image(store.path_of(paper.kept.digest), number, width=600)
