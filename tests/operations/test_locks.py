"""The lock files: everything pinned and hashed, one .venv good for both, no address named."""

import re
import tomllib
from pathlib import Path

import pytest

from operations import ROOT

LOCKS = ["requirements.lock", "requirements-dev.lock"]


def _pins(lock: str) -> dict[str, str]:
    """Each package and the line that pins it."""
    lines = (ROOT / lock).read_text().splitlines()
    return {line.split("==")[0]: line for line in lines if re.match(r"[a-z0-9]", line)}


def _wanted(requirements: list[str]) -> set[str]:
    names = [re.match(r"[A-Za-z0-9._-]+", text) for text in requirements]
    return {re.sub(r"[-_.]+", "-", name.group()).lower() for name in names if name}


def test_the_development_lock_holds_the_very_pins_of_the_runtime() -> None:
    runtime, development = map(_pins, LOCKS)
    assert {name: development.get(name) for name in runtime} == runtime


def test_every_dependency_of_the_project_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert _wanted(project["dependencies"]) - set(_pins(LOCKS[0])) == set()
    assert _wanted(project["optional-dependencies"]["dev"]) - set(_pins(LOCKS[1])) == set()


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address(lock: str) -> None:
    assert re.findall(r"https?://|--index|--find-links", (ROOT / lock).read_text()) == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_a_hash(lock: str) -> None:
    blocks = re.split(r"\n(?=[a-z0-9])", Path(ROOT / lock).read_text())
    assert [block for block in blocks if "--hash=sha256:" not in block] == []
