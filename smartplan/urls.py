"""Root addresses. Everything of a plan stands under `/<region>/<plan>/`."""

from django.contrib import admin
from django.urls import include, path

plan_patterns = [
    path("", include("workspace.plan_urls")),
    path("", include("rpjmd.urls")),
    path("", include("opd.urls")),
    path("", include("masterplan.urls")),
]

urlpatterns = [
    path("", include("workspace.urls")),
    path("akun/", include("allauth.urls")),
    path("bahasa/", include("django.conf.urls.i18n")),
    path("operator/", admin.site.urls),
    path("<slug:region>/<slug:plan>/", include(plan_patterns)),
]
