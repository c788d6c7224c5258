#!/usr/bin/env python3
"""The one command line of Một Cửa."""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onestop.settings")
    execute_from_command_line(sys.argv)
