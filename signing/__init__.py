from __future__ import annotations

from . import crossreferences, hexadecimal

crossreferences.install()
hexadecimal.install()
