"""Pages for what went wrong: a reference number and a way back, never a trace."""

from __future__ import annotations

import logging
import uuid

import structlog
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader

from workspace.access import public

logger = logging.getLogger(__name__)


def reference() -> str:
    """The beginning of the request's number in the log, or a fresh number that is logged now."""
    request_id = structlog.contextvars.get_contextvars().get("request_id")
    if request_id:
        return str(request_id)[:8]
    fresh = uuid.uuid4().hex[:8]
    logger.warning("error page shown with reference %s", fresh)
    return fresh


@public
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _bare("400.html", 400)


@public
def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", {"reference": reference()}, status=403)


@public
def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", {"reference": reference()}, status=404)


@public
def server_error(request: HttpRequest) -> HttpResponse:
    return _bare("500.html", 500)


@public
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _bare("403_csrf.html", 403, {"address": request.get_full_path()})


def _bare(template: str, status: int, context: dict[str, str] | None = None) -> HttpResponse:
    """Rendered without the request, so that no context processor asks the database."""
    page = loader.get_template(template).render({"reference": reference(), **(context or {})})
    return HttpResponse(page, status=status)
