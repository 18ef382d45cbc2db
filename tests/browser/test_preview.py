"""The preview in a browser: it follows what is saved, and never shows what is not."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from masterplan.previews import preview_press
from opd.models import Program
from tests.browser.conftest import SignInTo
from tests.cast import Cast, build_program, submitted_program

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}
WIDE = {"width": 1280, "height": 800}
CURRENT = "Begini bagian ini tercetak sekarang."
PREVIEW = re.compile(r"/pratinjau/$")


@pytest.fixture(autouse=True, scope="module")
def _typeface() -> None:
    """Made once for a data folder, in seconds that are no part of what is promised here."""
    preview_press()


@pytest.fixture
def program(cast: Cast, context: BrowserContext, sign_in_to: SignInTo) -> Program:
    sign_in_to(context, cast.owner)
    return build_program(cast)


@pytest.fixture
def editor(page: Page, live_server: LiveServer, program: Program) -> Page:
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    page.goto(live_server.url + program.plan.url("opd:section", pk=program.pk, section="objective"))
    return page


def said(page: Page) -> Any:
    return page.locator("[data-preview-status]")


def key(page: Page) -> str:
    return page.locator("[data-preview-key]").get_attribute("data-preview-key") or ""


def test_the_pages_follow_what_is_saved(editor: Page, faults: list[str]) -> None:
    expect(said(editor)).to_have_text(CURRENT)
    before = key(editor)
    editor.get_by_label("Uraian").fill("Konsultasi jarak jauh, setiap hari kerja.")
    expect(said(editor)).to_have_text("Isian berubah: pratinjau menyusul begitu tersimpan.")
    expect(said(editor)).to_have_text(CURRENT)
    assert key(editor) != before
    first = editor.locator(".preview-page").first
    assert first.evaluate("image => image.complete && image.naturalWidth > 0")
    expect(first).to_have_attribute("alt", re.compile("^Pratinjau Program LIV-01 .*, halaman 1"))
    assert faults == []


def test_an_answer_that_comes_after_the_next_change_is_not_shown(editor: Page) -> None:
    expect(said(editor)).to_have_text(CURRENT)
    before = key(editor)
    held: list[Route] = []
    editor.route(PREVIEW, lambda route: held.append(route), times=1)
    editor.get_by_label("Uraian").fill("Yang pertama.")
    expect(said(editor)).to_have_text("Memperbarui pratinjau…")
    editor.get_by_label("Uraian").fill("Yang kedua.")
    expect(editor.locator("[data-save-status]")).to_have_text(re.compile("^tersimpan"))
    with editor.expect_response(PREVIEW):
        old = held[0].fetch()
        held[0].fulfill(response=old)
    expect(said(editor)).to_have_text(CURRENT)
    of_the_old = re.search(r'data-preview-key="(\w+)"', old.text())
    assert of_the_old is not None
    assert key(editor) not in (before, "")


def test_a_slow_preview_does_not_hold_up_the_saving(editor: Page) -> None:
    expect(said(editor)).to_have_text(CURRENT)
    editor.route(PREVIEW, lambda route: None, times=1)  # never answered
    for text in ("Satu.", "Dua."):
        editor.get_by_label("Uraian").fill(text)
        expect(editor.locator("[data-save-status]")).to_have_text("belum tersimpan")
        expect(editor.locator("[data-save-status]")).to_have_text(re.compile("^tersimpan"))


def test_a_busy_server_is_asked_again(editor: Page) -> None:
    expect(said(editor)).to_have_text(CURRENT)
    before = key(editor)
    editor.route(PREVIEW, lambda route: route.fulfill(status=503, body="sibuk"), times=1)
    editor.get_by_label("Uraian").fill("Saat server sibuk.")
    expect(said(editor)).to_have_text("Pratinjau belum dapat dibuat. Dicoba lagi sendiri.")
    expect(said(editor)).to_have_text(CURRENT)
    assert key(editor) != before


def test_pictures_that_the_server_has_forgotten_are_asked_for_anew(editor: Page) -> None:
    expect(said(editor)).to_have_text(CURRENT)
    first = editor.locator(".preview-page").first
    first.evaluate("image => { image.srcset = ''; image.src = '/hilang.webp' }")
    expect(said(editor)).to_have_text("Pratinjau belum dapat dibuat. Dicoba lagi sendiri.")
    expect(said(editor)).to_have_text(CURRENT)
    expect(editor.locator(".preview-page[src*=hilang]")).to_have_count(0)


def test_on_a_phone_it_is_folded_and_loads_when_it_is_opened(
    page: Page, live_server: LiveServer, program: Program
) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(live_server.url + program.plan.url("opd:section", pk=program.pk, section="objective"))
    time.sleep(0.5)
    assert not [url for url in asked if "pratinjau" in url]
    page.locator(".preview summary").click()
    expect(page.locator(".preview-page").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    serious = [
        one["id"]
        for one in Axe().run(page).response["violations"]
        if one["impact"] in ("serious", "critical")
    ]
    assert serious == []


def test_a_text_is_shown_as_it_is_typed(
    page: Page, live_server: LiveServer, context: BrowserContext, cast: Cast, sign_in_to: SignInTo
) -> None:
    sign_in_to(context, cast.admin)
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    page.goto(live_server.url + cast.plan.url("masterplan:narrative", key="penutup"))
    expect(said(page)).to_have_text("Begini naskah ini tercetak setelah disimpan.")
    before = key(page)
    page.locator("#id_body").fill("Penutup yang baru diketik.")
    expect(said(page)).to_have_text("Menunggu jeda mengetik…")
    expect(said(page)).to_have_text("Begini naskah ini tercetak setelah disimpan.")
    assert key(page) != before
    assert not cast.plan.narratives.exists()


def test_the_review_shows_the_pages(
    page: Page, live_server: LiveServer, context: BrowserContext, cast: Cast, sign_in_to: SignInTo
) -> None:
    sign_in_to(context, cast.admin)
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    program = submitted_program(cast)
    page.goto(live_server.url + cast.plan.url("opd:review", pk=program.pk))
    expect(page.locator(".preview-page").first).to_be_visible()


def test_without_scripts_a_link_opens_the_pdf(
    browser: Browser, live_server: LiveServer, program: Program, cast: Cast, sign_in_to: SignInTo
) -> None:
    plain = browser.new_context(java_script_enabled=False, locale="id-ID")
    sign_in_to(plain, cast.owner)
    page = plain.new_page()
    page.goto(live_server.url + program.plan.url("opd:section", pk=program.pk, section="objective"))
    page.locator(".preview summary").click()
    address = page.get_by_role("link", name="Pratinjau (PDF)").get_attribute("href")
    answer = plain.request.get(f"{live_server.url}{address}")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.body().startswith(b"%PDF")
