"""The addresses of the citizens' door."""

from __future__ import annotations

from django.urls import path

from . import (
    answer,
    check,
    form,
    lookup,
    notices,
    papers,
    procedure,
    public,
    receipt,
    renewing,
    result,
    resuming,
    seeing,
    start,
    store,
    track,
    verifying,
    withdrawing,
)

app_name = "portal"
urlpatterns = [
    path("", public.home, name="home"),
    path("thu-tuc/", public.catalogue, name="catalogue"),
    path("thu-tuc/<str:key>/", procedure.procedure, name="procedure"),
    path("nop/<str:key>/", start.start, name="start"),
    path("ho-so/", track.mine, name="mine"),
    path("ho-so/<uuid:dossier>/", track.track, name="track"),
    path("ho-so/<uuid:dossier>/tiep-tuc/", resuming.resume, name="resume"),
    path("ho-so/<uuid:dossier>/ban-moi/", renewing.renew, name="renew"),
    path("ho-so/<uuid:dossier>/to-khai/<int:page>/", form.form, name="form"),
    path("ho-so/<uuid:dossier>/giay-to/", papers.papers, name="papers"),
    path("ho-so/<uuid:dossier>/giay-to/<slug:requirement>/", papers.paper, name="paper"),
    path("ho-so/<uuid:dossier>/xem/<slug:requirement>/", papers.drawn, name="drawn"),
    path("ho-so/<uuid:dossier>/kiem-tra/", check.check, name="check"),
    path("ho-so/<uuid:dossier>/bien-nhan/", receipt.receipt, name="receipt"),
    path("ho-so/<uuid:dossier>/bo-sung/", answer.answer, name="answer"),
    path("ho-so/<uuid:dossier>/bo-sung/<slug:key>/", answer.item, name="item"),
    path("ho-so/<uuid:dossier>/rut/", withdrawing.withdraw, name="withdraw"),
    path("ho-so/<uuid:dossier>/ket-qua/", result.result, name="result"),
    path("ho-so/<uuid:dossier>/ket-qua/ban-ky/<slug:of>/", seeing.of_result, name="result_seen"),
    path("kho-giay-to/", store.store, name="store"),
    path("thong-bao/", notices.notices, name="notices"),
    path("tra-cuu/", lookup.lookup, name="lookup"),
    path("xac-thuc/", verifying.verify, name="verify"),
    path("xac-thuc/bien-ban/", seeing.report, name="verify_report"),
    path("xac-thuc/ban-ky/", seeing.revision, name="verify_seen"),
    path("xac-thuc/<uuid:code>/", verifying.verify_code, name="verify_code"),
]
