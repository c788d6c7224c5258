"""The addresses of stored papers."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "viewer"
urlpatterns = [
    path("tep/<uuid:dossier>/<uuid:paper>/", views.attachment, name="attachment"),
    path("tep/<uuid:dossier>/phieu-kiem-soat.pdf", views.control, name="control"),
    path("tep/<uuid:dossier>/<uuid:paper>/trang/<int:page>.png", views.page, name="page"),
]
