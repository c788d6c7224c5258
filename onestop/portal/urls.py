"""The addresses of the citizens' door."""

from __future__ import annotations

from django.urls import path

from . import lookup, public, verifying

app_name = "portal"
urlpatterns = [
    path("", public.home, name="home"),
    path("thu-tuc/", public.catalogue, name="catalogue"),
    path("thu-tuc/<str:key>/", public.procedure, name="procedure"),
    path("tra-cuu/", lookup.lookup, name="lookup"),
    path("xac-thuc/", verifying.verify, name="verify"),
    path("xac-thuc/<uuid:code>/", verifying.verify_code, name="verify_code"),
]
