"""The addresses of the procedure administrator's door."""

from __future__ import annotations

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from . import days, listing, looking


class Day(StringConverter):
    """The first day of a revision, as files are named."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"


register_converter(Day, "day")

app_name = "administration"
urlpatterns = [
    path("quan-tri/thu-tuc/", listing.revisions, name="revisions"),
    path("quan-tri/thu-tuc/<str:key>/<day:day>/", looking.revision, name="revision"),
    path("quan-tri/thu-tuc/<str:key>/<day:day>/<slug:case>/", looking.form, name="form"),
    path("quan-tri/lich/", days.days, name="days"),
    path("quan-tri/lich/<uuid:day>/xac-nhan/", days.confirm, name="confirm"),
    path("quan-tri/lich/<uuid:day>/rut-lai/", days.take_back, name="take_back"),
    path("quan-tri/quy-trinh/<slug:route>.svg", looking.route, name="route"),
]
