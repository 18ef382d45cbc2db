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
from masterplan.views.previews import (
    narrative_page,
    narrative_pdf,
    narrative_preview,
    program_page,
    program_pdf,
    program_preview,
)

app_name = "masterplan"
urlpatterns = [
    path("ruang-kendali/", control_room, name="control_room"),
    path("pemeriksaan/", checks, name="checks"),
    path("pemeriksaan/<str:code>/", check, name="check"),
    path("naskah/", narrative_list, name="narrative_list"),
    path("naskah/<slug:key>/", narrative, name="narrative"),
    path("naskah/<slug:key>/pratinjau/", narrative_preview, name="narrative_preview"),
    path("naskah/<slug:key>/pratinjau/pdf/", narrative_pdf, name="narrative_pdf"),
    path(
        "naskah/<slug:key>/pratinjau/<str:seal>/<int:page>-<int:width>.webp",
        narrative_page,
        name="narrative_page",
    ),
    path("program/<int:pk>/pratinjau/", program_preview, name="program_preview"),
    path("program/<int:pk>/pratinjau/pdf/", program_pdf, name="program_pdf"),
    path(
        "program/<int:pk>/pratinjau/<str:seal>/<int:page>-<int:width>.webp",
        program_page,
        name="program_page",
    ),
    path("dokumen/", document, name="document"),
    path("dokumen/buat/", export_request, name="export_request"),
    path("dokumen/<int:pk>/", export_state, name="export_progress"),
    path("dokumen/<int:pk>/ulang/", export_retry, name="export_retry"),
    path("dokumen/<int:pk>/unduh/", export_download, name="export_download"),
]
