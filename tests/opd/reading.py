"""Reading pages as people do: what stands there, and at how many queries."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def text_of(response: Any) -> str:
    """The words of a page's content, without marks and in one line."""
    html = response.content.decode()
    _before, _start, main = html.partition("<main")
    main = re.sub(r"<(script|style).*?</\1>", " ", main or html, flags=re.DOTALL)
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", "<main" + main))).strip()


def programs_in(response: Any) -> list[str]:
    """The codes of the programs that a list shows, in its order."""
    found: list[str] = re.findall(
        r'class="program-row-code code">([A-Z]{3}-\d+)<', response.content.decode()
    )
    return found


def queries_of(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)
