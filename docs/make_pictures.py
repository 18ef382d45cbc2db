"""Takes the pictures of the README and of the guides from a running demonstration.

    bin/demo                                  # in one terminal, with --data and --port as you like
    .venv/bin/python docs/make_pictures.py    # in another; the packages are those of bin/test

Every picture is of a page that people see, asked for with GET only: nothing in the demonstration
is changed. The pages of the document come from the PDF that `bin/demo` exported.
"""

from __future__ import annotations

import argparse
import io
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

PICTURES: Final = Path(__file__).resolve().parent / "gambar"
CHROMIUM: Final = ("chromium", "chromium-browser", "google-chrome")
PLAN: Final = "pamekasan/2026-2030"
LAPTOP: Final = 1200  # as wide as a stored picture may be: nothing is scaled
PHONE: Final = 360
LARGEST: Final = 150_000  # bytes


@dataclass(frozen=True)
class Picture:
    """One page as one role sees it.

    `path` follows the plan's address. `click` are selectors that are clicked before the picture
    (a link found by its words leads where no address is known beforehand); `at` is scrolled to the
    top; `height` cuts the picture off, since long pages say nothing more below.
    """

    name: str
    role: str
    path: str = ""
    click: tuple[str, ...] = ()
    at: str = ""
    width: int = LAPTOP
    height: int = 860


def _program(state: str) -> str:
    """The first program of a list that is in this state."""
    return f".program-list li:has(.state-{state}) a >> nth=0"


QUEUED: Final = ".program-list li a >> nth=0"
SECTION: Final = ".editor-sections a >> nth="
STAFF: Final = "staff"
ADMIN: Final = "admin"
STEWARD: Final = "steward"
REVIEWER: Final = "reviewer"

PICTURES_OF_PAGES: Final = (
    Picture("masuk", "", "/akun/login/", height=640),
    Picture("opd-beranda", STAFF, "program/", height=1000),
    Picture("opd-beranda-ponsel", STAFF, "program/", width=PHONE, height=740),
    Picture("opd-program-baru", STAFF, "program/baru/", height=900),
    Picture("opd-lembar", STAFF, "program/?state=draf", (_program("draf"),)),
    Picture(
        "opd-indikator",
        STAFF,
        "program/?state=draf",
        (_program("draf"), ".act-bar a >> nth=0", f"{SECTION}3"),
    ),
    Picture(
        "opd-anggaran",
        STAFF,
        "program/?state=draf",
        (_program("draf"), ".act-bar a >> nth=0", f"{SECTION}4"),
    ),
    Picture("opd-dikembalikan", STAFF, "program/", (_program("dikembalikan"),), at=".thread"),
    Picture("admin-ruang-kendali", ADMIN, "ruang-kendali/", height=900),
    Picture("admin-tinjauan", ADMIN, "tinjauan/", height=760),
    Picture("admin-telaah", ADMIN, "tinjauan/", (QUEUED,), height=900),
    Picture(
        "admin-catatan",
        ADMIN,
        "tinjauan/",
        (QUEUED, ".note-link >> nth=2"),
        at=".note-form",
        height=620,
    ),
    Picture(
        "admin-kembalikan",
        ADMIN,
        "tinjauan/",
        (QUEUED, ".act-bar summary"),
        height=700,
    ),
    Picture("admin-program", ADMIN, "program/"),
    Picture("admin-naskah", ADMIN, "naskah/", ("main ul a >> nth=0",), height=760),
    Picture("admin-pemeriksaan", ADMIN, "pemeriksaan/", height=760),
    Picture("admin-dokumen", ADMIN, "dokumen/", height=760),
    Picture("admin-undang", ADMIN, "pengguna/undangan/baru/", height=760),
    Picture("admin-pengguna", ADMIN, "pengguna/", height=700),
    Picture("admin-jejak", ADMIN, "jejak/", height=760),
    Picture("bapperida-cakupan", STEWARD, "rpjmd/cakupan/", height=900),
    Picture("bapperida-rpjmd", STEWARD, "rpjmd/", height=900),
    Picture(
        "bapperida-indikator",
        STEWARD,
        "rpjmd/",
        ('.tree table a[href*="/rpjmd/indikator/"]:visible >> nth=0',),
        height=860,
    ),
    Picture("bapperida-buku-kerja", STEWARD, "rpjmd/buku-kerja/", height=640),
    Picture("penelaah-dokumen", REVIEWER, "dokumen/", height=600),
    Picture("penelaah-program", REVIEWER, "program/", height=760),
    Picture(
        "penelaah-catatan",
        REVIEWER,
        "program/",
        (_program("disetujui"), ".note-link >> nth=2"),
        at=".note-form",
        height=620,
    ),
)
# The words with which the page of the document begins.
PAGES_OF_DOCUMENT: Final = {
    "dokumen-sampul": "",
    "dokumen-lembar-program": "GOV-01",
    "dokumen-anggaran": "Gambar 12.1",
}


def main() -> None:
    options = parse()
    PICTURES.mkdir(exist_ok=True)
    accounts = read_accounts(options.data / "accounts.txt")
    wanted = [shot for shot in PICTURES_OF_PAGES if shot.name.startswith(options.only)]
    with chromium() as browser:
        for role in dict.fromkeys(shot.role for shot in wanted):
            with signed_in(browser, options.url, accounts.get(role)) as page:
                for shot in wanted:
                    if shot.role == role:
                        store(shot.name, take(page, options.url, shot))
    for pdf in options.data.glob("masterplan-*.pdf"):
        take_document(pdf, options.only)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--url", default="http://127.0.0.1:8000", help="where bin/demo serves")
    parser.add_argument("--data", type=Path, default=Path(".data"), help="bin/demo's data folder")
    parser.add_argument("--only", default="", help="only pictures whose names begin like this")
    return parser.parse_args()


def read_accounts(path: Path) -> dict[str, tuple[str, str]]:
    """The first sign-in of each role: address and password."""
    accounts: dict[str, tuple[str, str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        role, address, password = line.split("\t")
        accounts.setdefault(role, (address, password))
    return accounts


@contextmanager
def chromium() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, CHROMIUM)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def signed_in(browser: Browser, url: str, account: tuple[str, str] | None) -> Iterator[Page]:
    context = browser.new_context(locale="id-ID", color_scheme="light", reduced_motion="reduce")
    page = context.new_page()
    if account is not None:
        page.goto(f"{url}/akun/login/")
        page.fill("[name=login]", account[0])
        page.fill("[name=password]", account[1])
        page.click("main button[type=submit]")
        page.wait_for_url(lambda address: "login" not in address)
    yield page
    context.close()


def take(page: Page, url: str, shot: Picture) -> Image.Image:
    page.set_viewport_size({"width": shot.width, "height": shot.height})
    path = shot.path if shot.path.startswith("/") else f"/{PLAN}/{shot.path}"
    page.goto(f"{url}{path}", wait_until="networkidle")
    for selector in shot.click:
        page.locator(selector).first.click()
        page.wait_for_load_state("networkidle")
    if shot.at:
        page.locator(shot.at).first.evaluate(
            "place => window.scrollBy(0, place.getBoundingClientRect().top - 160)"
        )
    return Image.open(io.BytesIO(page.screenshot(animations="disabled", caret="hide")))


def take_document(pdf: Path, only: str) -> None:
    with pypdfium2.PdfDocument(pdf) as document:
        for name, words in PAGES_OF_DOCUMENT.items():
            if name.startswith(only):
                number = find_page(document, words)
                store(name, document[number].render(scale=1.5).to_pil())


def find_page(document: pypdfium2.PdfDocument, words: str) -> int:
    """The first page that begins with these words."""
    return next(
        number
        for number in range(len(document))
        if document[number].get_textpage().get_text_range().startswith(words)
    )


def store(name: str, picture: Image.Image) -> None:
    """Keep a picture with its most frequent colours, so many as fit."""
    picture = picture.convert("RGB")
    path = PICTURES / f"{name}.png"
    for colours in (256, 128, 64, 32):
        reduced = picture.quantize(palette=palette(picture, colours), dither=Image.Dither.NONE)
        reduced.save(path, optimize=True)
        if path.stat().st_size <= LARGEST:
            break
    print(f"{path.name}  {reduced.width}×{reduced.height}  {path.stat().st_size // 1000} kB")


def palette(picture: Image.Image, colours: int) -> Image.Image:
    """The most frequent colours as they are: a mean of them would tint the page's ground."""
    counted: Any = picture.getcolors(picture.width * picture.height)
    frequent = [colour for _number, colour in sorted(counted, reverse=True)[:colours]]
    image = Image.new("P", (1, 1))
    image.putpalette([level for colour in frequent for level in colour])
    return image


if __name__ == "__main__":
    main()
