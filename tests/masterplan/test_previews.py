"""Previews: who sees one, what an unchanged one costs, and what is said when there is none."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.cache import caches
from django.test import Client
from PIL import Image

from masterplan import previews
from masterplan.previews import preview_press
from opd.actions import change_program
from opd.content import read_content, with_content
from opd.models import Program
from tests.cast import Cast, build_program
from tests.masterplan.reading import Reading

pytestmark = pytest.mark.django_db

SignIn = Callable[..., Client]
PICTURE = re.compile(r'src="([^"]+\.webp)"')


def preview_url(program: Program) -> str:
    return program.plan.url("masterplan:program_preview", pk=program.pk)


def pictures(client: Client, program: Program) -> list[str]:
    response = client.get(preview_url(program))
    assert response.status_code == 200
    return PICTURE.findall(response.content.decode())


def rewrite(cast: Cast, program: Program, **texts: str) -> None:
    content = read_content(with_content(Program.objects.filter(pk=program.pk)).get())["objective"]
    change_program(
        program=program, actor=cast.owner, section="objective", content={**content, **texts}
    )


def test_a_preview_shows_a_picture_of_every_page(cast: Cast, sign_in: SignIn) -> None:
    program = build_program(cast)
    client = sign_in(cast.owner)
    text = client.get(preview_url(program)).content.decode()
    found = PICTURE.findall(text)
    pdf = client.get(program.plan.url("masterplan:program_pdf", pk=program.pk))
    assert pdf["Content-Type"] == "application/pdf"
    assert len(found) == Reading(pdf.content).page_count
    title = "Program LIV-01 Telemedisin Puskesmas"
    assert f'alt="Pratinjau {title}, halaman 1 dari {len(found)}"' in text
    for address in found:
        picture = Image.open(BytesIO(client.get(address).content))
        assert (picture.format, picture.size) == ("WEBP", (720, 1019))


def test_the_pdf_says_what_was_entered_and_no_page_number(cast: Cast, sign_in: SignIn) -> None:
    program = build_program(cast, objective={"description": "Konsultasi untuk 21 puskesmas."})
    pdf = sign_in(cast.owner).get(program.plan.url("masterplan:program_pdf", pk=program.pk))
    text = Reading(pdf.content).all_text()
    assert "Konsultasi untuk 21 puskesmas." in text
    assert "Halaman" not in text


def test_an_unchanged_part_costs_nothing(cast: Cast, sign_in: SignIn) -> None:
    program = build_program(cast)
    client = sign_in(cast.owner)
    address, *_others = pictures(client, program)
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(preview_press(), "limit", 0.0)  # whatever is rendered now comes too late
        assert pictures(client, program)[0] == address


def test_a_change_has_other_pictures(cast: Cast, sign_in: SignIn) -> None:
    program = build_program(cast)
    client = sign_in(cast.owner)
    before = pictures(client, program)
    rewrite(cast, program, description="Lain sama sekali.")
    assert set(pictures(client, program)).isdisjoint(before)
    rewrite(cast, program, description="Konsultasi jarak jauh di 21 puskesmas.")
    assert pictures(client, program) == before


def test_a_picture_is_for_the_person_to_whom_its_address_was_given(
    cast: Cast, sign_in: SignIn
) -> None:
    program, other = build_program(cast), build_program(cast, "Lain")
    owner = sign_in(cast.owner)
    address, *_others = pictures(owner, program)
    assert owner.get(address).status_code == 200
    for person in (cast.colleague, cast.admin, cast.stranger, cast.foreigner, cast.outsider):
        assert sign_in(person).get(address).status_code == 404
    of_another = address.replace(f"/program/{program.pk}/", f"/program/{other.pk}/")
    assert owner.get(of_another).status_code == 404


def test_who_no_longer_sees_the_program_no_longer_sees_its_picture(
    cast: Cast, sign_in: SignIn
) -> None:
    program = build_program(cast)
    supporter = sign_in(cast.supporter)
    address, *_others = pictures(supporter, program)
    content = read_content(with_content(Program.objects.filter(pk=program.pk)).get())["identity"]
    change_program(
        program=program,
        actor=cast.owner,
        section="identity",
        content={**content, "supporting": []},
    )
    assert supporter.get(address).status_code == 404
    assert supporter.get(preview_url(program)).status_code == 404


@pytest.mark.parametrize("wrong", ["/99-720.webp", "/0-720.webp", "/1-721.webp"])
def test_a_page_or_a_width_that_there_is_not_is_not_there(
    cast: Cast, sign_in: SignIn, wrong: str
) -> None:
    client = sign_in(cast.owner)
    address, *_others = pictures(client, build_program(cast))
    assert client.get(re.sub(r"/1-720\.webp$", wrong, address)).status_code == 404


def test_a_part_that_takes_too_long_says_so_and_is_not_tried_again_at_once(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = build_program(cast)
    client = sign_in(cast.owner)
    with monkeypatch.context() as patch:
        patch.setattr(preview_press(), "limit", 0.001)
        first = client.get(preview_url(program))
    again = client.get(preview_url(program))
    as_file = client.get(program.plan.url("masterplan:program_pdf", pk=program.pk))
    for answer in (first, again, as_file):
        assert answer.status_code == 422
        assert "Pratinjau tidak selesai dalam 5 detik." in answer.content.decode()
    caches["previews"].clear()
    assert client.get(preview_url(program)).status_code == 200


def test_while_others_are_served_it_says_so_at_once(cast: Cast, sign_in: SignIn) -> None:
    program = build_program(cast)
    client = sign_in(cast.owner)
    for _place in range(previews.AT_THE_DOOR):
        previews._door.acquire()
    try:
        answer = client.get(preview_url(program))
    finally:
        for _place in range(previews.AT_THE_DOOR):
            previews._door.release()
    assert (answer.status_code, answer["Retry-After"]) == (503, "2")
    assert client.get(preview_url(program)).status_code == 200


def test_a_damaged_preview_is_made_again(
    cast: Cast, sign_in: SignIn, settings: LazySettings
) -> None:
    program = build_program(cast)
    client = sign_in(cast.owner)
    before = pictures(client, program)
    whole = client.get(before[0]).content
    known: dict[str, dict[str, Any]] = settings.CACHES
    for file in Path(known["previews"]["LOCATION"]).glob("*.djcache"):
        file.write_bytes(file.read_bytes()[:-30])
    assert client.get(before[0]).status_code == 404
    assert pictures(client, program) == before
    assert client.get(before[0]).content == whole


def test_a_text_is_previewed_as_it_is_typed_and_not_stored(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.admin)
    url = cast.plan.url("masterplan:narrative_preview", key="penutup")
    stored = PICTURE.findall(client.get(url).content.decode())
    typed = PICTURE.findall(client.post(url, {"body": "Baru diketik."}).content.decode())
    assert set(stored).isdisjoint(typed)
    assert client.get(typed[0]).status_code == 200
    assert PICTURE.findall(client.get(url).content.decode()) == stored
    assert not cast.plan.narratives.exists()


def test_what_could_not_be_stored_is_not_previewed(cast: Cast, sign_in: SignIn) -> None:
    url = cast.plan.url("masterplan:narrative_preview", key="penutup")
    answer = sign_in(cast.admin).post(url, {"body": "a\x07b"})
    assert answer.status_code == 422
    assert "Naskah belum dapat disimpan" in answer.content.decode()
