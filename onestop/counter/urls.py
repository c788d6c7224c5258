"""The addresses of the counter."""

from __future__ import annotations

from django.urls import path

from . import acts, dossier, inbox, registry

app_name = "counter"
urlpatterns = [
    path("can-bo/hop-viec/", inbox.inbox, name="inbox"),
    path("can-bo/van-thu/", registry.registry, name="registry"),
    path("can-bo/ho-so/<uuid:dossier>/", dossier.dossier, name="dossier"),
    path("can-bo/ho-so/<uuid:dossier>/<slug:act>/", acts.act, name="act"),
]
