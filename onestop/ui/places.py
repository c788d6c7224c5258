"""The communes of a province, and those looked for by name: what the script of an address asks."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBadRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from procedures.places.register import Found, latest

LONGEST = 100
A_DAY = 24 * 60 * 60


@require_safe
@cache_control(public=True, max_age=A_DAY)
def places(request: HttpRequest) -> HttpResponseBase:
    """`?tinh=01` lists the communes of a province, `?tim=hoan kiem` at most twelve of all."""
    units, text = latest(), request.GET.get("tim", "")
    if len(text) > LONGEST:
        return HttpResponseBadRequest()
    province = units.provinces.get(request.GET.get("tinh", ""))
    if province is not None:
        rows = [{"code": one.code, "name": one.name} for one in province.communes]
    else:
        rows = [_row(found) for found in units.search(text)]
    return JsonResponse(rows, safe=False, json_dumps_params={"ensure_ascii": False})


def _row(found: Found) -> dict[str, str]:
    return {
        "province": found.province.code,
        "commune": found.commune.code,
        "name": f"{found.commune.name}, {found.province.name}",
        "by": found.by,
    }
