"""A real Chromium, the system's own, against a live server with the cast signed in."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.signals import request_finished, request_started
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from dimensions.actions import install_editions
from tests.cast import Cast, build_cast
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


class Traffic:
    """The requests that the live server is answering right now."""

    def __init__(self) -> None:
        self.running = 0
        self.changed = threading.Condition()

    def begun(self, **kwargs: Any) -> None:
        with self.changed:
            self.running += 1

    def ended(self, **kwargs: Any) -> None:
        with self.changed:
            self.running -= 1
            self.changed.notify_all()

    def wait_for_quiet(self, seconds: float = 15) -> None:
        with self.changed:
            self.changed.wait_for(lambda: self.running <= 0, timeout=seconds)


@pytest.fixture(scope="session")
def traffic() -> Iterator[Traffic]:
    counted = Traffic()
    request_started.connect(counted.begun)
    request_finished.connect(counted.ended)
    yield counted
    request_started.disconnect(counted.begun)
    request_finished.disconnect(counted.ended)


@pytest.fixture
def cast(transactional_db: None, browser: Browser, traffic: Traffic) -> Iterator[Cast]:
    """The live server reads what the test wrote, so the cast is really committed.

    Pages save by themselves: before the database is emptied every browser is closed and the
    server has answered, or an autosave on its way would meet the emptying and deadlock.
    """
    install_editions()
    yield build_cast()
    for context in browser.contexts:
        context.close()
    time.sleep(0.1)  # what was sent at the last moment has begun by then
    traffic.wait_for_quiet()


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
