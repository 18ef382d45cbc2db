"""Fresh limits for every test, and a database that two threads can use at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    """The limits of sign-in live in the process's cache."""
    cache.clear()


@pytest.fixture
def shared_database(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """SQLite's test database lies in memory, where threads do not wait for each other: a copy in a
    file behaves as the real one does. PostgreSQL needs nothing.
    """
    if connection.vendor != "sqlite":
        yield
        return
    file = tmp_path / "shared.sqlite3"
    connection.cursor().execute("VACUUM INTO %s", [str(file)])
    memory, opened = connection.settings_dict["NAME"], connection.connection
    connection.settings_dict["NAME"], connection.connection = str(file), None
    yield
    connection.close()
    connection.settings_dict["NAME"], connection.connection = memory, opened
