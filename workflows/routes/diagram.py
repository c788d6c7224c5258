"""A route as a picture, drawn from the very class that runs it."""

from __future__ import annotations

from viewflow.workflow import chart

from .table import ACTS, CORRECTION, ROUTES, Act

# What a dossier that sets out now may take: as a procedure says, or as an act opens it.
DRAWN = ROUTES | {"correction": CORRECTION}


def svg(route: str) -> str:
    """The route of this name in `DRAWN`, as SVG. Serve it as a file: it styles itself."""
    drawn: str = chart.grid_to_svg(chart.calc_layout_data(DRAWN[route]))
    return "\n".join(line.rstrip() for line in drawn.splitlines() if line.strip()) + "\n"


def acts_of(route: str) -> tuple[tuple[Act, ...], tuple[Act, ...]]:
    """The acts that lead along it, in their order; and those that stand beside every route."""
    tasks = {node.name for node in DRAWN[route].instance.nodes()}
    along = tuple(
        act for act in ACTS.values() if act.task in tasks and act.leads_to in {"", *tasks}
    )
    return along, tuple(act for act in ACTS.values() if act.stands_apart)
