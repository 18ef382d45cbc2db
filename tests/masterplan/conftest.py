"""A document to read, made once for the whole run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.cache.backends.locmem import LocMemCache
from django.db import transaction

from masterplan.document import compose
from masterplan.document.press import bind, press
from masterplan.freeze import freeze
from masterplan.rendering import Engine, PartStore
from smartplan.celery import app
from tests.cast import build_cast
from tests.masterplan.installation import Installation
from tests.masterplan.plans import fill
from tests.masterplan.reading import Reading
from tests.workspace.conftest import shared_database

__all__ = ["shared_database"]


@pytest.fixture(scope="session")
def engine() -> Engine:
    """The project's own engine with a store of its own."""
    pressed = press()
    return Engine(
        stylesheet=pressed.stylesheet,
        typeface=pressed.typeface,
        write_html=pressed.write_html,
        store=PartStore(LocMemCache("documents", {"OPTIONS": {"MAX_ENTRIES": 5000}})),
    )


@pytest.fixture(scope="session")
def contents(django_db_setup: None, django_db_blocker: Any) -> tuple[str, str]:
    """The frozen content of a filled plan: the final one and the draft."""
    with django_db_blocker.unblock(), transaction.atomic():
        cast = build_cast()
        fill(cast)
        final = freeze(cast.plan, include_unapproved=False).content
        draft = freeze(cast.plan, include_unapproved=True).content
        transaction.set_rollback(True)
    return final, draft


@pytest.fixture(scope="session")
def final_pdf(contents: tuple[str, str], engine: Engine) -> bytes:
    return bind(compose(contents[0]), engine).pdf


@pytest.fixture(scope="session")
def final(final_pdf: bytes) -> Reading:
    return Reading(final_pdf)


@pytest.fixture(scope="session")
def draft(contents: tuple[str, str], engine: Engine) -> Reading:
    return Reading(bind(compose(contents[1]), engine).pdf)


@pytest.fixture(scope="session")
def shared_parts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("parts")


@pytest.fixture(autouse=True)
def _shared_store(_own_data_folder: None, settings: LazySettings, shared_parts: Path) -> None:
    """Parts are stored under what they show, so that tests may share them as workers do."""
    _keep_parts_in(shared_parts, settings)


@pytest.fixture
def empty_store(_shared_store: None, settings: LazySettings, tmp_path: Path) -> None:
    """A store of its own for a test that counts what is missing."""
    _keep_parts_in(tmp_path / "parts", settings)


def _keep_parts_in(folder: Path, settings: LazySettings) -> None:
    caches: dict[str, dict[str, Any]] = settings.CACHES
    settings.CACHES = {**caches, "parts": {**caches["parts"], "LOCATION": str(folder)}}


@pytest.fixture
def no_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing listens where the queue should be."""
    nowhere = "redis+socket:///nonexistent/redis.sock?virtual_host=0"
    # The latter two fall back on the first, so their own values are read (and given back) first.
    for name in ("broker_read_url", "broker_write_url", "broker_url"):
        monkeypatch.setattr(app.conf, name, nowhere)
    monkeypatch.setattr(app, "_pool", None)
    monkeypatch.setattr(app.amqp, "_producer_pool", None)


@pytest.fixture(scope="session")
def filled_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    press()  # makes the typeface, which all installations share
    first = Installation(tmp_path_factory.mktemp("first"))
    first.fill()
    first.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    return first.database


@pytest.fixture(scope="session")
def fresh_document(filled_database: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """What every installation must make of that database, whatever happens on the way."""
    return Installation(tmp_path_factory.mktemp("fresh"), filled_database).fresh()


@pytest.fixture
def installation(tmp_path: Path, filled_database: Path) -> Iterator[Installation]:
    made = Installation(tmp_path, filled_database)
    try:
        yield made
    finally:
        made.close()
