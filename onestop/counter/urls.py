"""The addresses of the counter."""

from __future__ import annotations

from django.urls import path

from . import (
    acts,
    beginning,
    confirming,
    dossier,
    inbox,
    notices,
    registry,
    renewing,
    writing,
)

app_name = "counter"
urlpatterns = [
    path("can-bo/hop-viec/", inbox.inbox, name="inbox"),
    path("can-bo/thong-bao/", notices.notices, name="notices"),
    path("can-bo/van-thu/", registry.registry, name="registry"),
    path("can-bo/lap-ho-so/", beginning.choose, name="choose"),
    path("can-bo/lap-ho-so/<str:key>/", beginning.begin, name="begin"),
    path("can-bo/ho-so/<uuid:dossier>/to-khai/", writing.write, name="write"),
    path("can-bo/ho-so/<uuid:dossier>/ban-moi/", renewing.renew, name="renew"),
    path("can-bo/ho-so/<uuid:dossier>/kiem-tra/", confirming.confirm, name="confirm"),
    path("can-bo/ho-so/<uuid:dossier>/", dossier.dossier, name="dossier"),
    path("can-bo/ho-so/<uuid:dossier>/<slug:act>/", acts.act, name="act"),
]
