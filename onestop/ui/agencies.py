"""The agencies on the register, for a question that lets one be chosen."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.timezone import localdate

from workflows.people.models import AgencyName
from workflows.people.text import fold


def named(kinds: Iterable[str], *, code: str = "") -> dict[str, str]:
    """By code the name that holds today, in the order of the names; of these kinds, or of all."""
    names = AgencyName.objects.filter(valid_from__lte=localdate()).order_by("valid_from")
    if of_kinds := tuple(kinds):
        names = names.filter(agency__kind__in=of_kinds)
    if code:
        names = names.filter(agency__code=code)
    newest = dict(names.values_list("agency__code", "name_vi"))
    return dict(sorted(newest.items(), key=lambda one: fold(one[1])))
