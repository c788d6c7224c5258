"""The log says what failed and where, and names nobody."""

from __future__ import annotations

import logging

from onestop.logs import WithoutPersons


def test_an_error_is_logged_with_its_kind_and_place_but_not_its_words() -> None:
    def receive() -> None:
        raise ValueError("personal_id=099100000001 of Hoa")

    try:
        receive()
    except ValueError as error:
        record = logging.makeLogRecord(
            {"msg": "an act failed", "exc_info": (type(error), error, error.__traceback__)}
        )
    said = WithoutPersons().format(record)
    assert "ValueError" in said
    assert "test_logs.py" in said
    assert "receive" in said
    assert "Hoa" not in said
    assert "0991" not in said
