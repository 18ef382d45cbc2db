"""Root addresses. Everything of a plan stands under `/<region>/<plan>/`."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("workspace.urls")),
    path("akun/", include("allauth.urls")),
    path("bahasa/", include("django.conf.urls.i18n")),
    path("operator/", admin.site.urls),
    path("<slug:region>/<slug:plan>/", include("rpjmd.urls")),
    path("<slug:region>/<slug:plan>/", include("opd.urls")),
    path("<slug:region>/<slug:plan>/", include("masterplan.urls")),
]
