"""Every address of the site. Each door keeps its own."""

from __future__ import annotations

from django.urls import include, path
from django.views.i18n import set_language

from .frame import errors, health
from .ui.places import places

urlpatterns = [
    path("", include("onestop.portal.urls")),
    path("", include("onestop.counter.urls")),
    path("", include("onestop.desk.urls")),
    path("", include("onestop.reports.urls")),
    path("", include("onestop.administration.urls")),
    path("", include("onestop.entry.urls")),
    path("", include("onestop.viewer.urls")),
    path("ui/", include("onestop.ui.urls")),
    path("don-vi-hanh-chinh/", places, name="places"),
    path("ngon-ngu/", set_language, name="set_language"),
    path("healthz/live", health.live, name="live"),
    path("healthz/ready", health.ready, name="ready"),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
