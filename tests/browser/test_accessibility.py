"""axe finds nothing serious on any page, on a phone and on a laptop, in light and in dark."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from opd.content import SECTIONS
from tests.browser.conftest import SignInTo
from tests.cast import Cast
from tests.test_every_address import DOORS, build_objects

pytestmark = pytest.mark.browser

VIEWS = (
    ({"width": 360, "height": 740}, "light"),
    ({"width": 1280, "height": 800}, "light"),
    ({"width": 1280, "height": 800}, "dark"),
)
# Whoever an address opens to, in this order: the first of them looks at it.
LOOKERS = ("owner", "admin", "steward", "reviewer")
NOT_PAGES = {
    "workspace:plan_home",
    "masterplan:export_progress",
    "masterplan:export_download",
    "masterplan:narrative_preview",
    "masterplan:narrative_pdf",
    "masterplan:program_preview",
    "masterplan:program_pdf",
    "opd:matrix_workbook",
    "rpjmd:nomenclature_search",
    "rpjmd:workbook_template",
    "rpjmd:workbook_download",
    "rpjmd:workbook_layout",
}


def pages_of(cast: Cast, person: str) -> list[str]:
    """The addresses of all pages that this person is the first to look at."""
    objects = build_objects(cast)
    paths = [
        cast.plan.url(key, **dict(door.kwargs), **({"pk": objects[door.of]} if door.of else {}))
        for key, door in DOORS.items()
        if door.method == "get" and key not in NOT_PAGES and key != "opd:section"
        if next((one for one in LOOKERS if one in door.opens_to), None) == person
    ]
    if person == "owner":
        paths += [
            cast.plan.url("opd:section", pk=objects["draft"], section=section)
            for section in SECTIONS
        ]
    return paths


def serious(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{violation['id']}: {violation['nodes'][0]['html'][:120]}"
        for violation in found
        if violation["impact"] in ("serious", "critical")
    ]


def shape(page: Page) -> dict[str, Any]:
    """What every page has: a title, one first heading, and no sideways scrolling."""
    return {
        "title": bool(page.title()),
        "h1": page.locator("h1").count(),
        "wide": page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        ),
    }


@pytest.mark.parametrize("person", LOOKERS)
def test_every_page_is_accessible(
    cast: Cast,
    person: str,
    page: Page,
    context: BrowserContext,
    live_server: LiveServer,
    sign_in_to: SignInTo,
) -> None:
    paths = pages_of(cast, person)
    sign_in_to(context, getattr(cast, person))
    faults = {}
    for size, scheme in VIEWS:
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        for path in paths:
            page.goto(f"{live_server.url}{path}")
            said = serious(page)
            if said or shape(page) != {"title": True, "h1": 1, "wide": False}:
                faults[path, size["width"], scheme] = (said, shape(page))
    assert faults == {}


@pytest.mark.parametrize("path", ["/akun/login/", "/akun/password/reset/"])
def test_the_pages_before_the_sign_in_are_accessible(
    page: Page, live_server: LiveServer, path: str
) -> None:
    for size, scheme in VIEWS:
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.goto(f"{live_server.url}{path}")
        assert serious(page) == []
        assert shape(page) == {"title": True, "h1": 1, "wide": False}
