"""Addresses of programs, their review and the coverage of the RPJMD, under `/<region>/<plan>/`."""

from django.urls import path

from opd.urls_editor import editor_patterns
from opd.views.coverage import coverage
from opd.views.matrix import matrix, matrix_workbook
from opd.views.programs import (
    program,
    program_delete,
    program_list,
    program_restore,
    program_submit,
)
from opd.views.review import (
    program_approve,
    program_return,
    program_unlock,
    review,
    review_queue,
)
from opd.views.successor import program_successor
from opd.views.threads import thread_open, thread_reply, thread_resolve

app_name = "opd"
urlpatterns = [
    path("program/", program_list, name="program_list"),
    path("program/<int:pk>/", program, name="program"),
    path("program/<int:pk>/ajukan/", program_submit, name="program_submit"),
    path("program/<int:pk>/hapus/", program_delete, name="program_delete"),
    path("program/<int:pk>/pulihkan/", program_restore, name="program_restore"),
    path("program/<int:pk>/kembalikan/", program_return, name="program_return"),
    path("program/<int:pk>/setujui/", program_approve, name="program_approve"),
    path("program/<int:pk>/buka-kunci/", program_unlock, name="program_unlock"),
    path("program/<int:pk>/ganti-kode/", program_successor, name="program_successor"),
    path("program/<int:pk>/catatan/", thread_open, name="thread_open"),
    path("catatan/<int:pk>/jawab/", thread_reply, name="thread_reply"),
    path("catatan/<int:pk>/selesai/", thread_resolve, name="thread_resolve"),
    path("tinjauan/", review_queue, name="review_queue"),
    path("tinjauan/<int:pk>/", review, name="review"),
    path("rpjmd/cakupan/", coverage, name="coverage"),
    path("rpjmd/keselarasan/", matrix, name="matrix"),
    path("rpjmd/keselarasan/unduh/", matrix_workbook, name="matrix_workbook"),
    *editor_patterns,
]
