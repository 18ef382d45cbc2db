"""In production a page whose style or script does not exist is no page at all."""

import re

from django.contrib.staticfiles import finders

from operations import ROOT

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
REFERENCE = re.compile(r"{%\s*static\s+[\"']([^\"']+)[\"']")


def test_every_static_file_that_a_template_names_exists() -> None:
    named = {name for path in TEMPLATES for name in REFERENCE.findall(path.read_text())}
    assert {name for name in named if finders.find(name) is None} == set()
