"""The picker of codes in a browser: typed, chosen with keys or a click, saved; without scripts."""

from __future__ import annotations

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from opd.content import read_content, with_content
from opd.models import Program
from tests.browser.conftest import SignInTo
from tests.cast import Cast, build_program
from tests.rpjmd.nomenclatures import load_both

pytestmark = pytest.mark.browser

SAVED = re.compile(r"^tersimpan \d\d\.\d\d WIB$")


@pytest.fixture
def program(cast: Cast, context: BrowserContext, sign_in_to: SignInTo) -> Program:
    load_both(cast.plan)
    sign_in_to(context, cast.owner)
    return build_program(cast, identity={"nomenclature_code": ""})


@pytest.fixture
def visit(page: Page, live_server: LiveServer, program: Program) -> Any:
    def open_section(section: str) -> Page:
        address = program.plan.url("opd:section", pk=program.pk, section=section)
        page.goto(f"{live_server.url}{address}")
        return page

    return open_section


def stored(program: Program, section: str) -> Any:
    fresh = with_content(Program.objects.filter(pk=program.pk)).get()
    return read_content(fresh)[section]  # type: ignore[literal-required]


def serious(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [one["id"] for one in found if one["impact"] in ("serious", "critical")]


def codes(page: Page) -> Locator:
    return page.locator(".picker-list:visible [data-code] .code")


def test_words_and_keys_choose_a_code_that_is_saved(
    visit: Any, program: Program, faults: list[str]
) -> None:
    page = visit("identity")
    field = page.locator("#id_nomenclature_code")
    field.click()
    field.press_sequentially("pengelolaan")
    expect(codes(page)).to_have_text(["2.16.02", "2.16.05", "2.16.02.2.01", "2.16.05.2.02"])
    expect(field).to_have_attribute("aria-expanded", "true")
    assert serious(page) == []
    field.press("ArrowDown")
    field.press("ArrowDown")
    chosen = page.locator('.picker-list [aria-selected="true"]')
    expect(chosen).to_contain_text("2.16.05")
    expect(field).to_have_attribute("aria-activedescendant", str(chosen.get_attribute("id")))
    field.press("Enter")
    expect(field).to_have_value("2.16.05")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(page.locator(".picker-name")).to_have_text("PROGRAM PENGELOLAAN APLIKASI INFORMATIKA")
    expect(page.locator("[data-save-status]")).to_have_text(SAVED, timeout=20_000)
    assert stored(program, "identity")["nomenclature_code"] == "2.16.05"
    assert faults == []


def test_escape_and_leaving_keep_what_was_typed(visit: Any, faults: list[str]) -> None:
    page = visit("identity")
    field = page.locator("#id_nomenclature_code")
    field.click()
    field.press_sequentially("2.16.0")
    expect(codes(page).first).to_have_text("2.16.02")
    field.press("Escape")
    expect(page.locator(".picker-list")).to_be_hidden()
    field.press("ArrowDown")
    expect(codes(page).first).to_be_visible()
    field.press("Tab")
    expect(page.locator(".picker-list")).to_be_hidden()
    expect(field).to_have_value("2.16.0")
    assert faults == []


def test_a_click_in_a_new_row_writes_code_and_name_on_a_narrow_phone(
    visit: Any, page: Page, program: Program, faults: list[str]
) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    visit("activities")
    page.get_by_role("button", name="Tambah kegiatan").click()
    row = page.locator("[data-row]").last
    field = row.locator("[name$=-code]")
    field.click()
    field.press_sequentially("kot cer")
    expect(codes(page)).to_have_text(["2.16.05.2.02.0038"])
    box = page.locator(".picker-list:visible").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    assert serious(page) == []
    codes(page).click()
    expect(field).to_have_value("2.16.05.2.02.0038")
    expect(row.locator("[name$=-name]")).to_have_value(
        "Koordinasi Penyelenggaraan Kabupaten atau Kota Cerdas"
    )
    # What was typed so far may have been refused meanwhile: this waits for the second saving.
    expect(page.locator("[data-save-status]")).to_have_text(SAVED, timeout=20_000)
    rows = stored(program, "activities")["activities"]
    assert [one["code"] for one in rows] == ["1.02.02.2.01", "2.16.05.2.02.0038"]
    assert faults == []


def test_what_fits_nothing_is_said(visit: Any, faults: list[str]) -> None:
    page = visit("identity")
    field = page.locator("#id_nomenclature_code")
    field.click()
    field.press_sequentially("zzz")
    expect(page.locator(".picker-list:visible")).to_contain_text("Tidak ada kode yang cocok.")
    field.press("ArrowDown")
    expect(field).to_have_value("zzz")
    assert faults == []


def test_without_scripts_it_is_a_plain_field(
    browser: Browser, live_server: LiveServer, program: Program, cast: Cast, sign_in_to: SignInTo
) -> None:
    context = browser.new_context(java_script_enabled=False, locale="id-ID")
    sign_in_to(context, cast.owner)
    page = context.new_page()
    address = program.plan.url("opd:section", pk=program.pk, section="identity")
    page.goto(f"{live_server.url}{address}")
    field = page.locator("#id_nomenclature_code")
    assert field.get_attribute("role") is None
    field.fill("2.16.05")
    page.get_by_role("button", name="Simpan", exact=True).click()
    assert stored(program, "identity")["nomenclature_code"] == "2.16.05"
