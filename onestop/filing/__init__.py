"""Filing, as the doors share it at which one files: citizens themselves, or an officer for them."""

from __future__ import annotations
