"""Sign-in: what this project asks of django-allauth and django-axes."""

from __future__ import annotations

import logging
import re
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from workspace.models import User

logger = logging.getLogger(__name__)
_NIP = re.compile(r"^\d{18}$")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts come from invitations alone, and a mail server that is down breaks no page."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        try:
            super().send_mail(template_prefix, email, context)
        except OSError:  # smtplib's errors are OSErrors too
            logger.exception("mail %s was not sent", template_prefix)


def display_name(user: User) -> str:
    return str(user)


def client_address(request: HttpRequest) -> str | None:
    """The visitor's address as allauth sees it: only our own proxies are believed.

    None for a sign-in that no visitor made, such as one of the test client.
    """
    try:
        return str(get_adapter(request).get_client_ip(request))
    except PermissionDenied:
        return None


def sign_in_name(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str | None:
    """One name for a person's attempts, whether they type the e-mail address or the NIP.

    Otherwise each person would have two counters, and a success under one name would leave the
    failures under the other.
    """
    given = credentials or {}
    typed = given.get("email") or given.get("username") or given.get("login")
    name = str(typed or request.POST.get("login", "")).strip().lower()[:255]
    if _NIP.match(name):
        return User.objects.filter(nip=name).values_list("email", flat=True).first() or name
    return name or None
