"""The plan has a linter: small functions with a code, a severity and a sentence.

A check looks at one subject (a program's content, an RPJMD version, a whole plan) and yields
findings. Packages register theirs in their own `checks.py`; the same findings speak on the
agency's page, in the review, in the RPJMD view and before a release.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def label(self) -> str:
        return str(SEVERITY_LABELS[self])


SEVERITY_LABELS = {
    Severity.ERROR: _("Harus diperbaiki"),
    Severity.WARNING: _("Perlu diperiksa"),
    Severity.NOTE: _("Saran"),
}


@dataclass(frozen=True)
class Finding:
    """What a check says. `section` and `field` name the place that mends it."""

    code: str
    severity: Severity
    message: str
    section: str = ""
    field: str = ""


@dataclass(frozen=True)
class Check:
    """A registered check. `why` says why the ministry cares: it documents the code."""

    code: str
    severity: Severity
    subject: str
    section: str
    why: str | Promise
    run: Callable[[Any], Iterable[str | tuple[str, str]]]

    def findings(self, subject: Any) -> Iterator[Finding]:
        for said in self.run(subject):
            message, field = (said, "") if isinstance(said, str) else said
            yield Finding(self.code, self.severity, message, self.section, field)


_registry: dict[str, Check] = {}


def register(
    code: str, severity: Severity, *, subject: str, section: str = "", why: str | Promise
) -> Callable[[Callable[[Any], Iterable[Any]]], Callable[[Any], Iterable[Any]]]:
    """Register a check that yields sentences, or (sentence, field) pairs."""

    def add(run: Callable[[Any], Iterable[Any]]) -> Callable[[Any], Iterable[Any]]:
        if code in _registry:
            raise ValueError(f"check {code} is registered twice")
        _registry[code] = Check(code, severity, subject, section, why, run)
        return run

    return add


def registered(subject: str | None = None) -> list[Check]:
    """All checks, or those of one subject, by code."""
    checks = sorted(_registry.values(), key=lambda check: check.code)
    return [check for check in checks if subject in (None, check.subject)]


def run_checks(subject: str, content: Any) -> list[Finding]:
    """Everything that the checks of this kind of subject say, errors first."""
    found = [finding for check in registered(subject) for finding in check.findings(content)]
    return sorted(found, key=lambda finding: list(Severity).index(finding.severity))
