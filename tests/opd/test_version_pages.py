"""The page of a version: what it changes, where links go, the button that puts it in force."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.test import Client

from opd.models import FormerAlignment, Program
from rpjmd.models import Indicator, Version
from rpjmd.queries import current_version, read_rpjmd
from tests.cast import Cast, build_program
from tests.opd.reading import queries_of, text_of
from tests.opd.test_version_acts import new_version
from workspace.models import Membership

SignIn = Callable[[Membership], Client]


def address(cast: Cast, name: str, version: Version) -> str:
    return cast.plan.url(f"opd:{name}", pk=version.pk)


def lost(cast: Cast) -> int:
    return int(cast.rpjmd_indicator.pk)


def codes(program: Program) -> list[str]:
    return [
        row.rpjmd_indicator.code for row in program.alignments.select_related("rpjmd_indicator")
    ]


def in_force(cast: Cast) -> str:
    current = current_version(cast.plan)
    assert current is not None
    return str(current.label)


def test_it_lists_the_changes_and_asks_for_the_homeless(cast: Cast, sign_in: SignIn) -> None:
    build_program(cast)
    version = new_version(cast, IKU_01="IKU-77")
    page = sign_in(cast.steward).get(address(cast, "version_changes", version))
    words = text_of(page)
    assert "Berganti kode 1 Indikator IKU-01 → IKU-77 Umur Harapan Hidup" in words
    assert "IKU-77 Umur Harapan Hidup nama sama, kode lain" in words
    assert 'value="IKU-77"' in page.content.decode()
    assert "1 belum punya tempat" in words


def test_the_suggested_home_is_taken_with_one_press(cast: Cast, sign_in: SignIn) -> None:
    program = build_program(cast)
    version = new_version(cast, IKU_01="IKU-77")
    client = sign_in(cast.steward)
    form = client.get(address(cast, "version_changes", version)).context["form"]
    (group,) = form.groups()
    answer = client.post(
        address(cast, "version_in_force", version), {group.to.html_name: group.to.value()}
    )
    assert (answer.status_code, in_force(cast), codes(program)) == (302, "Perubahan I", ["IKU-77"])


def test_another_indicator_is_found_by_its_code(cast: Cast, sign_in: SignIn) -> None:
    program = build_program(cast)
    version = new_version(cast, IKU_01="IKU-77")
    values = {f"to-{lost(cast)}": "@other", f"other-{lost(cast)}": "iku-77"}
    sign_in(cast.steward).post(address(cast, "version_in_force", version), values)
    assert codes(program) == ["IKU-77"]


def test_what_is_missing_is_said_beside_its_place_and_nothing_is_lost(
    cast: Cast, sign_in: SignIn
) -> None:
    program = build_program(cast)
    version = new_version(cast, IKU_01="IKU-77")
    client, url = sign_in(cast.steward), address(cast, "version_in_force", version)
    cases: list[tuple[dict[str, Any], str]] = [
        ({}, "Pilih tempat baru"),
        ({"to": "IKU-99"}, ""),
        ({"to": "@other", "other": "Indeks Khayal"}, "tidak ada dalam versi ini"),
        ({"to": "@other", "other": ""}, "tidak ada dalam versi ini"),
        ({"to": "@drop", "why": " "}, "Tulis mengapa kaitan ini dilepas."),
        ({"to": "@drop", "why": "y" * 1001}, "Alasan paling panjang"),
    ]
    for values, sentence in cases:
        sent = {f"{name}-{lost(cast)}": value for name, value in values.items()}
        answer = client.post(url, sent)
        assert (answer.status_code, sentence in text_of(answer)) == (422, True), values
        assert all(str(value).strip() in answer.content.decode() for value in values.values())
    assert (in_force(cast), codes(program)) == ("Murni", ["IKU-01"])


def test_one_of_several_programs_goes_another_way(cast: Cast, sign_in: SignIn) -> None:
    first, second = build_program(cast, "Satu"), build_program(cast, "Dua")
    version = new_version(cast, IKU_01="IKU-77")
    sign_in(cast.steward).post(
        address(cast, "version_in_force", version),
        {
            f"to-{lost(cast)}": "IKU-77",
            f"why-{lost(cast)}": "Tidak bergerak karenanya",
            f"link-{second.alignments.get().pk}": "@drop",
        },
    )
    assert (codes(first), codes(second)) == (["IKU-77"], [])
    assert FormerAlignment.objects.get(program=second).cause == "Tidak bergerak karenanya"


def test_the_administrator_reads_and_has_no_button(cast: Cast, sign_in: SignIn) -> None:
    build_program(cast)
    version = new_version(cast, IKU_01="IKU-77")
    words = text_of(sign_in(cast.admin).get(address(cast, "version_changes", version)))
    assert ("Umur Harapan Hidup" in words, "Berlakukan" in words) == (True, False)


def test_the_version_in_force_is_compared_with_the_one_before(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.steward)
    first = text_of(client.get(address(cast, "version_changes", cast.rpjmd)))
    assert "Ini versi pertama" in first
    version = new_version(cast)
    client.post(address(cast, "version_in_force", version))
    words = text_of(client.get(address(cast, "version_changes", version)))
    assert ("dibandingkan dengan Murni" in words, "Berlakukan" in words) == (True, False)


def test_a_copy_is_made_edited_and_put_in_force_on_pages(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.steward)
    add = cast.plan.url("rpjmd:version_add")
    form = client.get(add).context["form"]
    values = {name: form[name].value() or "" for name in form.fields}
    assert values["label"] == "Perubahan I"
    refused = client.post(add, {**values, "label": "Murni"})
    assert (refused.status_code, "Sudah ada RPJMD" in text_of(refused)) == (422, True)
    answer = client.post(add, values)
    version = Version.objects.get(plan=cast.plan, label="Perubahan I")
    assert answer["Location"] == version.get_absolute_url()
    copied = Indicator.objects.get(version=version)
    edit = cast.plan.url("rpjmd:indicator", pk=copied.pk)
    shown = client.get(edit).context["form"]
    sent = {
        field.html_name: value for field in shown if (value := field.value()) not in (None, False)
    }
    answer = client.post(edit, {**sent, "name": "Usia harapan hidup"})
    assert answer["Location"].startswith(f"{version.get_absolute_url()}#unsur-")
    assert read_rpjmd(cast.rpjmd)["indicators"][0]["name"] == "Umur Harapan Hidup"
    words = text_of(client.get(address(cast, "version_changes", version)))
    assert "Berganti nama 1 Indikator IKU-01 Umur Harapan Hidup → Usia harapan hidup" in words
    tree = text_of(client.get(version.get_absolute_url()))
    assert ("Usia harapan hidup" in tree, "Versi ini tidak sedang berlaku" in tree) == (True, True)


def test_a_new_element_goes_into_the_version_that_is_open(cast: Cast, sign_in: SignIn) -> None:
    version = new_version(cast)
    client = sign_in(cast.steward)
    url = f"{cast.plan.url('rpjmd:element_add')}?versi={version.pk}"
    client.post(url, {"level": "mission", "code": "M9", "text": "Misi baru"})
    assert [row.version for row in version.elements.model.objects.filter(code="M9")] == [version]


def test_another_regions_version_is_not_there(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.steward)
    foreign = Version.objects.get(plan=cast.foreign_plan)
    for asked in (str(foreign.pk), "x", "9" * 30, "0"):
        assert client.get(f"{cast.plan.url('rpjmd:rpjmd')}?versi={asked}").status_code == 404
    assert client.get(address(cast, "version_changes", foreign)).status_code == 404
    assert client.post(address(cast, "version_in_force", foreign)).status_code == 404


def test_it_asks_the_same_number_of_queries_however_many_links(cast: Cast, sign_in: SignIn) -> None:
    version = new_version(cast, IKU_01="IKU-77")
    client, counts = sign_in(cast.steward), []
    for names in (["A"], ["B", "C"]):
        for name in names:
            build_program(cast, name)
        counts.append(queries_of(client, address(cast, "version_changes", version)))
    assert counts == [18, 18]


def test_the_list_of_versions(cast: Cast, sign_in: SignIn) -> None:
    version = new_version(cast)
    url = cast.plan.url("rpjmd:version_list")
    words = text_of(sign_in(cast.owner).get(url))
    assert words.index("Murni berlaku") < words.index("Perubahan I")
    assert "Siapkan versi baru" not in words
    client = sign_in(cast.steward)
    delete = cast.plan.url("rpjmd:version_delete", pk=version.pk)
    assert "Hapus Perubahan I?" in text_of(client.get(delete))
    assert client.post(delete)["Location"] == url
    kept = cast.plan.url("rpjmd:version_delete", pk=cast.rpjmd.pk)
    assert "sedang berlaku" in text_of(client.post(kept))
