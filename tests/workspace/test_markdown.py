"""User text: Markdown with a short list of tags, and nothing that leads or runs anywhere."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workspace.markdown import ALLOWED_TAGS, has_control_characters, render_markdown

TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)([^>]*)>")
PIECES = st.sampled_from(
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[klik](javascript:alert(1))",
        "[klik](https://example.com)",
        "![x](file:///etc/passwd)",
        "<https://example.com>",
        "<style>*{}</style>",
        "<a href='x'>",
        "| a | b |\n|:-:|---|\n| 1 | 2 |",
        "```\nkode\n```",
        "# Judul",
        "&lt;b&gt;",
        "{{ rahasia }}",
        "{% load x %}",
        "<!--",
        "\x00",
        "**",
        "\n\n",
    ]
)


@given(st.lists(PIECES | st.text(max_size=12), max_size=12).map(" ".join))
def test_no_text_becomes_a_tag_outside_the_list_or_an_attribute(text: str) -> None:
    for name, rest in TAG.findall(render_markdown(text)):
        assert name in ALLOWED_TAGS
        assert rest.strip(" /") == ""


@given(st.text(max_size=200))
def test_no_control_character_survives(text: str) -> None:
    assert not has_control_characters(render_markdown(text))


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**tebal** dan *miring*", "<p><strong>tebal</strong> dan <em>miring</em></p>\n"),
        ("[klik](https://example.com)", "<p>klik</p>\n"),
        ("![foto](http://example.com/a.png)", "<p></p>\n"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        ("- satu\n- dua", "<ul>\n<li>satu</li>\n<li>dua</li>\n</ul>\n"),
        ("3 < 4 & 5", "<p>3 &lt; 4 &amp; 5</p>\n"),
        ("", ""),
    ],
)
def test_what_officials_write(text: str, html: str) -> None:
    rendered = render_markdown(text)
    assert re.sub(r"<script>|</script>", "", rendered) == rendered
    assert rendered == html


def test_a_very_long_text_is_rendered() -> None:
    assert len(render_markdown("kata " * 20_000)) > 99_000
