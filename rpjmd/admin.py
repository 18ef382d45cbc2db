"""The RPJMD in the operators' admin, to look at: changes go through the acts and leave a trace."""

from django.contrib import admin
from django.http import HttpRequest

from rpjmd.models import Element, Indicator, Version


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Version)
class VersionAdmin(ReadOnlyAdmin):
    list_display = ("name", "label", "plan", "is_current")
    list_select_related = ("plan",)
    list_filter = ("is_current",)


@admin.register(Element)
class ElementAdmin(ReadOnlyAdmin):
    list_display = ("code", "level", "text", "version")
    list_select_related = ("version",)
    list_filter = ("level",)
    search_fields = ("code", "text")


@admin.register(Indicator)
class IndicatorAdmin(ReadOnlyAdmin):
    list_display = ("code", "name", "element", "is_headline", "version")
    list_select_related = ("version", "element")
    search_fields = ("code", "name")
