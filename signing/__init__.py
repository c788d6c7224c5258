from __future__ import annotations

import sys

from . import crossreferences, hexadecimal

# The library follows references one within the other: a row of bookmarks is as deep as it is long.
DEEPEST = 3_000

crossreferences.install()
hexadecimal.install()
sys.setrecursionlimit(max(sys.getrecursionlimit(), DEEPEST))
