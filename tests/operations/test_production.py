"""The production shape at work: the settings of docker-compose.yml, its commands, real stores.

One installation for all tests here; each tells a part of the main job through real forms.
"""

import io
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pytest
from pdfminer.high_level import extract_text

from operations import ROOT
from tests.operations.production import Production, production
from tests.operations.visitor import Page, Visitor

PLAN = "/pamekasan/2026-2030"
EXPORT_SECONDS = 240.0
CHANGED = "Balita berisiko stunting ditemukan dalam ≤ 7 hari sejak penimbangan."


@dataclass(frozen=True)
class Account:
    role: str
    email: str
    password: str


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Production]:
    with production(tmp_path_factory.mktemp("production")) as running:
        running.prepare()
        running.run("python", "manage.py", "load_demo", str(ROOT / "demo" / "pamekasan"))
        running.start()
        yield running


@pytest.fixture(scope="module")
def accounts(installation: Production) -> list[Account]:
    text = Path(installation.environment["DATA_DIR"], "accounts.txt").read_text()
    return [Account(*line.split("\t")) for line in text.splitlines()]


@pytest.fixture(scope="module")
def admin(installation: Production, accounts: list[Account]) -> Visitor:
    return signed_in(installation, next(one for one in accounts if one.role == "admin"))


def signed_in(installation: Production, account: Account) -> Visitor:
    visitor = Visitor(installation.port)
    page = visitor.sign_in(account.email, account.password)
    assert (page.status, page.address.startswith("/akun/")) == (200, False)
    return visitor


def links(page: Page, pattern: str) -> list[str]:
    """The addresses on the page that match, each once, in their order."""
    return list(dict.fromkeys(re.findall(rf'href="({pattern})"', page.text)))


def test_plain_http_is_sent_to_tls(installation: Production) -> None:
    page = Visitor(installation.port, scheme="http").ask("GET", "/akun/login/")
    assert (page.status, page.headers["location"]) == (
        301,
        "https://smartplan.example/akun/login/",
    )


def test_another_host_name_is_refused(installation: Production) -> None:
    page = Visitor(installation.port, host="evil.example").ask("GET", "/akun/login/")
    assert page.status == 400


def test_every_page_carries_the_protective_headers(installation: Production) -> None:
    headers = Visitor(installation.port).get("/akun/login/").headers
    policy = headers["content-security-policy"]
    assert {
        "hsts": headers["strict-transport-security"],
        "frames": headers["x-frame-options"],
        "types": headers["x-content-type-options"],
        "unsafe": "unsafe" in policy,
        "ancestors": "frame-ancestors 'none'" in policy,
    } == {
        "hsts": "max-age=31536000; includeSubDomains; preload",
        "frames": "DENY",
        "types": "nosniff",
        "unsafe": False,
        "ancestors": True,
    }


def test_cookies_are_for_tls_only(admin: Visitor) -> None:
    assert {name: bool(item["secure"]) for name, item in admin.cookies.items()} == {
        "csrftoken": True,
        "sessionid": True,
    }


def test_static_files_are_served_compressed_and_for_good(admin: Visitor) -> None:
    [sheet, *_] = links(admin.get(f"{PLAN}/program/"), r"/static/[^\"]+\.css")
    assert admin.get(sheet).headers["cache-control"] == "max-age=315360000, public, immutable"


def test_a_change_is_entered_submitted_approved_and_printed(
    installation: Production, accounts: list[Account], admin: Visitor
) -> None:
    staff, address = an_approved_program(installation, accounts)
    review = address.replace("/program/", "/tinjauan/")

    unlock(admin, review)
    enter(staff, f"{address}objective/", objective=CHANGED)
    submitted = staff.submit(staff.get(address).form("/ajukan/"))
    assert "Program diajukan." in submitted.text
    decided = admin.submit(admin.get(review).form("/setujui/"))
    assert "Program disetujui." in decided.text
    pdf = export(admin)

    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert len(document.pages) > 50
    assert squeeze(extract_text(io.BytesIO(pdf))).count(squeeze(CHANGED)) == 1


def test_a_worker_killed_in_the_middle_leaves_exactly_one_document(
    installation: Production, admin: Visitor
) -> None:
    before = finished(admin)
    # A killed worker's task comes back within the patience of a test.
    impatient = {"TASK_TIME_LIMIT": "60", "VISIBILITY_TIMEOUT": "65"}
    installation.kill("worker")
    installation.start_service("worker", **impatient)
    request_export(admin, is_draft="on")
    wait_until(lambda: "export-running" in admin.get(f"{PLAN}/dokumen/").text)
    installation.kill("worker")
    installation.start_service("worker", **impatient)

    wait_until(lambda: not unfinished(admin))
    assert len(finished(admin)) == len(before) + 1


def test_a_request_made_while_the_queue_is_down_is_carried_out_when_it_is_back(
    installation: Production, admin: Visitor
) -> None:
    before = finished(admin)
    installation.kill("queue")

    said = request_export(admin)

    assert "Antrean pekerjaan sedang tidak dapat dihubungi." in said.text
    assert admin.get(f"{PLAN}/program/").status == 200
    installation.start_queue()
    wait_until(lambda: not unfinished(admin))
    assert len(finished(admin)) == len(before) + 1


def an_approved_program(installation: Production, accounts: list[Account]) -> tuple[Visitor, str]:
    """Someone of an agency that has an approved program, and the program's address."""
    for account in (one for one in accounts if one.role == "staff"):
        staff = signed_in(installation, account)
        for address in links(staff.get(f"{PLAN}/program/"), rf"{PLAN}/program/\d+/"):
            if "state-disetujui" in staff.get(address).text:
                return staff, address
    raise AssertionError("no agency of the demonstration has an approved program")


def unlock(admin: Visitor, review: str) -> None:
    form = admin.get(review).form("/buka-kunci/")
    said = admin.submit(form, reason="Sasaran ditulis ulang setelah rapat.")
    assert "Kunci dibuka." in said.text


def enter(staff: Visitor, address: str, **changes: str) -> None:
    """Save one section of a program with these changes, everything else as it stands."""
    saved = staff.submit(staff.get(address).form(address), save="1", **changes)
    assert saved.status == 200
    kept = staff.get(address).form(address).fields
    assert {name: kept[name] for name in changes} == {
        name: [value] for name, value in changes.items()
    }


def request_export(visitor: Visitor, is_draft: str = "") -> Page:
    return visitor.submit(visitor.get(f"{PLAN}/dokumen/").form("/dokumen/buat/"), is_draft=is_draft)


def export(visitor: Visitor) -> bytes:
    """Ask for the official document and download it."""
    before = finished(visitor)
    request_export(visitor)
    wait_until(lambda: not unfinished(visitor))
    [new] = [address for address in finished(visitor) if address not in before]
    return visitor.get(new).body


def finished(visitor: Visitor) -> list[str]:
    return links(visitor.get(f"{PLAN}/dokumen/"), rf"{PLAN}/dokumen/\d+/unduh/")


def unfinished(visitor: Visitor) -> bool:
    page = visitor.get(f"{PLAN}/dokumen/").text
    assert "export-failed" not in page
    return "export-waiting" in page or "export-running" in page


def wait_until(true: Callable[[], bool], seconds: float = EXPORT_SECONDS) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.5)


def squeeze(text: str) -> str:
    """Without white space and hyphens: lines break where they like."""
    return re.sub(r"[\s\u00ad-]+", "", text)
