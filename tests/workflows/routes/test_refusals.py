"""No refusal is forgotten: a door that shows `REFUSALS` shows them all."""

from __future__ import annotations

import importlib
import pkgutil

import signing
import workflows
from workflows.routes.refusals import REFUSALS

# What no act lets out: caught below, or raised by other work than an act.
ELSEWHERE = {
    "DayNotOver",
    "NeverDeleted",
    "NoAnswer",
    "NotACode",
    "NotEmbedded",
    "NotGivenUp",
    "NotPlain",
    "NotSeen",
    "NotThere",
    "Refused",
    "RootDiffers",
    "RootUnreadable",
    "Unopened",
    "Unreadable",
    "GivenUp",
}


def test_every_refusal_of_the_lower_houses_is_one_a_door_knows() -> None:
    for house in (signing, workflows):
        for module in pkgutil.walk_packages(house.__path__, f"{house.__name__}."):
            importlib.import_module(module.name)
    unknown = {
        one.__name__
        for one in _all_below(Exception)
        if one.__module__.startswith(("signing.", "workflows."))
        and not issubclass(one, REFUSALS)
        and "migrations" not in one.__module__
    }
    django_s = {"DoesNotExist", "MultipleObjectsReturned", "RelatedObjectDoesNotExist"}
    assert unknown - django_s == ELSEWHERE


def _all_below(kind: type[BaseException]) -> set[type[BaseException]]:
    below = set(kind.__subclasses__())
    return below.union(*(_all_below(one) for one in below))
