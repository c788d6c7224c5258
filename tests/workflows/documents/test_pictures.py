"""The forms look as they looked when somebody last looked at them and kept the pictures."""

from __future__ import annotations

from PIL import ImageChops

from . import makers
from .forms import FORMS, Form, every_form
from .pictures import FOLDER, is_alike, kept, picture

APOLOGY = next(form for form in FORMS if str(form) == "04-a5")


@every_form
def test_a_form_looks_like_its_kept_picture(form: Form) -> None:
    assert is_alike(picture(form.drawn(form.example())), kept(str(form)))


def test_every_kept_picture_is_of_a_form() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == {str(form) for form in FORMS}


def test_a_line_that_moved_is_seen() -> None:
    """By one point of the picture: less than half a millimetre."""
    moved = kept("04-a5").copy()
    line = moved.crop((0, 150, moved.width, 165))
    moved.paste(line, (0, 151))
    assert not is_alike(moved, kept("04-a5"))


def test_a_line_that_is_gone_is_seen() -> None:
    bare = APOLOGY.example(head=makers.a_full_head(lookup=""))
    assert not is_alike(picture(APOLOGY.drawn(bare)), kept(str(APOLOGY)))


def test_softer_edges_are_not_seen() -> None:
    """As another version of the program that draws the page might make them."""
    sharp = kept("04-a5")
    soft = ImageChops.add(sharp, sharp.point(lambda shade: 40 if shade < 128 else 0))
    assert soft.tobytes() != sharp.tobytes()
    assert is_alike(soft, sharp)
