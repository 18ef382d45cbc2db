"""Programs in the operators' admin, to be looked at: changes go through the acts."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from opd.models import Program, Submission, Thread


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """A change here would leave no audit entry, so there are none."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Program)
class ProgramAdmin(ReadOnlyAdmin):
    list_display = ["code", "name", "plan", "lead_agency", "state", "changed_at"]
    list_filter = ["state", "plan", "sub_dimension__dimension"]
    list_select_related = ["plan", "lead_agency", "sub_dimension__dimension"]
    search_fields = ["name", "nomenclature_code"]


@admin.register(Submission)
class SubmissionAdmin(ReadOnlyAdmin):
    list_display = ["program", "submitted_at", "decision", "decided_at"]
    list_select_related = ["program__sub_dimension__dimension"]


@admin.register(Thread)
class ThreadAdmin(ReadOnlyAdmin):
    list_display = ["program", "section", "field", "asked_by", "asked_at", "resolved_at"]
    list_select_related = ["program__sub_dimension__dimension", "asked_by"]
