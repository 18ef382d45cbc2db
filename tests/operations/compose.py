"""docker-compose.yml, read as compose reads it."""

import re
import shlex
from functools import cache
from typing import Any

import yaml

from operations import ROOT

VARIABLE = re.compile(r"(?<!\$)\$\{(?P<name>\w+)(?P<rule>[^}]*)\}")


@cache
def read_compose() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return content


def commands(service: str) -> list[list[str]]:
    """The words of each program that a service of ours runs, one after the other."""
    words = [_resolve(word) for word in read_compose()["services"][service]["command"]]
    if words[:2] == ["sh", "-c"]:
        return [shlex.split(command) for command in words[2].split(" && ")]
    return [words]


def _resolve(text: str) -> str:
    """What compose hands on when no optional variable is set."""
    resolved = VARIABLE.sub(lambda match: match["rule"].removeprefix(":-"), text)
    return resolved.replace("$$", "$")
