"""Addresses outside a plan, and the workspace's own pages of a plan."""

from django.urls import include, path

from workspace.views.home import health, home, plan_home

app_name = "workspace"

plan_patterns = [
    path("", plan_home, name="plan_home"),
]

urlpatterns = [
    path("", home, name="home"),
    path("sehat/", health, name="health"),
    path("<slug:region>/<slug:plan>/", include(plan_patterns)),
]
