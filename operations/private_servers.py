"""A PostgreSQL and a Redis of our own for one test run: on Unix sockets in a temporary folder.

Nothing listens on the network, nothing is synchronised to the disk, and no server that was already
there is used.
"""

import os
import pwd
import shutil
import signal
import socket
from pathlib import Path

from operations import Refusal
from operations.supervisor import Owner, Service, Supervisor, base_environment
from operations.valkey import answers

DATABASE = "smartplan"


def start_postgresql(supervisor: Supervisor, folder: Path) -> str:
    """Start PostgreSQL with a new cluster in `folder` and return its address as a URL."""
    programs = postgresql_programs()
    owner = unprivileged_owner()
    folder.mkdir(mode=0o700)
    if owner is not None:
        os.chown(folder, owner.user, owner.group)
    environment = base_environment(LC_ALL="C.UTF-8")
    cluster = folder / "cluster"
    made = supervisor.run(
        [
            *(programs / "initdb", f"--pgdata={cluster}", f"--username={DATABASE}", "--auth=trust"),
            *("--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"),
        ],
        environment,
        quiet=True,
        owner=owner,
    )
    if made:
        raise Refusal("PostgreSQL could not make a new cluster; it says why above.")
    supervisor.start(
        "postgresql",
        [
            *(programs / "postgres", "-D", cluster, "-k", folder, "--listen_addresses="),
            *("--fsync=off", "--synchronous_commit=off", "--full_page_writes=off"),
        ],
        environment,
        ending=((signal.SIGINT, 10.0), (signal.SIGQUIT, 5.0)),  # "fast", then "immediate"
        owner=owner,
    )
    supervisor.wait_until(lambda: _accepts(folder / ".s.PGSQL.5432"), "PostgreSQL")
    # The folder stands in the place of the database's name: django-environ reads it as the host.
    return f"postgres://{DATABASE}@/{folder}/postgres"


def start_redis(supervisor: Supervisor, folder: Path, address: Path) -> Service:
    """Start Redis with its data in `folder`, on the Unix socket `address`, and wait for it."""
    folder.mkdir(mode=0o700, exist_ok=True)
    address.unlink(missing_ok=True)
    service = supervisor.start(
        "redis",
        [
            *("redis-server", "--port", "0", "--unixsocket", address, "--unixsocketperm", "700"),
            *("--dir", folder, "--save", "", "--appendonly", "yes"),
        ],
        base_environment(),
    )
    supervisor.wait_until(lambda: answers(address), "Redis")
    return service


def postgresql_programs() -> Path:
    """The folder of `postgres` and `initdb`: Debian keeps one for each version, not in PATH."""
    found = shutil.which("postgres")
    if found:
        return Path(found).resolve().parent
    versions = Path("/usr/lib/postgresql").glob("*/bin/postgres")
    newest = max(versions, key=lambda path: float(path.parts[-3]), default=None)
    if newest is None:
        raise Refusal("PostgreSQL's server is not installed.")
    return newest.parent


def has_postgresql() -> bool:
    try:
        postgresql_programs()
    except Refusal:
        return False
    return True


def unprivileged_owner() -> Owner | None:
    """Whom to run PostgreSQL as: it refuses to run as root. None: as whoever runs this."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Owner(entry.pw_uid, entry.pw_gid)
    raise Refusal("PostgreSQL does not run as root, and there is no user `postgres` here.")


def _accepts(address: Path) -> bool:
    """Whether PostgreSQL lets a session begin: it replies R (authentication) or E (starting up)."""
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(2)
            connection.connect(str(address))
            parameters = f"user\0{DATABASE}\0database\0postgres\0\0".encode()
            version_3 = (196_608).to_bytes(4, "big")
            size = (len(parameters) + 8).to_bytes(4, "big")
            connection.sendall(size + version_3 + parameters)
            return connection.recv(1) == b"R"
    except OSError:
        return False
