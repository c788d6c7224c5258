"""The addresses of the leader's door."""

from __future__ import annotations

from django.urls import path

from . import behind, kept, register, views

app_name = "reports"
urlpatterns = [
    path("dieu-hanh/", views.leader, name="leader"),
    path("dieu-hanh/ho-so/", behind.dossiers, name="dossiers"),
    path("dieu-hanh/so-theo-doi/", register.register, name="register"),
    path("dieu-hanh/so-theo-doi/luu/", kept.keep, name="keep_register"),
    path("dieu-hanh/so-theo-doi/luu/<uuid:kept>/", kept.saved, name="kept_register"),
]
