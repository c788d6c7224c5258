"""A route as a picture, drawn from the very class that runs it."""

from __future__ import annotations

from viewflow.workflow import chart

from .table import ROUTES


def svg(route: str) -> str:
    """The route named in the table of routes, as SVG. Serve it as a file: it styles itself."""
    drawn: str = chart.grid_to_svg(chart.calc_layout_data(ROUTES[route]))
    return "\n".join(line.rstrip() for line in drawn.splitlines() if line.strip()) + "\n"
