"""docker-compose.yml against what it starts: there is no Docker here to try it on."""

import ast
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands
from gunicorn.app.wsgiapp import WSGIApplication

from operations import ROOT
from operations.health import CHECKS
from operations.system_packages import RENDERING
from tests.operations.compose import VARIABLE, commands, read_compose

OURS = ["beat", "migrate", "web", "worker"]


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return read_compose()


@pytest.fixture(scope="module")
def settings_variables() -> dict[str, bool]:
    """Each environment variable that the settings read, and whether they insist on it."""
    tree = ast.parse((ROOT / "smartplan" / "settings.py").read_text())
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {
        str(call.args[0].value): not any(keyword.arg == "default" for keyword in call.keywords)
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "env"
        and isinstance(call.args[0], ast.Constant)
    }


@pytest.mark.parametrize("service", OURS)
def test_every_variable_that_a_service_is_given_is_read(
    compose: dict[str, Any], settings_variables: dict[str, bool], service: str
) -> None:
    assert set(compose["services"][service]["environment"]) - set(settings_variables) == set()


@pytest.mark.parametrize("service", OURS)
def test_every_variable_that_the_settings_insist_on_is_given(
    compose: dict[str, Any], settings_variables: dict[str, bool], service: str
) -> None:
    required = {name for name, insisted in settings_variables.items() if insisted}
    assert required - set(compose["services"][service]["environment"]) == set()


def test_no_secret_has_a_default(compose: dict[str, Any]) -> None:
    found = {match["name"]: match["rule"] for match in VARIABLE.finditer(yaml.dump(compose))}
    secrets = {name: rule for name, rule in found.items() if re.search("SECRET|PASSWORD", name)}
    assert {name: rule[:2] for name, rule in secrets.items()} == {
        "SECRET_KEY": ":?",
        "POSTGRES_PASSWORD": ":?",
        "REDIS_PASSWORD": ":?",
    }


def test_the_demonstrations_conveniences_are_off(compose: dict[str, Any]) -> None:
    environments = [compose["services"][service]["environment"] for service in OURS]
    assert [("DEBUG" in given, given["HTTPS"]) for given in environments] == [(False, "on")] * 4


def test_the_services_are_the_production_shape(compose: dict[str, Any]) -> None:
    assert sorted(compose["services"]) == ["beat", "db", "migrate", "redis", "web", "worker"]


def test_every_lasting_service_has_a_health_check(compose: dict[str, Any]) -> None:
    without = [
        name
        for name, service in compose["services"].items()
        if "test" not in service["healthcheck"]
    ]
    assert without == ["migrate"]


@pytest.mark.parametrize("service", ["web", "worker", "beat"])
def test_our_health_checks_are_commands_that_exist(compose: dict[str, Any], service: str) -> None:
    test = compose["services"][service]["healthcheck"]["test"]
    assert test == ["CMD", "python", "-m", "operations.health", service]
    assert service in CHECKS


def test_nobody_is_root(compose: dict[str, Any]) -> None:
    users = {name: service.get("user") for name, service in compose["services"].items()}
    assert (users["db"], users["redis"]) == ("postgres", "redis")
    assert [users[name] for name in OURS] == [None] * 4  # the image's own user
    instructions = _instructions()
    assert [words[1] for words in instructions if words[0] == "USER"] == ["smartplan"]


def test_only_the_web_server_is_reachable_and_from_this_machine_only(
    compose: dict[str, Any],
) -> None:
    ports = {name: service.get("ports") for name, service in compose["services"].items()}
    published = {name: port for name, port in ports.items() if port}
    assert published == {"web": ["127.0.0.1:8000:8000"]}


def test_every_volume_in_use_is_named(compose: dict[str, Any]) -> None:
    mounted = [
        volume.split(":")[0]
        for service in compose["services"].values()
        for volume in service.get("volumes", [])
    ]
    assert set(mounted) == set(compose["volumes"])


def test_gunicorn_understands_its_command(monkeypatch: pytest.MonkeyPatch) -> None:
    [command] = commands("web")
    monkeypatch.setattr("sys.argv", command)
    configuration = WSGIApplication("%(prog)s [OPTIONS]").cfg
    assert (configuration.bind, configuration.workers, configuration.threads) == (
        ["0.0.0.0:8000"],
        3,
        4,
    )


def test_gunicorn_writes_no_log_of_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    """The links of invitations are keys; the application's own log leaves them out."""
    [command] = commands("web")
    monkeypatch.setattr("sys.argv", command)
    configuration = WSGIApplication("%(prog)s [OPTIONS]").cfg
    assert (configuration.accesslog, configuration.errorlog) == (None, "-")


@pytest.mark.parametrize("service", ["worker", "beat"])
def test_celery_understands_its_command(service: str) -> None:
    [[program, *words]] = commands(service)
    # Help comes after the options are parsed: one that is unknown fails before.
    asked = subprocess.run(
        [sys.executable, "-m", program, *words, "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert (asked.returncode, asked.stderr) == (0, "")
    assert asked.stdout.startswith(f"Usage: python -m celery {service}")


def test_the_migrate_service_calls_commands_that_exist() -> None:
    called = commands("migrate")
    assert [command[:2] for command in called] == [["python", "manage.py"]] * 2
    assert {command[2] for command in called} - set(get_commands()) == set()


def test_the_image_has_every_library_that_the_demonstration_installs() -> None:
    [installation] = [" ".join(words) for words in _instructions() if "apt-get" in words]
    assert [need.package for need in RENDERING if need.package not in installation.split()] == []


def test_the_image_installs_by_hash_and_copies_what_exists() -> None:
    instructions = _instructions()
    installation = next(words for words in instructions if "--require-hashes" in words)
    assert installation[-2:] == ["-r", "/requirements.lock"]
    copied = [words[1] for words in instructions if words[0] == "COPY" and "--" not in words[1]]
    assert [name for name in copied if not (ROOT / name).exists()] == []


def _instructions() -> list[list[str]]:
    """The Dockerfile's instructions, each as its words."""
    lines = [line for line in Path(ROOT / "Dockerfile").read_text().splitlines() if line[:1] != "#"]
    return [text.split() for text in "\n".join(lines).replace("\\\n", "").splitlines() if text]
