"""How tables and streams of objects may be packed: so that every reader unpacks the same."""

from __future__ import annotations

from typing import Any

from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, NullObject, NumberObject

# ISO 32000-2, table 8; one byte a sample, for tables hold no pictures.
_PARAMETERS = {
    "/Predictor": range(16),
    "/Columns": range(1, 100),
    "/Colors": (1,),
    "/BitsPerComponent": (8,),
}
# Where the content stands in another file, or its parameters under a name of old (Annex H).
_ELSEWHERE = ("/F", "/DP")


def is_plain(stream: Any) -> bool:
    """Is it packed in one way at most, the usual one, and does each word of that stand here?"""
    filters, parameters = (_listed(stream, key) for key in ("/Filter", "/DecodeParms"))
    if filters is None or parameters is None or any(key in stream for key in _ELSEWHERE):
        return False
    # One list beside one value leaves open what the value is for.
    shapes = {_is_list(stream, key) for key in ("/Filter", "/DecodeParms") if key in stream}
    alike = len(shapes) < 2 and len(parameters) in (0, len(filters))
    return alike and filters in ([], ["/FlateDecode"]) and all(map(_is_known, parameters))


def _is_list(stream: Any, key: str) -> bool:
    return isinstance(stream.raw_get(key), ArrayObject)


def _listed(stream: Any, key: str) -> list[Any] | None:
    """What stands there, without references; none where one does."""
    if key not in stream or isinstance(stream.raw_get(key), NullObject):
        return []
    held = stream.raw_get(key)
    every = [held.raw_get(n) for n in range(len(held))] if isinstance(held, ArrayObject) else [held]
    direct = all(isinstance(one, str | DictionaryObject | NullObject) for one in every)
    return every if direct else None


def _is_known(parameters: Any) -> bool:
    if isinstance(parameters, NullObject):
        return True
    return type(parameters) is DictionaryObject and all(
        type(value) is NumberObject and value in _PARAMETERS.get(key, ())
        for key, value in ((key, parameters.raw_get(key)) for key in parameters)
    )
