"""Addresses of the RPJMD's pages, under `/<region>/<plan>/`."""

from django.urls import path

from rpjmd.views.elements import element, element_add, element_delete
from rpjmd.views.indicators import indicator, indicator_add, indicator_delete
from rpjmd.views.lines import (
    line,
    succession_add,
    succession_delete,
    value_add,
    value_delete,
    value_use,
)
from rpjmd.views.nomenclature import (
    nomenclature,
    nomenclature_delete,
    nomenclature_edition,
    nomenclature_entry,
    nomenclature_search,
    nomenclature_successors,
    nomenclature_use,
)
from rpjmd.views.rpjmd import renstra, rpjmd, version
from rpjmd.views.versions import version_add, version_delete, version_list
from rpjmd.views.workbook import (
    workbook,
    workbook_confirm,
    workbook_download,
    workbook_layout,
    workbook_template,
)

app_name = "rpjmd"
urlpatterns = [
    path("rpjmd/", rpjmd, name="rpjmd"),
    path("rpjmd/pokok/", version, name="version"),
    path("rpjmd/versi/", version_list, name="version_list"),
    path("rpjmd/versi/baru/", version_add, name="version_add"),
    path("rpjmd/versi/<int:pk>/hapus/", version_delete, name="version_delete"),
    path("rpjmd/unsur/tambah/", element_add, name="element_add"),
    path("rpjmd/unsur/<int:pk>/", element, name="element"),
    path("rpjmd/unsur/<int:pk>/renstra/", renstra, name="renstra"),
    path("rpjmd/unsur/<int:pk>/hapus/", element_delete, name="element_delete"),
    path("rpjmd/indikator/tambah/", indicator_add, name="indicator_add"),
    path("rpjmd/indikator/<int:pk>/", indicator, name="indicator"),
    path("rpjmd/indikator/<int:pk>/hapus/", indicator_delete, name="indicator_delete"),
    path("rpjmd/indikator/<int:pk>/nilai/", line, name="line"),
    path("rpjmd/indikator/<int:pk>/nilai/tambah/", value_add, name="value_add"),
    path("rpjmd/indikator/<int:pk>/pengganti/", succession_add, name="succession_add"),
    path("rpjmd/nilai/<int:pk>/pakai/", value_use, name="value_use"),
    path("rpjmd/nilai/<int:pk>/hapus/", value_delete, name="value_delete"),
    path("rpjmd/pengganti/<int:pk>/hapus/", succession_delete, name="succession_delete"),
    path("rpjmd/buku-kerja/", workbook, name="workbook"),
    path("rpjmd/buku-kerja/muat/", workbook_confirm, name="workbook_confirm"),
    path("rpjmd/buku-kerja/templat/", workbook_template, name="workbook_template"),
    path("rpjmd/buku-kerja/unduh/", workbook_download, name="workbook_download"),
    path("rpjmd/buku-kerja/unduh/<slug:layout>/", workbook_layout, name="workbook_layout"),
    path("rpjmd/nomenklatur/", nomenclature, name="nomenclature"),
    path("rpjmd/nomenklatur/cari/", nomenclature_search, name="nomenclature_search"),
    path("rpjmd/nomenklatur/<int:pk>/", nomenclature_entry, name="nomenclature_entry"),
    path("rpjmd/nomenklatur/edisi/<int:pk>/", nomenclature_edition, name="nomenclature_edition"),
    path("rpjmd/nomenklatur/edisi/<int:pk>/berlakukan/", nomenclature_use, name="nomenclature_use"),
    path(
        "rpjmd/nomenklatur/edisi/<int:pk>/hapus/", nomenclature_delete, name="nomenclature_delete"
    ),
    path(
        "rpjmd/nomenklatur/edisi/<int:pk>/pengganti/<str:code>/",
        nomenclature_successors,
        name="nomenclature_successors",
    ),
]
