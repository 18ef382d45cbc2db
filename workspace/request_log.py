"""The log of requests, without the secrets that stand in some addresses."""

from __future__ import annotations

import re
from typing import Final

from django.http import HttpRequest
from django_structlog.middlewares import RequestMiddleware

# The links of invitations and of new passwords are keys: who reads a log must not hold them.
SECRETS: Final = re.compile(r"(/undangan/|/password/reset/key/)(?!done/)[^/?]+")


class RequestLogMiddleware(RequestMiddleware):  # type: ignore[misc]
    @staticmethod
    def format_request(request: HttpRequest) -> str:
        return SECRETS.sub(r"\1…", str(RequestMiddleware.format_request(request)))
