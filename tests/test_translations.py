"""Indonesian by default, English by choice: the catalogue is whole and the pages follow the switch.

The document and whatever is kept for somebody else to read are Indonesian in any case.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.core.management import call_command
from django.test import Client
from django.utils import translation
from django.utils.translation.reloader import translation_file_changed

from opd.actions import submit_program
from operations import ROOT
from operations.catalogues import compile_catalogues
from tests.cast import Cast, build_program
from workspace.models import Notification

ENGLISH = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
SOURCES = ("dimensions", "masterplan", "opd", "rpjmd", "smartplan", "templates", "workspace")
# Only the document uses these, and it is never anything but Indonesian.
OF_THE_DOCUMENT = ("masterplan/document/*", "templates/document/*")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}|%%|</?\w+>")


@pytest.fixture
def _english() -> None:
    """The catalogue as `bin/test` compiles it, for a run of pytest alone."""
    compile_catalogues()
    translation_file_changed(None, ENGLISH.with_suffix(".mo"))


def read_catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale="en")


def messages(path: Path) -> list[Message]:
    return [message for message in read_catalogue(path) if message.id]


def texts(value: str | tuple[str, ...] | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def extract(folder: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh catalogue of the sources, made in a copy of them."""
    for name in SOURCES:
        shutil.copytree(
            ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.pyc")
        )
    (folder / "locale").mkdir()
    settings.LOCALE_PATHS = [str(folder / "locale")]
    monkeypatch.chdir(folder)
    call_command("makemessages", locale=["en"], ignore_patterns=list(OF_THE_DOCUMENT), verbosity=0)
    return folder / "locale" / "en" / "LC_MESSAGES" / "django.po"


def test_the_catalogue_has_the_texts_of_the_source_and_no_others(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = extract(tmp_path, settings, monkeypatch)

    wanted = {texts(message.id)[0] for message in messages(source)}
    held = {texts(message.id)[0] for message in messages(ENGLISH)}
    assert (wanted - held, held - wanted) == (set(), set())


def test_every_text_has_an_english_one() -> None:
    missing = [m.id for m in messages(ENGLISH) if m.fuzzy or not all(texts(m.string))]
    assert missing == []


def test_a_translation_has_the_placeholders_of_its_text() -> None:
    different = [
        (message.id, english)
        for message in messages(ENGLISH)
        for english in texts(message.string)
        if sorted(PLACEHOLDER.findall(english)) != sorted(PLACEHOLDER.findall(texts(message.id)[0]))
    ]
    assert different == []


def heading(html: str) -> str:
    """The words of the page's h1."""
    found = re.search(r"<h1[^>]*>(.*?)</h1>", html, re.DOTALL)
    return re.sub(r"<[^>]+>", "", found[1]).strip() if found else ""


def choose(client: Client, language: str) -> None:
    client.post("/bahasa/setlang/", {"language": language, "next": "/"})


@pytest.mark.django_db
@pytest.mark.usefixtures("_english")
def test_a_page_is_indonesian_whatever_the_browser_prefers(client: Client) -> None:
    response = client.get("/akun/login/", headers={"accept-language": "en-GB,en;q=0.9"})

    assert (heading(response.content.decode()), response["Content-Language"]) == ("Masuk", "id")


@pytest.mark.django_db
@pytest.mark.usefixtures("_english")
def test_the_switch_holds_until_it_is_switched_back(client: Client) -> None:
    choose(client, "en")
    english = heading(client.get("/akun/login/").content.decode())
    choose(client, "id")
    indonesian = heading(client.get("/akun/login/").content.decode())

    assert (english, indonesian) == ("Sign in", "Masuk")


@pytest.mark.django_db
@pytest.mark.usefixtures("_english")
def test_a_language_that_does_not_exist_changes_nothing(client: Client) -> None:
    client.cookies["django_language"] = "x" * 300
    assert heading(client.get("/akun/login/").content.decode()) == "Masuk"


PAGES = {
    "owner": [
        ("opd:program_list", "Programmes of my OPD"),
        ("opd:program_create", "New programme"),
    ],
    "admin": [
        ("masterplan:control_room", "Control room"),
        ("opd:program_list", "Programmes"),
        ("opd:review_queue", "Waiting for review"),
        ("masterplan:narrative_list", "Texts"),
        ("masterplan:document", "Documents"),
        ("masterplan:checks", "Checks"),
        ("workspace:member_list", "People"),
        ("workspace:audit", "Audit trail"),
    ],
    "steward": [("opd:coverage", "RPJMD coverage")],
    "reviewer": [("masterplan:document", "Documents")],
}


@pytest.mark.usefixtures("_english")
def test_the_main_pages_are_english_for_who_chose_it(cast: Cast, sign_in: Any) -> None:
    seen = {}
    for person, pages in PAGES.items():
        client = sign_in(getattr(cast, person))
        choose(client, "en")
        seen[person] = [
            (name, heading(client.get(cast.plan.url(name)).content.decode())) for name, _ in pages
        ]
    assert seen == PAGES


@pytest.mark.usefixtures("_english")
def test_a_program_is_submitted_with_an_english_button(cast: Cast, sign_in: Any) -> None:
    program = build_program(cast)
    client = sign_in(cast.owner)
    choose(client, "en")

    html = client.get(program.get_absolute_url()).content.decode()
    form = re.search(r'action="[^"]*/ajukan/">.*?<button[^>]*>(.*?)</button>', html, re.DOTALL)
    assert form is not None
    assert form[1] == "Submit"


@pytest.mark.usefixtures("_english")
def test_what_others_are_told_is_indonesian(cast: Cast) -> None:
    program = build_program(cast)
    with translation.override("en"):
        submit_program(program=program, actor=cast.owner)

    told = Notification.objects.get(user=cast.admin.user).text
    assert told == f"Dinkes mengajukan {program}."
