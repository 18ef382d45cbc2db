"""Every test of accounts begins with fresh limits: they live in the process's cache."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()
