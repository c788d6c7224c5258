"""The PIN of every key of the demo: known to everybody, and good for the demo only."""

from __future__ import annotations

PIN = "246810"
