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
    flow = DRAWN[route].instance
    assert flow is not None, "every route has its one instance"  # noqa: S101
    tasks = {"", *(node.name for node in flow.nodes())}
    known = [act for act in ACTS.values() if {act.task, act.leads_to} <= tasks]
    beside = tuple(act for act in known if act.stands_apart)
    return tuple(act for act in known if act not in beside), beside
