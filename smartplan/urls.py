"""Root addresses. Everything of a plan stands under `/<region>/<plan>/`."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    # Before the addresses of plans, whose first two words could be anything.
    path("akun/", include("workspace.account_urls")),
    path("akun/", include("allauth.urls")),
    path("bahasa/", include("django.conf.urls.i18n")),
    path("operator/", admin.site.urls),
    path("", include("workspace.urls")),
    path("<slug:region>/<slug:plan>/", include("rpjmd.urls")),
    path("<slug:region>/<slug:plan>/", include("opd.urls")),
    path("<slug:region>/<slug:plan>/", include("masterplan.urls")),
]

handler400 = "workspace.views.errors.bad_request"
handler403 = "workspace.views.errors.permission_denied"
handler404 = "workspace.views.errors.page_not_found"
handler500 = "workspace.views.errors.server_error"
