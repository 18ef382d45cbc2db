"""The benchmark of the RPJMD's part, run small: its figures are for the command, not for a test."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings


def test_it_measures_in_a_database_of_its_own_and_writes_its_figures(tmp_path: Path) -> None:
    file = tmp_path / "figures.json"
    size = ["--rows=40", "--programs=12", "--codes=120", "--rounds=1"]
    done = subprocess.run(
        [sys.executable, "manage.py", "bench_rpjmd", *size, f"--json={file}"],
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            "DATA_DIR": str(tmp_path),
            "DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}",
            "SECRET_KEY": "benchmark-of-a-test",
            "DEBUG": "on",
            "HTTPS": "off",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    figures = json.loads(file.read_text())
    assert list(figures) == ["import_ratio", "matrix_queries", "matrix_ratio", "picker_ratio"]
    assert figures["matrix_queries"] == 14
    assert min(figures.values()) > 0
    assert "matrix_queries" in done.stdout
