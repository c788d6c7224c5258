"""How long a result holds, by the rule that is signed in it."""

from __future__ import annotations

import re
from datetime import date

YEARS = re.compile(r"P([1-9][0-9]?)Y")


def last_day(issued_on: date, rule: str) -> date | None:
    """The last day under a rule such as `P5Y`; none where the rule sets no limit.

    A result of 29 February ends on 28 February.
    """
    found = YEARS.fullmatch(rule)
    if found is None:
        return None
    year = issued_on.year + int(found[1])
    try:
        return issued_on.replace(year=year)
    except ValueError:
        return issued_on.replace(year=year, day=28)
