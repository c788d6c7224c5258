from __future__ import annotations

import sys

from . import crossreferences, hexadecimal, literals, predictors

# The library follows references one within the other: a row of bookmarks is as deep as it is long.
DEEPEST = 3_000

for each in (crossreferences, hexadecimal, literals, predictors):
    each.install()
sys.setrecursionlimit(max(sys.getrecursionlimit(), DEEPEST))
