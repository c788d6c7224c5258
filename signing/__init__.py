from __future__ import annotations

from . import hexadecimal

hexadecimal.install()
