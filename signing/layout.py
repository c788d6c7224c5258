"""Where things stand on a page: places in PDF points, handed from the layout to the signature."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A rectangle on one page, in points (1/72 inch) from its lower left corner.

    Pages count from 0.
    """

    page: int
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    @property
    def box(self) -> tuple[float, float, float, float]:
        """The rectangle as ISO 32000-1, 7.9.5 writes it: lower left x, y, upper right x, y."""
        return (self.x0, self.y0, self.x1, self.y1)
