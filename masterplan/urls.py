"""Addresses of the document's pages, under `/<region>/<plan>/`."""

from django.urls import path

from masterplan.views.control_room import check, checks, control_room
from masterplan.views.exports import (
    document,
    export_download,
    export_request,
    export_retry,
    export_state,
)
from masterplan.views.narrative import narrative, narrative_list

app_name = "masterplan"
urlpatterns = [
    path("ruang-kendali/", control_room, name="control_room"),
    path("pemeriksaan/", checks, name="checks"),
    path("pemeriksaan/<str:code>/", check, name="check"),
    path("naskah/", narrative_list, name="narrative_list"),
    path("naskah/<slug:key>/", narrative, name="narrative"),
    path("dokumen/", document, name="document"),
    path("dokumen/buat/", export_request, name="export_request"),
    path("dokumen/<int:pk>/", export_state, name="export_progress"),
    path("dokumen/<int:pk>/ulang/", export_retry, name="export_retry"),
    path("dokumen/<int:pk>/unduh/", export_download, name="export_download"),
]
