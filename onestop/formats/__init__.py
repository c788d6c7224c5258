"""How days and numbers are written and read here: the day stands before the month, always."""

from __future__ import annotations

# 03/02/2026 is 3 February, in both languages: slips and results are read beside the screen.
DATE = "d/m/Y"
MOMENT = "H:i d/m/Y"
DATES_READ = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"]
TIMES_READ = ["%H:%M", "%H:%M:%S"]
MOMENTS_READ = [
    *("%H:%M %d/%m/%Y", "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S"),
    *("%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"),
]
