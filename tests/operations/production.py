"""smartplan as docker-compose.yml runs it, on loopback: the same commands and variables.

It uses the kind of stores of this test run: a new database on the run's PostgreSQL and a Redis of
its own, or SQLite and an embedded Valkey of its own.
"""

import os
import secrets
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings

from operations import valkey
from operations.health import is_served
from operations.private_servers import start_redis
from operations.supervisor import Service, Supervisor, base_environment
from tests.operations.compose import commands
from tests.operations.visitor import HOST


class Production:
    """The running services. `environment` is what each of them was given."""

    def __init__(self, supervisor: Supervisor, folder: Path, database: str) -> None:
        self._supervisor = supervisor
        self._folder = folder
        self._services: dict[str, Service] = {}
        self._is_small = database.startswith("sqlite:")
        self._queue = folder / "queue.sock"
        self.port = _free_port()
        self.environment = base_environment(
            PATH=f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            SECRET_KEY=secrets.token_urlsafe(50),
            DATABASE_URL=database,
            REDIS_URL=valkey.url(self._queue),
            ALLOWED_HOSTS=HOST,
            PROXIES="1",
            DATA_DIR=str(folder),
            REQUEUE_SECONDS="2",
        )

    def prepare(self) -> None:
        for command in commands("migrate"):
            self.run(*command)

    def start_queue(self) -> None:
        """Start Redis, or Valkey where the database is a file; what was queued is there again."""
        if self._is_small:
            service = valkey.start(self._supervisor, self._folder / "queue", self._queue)
        else:
            service = start_redis(self._supervisor, self._folder / "queue", self._queue)
        self._services["queue"] = service

    def start(self) -> None:
        self.start_queue()
        for service in ("worker", "beat", "web"):
            self.start_service(service)
        self._supervisor.wait_until(lambda: is_served(self.port, HOST), "gunicorn")

    def start_service(self, name: str, **changes: str) -> None:
        """Start a service with its command of the compose file and these variables changed."""
        [command] = commands(name)
        changed = {
            "--bind=0.0.0.0:8000": f"--bind=127.0.0.1:{self.port}",
            "--schedule=/data/beat-schedule": f"--schedule={self._folder}/beat-schedule",
        }
        words = [changed.get(word, word) for word in command]
        self._services[name] = self._supervisor.start(name, words, {**self.environment, **changes})

    def kill(self, name: str) -> None:
        """End a service and its children as a power cut does."""
        self._supervisor.kill(self._services.pop(name))

    def run(self, *command: str) -> None:
        status = self._supervisor.run(command, self.environment)
        assert status == 0, f"{command} ended with status {status}"


@contextmanager
def production(folder: Path) -> Iterator[Production]:
    with _own_database(folder) as database, Supervisor(folder / "logs") as supervisor:
        yield Production(supervisor, folder, database)


@contextmanager
def _own_database(folder: Path) -> Iterator[str]:
    """A new database beside the one that this run was given, and gone with the test."""
    given = os.environ["DATABASE_URL"]
    if given.startswith("sqlite:"):
        yield f"sqlite:///{folder / 'production.sqlite3'}"
        return
    server = given.rpartition("/")[0]
    name = f"production_{secrets.token_hex(4)}"
    parameters = settings.DATABASES["default"]
    with psycopg.connect(
        dbname="postgres",
        host=parameters["HOST"],
        port=parameters["PORT"] or None,
        user=parameters["USER"],
        password=parameters["PASSWORD"] or None,
        autocommit=True,
    ) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[arg-type]
        try:
            yield f"{server}/{name}"
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')  # type: ignore[arg-type]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
