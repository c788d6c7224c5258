"""PostgreSQL for Django: a site's own server, or the embedded one, started when it is needed."""

from __future__ import annotations
