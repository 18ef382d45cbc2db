"""Django's admin for the installation's operators: regions, plans, agencies, accounts.

It is entered through the same sign-in as everything else, with its throttle and second step. What
people do in a plan is not done here: memberships and programs have their own pages and acts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from workspace.actions import end_sessions
from workspace.models import Agency, AuditEntry, District, Plan, Region, User

admin.site.site_header = "smartplan"
admin.site.site_title = "smartplan"
admin.site.index_title = _("Operator")
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]


@admin.register(Region)
class RegionAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["code", "name", "province", "timezone"]
    search_fields = ["code", "name"]
    prepopulated_fields: ClassVar[dict[str, Sequence[str]]] = {"slug": ("name",)}


@admin.register(Plan)
class PlanAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["title", "region", "start_year", "end_year", "edition"]
    list_select_related = ["region"]
    search_fields = ["title", "region__name"]
    autocomplete_fields = ["region"]


@admin.register(Agency)
class AgencyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["short_name", "name", "kind", "region", "is_verified"]
    list_filter = ["kind", "is_verified", "region"]
    list_select_related = ["region"]
    search_fields = ["short_name", "name", "code"]
    autocomplete_fields = ["region"]


@admin.register(District)
class DistrictAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["code", "name", "region"]
    list_filter = ["region"]
    list_select_related = ["region"]
    search_fields = ["code", "name"]
    autocomplete_fields = ["region"]


class AccountCreationForm(AdminUserCreationForm):  # type: ignore[type-arg]
    class Meta:
        model = User
        fields = ("email", "name", "nip")


class AccountChangeForm(UserChangeForm):  # type: ignore[type-arg]
    class Meta:
        model = User
        fields = "__all__"


@admin.register(User)
class UserAdmin(DjangoUserAdmin):  # type: ignore[type-arg]
    """Accounts; one that is made inactive loses its open sessions at once."""

    form = AccountChangeForm
    add_form = AccountCreationForm
    list_display = ["email", "name", "nip", "is_active", "is_staff", "last_login"]
    list_filter = ["is_active", "is_staff"]
    search_fields = ["email", "name", "nip"]
    ordering = ["email"]
    readonly_fields = ["last_login", "date_joined"]
    filter_horizontal: ClassVar[list[str]] = []
    fieldsets = (
        (None, {"fields": ("email", "name", "nip", "password")}),
        (_("Hak"), {"fields": ("is_active", "is_staff", "is_superuser")}),
        (_("Tanggal"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": ("email", "name", "nip", "usable_password", "password1", "password2"),
            },
        ),
    )

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and not obj.is_active:
            end_sessions(obj)


@admin.register(AuditEntry)
class AuditEntryAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """The trail is read here and changed nowhere."""

    list_display = ["at", "plan", "actor", "verb", "target_name"]
    list_filter = ["plan"]
    list_select_related = ["plan", "actor"]
    search_fields = ["target_name", "verb", "actor__name"]
    date_hierarchy = "at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: AuditEntry | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: AuditEntry | None = None) -> bool:
        return False
