"""The editor in a browser: typing, pasting, a dead line, two people, a narrow phone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from opd.actions import change_program
from opd.content import read_content, with_content
from opd.models import Program
from tests.browser.conftest import SignInTo
from tests.cast import Cast, build_program

pytestmark = pytest.mark.browser

SAVED = re.compile(r"^tersimpan \d\d\.\d\d WIB$")
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def program(cast: Cast, context: BrowserContext, sign_in_to: SignInTo) -> Program:
    sign_in_to(context, cast.owner)
    return build_program(cast)


@pytest.fixture
def open_section(page: Page, live_server: LiveServer, program: Program) -> Any:
    def visit(section: str, of: Program | None = None) -> Page:
        shown = of or program
        url = shown.plan.url("opd:section", pk=shown.pk, section=section)
        page.goto(f"{live_server.url}{url}")
        return page

    return visit


def stored(program: Program, section: str) -> Any:
    fresh = with_content(Program.objects.filter(pk=program.pk)).get()
    return read_content(fresh)[section]  # type: ignore[literal-required]


def status(page: Page) -> Any:
    return page.locator("[data-save-status]")


def paste(page: Page, text: str) -> None:
    """A paste into the focused cell, as the clipboard brings it."""
    page.evaluate(
        """text => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            const options = { clipboardData: data, bubbles: true, cancelable: true };
            document.activeElement.dispatchEvent(new ClipboardEvent("paste", options));
        }""",
        text,
    )


def test_typing_is_saved_by_itself_and_survives_a_reload(
    open_section: Any, program: Program, faults: list[str]
) -> None:
    page = open_section("objective")
    page.get_by_label("Masalah").fill("Pasien menunggu 95 menit.")
    expect(status(page)).to_have_text(SAVED)
    page.reload()
    expect(page.get_by_label("Masalah")).to_have_value("Pasien menunggu 95 menit.")
    assert stored(program, "objective")["problem"] == "Pasien menunggu 95 menit."
    assert faults == []


@pytest.mark.parametrize("viewport", [PHONE, {"width": 1280, "height": 800}])
def test_arrow_keys_move_between_cells(
    open_section: Any, page: Page, viewport: dict[str, int]
) -> None:
    page.set_viewport_size(viewport)  # type: ignore[arg-type]
    open_section("budget")
    page.locator("#id_apbd_provinsi-2026").focus()
    for key in ("ArrowRight", "ArrowDown", "ArrowDown", "ArrowLeft", "ArrowUp", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("#id_csr-2026")).to_be_focused()


def test_a_block_from_excel_fills_the_cells_and_the_totals(
    open_section: Any, program: Program, faults: list[str]
) -> None:
    page = open_section("budget")
    page.locator("#id_csr-2028").focus()
    paste(page, "1.000.000\t2 jt\t3000000\n500 rb\t\t1,5 jt\r\n")
    expect(page.locator("tfoot [data-column-total]").nth(2)).to_have_text("1.251.500.000")
    expect(page.locator("tfoot [data-grand-total]")).to_have_text("6.258.000.000")
    expect(status(page)).to_have_text(SAVED)
    expect(page.locator("#id_csr-2029")).to_have_value("2.000.000")
    assert stored(program, "budget")["budgets"]["kpbu"] == {"2028": "500000", "2030": "1500000"}
    assert faults == []


def test_what_does_not_fit_the_grid_is_said(open_section: Any) -> None:
    page = open_section("budget")
    page.locator("#id_swadaya-2030").focus()
    paste(page, "1\t2\n3\t4")
    expect(page.locator(".grid-notice")).to_have_text("3 sel di luar tabel tidak ditempel.")


def test_a_block_fills_the_targets_of_several_indicators(
    open_section: Any, program: Program
) -> None:
    page = open_section("indicators")
    page.locator("#id_indicators-0-target_2029").focus()
    paste(page, "17\t21\n81%\tBB")
    expect(status(page)).to_have_text(SAVED)
    expect(page.locator('[data-reading="indicators-1-target_2029"]')).to_have_text("= 81")
    expect(page.locator('[data-reading="indicators-1-target_2030"]')).to_have_text("teks")
    targets = [row["targets"] for row in stored(program, "indicators")["indicators"]]
    assert [(row["2029"], row["2030"]) for row in targets] == [("17", "21"), ("81%", "BB")]


def test_a_number_that_cannot_be_read_is_explained_beside_its_cell(
    open_section: Any, program: Program
) -> None:
    page = open_section("budget")
    cell = page.locator("#id_hibah-2027")
    cell.fill("dua miliar")
    expect(status(page)).to_have_text("belum tersimpan: ada isian yang perlu diperbaiki")
    expect(page.locator("#id_hibah-2027_error")).to_have_text(
        "“dua miliar” tidak terbaca. Tulis misalnya 1.250.000.000 atau 1,25 M."
    )
    expect(cell).to_have_attribute("aria-describedby", "id_hibah-2027_error")
    page.locator("[data-problems] a").click()
    expect(cell).to_be_focused()
    cell.fill("2 M")
    expect(status(page)).to_have_text(SAVED)
    expect(page.locator("#id_hibah-2027_error")).to_have_count(0)
    assert stored(program, "budget")["budgets"]["hibah"] == {"2027": "2000000000"}


def test_what_is_mended_while_the_refusal_is_on_its_way_is_saved(
    open_section: Any, program: Program
) -> None:
    page = open_section("budget")
    cell = page.locator("#id_hibah-2027")
    cell.fill("dua miliar")
    page.get_by_role("button", name="Simpan", exact=True).click(no_wait_after=True)
    cell.fill("2 M")
    expect(status(page)).to_have_text(SAVED)
    assert stored(program, "budget")["budgets"]["hibah"] == {"2027": "2000000000"}


def test_a_new_row_is_saved_once_however_often_it_is_changed(
    open_section: Any, program: Program
) -> None:
    page = open_section("identity")
    page.get_by_role("button", name="Tambah mitra").click()
    name = page.locator("#id_partners-1-name")
    expect(name).to_be_focused()
    for text in ("UNIRA", "Universitas Madura"):
        name.fill(text)
        expect(status(page)).to_have_text("belum tersimpan")
        expect(status(page)).to_have_text(SAVED)
    assert [row["name"] for row in stored(program, "identity")["partners"]] == [
        "Bank Jatim",
        "Universitas Madura",
    ]


def test_a_removed_row_can_be_taken_back(open_section: Any, program: Program) -> None:
    page = open_section("identity")
    page.get_by_role("button", name="Hapus Mitra 1").click()
    expect(status(page)).to_have_text(SAVED)
    assert stored(program, "identity")["partners"] == []
    page.get_by_role("button", name="Urungkan").click()
    expect(page.locator("#id_partners-0-name")).to_be_visible()
    expect(status(page)).to_have_text("belum tersimpan")
    expect(status(page)).to_have_text(SAVED)
    assert [row["name"] for row in stored(program, "identity")["partners"]] == ["Bank Jatim"]


@pytest.mark.parametrize("viewport", [PHONE, {"width": 1280, "height": 800}])
def test_a_dead_line_is_said_and_the_text_is_stored_when_it_is_back(
    open_section: Any,
    page: Page,
    context: BrowserContext,
    program: Program,
    viewport: dict[str, int],
) -> None:
    page.set_viewport_size(viewport)  # type: ignore[arg-type]
    open_section("objective")
    context.set_offline(True)
    page.get_by_label("Uraian").fill("Ditulis di jalan.")
    expect(status(page)).to_have_text(re.compile("^belum tersimpan: sambungan terputus"))
    context.set_offline(False)
    expect(status(page)).to_have_text(SAVED)
    assert stored(program, "objective")["description"] == "Ditulis di jalan."


def test_what_was_typed_offline_is_offered_after_a_crash(
    open_section: Any, page: Page, context: BrowserContext, program: Program
) -> None:
    open_section("identity")
    context.set_offline(True)
    page.get_by_role("button", name="Tambah mitra").click()
    page.locator("#id_partners-1-name").fill("UNIRA")
    page.locator("#id_is_quick_win").check()
    expect(status(page)).to_have_text(re.compile("^belum tersimpan: sambungan terputus"))
    page.close(run_before_unload=False)
    context.set_offline(False)
    again = context.new_page()
    again.goto(page.url)
    expect(again.locator("[data-draft]")).to_contain_text("isian yang belum tersimpan dari")
    again.get_by_role("button", name="Pulihkan").click()
    expect(again.locator("#id_partners-1-name")).to_have_value("UNIRA")
    expect(status(again)).to_have_text(SAVED)
    section = stored(program, "identity")
    assert section["is_quick_win"] is True
    assert [row["name"] for row in section["partners"]] == ["Bank Jatim", "UNIRA"]
    again.reload()
    expect(again.locator("[data-draft]")).to_be_hidden()


def test_whoever_comes_second_reads_who_was_first_and_may_overwrite(
    open_section: Any, page: Page, cast: Cast, program: Program
) -> None:
    open_section("objective")
    content = stored(program, "objective")
    change_program(
        program=program,
        actor=cast.colleague,
        section="objective",
        content={**content, "problem": "Dari rekan"},
    )
    page.get_by_label("Masalah").fill("Dari saya")
    box = page.locator("[data-conflict]")
    expect(box).to_contain_text("Colleague")
    expect(page.get_by_label("Masalah")).to_have_value("Dari saya")
    assert stored(program, "objective")["problem"] == "Dari rekan"
    box.get_by_role("button", name="Timpa dengan isian saya").click()
    expect(status(page)).to_have_text(SAVED)
    expect(box).to_be_hidden()
    assert stored(program, "objective")["problem"] == "Dari saya"


def test_an_ended_session_is_said_and_the_text_stays(
    open_section: Any,
    page: Page,
    context: BrowserContext,
    cast: Cast,
    program: Program,
    sign_in_to: SignInTo,
) -> None:
    open_section("objective")
    context.clear_cookies(name="sessionid")
    page.get_by_label("Masalah").fill("Tetap ada")
    expect(status(page)).to_have_text(re.compile("^belum tersimpan: sesi Anda berakhir"))
    expect(page.get_by_role("link", name="Masuk lagi di tab baru")).to_be_visible()
    expect(page.get_by_label("Masalah")).to_have_value("Tetap ada")
    sign_in_to(context, cast.owner)
    page.get_by_role("button", name="Simpan", exact=True).click()
    expect(status(page)).to_have_text(SAVED)
    assert stored(program, "objective")["problem"] == "Tetap ada"


def test_save_and_go_on_waits_for_the_server(open_section: Any, program: Program) -> None:
    page = open_section("objective")
    page.get_by_label("Masalah").fill("Lanjut")
    page.get_by_role("button", name="Simpan dan lanjut").click()
    expect(page.get_by_role("heading", level=2, name="Kegiatan dan lokasi")).to_be_visible()
    assert stored(program, "objective")["problem"] == "Lanjut"


def test_ticks_and_findings_follow_what_is_saved(open_section: Any) -> None:
    page = open_section("objective")
    page.get_by_label("Masalah").fill("")
    expect(
        page.get_by_role("link", name="Masalah yang dijawab program belum ditulis.")
    ).to_be_visible()
    mark = page.locator(".editor-sections [aria-current] .section-mark")
    expect(mark).to_have_text("1")
    page.get_by_role("link", name="Masalah yang dijawab program belum ditulis.").click()
    expect(page.get_by_label("Masalah")).to_be_focused()


@pytest.mark.parametrize("viewport", [PHONE, {"width": 1280, "height": 800}])
def test_pages_are_open_to_everybody_and_fit_the_screen(
    open_section: Any, page: Page, viewport: dict[str, int]
) -> None:
    page.set_viewport_size(viewport)  # type: ignore[arg-type]
    found: dict[str, Any] = {}
    for section in ("identity", "objective", "activities", "indicators", "budget", "alignment"):
        open_section(section)
        violations = Axe().run(page).response["violations"]
        serious = [
            (one["id"], one["nodes"][0]["html"])
            for one in violations
            if one["impact"] in ("serious", "critical")
        ]
        too_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        found[section] = (serious, too_wide)
    assert found == dict.fromkeys(found, ([], False))


def test_a_suggestion_becomes_a_row_and_is_saved_by_itself(
    open_section: Any, cast: Cast, program: Program, faults: list[str]
) -> None:
    cast.rpjmd.indicators.create(
        element=cast.rpjmd_indicator.element, code="IKU-02", name="Kepuasan pasien puskesmas"
    )
    page = open_section("alignment")
    page.get_by_role("button", name="Tambahkan IKU-02").click()
    expect(page.locator("#id_alignments-1-rpjmd_indicator")).to_have_value(
        "IKU-02 Kepuasan pasien puskesmas"
    )
    expect(page.locator("#id_alignments-1-reason")).to_be_focused()
    expect(page.locator("[data-suggestion]")).to_have_count(0)
    expect(status(page)).to_have_text(SAVED)
    rows = stored(program, "alignment")["alignments"]
    assert [row["rpjmd_indicator"] for row in rows] == ["IKU-01", "IKU-02"]
    assert faults == []
