#!/usr/bin/env python3
"""The one command line of Một Cửa."""

from __future__ import annotations

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onestop.settings")
    from onestop.management.line import run

    run(sys.argv)
