"""The way in for a web server: `gunicorn onestop.wsgi`."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from onestop import environment
from signing import confined

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onestop.settings")
application = get_wsgi_application()
environment.insist()
confined.ready()
