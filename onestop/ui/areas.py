"""The areas and levels of procedures as every door names them."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from procedures.schema import Area
from procedures.words import Level

AREAS: dict[Area, Promise] = {
    "funds": _("Funds and associations"),
    "civil-servants": _("Civil servants"),
    "archives": _("Records and archives"),
}
LEVELS: dict[Level, Promise] = {
    "central": _("ministry level"),
    "province": _("province level"),
    "commune": _("commune level"),
}
