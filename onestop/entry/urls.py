"""The addresses of the way in and out."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "entry"
urlpatterns = [
    path("dang-nhap/", views.choose, name="choose"),
    path("dang-nhap/dinh-danh/", views.citizen, name="citizen"),
    path("can-bo/dang-nhap/", views.officer, name="officer"),
    path("can-bo/dang-nhap/ma/", views.code, name="code"),
    path("dang-xuat/", views.leave, name="leave"),
]
