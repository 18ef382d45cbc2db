"""Fixtures of the tests of programs."""

from tests.workspace.conftest import shared_database

__all__ = ["shared_database"]
