"""The health checks of docker-compose.yml: `python -m operations.health web`, `worker` or `beat`.

Each asks what only a working process can answer, from inside that process's own container.
"""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

# Beat writes its schedule down every three minutes (Celery's `sync_every`); twice that is late.
BEAT_SECONDS = 360.0


def web() -> bool:
    """Whether gunicorn answers to the name that people type."""
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".")
    return is_served(8000, host)


def is_served(port: int, host: str) -> bool:
    """Whether smartplan answers on this port of the loopback, as it answers a proxy before it."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=8)
    try:
        connection.request("GET", "/sehat/", headers={"Host": host, "X-Forwarded-Proto": "https"})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def worker() -> bool:
    """Whether this machine's worker answers through the queue."""
    name = f"celery@{socket.gethostname()}"
    ping = [sys.executable, "-m", "celery", "--app=smartplan", "inspect", "ping"]
    asked = subprocess.run(
        [*ping, f"--destination={name}", "--timeout=10"], capture_output=True, check=False
    )
    return asked.returncode == 0


def beat() -> bool:
    """Whether beat has written its schedule lately. The file's name may have an ending."""
    written = [path.stat().st_mtime for path in data_folder().glob("beat-schedule*")]
    return bool(written) and time.time() - max(written) < BEAT_SECONDS


def data_folder() -> Path:
    return Path(os.environ["DATA_DIR"])


CHECKS: dict[str, Callable[[], bool]] = {"web": web, "worker": worker, "beat": beat}

if __name__ == "__main__":
    raise SystemExit(0 if CHECKS[sys.argv[1]]() else 1)
