"""The addresses of the gallery of components, in the demo only."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "ui"
urlpatterns = [
    path("", views.gallery, name="gallery"),
    path("<slug:name>/", views.component, name="component"),
]
