"""The whole story in one piece: invited, entered, returned, answered, approved, exported.

Every step is a person at a page. The queue, the worker and the PDF are real; the worker runs in a
thread of this process, so that it finds the test's database.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from celery.contrib.testing.worker import start_worker
from pdfminer.high_level import extract_text
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from opd.models import Program, ProgramState
from smartplan.celery import app
from tests.cast import PASSWORD, Cast
from workspace.models import Membership

pytestmark = pytest.mark.browser

NAME = "Antrean Puskesmas dari Rumah"
NEW_PASSWORD = "bukit-garam-pademawu-27"
MINUTES = 60_000  # milliseconds


@pytest.fixture
def worker(transactional_db: None) -> Iterator[None]:
    app.control.purge()
    with start_worker(app, pool="solo", perform_ping_check=False, shutdown_timeout=60):
        yield


class Person:
    """Somebody with a browser of their own."""

    def __init__(self, browser: Browser, server: LiveServer, *, scripts: bool = True) -> None:
        context = browser.new_context(
            locale="id-ID", accept_downloads=True, java_script_enabled=scripts
        )
        self.page: Page = context.new_page()
        self.server = server

    def open(self, path: str) -> Page:
        self.page.goto(f"{self.server.url}{path}")
        return self.page

    def sign_in(self, login: str, password: str) -> None:
        page = self.open("/")
        page.locator("#id_login").fill(login)
        page.locator("#id_password").fill(password)
        page.get_by_role("button", name="Masuk").click()
        expect(page.locator("h1")).to_be_visible()


def test_from_an_invitation_to_the_document(
    cast: Cast, browser: Browser, live_server: LiveServer, worker: None
) -> None:
    admin, staff = Person(browser, live_server), Person(browser, live_server)
    admin.sign_in(cast.admin.user.email, PASSWORD)

    accept(staff, invite(admin, cast))
    assert Membership.objects.get(user__email="baru@smartplan.example").agency == cast.dinkes

    pk = enter_program(staff)
    program = Program.objects.get(pk=pk)
    submit(staff, program)
    send_back(admin, program)
    answer(staff, program)
    submit(staff, program)
    settle_and_approve(admin, program)
    program.refresh_from_db()
    assert program.state == ProgramState.APPROVED

    check_document(download(admin, cast), program)


def test_entering_and_reviewing_need_no_scripts(
    cast: Cast, browser: Browser, live_server: LiveServer
) -> None:
    """The same forms and buttons, in browsers that run no JavaScript."""
    admin = Person(browser, live_server, scripts=False)
    staff = Person(browser, live_server, scripts=False)
    admin.sign_in(cast.admin.user.email, PASSWORD)
    staff.sign_in(cast.owner.user.email, PASSWORD)
    program = Program.objects.get(pk=enter_program(staff))
    submit(staff, program)
    send_back(admin, program)
    answer(staff, program)
    submit(staff, program)
    settle_and_approve(admin, program)
    program.refresh_from_db()
    assert program.state == ProgramState.APPROVED
    page = admin.open(cast.plan.url("masterplan:document"))
    page.get_by_role("button", name="Buat dokumen").click()
    expect(page.locator("article.export").first).to_contain_text("Menunggu")


def invite(admin: Person, cast: Cast) -> str:
    """The administrator invites somebody of Dinkes; the path of the link."""
    page = admin.open(cast.plan.url("workspace:invite_member"))
    page.locator("#id_name").fill("Staf Baru")
    page.locator("#id_email").fill("baru@smartplan.example")
    page.locator("#id_role").select_option("staff")
    page.locator("#id_agency").select_option(label=cast.dinkes.name)
    page.get_by_role("button", name="Buat undangan").click()
    link = page.locator("#link").input_value()
    return link[link.index("/undangan/") :].strip()


def accept(staff: Person, path: str) -> None:
    page = staff.open(path)
    page.locator("#id_password").fill(NEW_PASSWORD)
    page.locator("#id_password_again").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Terima undangan").click()
    expect(page.locator("h1")).to_have_text("Program OPD saya")


def enter_program(staff: Person) -> int:
    page = staff.page
    page.get_by_role("link", name="Tambah program").first.click()
    page.locator("#id_name").fill(NAME)
    choice = page.locator("[name=sub_dimension]")
    if choice.first.evaluate("node => node.tagName") == "SELECT":
        choice.select_option("LIV-2")
    else:
        page.locator("[name=sub_dimension][value='LIV-2']").check()
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/identity/")
    pk = int(page.url.rstrip("/").split("/")[-2])
    for fill in (identity, objective, activities, indicators, budget, alignment):
        fill(page)
        page.locator("button[name=next]").click()
        expect(page.locator(".editor-problems:visible, .editor-conflict:visible")).to_have_count(0)
    page.wait_for_url(f"**/program/{pk}/")
    return pk


def identity(page: Page) -> None:
    page.locator("#id_nomenclature_code").fill("1.02.02")
    pick(page, "novelty", "new")
    pick(page, "horizon", "medium")
    page.locator("#id_start_year").select_option("2026")
    page.locator("#id_end_year").select_option("2027")


def objective(page: Page) -> None:
    for name in ("problem", "objective", "description", "beneficiaries"):
        page.locator(f"#id_{name}").fill(f"Isi {name} dari staf baru.")


def activities(page: Page) -> None:
    page.locator("[name=covers_region]").check()
    page.locator("#id_activities-0-name").fill("Pengembangan antrean daring")
    page.locator("#id_activities-0-family").select_option("application")
    page.locator("#id_activities-0-start_year").select_option("2026")
    page.locator("#id_activities-0-end_year").select_option("2027")


def indicators(page: Page) -> None:
    levels = (("output", "Puskesmas terhubung"), ("outcome", "Waktu tunggu"))
    for place, (level, name) in enumerate(levels):
        if page.locator(f"#id_indicators-{place}-name").count() == 0:
            page.locator("[data-add], button[name=add]").last.click()
        prefix = f"#id_indicators-{place}"
        page.locator(f"{prefix}-name").fill(name)
        page.locator(f"{prefix}-level").select_option(level)
        page.locator(f"{prefix}-unit").fill("puskesmas" if place == 0 else "menit")
        page.locator(f"{prefix}-direction").select_option("decrease" if place else "increase")
        page.locator(f"{prefix}-data_source").fill("Dinkes")
        page.locator(f"{prefix}-baseline_year").fill("2025")
        page.locator(f"{prefix}-baseline").fill("95" if place else "2")
        page.locator(f"{prefix}-target_2026").fill("60" if place else "10")
        page.locator(f"{prefix}-target_2027").fill("30" if place else "21")


def budget(page: Page) -> None:
    page.locator("#id_apbd_kabupaten-2026").fill("1,25 M")
    page.locator("#id_apbd_kabupaten-2027").fill("750.000.000")


def alignment(page: Page) -> None:
    page.locator("#id_alignments-0-rpjmd_indicator").fill("IKU-01")
    page.locator("#id_alignments-0-reason").fill("Layanan lebih cepat memperpanjang usia.")


def pick(page: Page, name: str, value: str) -> None:
    """Choose in a select or among radio buttons, whichever the form uses."""
    radio = page.locator(f"[name={name}][value='{value}']")
    if radio.count():
        radio.check()
    else:
        page.locator(f"#id_{name}").select_option(value)


def submit(staff: Person, program: Program) -> None:
    page = staff.open(program.get_absolute_url())
    page.get_by_role("button", name="Ajukan").click()
    expect(page.locator(".state-diajukan").first).to_be_visible()


def send_back(admin: Person, program: Program) -> None:
    page = admin.open(program.plan.url("opd:review", pk=program.pk))
    page.locator("summary", has_text="Kembalikan").click()
    page.locator("#return-note").fill("Sebutkan puskesmas yang ikut pada tahun pertama.")
    page.get_by_role("button", name="Kembalikan ke OPD").click()
    expect(page.locator("body")).to_contain_text("dikembalikan")


def answer(staff: Person, program: Program) -> None:
    page = staff.open(program.get_absolute_url())
    thread = page.locator(".thread").first
    expect(thread).to_contain_text("Sebutkan puskesmas")
    thread.locator("summary", has_text="Jawab").click()
    thread.locator("textarea[name=text]").fill("Waru, Pasean, dan Batumarmar.")
    thread.get_by_role("button", name="Kirim jawaban").click()
    expect(page.locator(".thread").first).to_contain_text("Waru, Pasean, dan Batumarmar.")


def settle_and_approve(admin: Person, program: Program) -> None:
    page = admin.open(program.plan.url("opd:review", pk=program.pk))
    page.get_by_role("button", name="Tandai selesai").first.click()
    expect(page.locator(".thread-settled").first).to_be_visible()
    page.get_by_role("button", name="Setujui").click()
    page.wait_for_load_state()
    admin.open(program.get_absolute_url())
    expect(page.locator(".state-disetujui").first).to_be_visible()


def download(admin: Person, cast: Cast) -> Path:
    """Ask for the document, watch it being made without reloading, and take it."""
    page = admin.open(cast.plan.url("masterplan:document"))
    page.get_by_role("button", name="Buat dokumen").click()
    link = page.get_by_role("link", name="Unduh PDF")
    link.wait_for(timeout=3 * MINUTES)
    with page.expect_download() as begun:
        link.click()
    return Path(begun.value.path())


def check_document(path: Path, program: Program) -> None:
    data = path.read_bytes()
    with pikepdf.open(BytesIO(data)) as pdf:
        pages = len(pdf.pages)
        title: Any = pdf.docinfo["/Title"]
    text = " ".join(extract_text(BytesIO(data)).split())
    assert str(title).startswith(program.plan.title)
    assert f"Halaman {pages} dari {pages}" in text
    assert text.count("Waktu tunggu") >= 1
    assert "1.250" in text
    assert program.code in text
    assert NAME in text
