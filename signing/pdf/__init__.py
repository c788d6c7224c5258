"""Papers and their signatures, bytes to bytes, in the order of this file's imports."""

from __future__ import annotations

from signing.checking import check_holder, check_key

from .form import FieldValue, fill, places, prepare
from .lasting import make_lasting
from .signatures import seal, sign_personal
from .slips import SLIP, place_on, sign_slip

__all__ = [
    "SLIP",
    "FieldValue",
    "check_holder",
    "check_key",
    "fill",
    "make_lasting",
    "place_on",
    "places",
    "prepare",
    "seal",
    "sign_personal",
    "sign_slip",
]
