"""Fixtures for everyone: the cast of people, and a client signed in as any of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest
from django.conf import LazySettings
from django.test import Client

from tests.cast import Cast, build_cast
from workspace.models import Membership, User

# How long an example takes says more of the machine than of the code. A failing example is made
# small, but not explained: that runs it hundreds of times for each of its values, without a limit.
hypothesis.settings.register_profile(
    "suite",
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
    phases=[phase for phase in hypothesis.Phase if phase is not hypothesis.Phase.explain],
)
hypothesis.settings.load_profile("suite")


@pytest.fixture
def cast(db: None) -> Cast:
    """Two regions with their people: owner, colleague, strangers, administrator and the others."""
    return build_cast()


@pytest.fixture
def sign_in() -> Callable[[User | Membership], Client]:
    """A client in which the person is signed in, past the form that the account tests cover."""

    def client_of(person: User | Membership) -> Client:
        client = Client()
        client.force_login(
            person.user if isinstance(person, Membership) else person,
            backend="allauth.account.auth_backends.AuthenticationBackend",
        )
        return client

    return client_of


@pytest.fixture(autouse=True)
def _own_data_folder(settings: LazySettings, tmp_path: Path) -> None:
    """Files and rendered parts of a test stay with that test."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.CACHES = {
        **settings.CACHES,
        **{
            name: {**dict(settings.CACHES[name]), "LOCATION": str(tmp_path / name)}
            for name in ("parts", "previews")
        },
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
