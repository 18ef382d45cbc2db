"""Doors of django-allauth that stay closed here, listed before allauth's own addresses.

A person's e-mail address proves who was invited, so only an operator changes it; codes by mail and
accounts without a password are not offered.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, re_path

from workspace.access import public


@public
def closed(request: HttpRequest, **kwargs: str) -> HttpResponse:
    raise Http404


urlpatterns = [
    path("email/", closed),
    re_path(r"^confirm-email/(?:[-:\w]+/)?$", closed),
    path("password/set/", closed),
    path("login/code/confirm/", closed),
]
