"""Whether a picture of a place still shows all that could be seen there before.

What stood out from its surroundings must go on doing so: letters of any colour, lines, shades. A
seal or a pen may cross them; it takes a part of a letter, and shows by itself where it does.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence

from PIL.Image import Image, blend, composite
from PIL.ImageChops import add, darker, difference, invert, lighter, offset, subtract
from PIL.ImageFilter import BoxBlur

# How far eyes tell colours apart by each of these, as against green.
RED, BLUE = 0.7, 0.25
# Between neighbouring dots, and of a dot to its ground: less is grain of scanned paper.
LEAST_CONTRAST, ALIKE = 16, 24
# Of its contrast: the red of a seal leaves more, and what leaves less makes illegible.
LEAST_KEPT = 0.45
# In dots: letters of ten points are as wide, and what crosses them is thinner than twice the reach.
TILE, REACH = 12, 4
# Of the edges in a tile: crossing strokes of a broad pen take 0.93, another text nearly all.
MOST_CROSSED, FEWEST = 0.94, 40
# Of edges that gave way to bare ground, away from what was drawn: a point of eight points has 17.
MOST_GONE, DRAWN = 3, 40
# A dot is an edge to its right and below, darker and lighter: four marks fit into a byte.
_MARK, _FULL = 63, 255


def is_anything_hidden(before: Image, after: Image) -> bool:
    """Both in colour, of one size, and drawn alike."""
    old, new = (list(_edges(each)) for each in (before, after))
    known = _sum([_where(one, lambda n: n >= LEAST_CONTRAST, _MARK) for one in old])
    lost = _sum([_lost(*each) for each in zip(old, new, strict=True)])
    if lost.getbbox() is None:
        return False
    is_near = _wide(_where(_sum(new), lambda n: n >= DRAWN), REACH)
    bare = lighter(_like_the_ground(before, after).crop((0, 0, *lost.size)), invert(is_near))
    return any(
        gone > MOST_GONE or (there >= FEWEST and crossed > MOST_CROSSED * there)
        for there, crossed, gone in _tiles(known, lost, darker(lost, bare))
    )


def _edges(picture: Image) -> Iterator[Image]:
    """How much lighter or darker each dot is than the next: to the right, and below."""
    width, height = picture.width - 1, picture.height - 1
    one = picture.crop((0, 0, width, height))
    for right, down in ((1, 0), (0, 1)):
        other = picture.crop((right, down, right + width, down + height))
        yield _contrast(subtract(one, other))
        yield _contrast(subtract(other, one))


def _contrast(picture: Image) -> Image:
    red, green, blue = picture.split()
    red, blue = (
        one.point([int(share * n) for n in range(256)]) for one, share in ((red, RED), (blue, BLUE))
    )
    return lighter(lighter(red, green), blue)


def _lost(old: Image, new: Image) -> Image:
    """Lines of other breadth lie a dot beside those of before, and are still seen."""
    asked = old.point([int(LEAST_KEPT * n) * (n >= LEAST_CONTRAST) for n in range(256)])
    return _where(subtract(asked, _wide(new, 1)), bool, _MARK)


def _like_the_ground(before: Image, after: Image) -> Image:
    """Where there is now what letters stood on: of light and dark, that which there is more of."""
    light, dark = _wide(before, TILE), invert(_wide(invert(before), TILE))
    middle = blend(light, dark, 0.5).convert("L")
    is_light = _where(subtract(before.convert("L").filter(BoxBlur(TILE)), middle), bool)
    off = difference(after, composite(light, dark, is_light))
    red, green, blue = off.split()
    return _where(lighter(lighter(red, green), blue), lambda n: n <= ALIKE)


def _where(picture: Image, holds: Callable[[int], bool], mark: int = _FULL) -> Image:
    return picture.point([mark * holds(n) for n in range(256)])


def _wide(picture: Image, by: int) -> Image:
    """Each dot as light as the lightest so near."""
    near = 0
    while near < by:
        step = min(2 * near + 1, by - near)
        picture = lighter(picture, lighter(offset(picture, step, 0), offset(picture, -step, 0)))
        picture = lighter(picture, lighter(offset(picture, 0, step), offset(picture, 0, -step)))
        near += step
    return picture


def _sum(pictures: Sequence[Image]) -> Image:
    total = pictures[0]
    for one in pictures[1:]:
        total = add(total, one)
    return total


def _tiles(*marked: Image) -> Iterator[tuple[float, ...]]:
    """How many marks each tile holds, and those that lie half a tile beside it."""
    share = TILE * TILE / _MARK
    for left in (0, TILE // 2):
        for top in (0, TILE // 2):
            # Whole tiles: what would reach out of the picture is empty there.
            corner = (left + marked[0].width + TILE, top + marked[0].height + TILE)
            small = [one.crop((left, top, *corner)).convert("F").reduce(TILE) for one in marked]
            yield from zip(
                *([n * share for n in array("f", one.tobytes())] for one in small), strict=True
            )
