"""The addresses of the signing desk."""

from __future__ import annotations

from django.urls import path

from . import queue, sign, step_up

app_name = "desk"
urlpatterns = [
    path("ky-duyet/", queue.queue, name="queue"),
    path("ky-duyet/<uuid:dossier>/", sign.sign, name="sign"),
    path("ky-duyet/xac-minh/", step_up.step_up, name="step_up"),
]
