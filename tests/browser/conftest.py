"""A real Chromium, the system's own, against a live server with the cast signed in."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from tests.cast import Cast
from workspace.models import Membership

# Playwright's synchronous face runs an event loop, and Django asks whether there is one.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

SignInTo = Callable[[BrowserContext, Membership], None]
NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {
        "executable_path": next(filter(None, map(shutil.which, NAMES)), None),
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
        ],
    }


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    return {"locale": "id-ID", "timezone_id": "Asia/Jakarta"}


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """The live server reads what the test wrote, so the cast is really committed."""
    from dimensions.actions import install_editions
    from tests.cast import build_cast

    install_editions()
    return build_cast()


@pytest.fixture
def sign_in_to(live_server: LiveServer) -> SignInTo:
    """Give a browser the session of a person."""

    def give(context: BrowserContext, member: Membership) -> None:
        client = Client()
        client.force_login(
            member.user, backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        name = django_settings.SESSION_COOKIE_NAME
        cookie = {"name": name, "value": client.cookies[name].value, "url": live_server.url}
        context.add_cookies([cookie])  # type: ignore[list-item]

    return give


@pytest.fixture
def faults(page: Page) -> list[str]:
    """Scripts' errors and refusals of the content policy; a test asserts that there were none."""
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on(
        "console",
        lambda message: (
            said.append(message.text)
            if message.type == "error" and "Failed to load resource" not in message.text
            else None
        ),
    )
    return said
